"""What takes a migration back does not bring back the schema that was there before.

Both scripts were run on a scratch database, and the catalogs compared. Whoever goes back by it, and
forward again later, has a database that no other one is like.

Instead: undo each statement, the last one first. Where something cannot be undone, say so: `--
confiture: ignore down-does-not-undo because …` on top of the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, migration_rule
from confiture.lint.migration import Migration

_MOST_SHOWN = 3


@migration_rule("down-does-not-undo", Severity.WARNING, down=True)
def check(migration: Migration) -> Iterator[Found]:
    if migration.direction == "up" or migration.origin is None or migration.after is None:
        return
    old, new = migration.origin, migration.after
    left = [f"{new[key].designation} stays" for key in sorted(new.keys() - old.keys())]
    gone = [f"{old[key].designation} is missing" for key in sorted(old.keys() - new.keys())]
    other = [
        f"{old[key].designation} is another" for key in sorted(old.keys() & new.keys())
        if old[key] != new[key]
    ]  # fmt: skip
    found = [*left, *gone, *other]
    if found:
        more = f", and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
        message = f"the schema is not what it was: {', '.join(found[:_MOST_SHOWN])}{more}"
        yield Found(message, "undo each statement, the last one first", span=migration.start)
