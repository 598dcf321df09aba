"""Make an environment's database from DDL files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from confiture import failpoints
from confiture.errors import DatabaseError, Diagnostic, HazardRefused
from confiture.model.names import quote
from confiture.steps.abc import STEPS, Control, Work
from confiture.steps.files import FileReference, load
from confiture.steps.node import Node
from confiture.steps.script import run_files
from confiture.steps.template import (
    MAINTENANCE,
    clone,
    drop,
    ensure_template,
    exists,
    fixed_name,
)

_SWAP_TRIES = 5
_IN_USE = "55006"


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
        new = fixed_name("new", self.environment, work.run)
        old = fixed_name("old", self.environment, work.run)
        with work.session(self.environment, database=MAINTENANCE) as server:
            drop(server, [new, old])
            template = ensure_template(
                server,
                lambda name: work.session(self.environment, database=name),
                self.schema_hash,
                lambda: load(self.files, work),
            )
            self._take_clone(server, template, new)
            with work.commit({"schema_hash": self.schema_hash}, database=new):
                pass
            work.inherit(new)
            failpoints.reach("database.before-swap")
            self._swap(server, new, old)
            failpoints.reach("database.after-swap")
            work.replaced()
            drop(server, [old])
            self._refill(server, template)

    def _ready_name(self, number: int) -> str:
        return fixed_name("ready", self.schema_hash, str(number))

    def _take_clone(self, server: Control, template: str, new: str) -> None:
        """A ready clone where there is one; of two runs that want it, one gets it."""
        for number in range(self.ready):
            name = self._ready_name(number)
            if exists(server, name):
                try:
                    server.script(f"alter database {quote(name)} rename to {quote(new)}")
                except DatabaseError:
                    continue
                return
        clone(server, template, new)

    def _refill(self, server: Control, template: str) -> None:
        for number in range(self.ready):
            name = self._ready_name(number)
            if not exists(server, name):
                clone(server, template, name)

    def _swap(self, server: Control, new: str, old: str) -> None:
        rename = f"alter database {quote(new)} rename to {quote(self.database)}"
        if not exists(server, self.database):
            server.script(rename)
            return
        if not self.replace:
            raise HazardRefused(
                Diagnostic(
                    "database-exists",
                    f"database {self.database} was made by somebody else in the meantime",
                    hint="make a new plan",
                )
            )
        both = f"begin; alter database {quote(self.database)} rename to {quote(old)}; {rename}; "
        for attempt in range(_SWAP_TRIES):
            self._end_sessions(server)
            try:
                server.script(both + "commit")
            except DatabaseError as error:
                server.script("rollback")
                if error.sqlstate != _IN_USE or attempt == _SWAP_TRIES - 1:
                    raise
            else:
                return

    def _end_sessions(self, server: Control) -> None:
        server.query(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = $1 and pid <> pg_backend_pid()",
            [self.database],
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
