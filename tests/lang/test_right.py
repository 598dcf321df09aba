"""What right values and statements say: text on one side, values of the model on the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from confiture import lang
from confiture.model.declarations import Percent, Size
from confiture.model.patience import Patience
from confiture.model.recipe import (
    Accept,
    Backfill,
    Build,
    Condition,
    ForEach,
    Migrate,
    OnlyWhen,
    Parallel,
    Require,
    Run,
    Seed,
    Skip,
    StageRun,
    StageVerify,
    Statement,
    Sync,
    TableRules,
    Undo,
    Verify,
)
from tests.lang.nouns import (
    ANY,
    ENVIRONMENTS,
    ROOT,
    call,
    environment,
    pattern,
    rule,
    sql,
    stage,
    stage_run,
    sync,
)
from tests.lang.samples import MASKS

VALUES: list[tuple[str, object]] = [
    ('"a \\"b\\" \\\\ \\n\\t"', 'a "b" \\ \n\t'),
    ("5", 5),
    ("-5", -5),
    ("1_000_000", 1_000_000),
    ("2.5", Decimal("2.5")),
    ("30 s", timedelta(seconds=30)),
    ("30s", timedelta(seconds=30)),
    ("100 ms", timedelta(milliseconds=100)),
    ("1.5 h", timedelta(minutes=90)),
    ("5 min", timedelta(minutes=5)),
    ("1 minute", timedelta(minutes=1)),
    ("2 d", timedelta(days=2)),
    ("90 days", timedelta(days=90)),
    ("2 weeks", timedelta(days=14)),
    ("5 months", timedelta(days=150)),
    ("1 year", timedelta(days=365)),
    ("64 MiB", Size(64 * 1024 * 1024)),
    ("1.5 KB", Size(1500)),
    ("7 B", Size(7)),
    ("2.5%", Percent(Decimal("2.5"))),
    ("5 %", Percent(Decimal(5))),
    ("2024-02-29", date(2024, 2, 29)),
    ("2024-02-29T10:30", datetime(2024, 2, 29, 10, 30)),
    ("2024-02-29T10:30:00Z", datetime(2024, 2, 29, 10, 30, tzinfo=UTC)),
    ("true", True),
    ("false", False),
    ("null", None),
    ("[]", ()),
    ('[1, "a", true,]', (1, "a", True)),
    ("[\n  1 # one\n  , 2,\n]", (1, 2)),
    ("other", 7),
    ("[other, local]", (7, environment("local"))),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_values(text: str, value: object) -> None:
    recipe = lang.loads(f"let x = {text}\nlet other = 7\n{ENVIRONMENTS}", root=ROOT, masks=MASKS)
    assert recipe.constants["x"].value == value
    assert type(recipe.constants["x"].value) is type(value)


PEOPLE = TableRules(
    table=pattern("app", "users"),
    using=(),
    rules=(
        rule("email", mask=call("redact", text="-")),
        rule("first", "Last Name", mask=call("name", "people", part="first", unique=True)),
        rule("phone", mask=call("phone")),
        rule("code", mask=call("constant", value=Decimal("1.5"))),
        rule("id", "key", "status", reason="not personal"),
    ),
    span=ANY,
)

STATEMENTS: dict[str, tuple[str, Statement]] = {
    "build": (
        'build local from "db/a", "b"',
        Build(environment="local", sources=(ROOT / "db/a", ROOT / "b"), span=ANY),
    ),
    "build with settings": (
        """build local from "db" {
          drop_first = true
          order = hexadecimal
          include = ["*.ddl"]
          exclude = "x*"
        }""",
        Build(
            environment="local",
            sources=(ROOT / "db",),
            drop_first=True,
            order="hexadecimal",
            include=("*.ddl",),
            exclude=("x*",),
            span=ANY,
        ),
    ),
    "build from the environment": (
        "build staging",
        Build(
            environment="staging",
            sources=(ROOT / "db/schema", ROOT / "db/more"),
            order="hexadecimal",
            span=ANY,
        ),
    ),
    "seed": (
        'seed local from "seeds" { include = ["*.csv"] }',
        Seed(environment="local", sources=(ROOT / "seeds",), include=("*.csv",), span=ANY),
    ),
    "seed from the environment": (
        "seed staging",
        Seed(environment="staging", sources=(ROOT / "db/seeds",), span=ANY),
    ),
    "migrate by files": (
        'migrate local from "db/m" { version = "2" }',
        Migrate(environment="local", sources=(ROOT / "db/m",), version="2", span=ANY),
    ),
    "migrate to DDL files": (
        'migrate local to "db/a", "b" { offline = true }',
        Migrate(
            environment="local",
            sources=(),
            schema=(ROOT / "db/a", ROOT / "b"),
            offline=True,
            span=ANY,
        ),
    ),
    "migrate by steps": (
        """migrate local {
          holder_age = 1 s
          lock_timeout = 2 s
          give_up = 1 h
          force = true
          step add "Nullable first" {
            run $$ alter table t add c int $$ within 5 s
            run file "x.sql"
            undo $$ alter table t drop c $$
          }
          step fill {
            backfill app.`T 1` set $$ c = :tenant $$ where $$ c is null $$
            verify $$ select true $$ else "no"
            irreversible because "no old value"
          }
          step drop {
            undo file "back.sql"
            run $$ select 1 $$
          }
        }""",
        Migrate(
            environment="local",
            sources=(),
            force=True,
            patience=Patience(holder_age=1_000, lock_timeout=2_000, stall=2_000, give_up=3_600_000),
            stages=(
                stage(
                    "add",
                    stage_run(" alter table t add c int ", within=timedelta(seconds=5)),
                    StageRun(sql=None, file=ROOT / "x.sql", within=None, span=ANY),
                    doc="Nullable first",
                    undo=Undo(sql=sql(" alter table t drop c "), file=None, span=ANY),
                ),
                stage(
                    "fill",
                    Backfill(
                        sql=sql(
                            'update "app"."T 1"\nset  c = :tenant \nwhere  c is null ',
                            'update "app"."T 1"\nset  c = $1 \nwhere  c is null ',
                            "tenant",
                        ),
                        span=ANY,
                    ),
                    StageVerify(sql=sql(" select true "), message="no", span=ANY),
                    irreversible="no old value",
                ),
                stage(
                    "drop",
                    stage_run(" select 1 "),
                    undo=Undo(sql=None, file=ROOT / "back.sql", span=ANY),
                ),
            ),
            span=ANY,
        ),
    ),
    "sync": ("sync local into test { }", sync()),
    "sync with clauses": (
        """sync local into test {
          key = key
          release = "r"
          workers = 8
          take app.*, `My Table`.`x.y`
          take log
          skip app.tmp_*, *.old because "rebuilt"
          skip x
          keep others because "public"
          verify counts and masks
        }""",
        sync(
            key="key",
            release="r",
            workers=8,
            takes=(pattern("app", "*"), pattern("My Table", "x.y"), pattern("log")),
            skips=(
                Skip(
                    patterns=(pattern("app", "tmp_*"), pattern("*", "old")),
                    reason="rebuilt",
                    span=ANY,
                ),
                Skip(patterns=(pattern("x"),), reason=None, span=ANY),
            ),
            keep_others="public",
            checks=("counts", "masks"),
        ),
    ),
    "masks": (
        """sync local into test {
          key = key
          mask app.users {
            email with redact(text = "-")
            first, `Last Name` with name(first, unique = true) in domain people
            phone with phone
            code with constant(1.5)
            id, key, status keep because "not personal"
          }
        }""",
        sync(key="key", masks=(PEOPLE,)),
    ),
    "run": (
        "run $$ select 1; select 2 $$ on local within 1 min",
        Run(
            environment="local",
            sql=sql(" select 1; select 2 "),
            file=None,
            within=timedelta(minutes=1),
            span=ANY,
        ),
    ),
    "run file": (
        'run file "x.sql" on local',
        Run(environment="local", sql=None, file=ROOT / "x.sql", within=None, span=ANY),
    ),
    "verify": (
        'verify $sql$ select $$x$$ = :tenant $sql$\n  on local\n  else "no"',
        Verify(
            environment="local",
            sql=sql(" select $$x$$ = :tenant ", " select $$x$$ = $1 ", "tenant"),
            message="no",
            span=ANY,
        ),
    ),
    "require a query": (
        "require $$ values (true) $$ on local",
        Require(environment="local", test=sql(" values (true) "), message=None, span=ANY),
    ),
    "require a fact": (
        'require server_version >= 14 on local else "too old"',
        Require(
            environment="local",
            test=Condition(subject="server_version", comparison=">=", value=14, span=ANY),
            message="too old",
            span=ANY,
        ),
    ),
    "accept": (
        'accept data-loss, unproven on local, test because "a test"',
        Accept(
            hazards=("data-loss", "unproven"),
            environments=("local", "test"),
            reason="a test",
            span=ANY,
        ),
    ),
    "parallel": (
        'parallel { seed local from "a" }',
        Parallel(
            statements=(Seed(environment="local", sources=(ROOT / "a",), span=ANY),), span=ANY
        ),
    ),
    "only when": (
        'only when tenant == "acme" { }',
        OnlyWhen(
            condition=Condition(subject="tenant", comparison="==", value="acme", span=ANY),
            statements=(),
            span=ANY,
        ),
    ),
    "for each": (
        'for each one in [local, test] {\n  build one from "db"\n}',
        ForEach(
            variable="one",
            values=(environment("local"), environment("test")),
            statements=(Build(environment="one", sources=(ROOT / "db",), order="", span=ANY),),
            span=ANY,
        ),
    ),
}
STAGING = """
environment staging extends local {
  schema = ["db/schema", "db/more"]
  seeds = "db/seeds"
  order = hexadecimal
}
param tenant: text = "acme"
"""


@pytest.mark.parametrize(("text", "statement"), STATEMENTS.values(), ids=STATEMENTS)
def test_statements(text: str, statement: Statement) -> None:
    text = f"{ENVIRONMENTS}{STAGING}recipe r {{\n{text}\n}}\n"
    assert lang.loads(text, root=ROOT, masks=MASKS).blocks[0].statements == (statement,)


def test_keywords_are_names() -> None:
    """Keywords are contextual: environments, tables and columns may be called like them."""
    text = """
