"""Template databases, one per content of the DDL files, from which fresh databases are cloned.

A template is filled under another name and renamed when complete, so that one that carries its
final name is always whole. It holds no rows of users: only what the DDL files make.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TypeAlias

from confiture.ddl.files import SqlFile
from confiture.errors import DatabaseError
from confiture.model.names import literal, quote
from confiture.steps.abc import Control
from confiture.steps.script import run_files

MAINTENANCE = "postgres"
KEPT_TEMPLATES = 8
_NOTE = "DDL built by confiture; made again when missing"

OpenDatabase: TypeAlias = Callable[[str], AbstractContextManager[Control]]
ReadFiles: TypeAlias = Callable[[], Sequence[SqlFile]]


def ensure_template(
    server: Control, open_database: OpenDatabase, schema_hash: str, files: ReadFiles
) -> str:
    """The name of the template made from the files, which are read where it has to be built.

    Raises DatabaseError at the place of a statement that the server refuses.
    """
    name = f"confiture_template_{schema_hash[:24]}"
    if exists(server, name):
        return name
    unfinished = scratch_name("building", schema_hash)
    drop(server, [unfinished])
    server.script(f"create database {quote(unfinished)}")
    try:
        with open_database(unfinished) as session:
            run_files(session, files())
        _publish(server, unfinished, name)
    except BaseException:
        drop(server, [unfinished])
        raise
    _retire(server)
    return name


def scratch_name(role: str, *parts: str) -> str:
    """A database name of fixed length that no user would choose."""
    who = f"{os.getpid()}.{threading.get_ident()}"
    return fixed_name(role, *parts, who)


def fixed_name(role: str, *parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"confiture_{role}_{digest[:24]}"


def exists(server: Control, database: str) -> bool:
    query = "select exists (select from pg_database where datname = $1)"
    return bool(server.query(query, [database])[0][0])


def clone(server: Control, template: str, database: str) -> None:
    server.script(f"create database {quote(database)} template {quote(template)}")


def drop(server: Control, databases: Iterable[str]) -> None:
    """Drop databases that may not exist, ending the sessions in them."""
    for database in databases:
        server.script(f"drop database if exists {quote(database)} with (force)")


def _publish(server: Control, unfinished: str, name: str) -> None:
    server.script(f"comment on database {quote(unfinished)} is {literal(_NOTE)}")
    try:
        server.script(f"alter database {quote(unfinished)} rename to {quote(name)}")
    except DatabaseError as error:
        if error.sqlstate != "42P04":  # another process finished the same template first
            raise
        drop(server, [unfinished])


def _retire(server: Control) -> None:
    """Drop all but the newest templates; one that is being cloned now stays for another time."""
    old = server.query(
        "select datname from pg_database where datname like 'confiture\\_template\\_%'"
        " order by oid desc offset $1",
        [KEPT_TEMPLATES],
    )
    for (name,) in old:
        try:
            server.script(f"drop database if exists {quote(name)}")
        except DatabaseError as error:
            if error.sqlstate != "55006":  # object in use
                raise
