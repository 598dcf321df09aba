"""What a server has counted about the use of a database's objects."""

from __future__ import annotations

from confiture.model.usage import Path, Usage
from confiture.pg.catalog import sql
from confiture.steps.abc import Session


def read(session: Session) -> Usage:
    """The counts as they are now; they begin again where somebody resets them."""
    found: dict[str, dict[Path, int]] = {"index": {}, "table": {}, "sequence": {}}
    for kind, schema, name, count in session.query(sql("usage")):
        if count is not None:
            found[kind][schema, name] = count
    return Usage(found["index"], found["table"], found["sequence"])
