"""What tables and materialized views share: they hold rows, somewhere and somehow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from confiture.ddl.objects.abc import Object
from confiture.ddl.objects.options import changed_options, option_list


@dataclass(frozen=True, kw_only=True)
class Stored(Object):
    """`options` are storage parameters as `name=value`. Each is a relation and a type."""

    default_privileges: ClassVar[str | None] = "tables"

    options: tuple[str, ...]
    toast_options: tuple[str, ...]
    access_method: str | None
    tablespace: str | None

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        return frozenset({("relation", *self.path), ("type", *self.path)})

    def privilege(self, word: str) -> str:
        return f"{word} on table {self.sql}"

    @property
    def _all_options(self) -> tuple[str, ...]:
        return self.options + tuple(f"toast.{option}" for option in self.toast_options)

    @property
    def _storage(self) -> str:
        """As the statement that makes it takes it; may be empty."""
        parts = [
            f"using {self.access_method}" if self.access_method else "",
            f"with ({option_list(self._all_options)})" if self._all_options else "",
            f"tablespace {self.tablespace}" if self.tablespace else "",
        ]
        return " ".join(filter(None, parts))

    def _restored(self, new: Self) -> Iterator[str]:
        """ALTER statements from this storage to another."""
        alter = f"alter {new.designation}"
        if self.access_method != new.access_method:
            yield f"{alter} set access method {new.access_method or 'heap'}"
        if self.tablespace != new.tablespace:
            yield f"{alter} set tablespace {new.tablespace or 'pg_default'}"
        yield from changed_options(alter, self._all_options, new._all_options)