environment build { embedded = "x" }
environment into { embedded = "y" }
masking take {
  step, source, key, status, sync, mask, keep, undo, backfill, recipe with null
  true, null keep
}
recipe recipe {
  build build from "x"
  sync build into into {
    take take, skip.mask
    mask verify using take
  }
  migrate into {
    step step { run $$ select 1 $$ }
    step undo after step { backfill set set $$ set = 1 $$ where $$ set = 2 $$ }
  }
}
"""
    recipe = lang.loads(text, root=ROOT, masks=MASKS)
    build, copied, migrated = recipe.blocks[0].statements
    assert isinstance(migrated, Migrate)
    assert [stage.name for stage in migrated.stages] == ["step", "undo"]
    assert isinstance(build, Build)
    assert isinstance(copied, Sync)
    assert copied.takes == (pattern("take"), pattern("skip", "mask"))
    assert copied.masks[0].using[0].rules[0].columns[-1].name == "recipe"


@pytest.mark.parametrize(
    ("steps", "order"),
    [
        ("a b c", "a b c"),
        ("a b:a c:a d", "a b c d"),
        ("a b:c c:a", "a c b"),
        ("a b:d c:a d:c e", "a c d b e"),
    ],
)
def test_order_of_steps(steps: str, order: str) -> None:
    """As written, but for what a step names; one that names none comes after the one above."""
    lines = []
    for step in steps.split():
        name, _, after = step.partition(":")
        lines.append(f"step {name} {f'after {after}' if after else ''} {{ run $$ select 1 $$ }}")
    text = f"{ENVIRONMENTS}recipe r {{\nmigrate local {{\n" + "\n".join(lines) + "\n}\n}\n"
    (migrated,) = lang.loads(text, root=ROOT, masks=MASKS).blocks[0].statements
    assert isinstance(migrated, Migrate)
    assert " ".join(stage.name for stage in migrated.stages) == order
