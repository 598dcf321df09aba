"""Functions of a migration's Python file, called with a session of the database.

The file is code of the project, and runs in this process, as its author's own would.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any

from confiture.errors import ConfitureError, DatabaseError, Diagnostic
from confiture.steps.abc import Row, Session

BEFORE = ("before_validation", "before_ddl")
AFTER = ("after_ddl", "after_validation")
CLEANUP, ON_ERROR = "cleanup", "on_error"
HOOKS = (*BEFORE, *AFTER, CLEANUP, ON_ERROR)


@dataclass(frozen=True)
class Connection:
    """What `up(session)` and its like are given."""

    session: Session

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one statement; its rows. Parameters are `$1`, `$2`, …"""
        return self.session.query(sql, parameters)


def call(code: str, function: str, session: Session, *, place: str) -> None:
    """Run the file's text, and call a function of it; nothing where it has none.

    What it prints goes to stderr: stdout is for documents. Raises ConfitureError with the line of
    the file at which another exception was raised.
    """
    names: dict[str, Any] = {"__name__": place, "__file__": place}
    try:
        with redirect_stdout(sys.stderr):
            exec(compile(code, place, "exec"), names)  # noqa: S102 - the project's own code
            if function in names:
                names[function](Connection(session))
    except DatabaseError as error:
        raise DatabaseError(
            *(Diagnostic(d.code, f"{_line(error, place)}: {d.message}", hint=d.hint)
              for d in error.diagnostics),
            sqlstate=error.sqlstate,
        ) from error  # fmt: skip
    except Exception as error:
        message = f"{_line(error, place)}: {type(error).__name__} in {function}()"
        raise ConfitureError(Diagnostic("python-failed", message)) from error


def _line(error: BaseException, place: str) -> str:
    """The last line of the file that the error came through."""
    if isinstance(error, SyntaxError) and error.filename == place:
        return f"{place}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == place]
    return f"{place}:{lines[-1]}" if lines else place
