"""What libpq is told, and how safe that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from confiture.errors import DatabaseError
from confiture.pg.conninfo import database_of, with_defaults

SERVICES = """\
[remote]
host=db.example.com
dbname=shop
[trusted]
host=db.example.com
sslmode=disable
dbname=yard
[near]
host=/tmp
"""


@pytest.fixture(autouse=True)
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "services"
    file.write_text(SERVICES)
    for name in ("PGHOST", "PGHOSTADDR", "PGSSLMODE", "PGSERVICE", "PGDATABASE", "PGUSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGSERVICEFILE", str(file))


REMOTE = {"host": "db.example.com"}


@pytest.mark.parametrize(
    ("given", "variables", "sslmode"),
    [
        ({}, {}, None),
        ({"host": "/run/postgresql"}, {}, None),
        ({"host": "@abstract"}, {}, None),
        ({"host": "localhost"}, {}, None),
        ({"host": "127.0.0.2"}, {}, None),
        ({"host": "::1"}, {}, None),
        (REMOTE, {}, "verify-full"),
        ({"host": "localhost.example.com"}, {}, "verify-full"),
        ({"host": "localhost,db.example.com"}, {}, "verify-full"),
        ({"hostaddr": "10.0.0.1"}, {}, "verify-full"),
        # a local name for a remote address
        ({"host": "localhost", "hostaddr": "10.0.0.1"}, {}, "verify-full"),
        ({**REMOTE, "sslmode": "require"}, {}, "require"),
        ({"url": "postgresql://db.example.com/shop"}, {}, "verify-full"),
        ({"url": "postgresql://db.example.com/shop?sslmode=disable"}, {}, "disable"),
        ({"url": "postgresql:///shop"}, {}, None),
        ({}, {"PGHOST": "db.example.com"}, "verify-full"),
        ({}, {"PGHOSTADDR": "10.0.0.1"}, "verify-full"),
        ({"service": "remote"}, {}, "verify-full"),
        ({}, {"PGSERVICE": "remote"}, "verify-full"),
        # whoever says it, has said it: libpq goes by that
        (REMOTE, {"PGSSLMODE": "prefer"}, None),
        ({"service": "trusted"}, {}, None),
        ({"service": "near"}, {}, None),
    ],
)
def test_servers_elsewhere_have_to_prove_who_they_are(
    given: dict[str, str],
    variables: dict[str, str],
    sslmode: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    effective = with_defaults(given, where="e")
    assert effective.get("sslmode") == sslmode
    assert effective.get("sslrootcert") == ("system" if sslmode == "verify-full" else None)


@pytest.mark.parametrize(
    ("given", "keyword", "value"),
    [
        ({}, "connect_timeout", "10"),
        ({"connect_timeout": "3"}, "connect_timeout", "3"),
        ({"url": "postgresql:///?connect_timeout=4"}, "connect_timeout", "4"),
        ({}, "application_name", "confiture"),
        ({}, "tcp_user_timeout", "10000"),
        # a keyword beside a url counts more
        ({"url": "postgresql://u:old@h/d", "password": "new"}, "password", "new"),
    ],
)
def test_defaults(given: dict[str, str], keyword: str, value: str) -> None:
    effective = with_defaults(given, where="e")
    assert effective[keyword] == value
    assert "url" not in effective


@pytest.mark.parametrize(
    ("given", "variables", "name"),
    [
        ({"dbname": "a"}, {}, "a"),
        ({"url": "postgresql://u@h/a"}, {}, "a"),
        ({"url": "postgresql://u@h"}, {}, "u"),
        ({"user": "u"}, {}, "u"),
        ({}, {"PGUSER": "u"}, "u"),
        ({}, {"PGDATABASE": "a", "PGUSER": "u"}, "a"),
        ({"service": "remote"}, {}, "shop"),
        ({"service": "remote", "dbname": "a"}, {}, "a"),
        ({"service": "remote"}, {"PGDATABASE": "b"}, "shop"),
        ({}, {"PGSERVICE": "remote"}, "shop"),
    ],
)
def test_the_database_that_libpq_would_choose(
    given: dict[str, str],
    variables: dict[str, str],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert database_of(given, where="e") == name


@pytest.mark.parametrize(
    "url", ["keeper s3cret", "postgresql://u:s3cret@[::1/d", "postgresql://u:s3cret%zz@h/d"]
)
def test_a_url_that_is_none_is_not_quoted(url: str) -> None:
    for function in (with_defaults, database_of):
        with pytest.raises(DatabaseError, match="the url of e is not one") as caught:
            function({"url": url}, where="e")
        assert "s3cret" not in str(caught.value)
        assert caught.value.__suppress_context__
