"""A catalog as text, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import msgspec

from confiture.ddl.objects.abc import OBJECTS, Catalog, Object
from confiture.errors import Diagnostic, UsageError


def as_text(catalog: Catalog) -> str:
    """JSON with every object and its facts."""
    document = {
        "version": catalog.version,
        "unmodelled": catalog.unmodelled,
        "objects": [(one.kind, _facts(one)) for _, one in sorted(catalog.items())],
    }
    return msgspec.json.encode(document).decode()


def from_text(text: str) -> Catalog:
    """What `as_text` was given. Raises UsageError for what another version of Confiture wrote."""
    document = msgspec.json.decode(text)
    try:
        made = [msgspec.convert(facts, OBJECTS[kind]) for kind, facts in document["objects"]]
    except (KeyError, msgspec.ValidationError) as error:
        message = "the schema to go back to was written by another version of Confiture"
        raise UsageError(
            Diagnostic("other-version", message, hint="go on with that one, or go up instead")
        ) from error
    return Catalog(
        {one.key: one for one in made},
        unmodelled=tuple(document["unmodelled"]),
        version=document["version"],
    )


def _facts(one: Object) -> dict[str, Any]:
    facts = {field.name: getattr(one, field.name) for field in fields(one)}
    for name in ("needs", "goes_with"):
        facts[name] = sorted(facts[name])
    return facts
