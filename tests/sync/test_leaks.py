"""A raw value of a masked column reaches neither the target, nor a message, nor the journal."""

from __future__ import annotations

import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from confiture.errors import ConfitureError

from .syncing import contents

if TYPE_CHECKING:
    from .syncing import Pair, Place

CANARY = "canary-7f3a91"
PEOPLE = """
create table person (
  id int primary key, email text not null unique, name text,
  handle text generated always as (split_part(email, '@', 1)) stored);
create index on person (lower(email));
create statistics people on lower(email), name from person;
create table customer (since date) inherits (person);
create table visit (region text, id int, email text) partition by list (region);
create table visit_eu partition of visit for values in ('eu') partition by range (id);
create table visit_eu_1 partition of visit_eu default;
create table visit_rest partition of visit default;
create materialized view addresses as select email from person;
"""
ROWS = f"""
insert into person (id, email, name)
  select i, '{CANARY}-' || i || '@corp.com', '{CANARY}' from generate_series(1, 500) i;
insert into customer (id, email, name, since)
  select i, '{CANARY}-c' || i || '@corp.com', '{CANARY}', now() from generate_series(1, 500) i;
insert into visit select case when i % 2 = 0 then 'eu' else 'us' end, i, '{CANARY}-' || i
  from generate_series(1, 500) i;
"""
RULES = """
key = masking_key
mask person { email with email }
mask person { name with redact }
mask visit { email with hash }
keep others because "no person in it"
verify counts and constraints and masks
"""


def holds_canary(place: Place) -> list[str]:
    """The tables, catalogs and statistics in which the canary stands."""
    relations = place.rows(
        "select oid::regclass::text from pg_class c where relkind in ('r', 'm') and relname not in"
        " ('pg_statistic', 'pg_statistic_ext_data') and has_table_privilege(oid, 'select')"
    )
    names = [name for (name,) in relations] + ["pg_statistic", "pg_statistic_ext_data"]
    return [
        name
        for name in names
        if place.one(f"select exists (select from {name} t where t::text like '%{CANARY}%')")
    ]


def test_no_value_reaches_the_target(pair: Pair) -> None:
    for place in (pair.source, pair.target):
        place.run(PEOPLE)
    pair.source.run(ROWS + "analyze; refresh materialized view addresses")
    assert holds_canary(pair.source)
    pair.sync(RULES)
    assert holds_canary(pair.target) == []
    assert pair.target.one("select count(*) from only customer where email like '%@example.com'")
    assert {len(str(row[0])) for row in contents(pair.target, "visit_eu_1", ["email"])} == {32}
    reserved = "select count(*) from addresses where email like '%@example.com'"
    assert pair.target.one(reserved) == 1000


FAILURES = {
    "a check that the kept value breaks": (
        "create table t (id int primary key, email text, kept text)",
        "alter table t add check (kept = 'never')",
        'mask t { email with email }\nkeep others because "x"',
    ),
    "a check that the masked value breaks": (
        "create table t (id int primary key, email text, kept text)",
        "alter table t add check (email not like '%example%')",
        'mask t { email with email }\nkeep others because "x"',
    ),
    "a domain's check": (
        "create domain d as text; create table t (id int primary key, email text, kept d)",
        "alter domain d add check (value = 'never')",
        'mask t { email with email }\nkeep others because "x"',
    ),
    "a generated column that fails": (
        "create table t (id int primary key, email text, kept text)",
        "alter table t add g int generated always as (kept::int) stored",
        'mask t { email with email }\nkeep others because "x"',
    ),
    "an index on an expression that fails": (
        "create table t (id int primary key, email text, kept text)",
        (
            "create function f(t text) returns int immutable language plpgsql as"
            " 'begin raise exception ''no number: %'', t; end'; create index on t (f(kept))"
        ),
        'mask t { email with email }\nkeep others because "x"',
    ),
    "a unique index that duplicates break": (
        "create table t (id int primary key, email text, kept text)",
        "create unique index on t (kept)",
        'mask t { email with email }\nkeep others because "x"',
    ),
    "a foreign key with orphans": (
        (
            "create table u (kept text primary key);"
            " create table t (id int primary key, email text, kept text)"
        ),
        "alter table t add foreign key (kept) references u",
        'mask t { email with email }\nkeep others because "x"',
    ),
    "a materialized view that fails": (
        "create table t (id int primary key, email text, kept text)",
        "create materialized view m as select kept::int from t",
        'mask t { email with email }\nkeep others because "x"',
    ),
    "a column that cannot hold null": (
        "create table t (id int primary key, email text, kept text, gap text)",
        "alter table t alter gap set not null",
        'mask t { email with email }\nkeep others because "x"',
    ),
    "a constant of another type": (
        "create table t (id int primary key, email text, kept text, number int)",
        "",
        (
            'mask t { number with constant("many") }\nmask t { email with email }\n'
            'keep others because "x"'
        ),
    ),
}


@pytest.mark.parametrize(("ddl", "target_only", "clauses"), FAILURES.values(), ids=FAILURES)
def test_no_value_in_an_error(pair: Pair, ddl: str, target_only: str, clauses: str) -> None:
    for place in (pair.source, pair.target):
        place.run(ddl)
    if target_only:
        pair.target.run(target_only)
    pair.source.run(
        f"insert into t (id, email, kept) values (1, '{CANARY}@corp.com', 'kept-{CANARY}'),"
        f" (2, '{CANARY}@corp.org', 'kept-{CANARY}')"
    )
    with pytest.raises(ConfitureError) as caught:
        pair.sync("key = masking_key\n" + clauses)
    told = "".join(traceback.format_exception(caught.value))
    assert CANARY not in told
    raw = f"select count(*) from t where email like '%{CANARY}%'"
    assert pair.target.one(raw) == 0
    ((state, message),) = pair.target.rows("select state, message from confiture.run")
    assert (state, bool(message)) == ("failed", True), told
    assert CANARY not in message


def test_no_value_on_the_terminal(pair: Pair) -> None:
    ddl, target_only, clauses = FAILURES["a check that the kept value breaks"]
    for place in (pair.source, pair.target):
        place.run(ddl)
    pair.target.run(target_only)
    pair.source.run(f"insert into t values (1, '{CANARY}@corp.com', 'kept-{CANARY}')")
    (pair.root / "masking.key").write_text("5e" * 32, encoding="utf-8")
    text = pair.text("key = masking_key\n" + clauses)
    (pair.root / "copy.conf").write_text(text, encoding="utf-8")
    program = "from confiture.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "apply", "copy.conf"],
        cwd=pair.root,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "23514" in done.stderr
    assert CANARY not in done.stdout + done.stderr
