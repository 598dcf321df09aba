"""The closed vocabulary: every setting with its type, every unit, every word that is a type.

The checks read it, and so does the test of docs/language.md; neither repeats it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from confiture.model.declarations import NEWEST_SERVER, OLDEST_SERVER
from confiture.model.patience import Patience
from confiture.model.privacy import MaskParameter

DURATIONS: Final[Mapping[str, int]] = {
    "ms": 1,
    "s": 1_000,
    "min": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "millisecond": 1,
    "second": 1_000,
    "minute": 60_000,
    "hour": 3_600_000,
    "day": 86_400_000,
    "week": 7 * 86_400_000,
    "month": 30 * 86_400_000,
    "year": 365 * 86_400_000,
}
"""Milliseconds in a unit, whose long form may have an `s`; a month is 30 days, a year 365."""

SHORT_UNITS: Final = ("ms", "s", "min", "h", "d")

SIZES: Final[Mapping[str, int]] = {
    "B": 1,
    "KB": 1000,
    "MB": 1000**2,
    "GB": 1000**3,
    "TB": 1000**4,
    "KiB": 1024,
    "MiB": 1024**2,
    "GiB": 1024**3,
    "TiB": 1024**4,
}
"""Bytes in a unit."""

PARAMETER_TYPES: Final = (
    "text",
    "integer",
    "number",
    "boolean",
    "duration",
    "size",
    "date",
    "list",
    "environment",
)

SECRETS: Final[Mapping[str, Mapping[str, MaskParameter]]] = {
    "env": {"name": MaskParameter(kind="text")},
    "file": {
        "path": MaskParameter(kind="text"),
        "create": MaskParameter(kind="boolean", default=False),
    },
    "keyring": {"service": MaskParameter(kind="text"), "user": MaskParameter(kind="text")},
}
"""Where a secret may come from, and what says where exactly."""

SUBJECTS: Final[Mapping[str, str]] = {
    "server_version": "number",
    "database_size": "size",
    "replication_lag": "duration",
}
"""Facts of a server that `require` can compare, and the type of each."""


@dataclass(frozen=True, slots=True)
class SettingType:
    """What a setting takes. `kind` is a key of `KINDS`."""

    kind: str
    doc: str
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    default: str | None = None
    """How the docs print what holds when the setting is not said."""


KINDS: Final[Mapping[str, str]] = {
    "text": "a string",
    "texts": "a string or a list of strings",
    "paths": "a path or a list of paths",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "duration": "a duration",
    "choice": "one of a few words",
    "secret": "the name of a secret",
    "address": "a string or the name of a secret",
}

ORDERS: Final = ("alphabetical", "hexadecimal")

ENVIRONMENT: Final[Mapping[str, SettingType]] = {
    "url": SettingType("address", "`postgresql://…` connection string"),
    "service": SettingType("text", "entry of the connection service file"),
    "host": SettingType("text", "host name, or directory of the socket"),
    "hostaddr": SettingType("text", "numeric address, saves the name look-up"),
    "port": SettingType("integer", "port", minimum=1, maximum=65_535, default="5432"),
    "database": SettingType("text", "name of the database"),
    "user": SettingType("text", "role to connect as"),
    "password": SettingType("secret", "its password"),
    "sslmode": SettingType(
        "choice",
        "how far the connection must be encrypted and the server proven",
        choices=("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    ),
    "sslrootcert": SettingType("text", "file of trusted certificates, or `system`"),
    "sslcert": SettingType("text", "file of the client's certificate"),
    "sslkey": SettingType("text", "file of the client's key"),
    "connect_timeout": SettingType("duration", "how long to wait for a connection"),
    "options": SettingType("text", "options for the server at the start of a session"),
    "application_name": SettingType("text", "name shown in `pg_stat_activity`"),
    "embedded": SettingType("text", "name of a database on the project's private server"),
    "protected": SettingType(
        "boolean",
        "never written by a sync, and by `build` only while it is empty",
        default="`false`",
    ),
    "schema": SettingType("paths", "what `build` builds from, where it has no `from`"),
    "seeds": SettingType("paths", "what `seed` loads, where it has no `from`"),
    "migrations": SettingType("paths", "folders of what `migrate` runs, where it has no `from`"),
    "server_version": SettingType(
        "integer",
        "major version of the server that migrations are written for",
        minimum=OLDEST_SERVER,
        maximum=NEWEST_SERVER,
        default="that of its database",
    ),
    "scratch": SettingType(
        "text",
        "environment, or URL, on whose server scratch databases are made",
        default="the private one",
    ),
    "order": SettingType(
        "choice",
        "order of the files of `schema`, where `build` has none",
        choices=ORDERS,
        default="`alphabetical`",
    ),
    "statement_timeout": SettingType("duration", "limit of each statement"),
    "lock_timeout": SettingType("duration", "limit of each wait for a lock"),
    "max_connections": SettingType("integer", "connections open at once", minimum=1, default="8"),
    "lint_errors": SettingType("texts", "rules whose findings `lint` takes for errors"),
    "lint_warnings": SettingType("texts", "rules whose findings are warnings"),
    "lint_notes": SettingType("texts", "rules whose findings are notes"),
    "lint_off": SettingType("texts", "rules that `lint` leaves out"),
}

_INCLUDE = "patterns of the files to read, below the sources"
_EXCLUDE = "patterns of the files to leave out"

BUILD: Final[Mapping[str, SettingType]] = {
    "drop_first": SettingType("boolean", "replace what the database holds", default="`false`"),
    "order": SettingType(
        "choice", "order of the files", choices=ORDERS, default="the environment's `order`"
    ),
    "include": SettingType("texts", _INCLUDE, default='`["**/*.sql"]`'),
    "exclude": SettingType("texts", _EXCLUDE),
    "ready": SettingType(
        "integer", "clones kept ready for the next build", minimum=0, maximum=16, default="0"
    ),
}

SEED: Final[Mapping[str, SettingType]] = {
    "include": SettingType("texts", _INCLUDE, default='`["**/*.sql", "**/*.csv"]`'),
    "exclude": SettingType("texts", _EXCLUDE),
}


def _shown(milliseconds: int) -> str:
    """A duration as recipes write it, in the largest unit that it is a number of."""
    unit = next(u for u in ("h", "min", "s", "ms") if milliseconds % DURATIONS[u] == 0)
    return f"{milliseconds // DURATIONS[unit]} {unit}"


_PATIENCE: Final = Patience()

MIGRATE: Final[Mapping[str, SettingType]] = {
    "version": SettingType("text", "where to stop, going up or down", default="the last one"),
    "steps": SettingType(
        "integer", "how many migrations to go up, or down where it is negative", default="all"
    ),
    "force": SettingType(
        "boolean",
        "go on though files have changed, come out of order, or fail where they are tried",
        default="`false`",
    ),
    "offline": SettingType(
        "boolean", "plain statements for `to`, which may keep others waiting", default="`false`"
    ),
    "holder_age": SettingType(
        "duration",
        "no lock is queued for while a holder's transaction is older",
        default=_shown(_PATIENCE.holder_age),
    ),
    "lock_timeout": SettingType(
        "duration", "how long a lock is queued for at once", default=_shown(_PATIENCE.lock_timeout)
    ),
    "stall": SettingType(
        "duration",
        "how long others may be held up by that in a minute",
        default=_shown(_PATIENCE.stall),
    ),
    "give_up": SettingType(
        "duration", "how long others are waited for in all", default=_shown(_PATIENCE.give_up)
    ),
}

PATIENCE: Final = ("holder_age", "lock_timeout", "stall", "give_up")
OF_FILES: Final = ("version", "steps", "offline")
"""Settings of `migrate` that say nothing where it has steps."""

SYNC: Final[Mapping[str, SettingType]] = {
    "key": SettingType("secret", "the master key of keyed masks"),
    "release": SettingType(
        "text", "label that keeps targets unlinkable", default="the target's name"
    ),
    "workers": SettingType(
        "integer", "tables or parts copied at once", minimum=1, maximum=64, default="2"
    ),
}

RECIPE: Final[Mapping[str, SettingType]] = {
    "workers": SettingType(
        "integer", "steps that may run at once", minimum=1, maximum=64, default="4"
    ),
}

SYNC_WORKERS: Final = 2
RECIPE_WORKERS: Final = 4

WAYS_TO_CONNECT: Final[Mapping[str, frozenset[str]]] = {
    "embedded": frozenset(
        {
            "url",
            "service",
            "host",
            "hostaddr",
            "port",
            "database",
            "user",
            "password",
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
        }
    ),
    "url": frozenset({"embedded", "service", "host", "hostaddr", "port", "database", "user"}),
    "service": frozenset({"embedded", "url", "host", "hostaddr", "port"}),
    "host": frozenset({"embedded", "url", "service"}),
    "hostaddr": frozenset({"embedded", "url", "service"}),
}
"""A setting that says where the database is, and the settings it cannot stand beside.

An environment that says one drops the others from what it extends.
"""
