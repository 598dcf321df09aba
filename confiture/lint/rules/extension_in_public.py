"""An extension lies in `public`.

Its functions and types stand among the application's own, and cannot be told from them by a grant
or a `search_path`.

Instead: `create extension … with schema extensions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, said


@schema_rule("extension-in-public", Severity.NOTE)
def check(schema: Schema) -> Iterator[Found]:
    for extension in schema.of("extension"):
        if extension.schema.strip('"') == "public" and extension.relocatable:
            message = f"extension {said(extension)} lies in schema public"
            hint = f"alter extension {extension.sql} set schema extensions"
            yield Found(message, hint, extension.key)
