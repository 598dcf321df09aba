"""Pin a session to `model.settings`, and read it back."""

from __future__ import annotations

from collections.abc import Mapping

from confiture.errors import DatabaseError, Diagnostic
from confiture.model.settings import PINNED, pin_statement
from confiture.steps.abc import Session


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


def _same(wanted: str, actual: str) -> bool:
    if wanted.endswith("ms"):  # PostgreSQL prints 60000ms as 1min
        return (wanted == "0ms") == (actual == "0")
    return actual.strip('"') == wanted
