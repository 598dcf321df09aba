"""User mappings, whose secrets nobody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from confiture.plans.diff import diff
from tests.plans.pairs import both_ways, places

if TYPE_CHECKING:
    from confiture.pg import embedded

SERVER = 'create foreign data wrapper w; create server "S s" foreign data wrapper w;'
MAPPING = 'create user mapping for current_user server "S s"'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", MAPPING),
        ("", 'create user mapping for public server "S s"'),
        (MAPPING, f"{MAPPING} options (\"User\" 'a b')"),
        (
            f"{MAPPING} options (a '1', b '2')",
            f"{MAPPING} options (b '3', c '4')",
        ),
        (f"{MAPPING} options (password '')", f"{MAPPING} options (password '', a 'b')"),
        (MAPPING, f"{MAPPING} options (password '')"),
    ],
)
def test_user_mappings(pg: embedded.Server, old: str, new: str) -> None:
    both_ways(pg, SERVER + old, SERVER + new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "options (password 'b')", "password="),
        ("options (password 'a')", "options (password 'b')", "password=a"),
        ("options (password 'a')", "options (password 'b', user 'u')", "password=a,user=u"),
        ("options (password 'a')", "options (user 'u')", "user=u"),
        ("options (password 'a', \"API key\" 'x')", "options (\"API key\" 'y')", "API key=x"),
    ],
)
def test_secrets_stay(pg: embedded.Server, old: str, new: str, expected: str) -> None:
    with places(pg, "mapping_old", "mapping_new") as (first, second):
        first.run(f"{SERVER}{MAPPING} {old}")
        second.run(f"{SERVER}{MAPPING} {new}")
        wanted = second.read()
        assert "'b'" not in str(wanted.objects)
        first.apply(diff(first.read(), wanted).statements)
        assert not diff(first.read(), wanted).statements
        with psycopg.connect(pg.dsn(first.name)) as connection:
            found = connection.execute(
                "select array_to_string(array(select unnest(umoptions) order by 1), ',')"
                " from pg_user_mapping"
            ).fetchone()
        assert found == (expected,)
