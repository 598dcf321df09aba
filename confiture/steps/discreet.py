"""Errors of statements that compute with rows: their text may quote a value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from confiture.errors import DatabaseError, Diagnostic

# Conditions whose text names objects only: broken constraints, locks, privileges, resources, and
# statements that do not fit the schema. Data exceptions and whatever functions raise may quote.
_NAMES_ONLY = ("08", "23", "25", "26", "28", "40", "42", "53", "54", "55", "57", "58")


@contextmanager
def without_values() -> Iterator[None]:
    """Raise a server's error without a text that may quote rows, and without the driver's own
    error behind it, whose DETAIL holds them."""
    try:
        yield
    except DatabaseError as error:
        if error.sqlstate is None or error.sqlstate.startswith(_NAMES_ONLY):
            raise error from None
        message = f"the server raised [{error.sqlstate}] over a row's value"
        hint = "its text may quote the value; the server's own log has it"
        raise DatabaseError(
            Diagnostic("database-error", message, hint=hint), sqlstate=error.sqlstate
        ) from None
