"""What PostgreSQL's own types can hold, so that a change of type that drops a part of values
silently is told: fractions, digits, times of day, bits, the order of keys.

What fails on a value that does not fit loses nothing: an integer out of range, a text that is too
long for the type that it is assigned to. Types are spelled as `format_type` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf

from confiture.ddl.objects.abc import Catalog, Sides

_SPELLED = re.compile(
    r'(?P<name>"char"|[a-z0-9 ]+?)(?:\((?P<limits>-?\d+(?:,-?\d+)?)\))?'
    r"(?P<zone> with(?:out)? time zone)?(?P<array>\[\])?"
)
_TEXTS = frozenset({"text", "character varying", "character", "bpchar", "name"})

_INTEGERS = {"smallint": 5, "integer": 10, "bigint": 19}
_DIGITS = {**_INTEGERS, "real": 9, "double precision": 17, "money": 19}
"""How many decimal digits tell a value from its neighbours."""
_SCALES = {**dict.fromkeys(_INTEGERS, 0), "money": 2}
"""How many digits a value has after the point."""
_FLOATS = {"real": 6, "double precision": 15}
"""How many digits any value keeps."""

_WHOLE = frozenset({"date", "time", "zone"})
_PARTS = {
    "date": frozenset({"date"}),
    "time without time zone": frozenset({"time"}),
    "time with time zone": frozenset({"time", "zone"}),
    "timestamp without time zone": frozenset({"date", "time"}),
    "timestamp with time zone": _WHOLE,
    "interval": _WHOLE,
}
_MICROSECONDS = 6
_BITS = {"integer": 32, "bigint": 64}

_SHAPES = frozenset({"box", "circle", "line", "lseg", "path", "point", "polygon"})
_OTHERS = {
    "json": frozenset({"jsonb"}),
    "text": frozenset({"jsonb", "name", '"char"', "tsvector"}),
    "integer": frozenset({"boolean"}),
    "inet": frozenset({"cidr"}),
    "real": frozenset({"numeric"}),
    "double precision": frozenset({"numeric"}),
    **{shape: _SHAPES - {shape} for shape in _SHAPES},
}
"""What else each type may lose as another one: the order of keys, what follows the 63rd byte,
which number it was, the digits that a float shows no more than 15 of."""


@dataclass(frozen=True, slots=True)
class _Type:
    """`name` is without limits and `[]`; intervals keep no fields in it."""

    name: str
    limits: tuple[int, ...] = ()
    fields: str = ""

    @property
    def is_text(self) -> bool:
        return self.name in _TEXTS or self.name.endswith(".citext")

    @property
    def digits(self) -> float:
        if self.name == "numeric" and self.limits:
            return self.limits[0]
        return _DIGITS.get(self.name, inf)

    @property
    def scale(self) -> float:
        if self.name == "numeric" and self.limits:
            return (*self.limits, 0)[1]
        return _SCALES.get(self.name, inf)

    @property
    def precision(self) -> int:
        """Of seconds, for types that have them."""
        return self.limits[0] if self.limits else _MICROSECONDS

    @property
    def bits(self) -> float:
        if self.name == "bit":
            return self.limits[0] if self.limits else 1
        return self.limits[0] if self.limits else _BITS.get(self.name, inf)


def narrows(old: str, new: str) -> bool:
    """Whether some value of one of PostgreSQL's types, cast to another, is less than before and
    no error says so. False where either is none of PostgreSQL's."""
    if old == new:
        return False
    before, after = _read(old), _read(new)
    if before is None or after is None:
        return False
    if after.name in _OTHERS.get("text" if before.is_text else before.name, ()):
        return after.name != before.name
    return (
        _narrows_number(before, after) or _narrows_time(before, after)
        or _narrows_bits(before, after)
    )  # fmt: skip


def _narrows_number(before: _Type, after: _Type) -> bool:
    is_number = before.name in _DIGITS or before.name == "numeric"
    if not (is_number or before.is_text or before.name == "jsonb"):
        return False
    if after.name in _FLOATS:
        widens = (before.name, after.name) == ("real", "double precision")
        return before.digits > _FLOATS[after.name] and not widens
    if after.name in _INTEGERS:
        return before.scale > 0 and not before.is_text
    return after.name in ("numeric", "money") and before.scale > after.scale


def _narrows_time(before: _Type, after: _Type) -> bool:
    parts = _WHOLE if before.is_text else _PARTS.get(before.name)
    if parts is None or after.name not in _PARTS:
        return False
    has_seconds = "time" in parts and "time" in _PARTS[after.name]
    return (
        not parts <= _PARTS[after.name]
        or (has_seconds and after.precision < before.precision and not before.is_text)
        or (before.is_text and after.precision < _MICROSECONDS)
        or (after.fields not in ("", before.fields))
    )


def _narrows_bits(before: _Type, after: _Type) -> bool:
    known = before.name in ("bit", "bit varying", *_BITS) or before.is_text
    if not (known and after.name in ("bit", "bit varying")):
        return False
    return (inf if before.is_text else before.bits) > after.bits


def _read(spelled: str) -> _Type | None:
    plain = spelled.removesuffix("[]")
    if plain.endswith(".citext"):
        return _Type(plain)
    interval = re.fullmatch(r"interval ?([a-z ]*)(?:\((\d)\))?", plain)
    if interval:
        return _Type("interval", (int(interval[2]),) if interval[2] else (), interval[1])
    found = _SPELLED.fullmatch(plain)
    if found is None:
        return None
    limits = tuple(map(int, found["limits"].split(","))) if found["limits"] else ()
    return _Type(found["name"] + (found["zone"] or ""), limits)


def resolved(type_: str, catalog: Catalog) -> str:
    """A type as it is stored: what a domain, or a domain of a domain, is of."""
    array = ""
    while True:
        plain = type_.removesuffix("[]")
        array = array or type_[len(plain) :]
        domain = catalog.types.get(plain)
        if domain is None or domain.domain_of is None:
            return plain + array
        type_ = domain.domain_of


def is_text(type_: str, catalog: Catalog) -> bool:
    """Whether values, or elements of arrays, are of a type that an assignment does not cut, and a
    cast does; or of a domain of one."""
    read = _read(resolved(type_, catalog))
    return read is not None and read.is_text


def as_text(value: str, type_: str, catalog: Catalog) -> str:
    """What is to be assigned to a column of a type that `is_text`, so that PostgreSQL refuses what
    is too long."""
    return f"{value}::text{'[]' if resolved(type_, catalog).endswith('[]') else ''}"


def to_text(value: str, old: str, new: str, catalog: Catalog) -> str | None:
    """As `as_text`, of a value of the type `old`, which may be assigned as it is; None where `new`
    is none that `is_text`."""
    if not is_text(new, catalog):
        return None
    is_alike = is_text(old, catalog) and old.endswith("[]") == new.endswith("[]")
    return value if is_alike else as_text(value, new, catalog)


def may_lose(old: str, new: str, sides: Sides, *, listed: bool = False) -> bool:
    """Whether values of a type of the old side may silently become less as one of the new side:
    rounded, cut, or without an attribute. `listed` ones are within elements of arrays."""
    stored = resolved(old, sides.old)
    before, after = stored.removesuffix("[]"), resolved(new, sides.new).removesuffix("[]")
    made, becomes = sides.old.types.get(before), sides.new.types.get(after)
    if made is None or becomes is None:
        return narrows(before, after)
    return made.loses(becomes, sides, listed=listed or stored != before)
