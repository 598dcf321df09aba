"""Plans of `migrate ENV { step … }`: tried on scratch copies of a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from confiture import api
from confiture.errors import DatabaseError, RecipeError
from confiture.model.patience import Patience
from confiture.pg import embedded
from confiture.plans.plan import Plan, from_json
from confiture.steps.migrate import Group
from tests.conftest import project_directory

SCHEMA = """
create table users (id int primary key, name text, about text);
create table orders (id int primary key, user_id int references users);
"""
ENVIRONMENTS = """
environment local { embedded = "shop" }
environment nowhere { embedded = "nowhere" }
environment fresh {
  embedded = "fresh"
  schema = "db/schema"
}
param label: text = "it's"
"""


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A project whose database `local` is built, with its server kept up."""
    with project_directory() as path, embedded.lease(path):
        (path / "confiture.conf").write_text(ENVIRONMENTS)
        (path / "db" / "schema").mkdir(parents=True)
        (path / "db" / "schema" / "tables.sql").write_text(SCHEMA)
        (path / "db" / "two.sql").write_text(
            "begin; alter table users add a int; commit;\ncreate index concurrently on users (a);\n"
        )
        (path / "db" / "one.sql").write_text("alter table tags add b int;")
        (path / "db" / "bad.sql").write_text("select 1;\nalter table usrs add b int;\n")
        built = api.loads(f'{ENVIRONMENTS}recipe r {{ build local from "db/schema" }}', root=path)
        list(api.apply(api.plan(built), root=path))
        yield path


def planned(root: Path, statements: str) -> Plan:
    """The plan, as it comes back from JSON."""
    text = f"{ENVIRONMENTS}recipe r {{\n{statements}\n}}\n"
    plan = api.plan(api.loads(text, name="r.conf", root=root))
    return from_json(plan.to_json(), name="plan")


def migrating(*steps: str) -> str:
    return "migrate local {\n" + "\n".join(steps) + "\n}"


def step(name: str, *lines: str) -> str:
    return f"step {name} {{\n" + "\n".join(lines) + "\n}"


