"""How a sequence counts, as the statement that makes it has to say."""

from __future__ import annotations

from dataclasses import dataclass

_MOST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


@dataclass(frozen=True, kw_only=True)
class Counting:
    """What sequences of their own and those of identity columns have in common."""

    start: int
    increment: int
    least: int
    most: int
    cache: int
    cycle: bool

    def unusual(self, type_: str) -> tuple[str, ...]:
        """The clauses for what CREATE SEQUENCE would do otherwise, `type_` being the numbers'."""
        top = _MOST.get(type_)
        up = self.increment > 0
        least = 1 if up else top and -top - 1
        most = top if up else -1
        clauses = {
            f"increment by {self.increment}": self.increment != 1,
            f"minvalue {self.least}": self.least != least,
            f"maxvalue {self.most}": self.most != most,
            f"start with {self.start}": self.start != (self.least if up else self.most),
            f"cache {self.cache}": self.cache != 1,
            "cycle": self.cycle,
        }
        return tuple(clause for clause, is_said in clauses.items() if is_said)
