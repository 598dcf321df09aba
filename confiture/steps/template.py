"""Template databases, one per content of the DDL files, from which fresh databases are cloned.

A template is filled under another name and renamed when complete, so that one that carries its
final name is always whole. It holds no rows of users: only what the DDL files make.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import TypeAlias

from confiture import failpoints
from confiture.ddl.files import SqlFile
from confiture.errors import DatabaseError
from confiture.model.names import literal, quote
from confiture.steps.abc import Control
from confiture.steps.script import run_files

MAINTENANCE = "postgres"
KEPT_TEMPLATES = 8
DUPLICATE = ("42P04", "23505")
"""What a server says of a database's name that is taken, now or a moment ago."""
LOCK_KEY = "hashtextextended('confiture:' || $1, 0)"
"""Of the session lock, in the maintenance database, on the database whose name is `$1`."""
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
    sweep_unfinished(server)
    unfinished = f"confiture_building_{secrets.token_hex(12)}"
    server.query(f"select pg_advisory_lock({LOCK_KEY})", [unfinished])  # nobody else's
    try:
        create(server, unfinished)
        failpoints.reach("template.created")
        with open_database(unfinished) as session:
            run_files(session, files())
        failpoints.reach("template.before-publish")
        _publish(server, unfinished, name)
    except BaseException:
        with suppress(DatabaseError):
            drop(server, [unfinished])
        raise
    server.query(f"select pg_advisory_unlock({LOCK_KEY})", [unfinished])
    _retire(server)
    return name


def sweep_unfinished(server: Control) -> None:
    """Drop what killed processes were building. One that lives holds a lock on its work."""
    for (name,) in server.query(_NAMED, ["building"]):
        if server.query(f"select pg_try_advisory_lock({LOCK_KEY})", [name])[0][0]:
            with suppress(DatabaseError):
                drop(server, [name])
            server.query(f"select pg_advisory_unlock({LOCK_KEY})", [name])


def sweep(server: Control, database: str) -> None:
    """Drop what a killed build has left beside a database. Wants the database's lock.

    One that cannot be dropped, say for a replication slot, stays for another time.
    """
    for name in beside(database):
        if exists(server, name):
            with suppress(DatabaseError):
                drop(server, [name])


def beside(database: str) -> tuple[str, str]:
    """The names of the database that will replace this one, and of the one it has replaced."""
    return fixed_name("new", database), fixed_name("old", database)


def ready_name(schema_hash: str, number: int) -> str:
    return f"confiture_ready_{schema_hash[:24]}_{number}"


def fixed_name(role: str, *parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"confiture_{role}_{digest[:24]}"


def exists(server: Control, database: str) -> bool:
    query = "select exists (select from pg_database where datname = $1)"
    return bool(server.query(query, [database])[0][0])


def create(server: Control, database: str, template: str = "template1") -> None:
    """A copy of a database to which nobody is connected.

    A server that is not safe against crashes copies the files, which takes half the time; on others
    that would be a checkpoint at once, and rows of other databases would wait for it.
    """
    quick = " strategy file_copy" if server.query(_UNSAFE)[0][0] else ""
    server.script(f"create database {quote(database)} template {quote(template)}{quick}")


_UNSAFE = (
    "select current_setting('fsync') = 'off'"
    " and current_setting('server_version_num')::int >= 150000"
)


def drop(server: Control, databases: Iterable[str]) -> None:
    """Drop databases that may not exist, ending the sessions in them."""
    for database in databases:
        server.script(f"drop database if exists {quote(database)} with (force)")


def _publish(server: Control, unfinished: str, name: str) -> None:
    server.script(f"comment on database {quote(unfinished)} is {literal(_NOTE)}")
    try:
        server.script(f"alter database {quote(unfinished)} rename to {quote(name)}")
    except DatabaseError as error:
        if error.sqlstate not in DUPLICATE:  # another process finished the same template first
            raise
        drop(server, [unfinished])


def _retire(server: Control) -> None:
    """Drop all but the newest templates, and the clones of those that are gone.

    One that is being cloned now stays for another time.
    """
    templates = [name for (name,) in server.query(_NAMED, ["template"])]
    kept = {name.removeprefix("confiture_template_") for name in templates[:KEPT_TEMPLATES]}
    clones = [name for (name,) in server.query(_NAMED, ["ready"])]
    orphans = [n for n in clones if n.removeprefix("confiture_ready_").split("_")[0] not in kept]
    for name in (*templates[KEPT_TEMPLATES:], *orphans):
        try:
            server.script(f"drop database if exists {quote(name)}")
        except DatabaseError as error:
            if error.sqlstate != "55006":  # object in use
                raise


_NAMED = (
    "select datname from pg_database"
    " where starts_with(datname, 'confiture_' || $1 || '_') order by oid desc"
)
