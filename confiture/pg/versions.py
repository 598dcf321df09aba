"""The version of the server behind an environment, where it is there to tell it."""

from __future__ import annotations

from confiture.errors import ConfitureError
from confiture.pg.databases import Databases
from confiture.pg.session import connect

_QUICKLY = {"connect_timeout": "2"}
"""Seconds; libpq waits for no fewer."""


def version_of(environment: str, databases: Databases) -> int | None:
    """The version of the server as a number, 180006 for 18.6; None where the database does not
    exist, no host of it answers within two seconds, or a secret is missing."""
    try:
        session = connect(
            {**databases.conninfo(environment), **_QUICKLY},
            environment=environment,
            settings={"statement_timeout": "2s"},
        )
    except ConfitureError:
        return None
    version = session.version
    session.close()
    return version
