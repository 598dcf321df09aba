"""What environments hold now, and what DDL files would make of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from confiture.ddl.files import SqlFile
from confiture.errors import DatabaseError
from confiture.model.names import literal
from confiture.model.schema import Schema
from confiture.pg import catalog, journal
from confiture.pg.databases import Databases
from confiture.pg.session import Session
from confiture.plans.plan import Base
from confiture.plans.scope import Observation
from confiture.steps.template import MAINTENANCE, ensure_template

_AT_ONCE = 8
SCRATCH = "scratch"
"""The name under which `Databases` knows the project's private server for scratch databases."""


def observe_all(
    databases: Databases, environments: Iterable[str], *, with_rows: Collection[str]
) -> dict[str, Observation]:
    """Every environment as it is now, asked side by side; `with_rows` as in `observe`."""
    names = list(environments)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda n: observe(databases, n, with_rows=n in with_rows), names)
        return dict(zip(names, found, strict=True))


def observe(databases: Databases, environment: str, *, with_rows: bool) -> Observation:
    """`with_rows` asks every table whether it holds a row."""
    name = databases.database_name(environment)
    if not databases.exists(environment):
        identifier = catalog.system_identifier(lambda query: databases.asked(environment, query))
        base = Base(
            environment=environment,
            system_identifier=identifier,
            database=name,
            fingerprint=None,
        )
        return Observation(base=base, schema=None, holds_rows=frozenset(), built=None)
    with databases.session(environment, read_only=True) as session:
        schema = catalog.read(session)
        return Observation(
            base=_base(session, environment, name, schema),
            schema=schema,
            holds_rows=_tables_with_rows(session, schema) if with_rows else frozenset(),
            built=journal.last_build(session),
        )


def changed(databases: Databases, bases: Iterable[Base], run: str) -> list[str]:
    """The environments that are not as the plan, or the run that goes on, has left them."""
    bases = list(bases)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        stand = pool.map(lambda base: _stands(databases, base, run), bases)
        return [base.environment for base, stands in zip(bases, stand, strict=True) if not stands]


def _stands(databases: Databases, base: Base, run: str) -> bool:
    """As planned, where the run has not begun; where it has, no later run may have followed."""
    if databases.exists(base.environment):
        with databases.session(base.environment, read_only=True) as session:
            if journal.knows(session, run):
                return journal.last_run(session) == run
    return observe(databases, base.environment, with_rows=False).base == base


def schema_made_by(
    databases: Databases, environment: str, schema_hash: str, files: Sequence[SqlFile]
) -> Schema:
    """The schema that the files make, read back from a template database. Raises as
    `make_template`."""
    where, name = make_template(databases, environment, schema_hash, files)
    with databases.session(where, database=name, read_only=True) as session:
        return catalog.read(session)


def make_template(
    databases: Databases, environment: str, schema_hash: str, files: Sequence[SqlFile]
) -> tuple[str, str]:
    """The environment on whose server the template of the files is now, and its name.

    It is made on the environment's own server, where `build` will clone it; on the project's
    private server when the environment is protected or may not create databases. Raises
    DatabaseError at the place of a statement that the server refuses.
    """
    access = databases.access(environment)
    if access.protected and access.embedded is None:
        environment = SCRATCH
    try:
        return environment, _template(databases, environment, schema_hash, files)
    except DatabaseError as error:
        if error.sqlstate != "42501" or environment == SCRATCH:
            raise
    return SCRATCH, _template(databases, SCRATCH, schema_hash, files)


def _template(
    databases: Databases, environment: str, schema_hash: str, files: Sequence[SqlFile]
) -> str:
    with databases.session(environment, database=MAINTENANCE) as server:
        return ensure_template(
            server,
            lambda name: databases.session(environment, database=name),
            schema_hash,
            lambda: files,
        )


@contextmanager
def template(
    databases: Databases, environment: str, schema_hash: str, files: Sequence[SqlFile]
) -> Iterator[Session]:
    """A session that reads the template made from the files, on the environment's server."""
    name = _template(databases, environment, schema_hash, files)
    with databases.session(environment, database=name, read_only=True) as session:
        yield session


def _base(session: Session, environment: str, database: str, schema: Schema) -> Base:
    return Base(
        environment=environment,
        system_identifier=catalog.system_identifier(session.query),
        database=database,
        fingerprint=schema.fingerprint(),
    )


def _tables_with_rows(session: Session, schema: Schema) -> frozenset[str]:
    asked = [
        f"select {literal(str(table.name))} where exists (select from only {table.name.sql})"
        for table in schema.tables
        if table.kind == "table"
    ]
    rows = session.query(" union all ".join(asked)) if asked else []
    return frozenset(name for (name,) in rows)
