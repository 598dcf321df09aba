"""Connection parameters: what a recipe gives, what libpq adds, what we add."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from confiture.errors import DatabaseError, Diagnostic

# A broken network is an error within ten seconds; libpq's defaults wait for minutes.
NETWORK = {
    "connect_timeout": "10",
    "keepalives": "1",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "tcp_user_timeout": "10000",
    "application_name": "confiture",
}
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1|/.*|@.*|")


def with_defaults(conninfo: Mapping[str, str], *, where: str) -> dict[str, str]:
    """libpq keywords with our network defaults, and with TLS verified unless said otherwise.

    Saying so is up to `sslmode` in the environment, its service, or PGSSLMODE. A Unix socket or
    a loopback address keeps libpq's own default. Raises DatabaseError for a `url` that is none.
    """
    given = _keywords(conninfo, where)
    known = _resolved(given)
    effective = {**{k: v for k, v in NETWORK.items() if k not in known}, **given}
    if "sslmode" not in known and not _is_local(known):
        effective["sslmode"] = "verify-full"
        if "sslrootcert" not in known:
            effective["sslrootcert"] = "system"
    return effective


def database_of(conninfo: Mapping[str, str], *, where: str) -> str:
    """The database that libpq would choose: the keyword, PGDATABASE, a service, or the user."""
    known = _resolved(_keywords(conninfo, where))
    return known.get("dbname") or known.get("user") or _default_user()


def _keywords(conninfo: Mapping[str, str], where: str) -> dict[str, str]:
    """The parameters with `url` taken apart; a keyword beside it counts more."""
    given = dict(conninfo)
    url = given.pop("url", "")
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:  # its text quotes the url, which may be a secret
        raise DatabaseError(
            Diagnostic(
                "bad-url",
                f"the url of {where} is not one that libpq understands",
                hint="postgresql://user@host:port/database; escape @ : / in it as %40 %3A %2F",
            )
        ) from None
    return {**{k: str(v) for k, v in parts.items() if v is not None}, **given}


def _resolved(given: Mapping[str, str]) -> dict[str, str]:
    """What was said by anybody: the parameters, a service file, or PG… variables.

    libpq reads a service only when it connects, so a connection is begun and dropped for one.
    """
    if "service" in given:
        attempt = pq.PGconn.connect_start(make_conninfo("", **given).encode())
        options = attempt.info
        attempt.finish()
        said = {o.keyword.decode(): (o.val, o.compiled) for o in options}
    else:
        said = {o.keyword.decode(): (o.val, o.compiled) for o in pq.Conninfo.get_defaults()}
    # What equals libpq's compiled default was said by nobody.
    known = {k: val.decode() for k, (val, compiled) in said.items() if val and val != compiled}
    if "PGSSLMODE" in os.environ:
        known.setdefault("sslmode", os.environ["PGSSLMODE"])
    return {**known, **given}


def _default_user() -> str:
    defaults = pq.Conninfo.get_defaults()
    return next((o.val.decode() for o in defaults if o.keyword == b"user" and o.val), "")


def _is_local(known: Mapping[str, str]) -> bool:
    """Whether all hosts are this machine: a Unix socket, or a loopback address."""
    address = known.get("hostaddr") or known.get("host", "")
    return all(_LOOPBACK.fullmatch(host) for host in address.split(","))
