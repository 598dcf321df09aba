"""Pin a session to `model.settings`, and read it back."""

from __future__ import annotations

from collections.abc import Mapping

from confiture.errors import DatabaseError, Diagnostic
from confiture.model.names import literal
from confiture.model.settings import PINNED, pin_statement
from confiture.steps.abc import Session

# Settings that not every version knows, and where they can be set: no limit that a role brings
# along may end a session that holds a lock or a snapshot, and a server lets go of the work of a
# tool that was killed (servers on other systems may be unable to watch a connection, and refuse).
_WHERE_KNOWN = (
    ("client_connection_check_interval", "1s", "version() like '%linux%'"),
    ("idle_session_timeout", "0", "true"),
    ("transaction_timeout", "0", "true"),
)
_SET_WHERE_KNOWN = ", ".join(
    f"case when {condition} and current_setting({literal(name)}, true) is not null"
    f" then set_config({literal(name)}, {literal(value)}, false) end"
    for name, value, condition in _WHERE_KNOWN
)


def pin(session: Session, extra: Mapping[str, str], *, where: str, backend: int | None) -> None:
    """Pins the backend of that process id, or whichever answers.

    Raises DatabaseError when a setting does not take, and when another backend answers: between
    us and the server may stand nothing that changes it under our feet. A pooler gives a process id
    of its own making; where each transaction may meet another backend, settings and locks of a
    session mean nothing, and values would change silently.
    """
    wanted = {**PINNED, **extra}
    query = f"{pin_statement(wanted)}, {_SET_WHERE_KNOWN}"
    rows = session.query(
        query if backend is None else f"{query} where pg_backend_pid() = {backend}"
    )
    if not rows:
        raise DatabaseError(
            Diagnostic(
                "pooler",
                f"{where} is reached through a connection pooler",
                hint="name the server's own host and port in the environment",
            )
        )
    for (name, value), actual in zip(wanted.items(), rows[0], strict=False):
        if not _same(value, actual):
            raise DatabaseError(
                Diagnostic(
                    "setting-not-pinned",
                    f"{where} keeps {name} at {actual!r} where {value!r} is needed",
                    hint="a pooler or a server extension may forbid it; connect directly",
                )
            )


def _same(wanted: str, actual: str) -> bool:
    if wanted.endswith("ms"):  # PostgreSQL prints 60000ms as 1min
        return (wanted == "0ms") == (actual == "0")
    return actual.strip('"') == wanted
