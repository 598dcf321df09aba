"""Make an environment's database from DDL files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture import failpoints
from confiture.errors import DatabaseError, Diagnostic, HazardRefused
from confiture.model.names import literal, quote
from confiture.steps.abc import STEPS, Control, Work
from confiture.steps.files import FileReference, load
from confiture.steps.node import Node
from confiture.steps.script import run_files
from confiture.steps.template import (
    DUPLICATE,
    MAINTENANCE,
    beside,
    create,
    drop,
    ensure_template,
    exists,
    ready_name,
    sweep,
)

_SWAP_TRIES = 5
_IN_USE, _GONE = "55006", "3D000"


@STEPS.register("create-database")
@dataclass(frozen=True, kw_only=True)
class CreateDatabase(Node):
    """Clones the template of the files, journals that in the clone, and renames it into place.

    The rename is the commit: before it the old database is untouched, after it the new one is
    complete and carries its own journal row. `replace` says that an existing database may go.
    `ready` clones are kept beside it, so that the next database is only a rename.
    """

    kind: ClassVar[str] = "create-database"
    transactional: ClassVar[bool] = False

    database: str
    schema_hash: str
    files: tuple[FileReference, ...]
    replace: bool
    ready: int = 0

    def preview(self) -> str:
        verb = "replace" if self.replace else "create"
        return f"{verb} database {self.database} from {len(self.files)} files"

    def run(self, work: Work) -> None:
        new, old = beside(self.database)
        with work.session(self.environment, database=MAINTENANCE) as server:
            work.keep_out_others(server)
            drop(server, [new, old])
            template = ensure_template(
                server,
                lambda name: work.session(self.environment, database=name),
                self.schema_hash,
                lambda: load(self.files, work),
            )
            self._take_clone(server, template, new)
            failpoints.reach("database.cloned")
            with work.commit({"schema_hash": self.schema_hash}, database=new):
                pass
            work.inherit(new)
            failpoints.reach("database.before-swap")
            self._swap(work, server, new, old)
            failpoints.reach("database.after-swap")
            work.replaced()
            sweep(server, self.database)
            failpoints.reach("database.swept")
            self._refill(server, template)

    def _take_clone(self, server: Control, template: str, new: str) -> None:
        """A ready clone where there is one; of two runs that want it, one gets it."""
        for number in range(self.ready):
            name = ready_name(self.schema_hash, number)
            if exists(server, name):
                try:
                    server.script(f"alter database {quote(name)} rename to {quote(new)}")
                except DatabaseError as error:
                    if error.sqlstate not in (_IN_USE, _GONE):
                        raise
                    continue
                return
        create(server, new, template)

    def _refill(self, server: Control, template: str) -> None:
        """Only to be quick the next time: what another run is doing too is left to it."""
        for number in range(self.ready):
            name = ready_name(self.schema_hash, number)
            if not exists(server, name):
                try:
                    create(server, name, template)
                except DatabaseError as error:
                    if error.sqlstate not in (_IN_USE, _GONE, *DUPLICATE):
                        raise

    def _swap(self, work: Work, server: Control, new: str, old: str) -> None:
        """Both renames are one transaction; new sessions wait for its end, and old ones are ended
        as often as they come back before it."""
        for tries_left in reversed(range(_SWAP_TRIES)):
            try:
                with server.transaction():
                    work.keep_out_others(server)
                    server.script(self._renames(server, new, old))
            except DatabaseError as error:
                if error.sqlstate != _IN_USE or not tries_left:
                    raise
            else:
                return

    def _renames(self, server: Control, new: str, old: str) -> str:
        rename = f"alter database {quote(new)} rename to {quote(self.database)}"
        if not exists(server, self.database):
            return rename
        if not self.replace:
            raise HazardRefused(
                Diagnostic(
                    "database-exists",
                    f"database {self.database} was made by somebody else in the meantime",
                    hint="make a new plan",
                )
            )
        return (
            "select pg_terminate_backend(pid) from pg_stat_activity"
            f" where datname = {literal(self.database)} and pid <> pg_backend_pid();"
            f" alter database {quote(self.database)} rename to {quote(old)}; {rename}"
        )


@STEPS.register("fill-database")
@dataclass(frozen=True, kw_only=True)
class FillDatabase(Node):
    """Runs the DDL files in a database that exists and is empty, in one transaction."""

    kind: ClassVar[str] = "fill-database"

    schema_hash: str
    files: tuple[FileReference, ...]

    def preview(self) -> str:
        return f"run {len(self.files)} files in the empty database"

    def run(self, work: Work) -> None:
        with work.commit({"schema_hash": self.schema_hash}) as session:
            run_files(session, load(self.files, work))