ADD = step(
    "add", "run $$ alter table users add bio text $$", "undo $$ alter table users drop bio $$"
)
FILL = step(
    "fill",
    "backfill users set $$ bio = coalesce(about, :label) $$ where $$ bio is null $$",
    "verify $$ select count(*) = 0 from users where bio is null $$",
    'irreversible because "no old value"',
)
INDEX = step(
    "index",
    "run $$ create index concurrently users_bio on users (bio) $$",
    "undo $$ drop index concurrently users_bio $$",
)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (
            migrating(ADD, FILL, INDEX),
            [
                "migrate add: alter table users add bio text [ACCESS EXCLUSIVE public.users]",
                (
                    "migrate-backfill fill 1/2: UPDATE users SET bio = COALESCE(about, 'it''s')"
                    " WHERE bio IS NULL"
                ),
                "check-sql fill 2/2: select count(*) = 0 from users where bio is null",
                "migrate-apart index: create index concurrently users_bio on users (bio)",
            ],
        ),
        (  # one transaction with all its locks; values are bound
            migrating(
                step(
                    "add",
                    "run $$ alter table orders add a int; alter table users add a int $$",
                    "run $$ update users set name = :label $$ within 5 s",
                    "undo $$ alter table users drop a; alter table orders drop a $$",
                )
            ),
            [
                (
                    "migrate add 1/2: alter table orders add a int;"
                    " [ACCESS EXCLUSIVE public.orders, ACCESS EXCLUSIVE public.users]"
                ),
                (
                    "migrate add 2/2: update users set name = $1 within 5000 with (\"it's\",)"
                    " [ROW EXCLUSIVE public.users]"
                ),
            ],
        ),
        (  # a file is as many transactions as it says
            migrating(step("file", 'run file "db/two.sql"', 'irreversible because "-"')),
            [
                "migrate file 1/2: alter table users add a int; [ACCESS EXCLUSIVE public.users]",
                "migrate-apart file 2/2: create index concurrently on users (a);",
            ],
        ),
        (  # in the order that `after` says
            migrating(
                step("one", "run $$ create table one () $$", "undo $$ drop table one $$"),
                step("three after two", "run $$ create table three () $$"),
                step("two after one", "run $$ create table two () $$"),
            ),
            [
                "migrate one: create table one ()",
                "migrate two: create table two ()",
                "migrate three: create table three ()",
                "note: step two on local cannot be undone: it has no `undo`",
                "note: step three on local cannot be undone: it has no `undo`",
            ],
        ),
        (  # what is lost has to be accepted
            migrating(
                step("drop", "run $$ alter table users drop about $$", 'irreversible because "-"')
            ),
            [
                "migrate drop: alter table users drop about [ACCESS EXCLUSIVE public.users]",
                (
                    "data-loss: step drop: rows or values of local are lost:"
                    " alter table users drop about"
                ),
            ],
        ),
        (  # another name loses nothing
            migrating(
                step(
                    "rename",
                    "run $$ alter table users rename about to bio $$",
                    "undo $$ alter table users rename bio to about $$",
                )
            ),
            [
                (
                    "migrate rename: alter table users rename about to bio"
                    " [ACCESS EXCLUSIVE public.users]"
                ),
            ],
        ),
        (  # a type that holds less does
            migrating(
                step(
                    "cut",
                    "run $$ alter table users alter about type name $$",
                    'irreversible because "-"',
                )
            ),
            [
                (
                    "migrate cut: alter table users alter about type name"
                    " [ACCESS EXCLUSIVE public.users]"
                ),
                (
                    "data-loss: step cut: rows or values of local are lost:"
                    " alter table users alter about type name"
                ),
            ],
        ),
        (  # each is tried after what the recipe does before it
            'run $$ create table tags (id int) $$ on local\nrun file "db/one.sql" on local\n'
            + migrating(step("a", "run $$ alter table tags add a text $$", "undo $$ select 1 $$"))
            + "\n"
            + migrating(step("a", "run $$ alter table tags drop a $$", "undo $$ select 1 $$")),
            [
                "migrate a: alter table tags add a text [ACCESS EXCLUSIVE public.tags]",
                "migrate a: alter table tags drop a [ACCESS EXCLUSIVE public.tags]",
            ],
        ),
        (  # also after a build of the same recipe
            "build fresh\n" + migrating(ADD).replace("local", "fresh"),
            ["migrate add: alter table users add bio text [ACCESS EXCLUSIVE public.users]"],
        ),
        (  # what cannot be tried has to be accepted, too
            "run $$ select 1 / count(*) from users $$ on local\n" + migrating(ADD),
            [
                "migrate add: alter table users add bio text",
                (
                    "unproven: the steps on local were not tried on a scratch copy: an earlier"
                    " statement of the recipe fails there: r.conf:10:5: scratch: division by zero"
                    " [22012]"
                ),
            ],
        ),
        (  # though it fails where it is tried
            "migrate local {\nforce = true\n"
            + step("a", "run $$ alter table users add name text $$", "undo $$ select 1 $$")
            + "\n}",
            ["migrate a: alter table users add name text"],
        ),
        (  # a check that only rows make right is no error
            migrating(
                step("a", "verify $$ select 1 / count(*) > 0 from users $$", "run $$ select 1 $$",
                     "undo $$ select 1 $$")
            ),
            [
                "check-sql a 1/2: select 1 / count(*) > 0 from users",
                "migrate a 2/2: select 1",
            ],
        ),
    ],
)  # fmt: skip
def test_plans(root: Path, statements: str, expected: list[str]) -> None:
    plan = planned(root, statements)
    found = [shown for one in plan.steps if (shown := _shown(one))]
    found += [f"note: {note}" for note in plan.notes]
    found += [f"{hazard.kind}: {hazard.message}" for hazard in plan.hazards]
    assert found == expected


def _shown(step: object) -> str | None:
    id_ = " ".join(step.id.replace(" #2", "").split()[2:])  # type: ignore[attr-defined]
    if isinstance(step, Group):
        (first, *_) = step.pieces
        text = f"{step.kind} {id_}: {first.text.splitlines()[0]}"
        within = getattr(step, "within", 0)
        text += f" within {within}" if within else ""
        text += f" with {first.values}" if first.values else ""
        locks = ", ".join(f"{x.mode} {x.relation}" for x in getattr(step, "locks", ())
                          if x.kind == "table")  # fmt: skip
        return text + (f" [{locks}]" if locks else "")
    if getattr(step, "kind", "") == "check-sql":
        return f"check-sql {id_}: {step.sql.text.strip()}"  # type: ignore[attr-defined]
    return None


