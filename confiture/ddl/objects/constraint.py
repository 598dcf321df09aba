"""Constraints of tables but NOT NULL and foreign keys: checks, keys and exclusions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Phase
from confiture.ddl.objects.expressions import reread
from confiture.ddl.objects.index_storage import Indexed
from confiture.ddl.objects.inheritance import is_attached_anew
from confiture.ddl.objects.user_type import aside_name
from confiture.model.names import nullable, quote

_COLUMN = r'(?:"(?:[^"]|"")*"|[a-z_][a-z0-9_$]*)'
_COLUMNS = rf"{_COLUMN}(?:, {_COLUMN})*"
_KEY = re.compile(
    rf"(?P<word>PRIMARY KEY|UNIQUE)(?: (?P<nulls>NULLS NOT DISTINCT))? \((?P<columns>{_COLUMNS})\)"
    rf"(?: (?P<include>INCLUDE \({_COLUMNS}\)))?"
)


@OBJECTS.register("constraint")
@dataclass(frozen=True, kw_only=True)
class TableConstraint(Indexed):
    """`table` and `sql`, its own name, as SQL spells them; `definition` ends where the clauses of
    its index begin. `timing` is about deferring.

    A check of a parent is one of each child too: `inherited` then, and not `own` unless the child
    was given it as well. No statement changes `own` alone. All but checks are made on a
    partitioned table ONLY; the partitions' are objects of their own.
    """

    kind: ClassVar[str] = "constraint"
    word: ClassVar[str] = "constraint"
    rank: ClassVar[int] = 40
    sturdy: ClassVar[bool] = True
    restricts: ClassVar[bool] = True

    table: str
    definition: str
    predicate: str | None
    timing: str
    enforced: bool
    validated: bool
    own: bool = field(compare=False)
    inherited: bool = field(compare=False)
    index_comment: str | None

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        schema, table, name = self.path
        relations = {("relation", schema, name)} if self.storage else set()
        return frozenset({("constraint", schema, table, name), *relations})

    @property
    def on(self) -> tuple[str, ...]:
        return self.path[:2]

    @property
    def designation(self) -> str:
        return f"constraint {self.sql} on {self.table}"

    @property
    def _is_parents(self) -> bool:
        return self.inherited and not self.own

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        """Nothing for a check that comes from the parent. A partition needs it to be attached."""
        if self._is_parents and not is_attached_anew(self.path[:2], catalog, made):
            return ()
        only = "only " if self.storage and self.storage.partitioned else ""
        made_so = f"alter table {only}{self.table} add constraint {self.sql}"
        return (" ".join((made_so, *self._clauses())), *self._index_settings())

    def create_online(self, catalog: Catalog, made: Set[Key]) -> tuple[Phase, ...]:
        """A check is proven apart from its making; a key takes an index that was made before."""
        if self._is_parents or Key("table", self.path[:2]) in made:
            return super().create_online(catalog, made)
        if self.storage is not None:
            return self._from_index() or super().create_online(catalog, made)
        if not (self.enforced and self.validated):
            return super().create_online(catalog, made)
        unproven = replace(self, validated=False)
        return (Phase(unproven.create(catalog, made)), Phase((self._proof,), "slow"))

    @property
    def _proof(self) -> str:
        return f"alter table {self.table} validate constraint {self.sql}"

    def _from_index(self, index: str | None = None) -> tuple[Phase, ...]:
        """Nothing for what takes no index: exclusions, periods, partitioned tables. An `index` of
        another name takes the constraint's when that is added."""
        key = _KEY.fullmatch(self.definition)
        if self.storage is None or self.storage.partitioned or key is None:
            return ()
        index = index or self.storage.index
        parts = [
            f"create unique index concurrently {index} on {self.table}",
            f"({key['columns']})", key["include"] or "", (key["nulls"] or "").lower(),
            self.storage.with_clause,
            f"tablespace {self.storage.tablespace}" if self.storage.tablespace else "",
        ]  # fmt: skip
        taken = f"{key['word'].lower()} using index {index} {self.timing}".strip()
        adding = f"alter table {self.table} add constraint {self.sql} {taken}"
        return (
            Phase((" ".join(filter(None, parts)),), "apart"),
            Phase((adding, *self._index_settings())),
        )

    def _clauses(self) -> Iterator[str]:
        yield reread(self.definition)
        if self.storage and self.storage.options:
            yield self.storage.with_clause
        if self.storage and self.storage.tablespace:
            yield f"using index tablespace {self.storage.tablespace}"
        if self.predicate:
            yield f"where ({reread(self.predicate)})"
        if self.timing:
            yield self.timing
        if not self.enforced:
            yield "not enforced"
        elif not self.validated:
            yield "not valid"

    def _index_settings(self) -> Iterator[str]:
        if self.storage:
            yield from self.storage.settings()
        if self.index_comment is not None:
            yield self._on_index(self.index_comment)

    def _on_index(self, comment: str | None) -> str:
        name = self.storage.name if self.storage else self.sql
        return f"comment on index {name} is {nullable(comment)}"

    def set_aside(self) -> tuple[str, ...]:
        """For the name of its index."""
        if not self.storage:
            return ()
        return (f"alter table {self.table} rename constraint {self.sql} to {self.aside.sql}",)

    @property
    def aside(self) -> TableConstraint:
        return replace(self, sql=quote(aside_name(self.path[-1])))

    def drop(self) -> tuple[str, ...]:
        if self._is_parents:
            return ()
        return (f"alter table {self.table} drop constraint {self.sql}",)

    def alter(self, new: TableConstraint, catalog: Catalog) -> Alteration | None:
        return self._changed(new, catalog) or self._replaced(new, catalog)

    def _replaced(self, new: TableConstraint, catalog: Catalog) -> Alteration | None:
        """A key that nothing needs gives way to one of its name in one transaction, so that the
        table is never without; its index is built before."""
        made = new._from_index(quote(_successor_name(self.path[-1])))
        if (
            self.storage is None
            or not made
            or any(self.key in one.needs for one in catalog.values())
        ):
            return None
        kept = self.comment is not None and self.comment == new.comment
        comment = (new.comment_statement(new.comment),) if kept else ()
        built, added = made
        swapped = replace(added, statements=(*self.drop(), *added.statements, *comment))
        plain = (*self.drop(), *new.create(catalog, frozenset()), *comment)
        return Alteration(plain, online=(built, swapped))

    def _changed(self, new: TableConstraint, catalog: Catalog) -> Alteration | None:
        fixed = ("definition", "predicate", "timing", "enforced")
        if any(getattr(self, name) != getattr(new, name) for name in fixed):
            return None
        if self.validated and not new.validated:
            return None
        changes: tuple[str, ...] | None = ()
        if self.storage and new.storage:
            changes = self.storage.changed(new.storage, catalog)
        if changes is None:
            return None
        if self.index_comment != new.index_comment:
            changes = (*changes, new._on_index(new.index_comment))
        if new.validated and not self.validated and not new._is_parents:
            proven = (Phase(changes), Phase((new._proof,), "slow"))
            return Alteration((*changes, new._proof), online=proven)
        return Alteration(changes)

    def freed(self, gone: Set[Key]) -> TableConstraint:
        """A detached partition's checks are its own."""
        one = self._freed(self.path[:2], {"constraint"}, gone)
        return self if one is self else replace(one, own=True, inherited=False)


def _successor_name(name: str) -> str:
    """Of at most 63 bytes, for the index of a constraint until it takes that one's name."""
    return name.encode()[:56].decode(errors="ignore") + " (new)"
