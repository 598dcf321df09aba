"""Online forms: which statements share a transaction, and what each was seen to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from confiture import inspection
from tests.conftest import project_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = "create table t (id int primary key, a text, b int);\n"
_CASES = (Path(__file__).parent / "online.txt").read_text().split("==== ")[1:]
CASES = {name: rest for name, _, rest in (case.partition("\n") for case in _CASES)}


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    with project_directory() as root:
        yield root


@pytest.mark.parametrize("name", CASES)
def test_online(root: Path, name: str) -> None:
    """Proven on a scratch copy on the way."""
    old, _, rest = CASES[name].partition("---- new\n")
    new, _, expected = rest.partition("---- statements\n")
    (root / "old.sql").write_text(TABLE + old)
    (root / "new.sql").write_text(TABLE + new)
    found = inspection.diff(root / "old.sql", root / "new.sql", root=root)
    assert found.sql.rstrip() == expected.rstrip()
    assert all(one.effect for one in found.statements)


def test_functions_that_no_longer_work(root: Path) -> None:
    f = "create function {0}() returns bigint language sql as 'select count({1}) from t';\n"
    (root / "old.sql").write_text(TABLE + f.format("f", "b") + f.format("g", "a"))
    later = "set check_function_bodies = off;\n" + f.format("f", "b") + f.format("g", "a")
    (root / "new.sql").write_text(f"create table t (id int primary key, a text);\n{later}")
    found = inspection.diff(root / "old.sql", root / "new.sql", root=root)
    assert found.notes == ('public.f() fails from then on: column "b" does not exist [42703]',)


def test_policies_that_bind_the_owner(root: Path) -> None:
    """A view whose owner sees the rows of policies alone, and what is made of it."""
    (root / "old.sql").write_text(TABLE)
    (root / "new.sql").write_text(
        f"{TABLE} alter table t owner to bound; alter table t enable row level security;"
        "alter table t force row level security; create policy p on t using (a = current_user);"
        "create view v as select a from t; alter view v owner to bound;"
        "create materialized view m as select a from v; alter materialized view m owner to bound;"
    )
    found = inspection.diff(root / "old.sql", root / "new.sql", root=root)
    assert "create materialized view public.m" in found.sql.lower()


def test_offline(root: Path) -> None:
    (root / "old.sql").write_text(TABLE)
    (root / "new.sql").write_text(
        f"{TABLE} create index i on t (a); alter table t add check (b > 0);"
    )
    found = inspection.diff(root / "old.sql", root / "new.sql", root=root, online=False)
    assert found.sql == (
        "begin;\n"
        "alter table public.t add constraint t_b_check CHECK ((b > 0));\n"
        "CREATE INDEX i ON public.t USING btree (a);\n"
        "commit;\n"
    )
    locks = [one.effect and one.effect.strongest for one in found.statements]
    assert locks == ["ACCESS EXCLUSIVE", "SHARE"]
    assert [one.effect and one.effect.scanned for one in found.statements] == [("public.t",)] * 2


def test_triggers_that_a_backfill_fires(root: Path) -> None:
    """Not those of other columns, of statements, of other events, nor what is disabled."""
    triggers = """
        create function f() returns trigger language plpgsql as 'begin return new; end';
        create trigger "a UPDATE b" before insert or update on t for each row execute function f();
        create trigger c after update of b, k on t for each row execute function f();
        create trigger d after update of b on t for each row execute function f();
        create trigger e after update on t for each statement execute function f();
        create trigger g after insert or delete on t for each row execute function f();
        create trigger h after update on t for each row execute function f();
        alter table t disable trigger h;
    """
    column = "alter table t add column k uuid default gen_random_uuid();"
    (root / "old.sql").write_text(TABLE + triggers.replace("b, k on", "b on"))
    (root / "new.sql").write_text(TABLE + column + triggers)
    found = inspection.diff(root / "old.sql", root / "new.sql", root=root)
    assert found.notes == (
        'the backfill of public.t.k fires for each row: triggers "a UPDATE b", c',
    )
