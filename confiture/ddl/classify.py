"""Which statements need another treatment than to be sent in the transaction of their file."""

from __future__ import annotations

import re
from enum import Enum, auto


class Kind(Enum):
    PLAIN = auto()
    COPY_FROM_STDIN = auto()
    TRANSACTION_CONTROL = auto()
    OUTSIDE_TRANSACTION = auto()


# Only what one of these fits is parsed, which costs far more than the look at its words.
_COPY = re.compile(r"copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
_SUSPECT = re.compile(
    r"""(?:vacuum|cluster|reindex|discard|begin|start|commit|end|rollback|abort|prepare)\b
      | (?:create|drop|alter)\b.*\b
        (?:concurrently|database|tablespace|subscription|system)\b
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def kind_of(statement: str) -> Kind:
    """The kind of one statement, without blanks before it; PLAIN where nothing is known of it."""
    copy = _COPY.match(statement) is not None
    if not copy and _SUSPECT.match(statement) is None:
        return Kind.PLAIN
    from confiture.ddl.parser import kind_when_parsed  # noqa: PLC0415 - see there

    return kind_when_parsed(statement) or (Kind.COPY_FROM_STDIN if copy else Kind.PLAIN)
