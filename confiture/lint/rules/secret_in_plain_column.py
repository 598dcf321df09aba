"""A column is named like a secret and holds text.

Whoever can read the table, a copy of it, a backup or the server's log has the secret then.

Instead: store what is enough to check it (a salted hash of a password, by the application), or
encrypt it before it comes to the database; say so in the name (`password_hash`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema, base_type, said

_SECRET = re.compile(
    r"(?:^|_)(?:passwords?|passwd|pwd|passphrase|secrets?|api_?keys?|private_?keys?|access_?tokens?"
    r"|refresh_?tokens?|auth_?tokens?|credit_?card(?:_number)?|card_?number|cvv|cvc|ssn)$"
)
_TEXT = frozenset({"text", "character varying", "character", "citext", "json", "jsonb"})


@schema_rule("secret-in-plain-column", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for column in schema.columns:
        if _SECRET.search(column.path[-1].lower()) and base_type(column.type) in _TEXT:
            message = f"column {said(column)} seems to hold a secret as plain text"
            yield Found(message, "store a hash, or encrypt it, and name it for that", column.key)
