"""What a checked recipe declares: values, parameters, secrets, environments and maskings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from confiture.text import Span


@dataclass(frozen=True, slots=True)
class Size:
    """A number of bytes."""

    bytes: int


@dataclass(frozen=True, slots=True)
class Percent:
    """A share of a hundred: `2.5%` is Percent(Decimal("2.5"))."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """The name of a parameter, constant, secret or environment."""

    name: str
    span: Span = field(compare=False, repr=False)


Scalar: TypeAlias = (
    "str | int | Decimal | bool | timedelta | Size | Percent | date | datetime | None"
)
Value: TypeAlias = "Scalar | Reference | tuple[Value, ...]"


@dataclass(frozen=True, slots=True)
class Sql:
    """An SQL island. `numbered` is `text` with `:name` as `$1`, `$2`, …, in the order of `names`.

    `values` stand for `names`, in their order, once the recipe is expanded; before, it is empty.
    """

    text: str
    numbered: str
    names: tuple[str, ...]
    values: tuple[Value, ...] = ()
    span: Span = field(compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`param name: type = default "doc"`; required at plan time where it has no default."""

    name: str
    type: str
    default: Value | None
    required: bool
    doc: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """`let name = value`."""

    name: str
    value: Value
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """Where a secret is to be found; never its value.

    `kind` is `env` (arguments: name), `file` (path) or `keyring` (service, user).
    """

    name: str
    kind: str
    arguments: Mapping[str, str | bool]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A database and how it may be used. `settings` has `extends` applied."""

    name: str
    doc: str | None
    settings: Mapping[str, Value]
    spans: Mapping[str, Span] = field(compare=False, repr=False)
    span: Span = field(compare=False, repr=False)

    @property
    def embedded(self) -> str | None:
        """Name of the database on the project's private server, where there is one."""
        value = self.settings.get("embedded")
        return value if isinstance(value, str) else None

    @property
    def protected(self) -> bool:
        return self.settings.get("protected") is True

    @property
    def server_version(self) -> int | None:
        """The major version of the server that migrations are written for, where it is said."""
        value = self.settings.get("server_version")
        return value if isinstance(value, int) else None

    @property
    def scratch(self) -> str | None:
        """The environment, or URL, whose server holds its scratch databases, where it is said."""
        value = self.settings.get("scratch")
        return value if isinstance(value, str) else None

    def paths(self, setting: str) -> tuple[Path, ...]:
        """What `schema`, `seeds` or `migrations` say; nothing where it is not said."""
        found = self.settings.get(setting)
        return tuple(Path(str(path)) for path in found) if isinstance(found, tuple) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskCall:
    """`email(domain = "example.com") in domain people`; arguments as the kernel names them."""

    mask: str
    arguments: Mapping[str, Scalar]
    domain: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnName:
    name: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """Columns and what happens to them: `mask` is None for `keep`, whose `reason` is recorded."""

    columns: tuple[ColumnName, ...]
    mask: MaskCall | None
    reason: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """A reusable set of column rules, `extends` applied."""

    name: str
    doc: str | None
    rules: tuple[ColumnRule, ...]
    span: Span = field(compare=False, repr=False)


OLDEST_SERVER = 12
NEWEST_SERVER = 18
"""Major versions that `server_version` of an environment may say."""
