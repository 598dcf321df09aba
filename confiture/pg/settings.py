"""Pin a session to `model.settings`, and read it back."""

from __future__ import annotations

from collections.abc import Mapping

from confiture.errors import DatabaseError, Diagnostic
from confiture.model.names import literal
from confiture.model.settings import PINNED, pin_statement
from confiture.steps.abc import Session

# Settings that not every version knows: no limit that a role brings along may end a session that
# holds a lock or a snapshot, and a server lets go of the work of a tool that was killed.
_WHERE_KNOWN = {
    "client_connection_check_interval": "1s",
    "idle_session_timeout": "0",
    "transaction_timeout": "0",
}


def pin(session: Session, extra: Mapping[str, str], *, where: str) -> None:
    """Raises DatabaseError when a setting does not take."""
    wanted = {**PINNED, **extra}
    got = session.query(pin_statement(wanted))[0]
    for (name, value), actual in zip(wanted.items(), got, strict=True):
        if not _same(value, actual):
            raise DatabaseError(
                Diagnostic(
                    "setting-not-pinned",
                    f"{where} keeps {name} at {actual!r} where {value!r} is needed",
                    hint="a pooler or a server extension may forbid it; connect directly",
                )
            )
    session.query(_SET_WHERE_KNOWN)


_SET_WHERE_KNOWN = (
    "select set_config(known.name, wanted.value, false)"
    " from (values "
    + ", ".join(f"({literal(name)}, {literal(value)})" for name, value in _WHERE_KNOWN.items())
    + ") wanted (name, value) join pg_settings known on known.name = wanted.name"
    # Servers on other systems may be unable to watch a connection, and refuse the setting.
    " where known.name <> 'client_connection_check_interval'"
    " or version() like '%linux%'"
)


def _same(wanted: str, actual: str) -> bool:
    if wanted.endswith("ms"):  # PostgreSQL prints 60000ms as 1min
        return (wanted == "0ms") == (actual == "0")
    return actual.strip('"') == wanted