@pytest.mark.parametrize(
    ("steps", "place", "said"),
    [
        ([ADD, ADD.replace("step add", "step again")], "r.conf: alter", "already exists"),
        ([ADD.replace("users drop", "usrs drop")], "r.conf: alter", '"usrs" does not exist'),
        ([FILL], "r.conf: $$ bio = coalesce(about, :label) $$", 'column "bio" does not exist'),
        ([step("v", "verify $$ select bar from users $$")], "r.conf: $$ select bar from users $$",
         'column "bar" does not exist'),
        ([step("f", 'run file "db/bad.sql"', "undo $$ select 1 $$")], "db/bad.sql: alter",
         '"usrs" does not exist'),
        ([step("a", "run $$ select 1; vacuum users $$")], "r.conf: vacuum", "one transaction"),
        ([step("a", "run $$ select 1; begin; select 2; commit $$")], "r.conf: select",
         "stands outside of the transactions"),
        ([step("a", "run $$ begin; select 1; commit; begin; truncate users; commit $$")],
         "r.conf: truncate", "is one transaction"),
        ([step("a", "run $$ rollback $$")], "r.conf: rollback", "ROLLBACK has no place here"),
        ([step("a", "run $$ vacuum users $$ within 5 s")], "r.conf: vacuum", "`within` cannot"),
        ([step("a", "backfill users set $$ name = 1 $$")], "r.conf: $$ name = 1 $$",
         "WHERE of a backfill"),
        ([step("a", 'run file "db/no.sql"')], None, "db/no.sql"),
    ],
)  # fmt: skip
def test_errors(root: Path, steps: list[str], place: str | None, said: str) -> None:
    """Told with their place before anything is written."""
    with pytest.raises(RecipeError) as caught:
        planned(root, migrating(*steps))
    first = caught.value.diagnostics[0]
    span = first.span
    assert said in first.message
    assert (f"{span.source.name}: {span.text}" if span else None) == place


def test_a_missing_database(root: Path) -> None:
    with pytest.raises(RecipeError, match="environment nowhere has no database yet"):
        planned(root, migrating(ADD).replace("local", "nowhere"))


def test_files_after_a_build(root: Path) -> None:
    with pytest.raises(RecipeError, match="is built by the same recipe"):
        planned(root, 'build fresh\nmigrate fresh to "db/schema"')


def test_ways_back(root: Path) -> None:
    plan = planned(root, migrating("give_up = 1 min", ADD, FILL, INDEX))
    patience = Patience(give_up=60_000)
    assert {one.patience for one in plan.steps if isinstance(one, Group)} == {patience}
    found = [
        (way.name, way.steps, [(s.mode, s.pieces[0].text) for s in way.undo], way.irreversible)
        for way in plan.ways_back
    ]
    assert found == [
        ("add", ("migrate local add",), [("transaction", "alter table users drop bio")], None),
        ("fill", ("migrate local fill 1/2",), [], "no old value"),
        ("index", ("migrate local index",), [("apart", "drop index concurrently users_bio")], None),
    ]


@pytest.mark.parametrize("form", ['from "db/migrations"', 'to "db/other"'])
def test_patience_of_all_forms(root: Path, form: str) -> None:
    (root / "db" / "migrations").mkdir(exist_ok=True)
    (root / "db" / "migrations" / "1_a.up.sql").write_text("alter table users add z int;")
    (root / "db" / "other").mkdir(exist_ok=True)
    (root / "db" / "other" / "t.sql").write_text(f"{SCHEMA}create table more ();")
    plan = planned(root, f"migrate local {form} {{\nlock_timeout = 1 s\n}}")
    (patience,) = {one.patience for one in plan.steps if isinstance(one, Group)}
    assert patience == Patience(lock_timeout=1_000, stall=1_000)


SLOW = step("slow", "run $$ select pg_sleep(9) from log $$ within 100 ms", "undo $$ select 1 $$")


@pytest.mark.parametrize(
    ("lines", "step_", "said"),
    [
        ("give_up = 1 s", ADD, "waited 1 s for the locks on public.users"),
        ("", SLOW, "canceling statement due to statement timeout"),
    ],
)
def test_limits(root: Path, lines: str, step_: str, said: str) -> None:
    """While another session reads a table, and one has a row for which a statement takes long."""
    with embedded.lease(root) as server, psycopg.connect(server.dsn("shop")) as other:
        other.execute("create table if not exists log as select 1 as id")
        other.commit()
        plan = planned(root, migrating(lines, step_))
        other.execute("select from users")
        with pytest.raises(DatabaseError, match=said):
            list(api.apply(plan, root=root))
