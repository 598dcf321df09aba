"""Event triggers. They are made last and dropped first, since they fire at what others do."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object


@OBJECTS.register("event-trigger")
@dataclass(frozen=True, kw_only=True)
class EventTrigger(Object):
    """`firing` is what ALTER EVENT TRIGGER says of when it fires; `tags` are SQL strings."""

    kind: ClassVar[str] = "event-trigger"
    word: ClassVar[str] = "event trigger"
    rank: ClassVar[int] = 90
    in_schema: ClassVar[bool] = False

    event: str
    tags: tuple[str, ...]
    function: str
    firing: str

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        when = f" when tag in ({', '.join(self.tags)})" if self.tags else ""
        made_so = (
            f"create event trigger {self.sql} on {self.event}{when}"
            f" execute function {self.function}()"
        )
        return (made_so,) if self.firing == "enable" else (made_so, self._fired)

    @property
    def _fired(self) -> str:
        return f"alter {self.designation} {self.firing}"

    def alter(self, new: EventTrigger, catalog: Catalog) -> Alteration | None:
        same = ("event", "tags", "function")
        if any(getattr(self, name) != getattr(new, name) for name in same):
            return None
        return Alteration((new._fired,))
