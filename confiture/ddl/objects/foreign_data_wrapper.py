"""Foreign-data wrappers."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.options import changed_server_options, server_options


@OBJECTS.register("foreign-data-wrapper")
@dataclass(frozen=True, kw_only=True)
class ForeignDataWrapper(Object):
    """Its functions are spelled as DDL does, without their arguments."""

    kind: ClassVar[str] = "foreign-data-wrapper"
    word: ClassVar[str] = "foreign data wrapper"
    rank: ClassVar[int] = 27
    in_schema: ClassVar[bool] = False

    handler: str | None
    validator: str | None
    options: tuple[tuple[str, str], ...]

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        parts = [
            f"create {self.designation}",
            f"handler {self.handler}" if self.handler else "",
            f"validator {self.validator}" if self.validator else "",
            server_options(self.options),
        ]
        return (" ".join(filter(None, parts)),)

    def alter(self, new: ForeignDataWrapper, catalog: Catalog) -> Alteration:
        return Alteration(tuple(_altered(self, new)))


def _altered(old: ForeignDataWrapper, new: ForeignDataWrapper) -> Iterator[str]:
    subject = f"alter {new.designation}"
    if old.validator != new.validator and new.validator is None:
        yield f"{subject} no validator"
    if old.handler != new.handler:
        yield f"{subject} {f'handler {new.handler}' if new.handler else 'no handler'}"
    # A validator looks at the options as they are when it comes.
    yield from changed_server_options(subject, old.options, new.options)
    if old.validator != new.validator and new.validator is not None:
        yield f"{subject} validator {new.validator}"
