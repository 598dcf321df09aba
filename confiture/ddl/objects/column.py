"""Columns of tables, with all that ALTER TABLE … ALTER COLUMN knows but the default."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from typing import ClassVar

from confiture.ddl.objects.abc import OBJECTS, Alteration, Catalog, Key, Object
from confiture.ddl.objects.options import changed_options, changed_server_options, server_options
from confiture.model.names import quote


@dataclass(frozen=True, kw_only=True)
class IdentitySequence:
    """The sequence of an identity column; `name` is its `path` as SQL spells it."""

    name: str
    path: tuple[str, str]
    start: int
    increment: int
    least: int
    most: int
    cache: int
    cycle: bool

    @property
    def relation(self) -> tuple[str, ...]:
        return ("relation", *self.path)

    @property
    def definition(self) -> str:
        return f"sequence name {self.name} {self.clauses} start with {self.start}"

    @property
    def clauses(self) -> str:
        return (
            f"increment by {self.increment} minvalue {self.least} maxvalue {self.most}"
            f" cache {self.cache}{'' if self.cycle else ' no'} cycle"
        )

    @property
    def settings(self) -> str:
        """As ALTER COLUMN takes them."""
        words = (
            f"increment by {self.increment}", f"minvalue {self.least}", f"maxvalue {self.most}",
            f"start with {self.start}", f"cache {self.cache}",
            f"{'' if self.cycle else 'no '}cycle",
        )  # fmt: skip
        return " ".join(f"set {word}" for word in words)


@OBJECTS.register("column")
@dataclass(frozen=True, kw_only=True)
class TableColumn(Object):
    """`table` is its table as SQL spells it; `sql` its own name.

    `not_null_name` is None where the server chose it (before 18, the constraint has none);
    `not_null_local` is NO INHERIT, `not_null_unproven` NOT VALID. `own` says that the table itself
    has the column, and not only by inheritance. `options` are `n_distinct` and its like,
    `server_options` those of a foreign table.
    """

    kind: ClassVar[str] = "column"
    word: ClassVar[str] = "column"
    rank: ClassVar[int] = 31

    table: str
    foreign: bool
    typed: bool
    position: int = field(compare=False)
    type: str
    collation: str | None
    not_null: bool
    not_null_name: str | None
    not_null_inherited: bool = field(compare=False)
    not_null_local: bool
    not_null_unproven: bool
    own: bool
    inherited: bool
    identity: str | None
    sequence: IdentitySequence | None
    generated: str | None
    expression: str | None
    compression: str | None
    storage: str | None
    statistics: int | None
    options: tuple[str, ...]
    server_options: tuple[tuple[str, str], ...]

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        own = {(self.kind, *self.path)}
        return frozenset(own | ({self.sequence.relation} if self.sequence else set()))

    @property
    def holds_values(self) -> bool:
        return self.generated is None and not self.foreign

    @property
    def made_with(self) -> Key:
        return Key("table", self.path[:2])

    @property
    def designation(self) -> str:
        return f"column {self.table}.{self.sql}"

    def bears(self, cause: Key) -> bool:
        """Only what is computed from another column does not."""
        return cause.kind != self.kind

    def privilege(self, word: str) -> str:
        return f"{word} ({self.sql}) on table {self.table}"

    def definition(self, catalog: Catalog) -> str:
        """As CREATE TABLE and ADD COLUMN take it."""
        return " ".join(filter(None, (self.sql, self.type, self._rest(catalog))))

    def with_options(self, catalog: Catalog) -> str:
        """As CREATE TABLE … OF takes it; empty where the type says everything."""
        rest = self._rest(catalog)
        return f"{self.sql} with options {rest}" if rest else ""

    def _rest(self, catalog: Catalog) -> str:
        default = Key("default", self.path)
        parts = [
            f"storage {self.storage}" if self.storage else "",
            f"compression {self.compression}" if self.compression else "",
            f"collate {self.collation}" if self.collation else "",
            server_options(self.server_options),
            self._not_null if self.not_null else "",
            (catalog[default].clause or "") if default in catalog.folded else "",
            f"generated always as ({self.expression}) {self.generated}" if self.generated else "",
            f"generated {self.identity} as identity ({self.sequence.definition})"
            if self.identity and self.sequence
            else "",
        ]
        return " ".join(filter(None, parts))

    @property
    def _not_null(self) -> str:
        name = f"constraint {self.not_null_name} " if self.not_null_name else ""
        return f"{name}not null{' no inherit' if self.not_null_local else ''}"

    @property
    def _not_null_constraint(self) -> str:
        return self.not_null_name or quote(f"{self.path[1]}_{self.path[2]}_not_null")

    @property
    def _alter(self) -> str:
        return f"alter table {self.table} alter column {self.sql}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        """Nothing for a column that the table gets from its parent."""
        if self.typed:
            return tuple(self.settings())
        if self.inherited and not self.own and Key("partition", self.path[:2]) not in made:
            return ()
        return (f"alter table {self.table} add column {self.definition(catalog)}", *self.settings())

    def drop(self) -> tuple[str, ...]:
        if self.typed or (self.inherited and not self.own):
            return ()
        return (f"alter table {self.table} drop column {self.sql}",)

    def settings(self) -> Iterator[str]:
        """What a new column's definition cannot say."""
        if self.statistics is not None:
            yield f"{self._alter} set statistics {self.statistics}"
        yield from changed_options(self._alter, (), self.options)

    def freed(self, gone: Set[Key]) -> TableColumn:
        """A detached partition's columns are its own."""
        attachment = Key("partition", self.path[:2])
        return replace(self, own=True, inherited=False) if attachment in gone else self

    def alter(self, new: TableColumn, catalog: Catalog) -> Alteration | None:
        if self._type == new._type:
            return self._changed(new, None)
        # No cast leads to an enumeration but that from text.
        to_labels = any(need.kind == "enum" for need in new.needs)
        return self._changed(new, f"{new.sql}{'::text' if to_labels else ''}::{new.type}")

    def follow(self, new: TableColumn, old: Object, successor: Object) -> Alteration | None:
        if self.generated or new.generated:
            return None
        return self._changed(new, old.converted(successor, new.sql, new.type))

    def _changed(self, new: TableColumn, value: str | None) -> Alteration | None:
        """`value` is what its values become, None where its type stays."""
        if self._computed(new) is None:
            return None
        # A column loses its identity before NOT NULL, and has NOT NULL before an identity.
        numbered = [tuple(self._nullable(new)), tuple(self._numbered(new))]
        if self.identity:
            numbered.reverse()
        statements = (
            *self._retyped(new, value),
            *numbered[0],
            *numbered[1],
            *(self._computed(new) or ()),
            *self._stored(new),
        )
        return Alteration(statements, disturbs=value is not None)

    @property
    def _type(self) -> tuple[str, str | None]:
        return (self.type, self.collation)

    def _retyped(self, new: TableColumn, value: str | None) -> Iterator[str]:
        if value is None or new.typed or (new.inherited and not new.own):
            return
        collate = f" collate {new.collation}" if new.collation else ""
        using = "" if new.generated else f" using {value}"
        yield f"{new._alter} type {new.type}{collate}{using}"

    def _nullable(self, new: TableColumn) -> Iterator[str]:
        ours = (self.not_null, self.not_null_name, self.not_null_local)
        theirs = (new.not_null, new.not_null_name, new.not_null_local)
        from_parent = self.not_null_inherited or new.not_null_inherited
        if ours == theirs or (from_parent and self.inherited and not self.own):
            return
        if self.not_null and new.not_null and self.not_null_local == new.not_null_local:
            names = f"{self._not_null_constraint} to {new._not_null_constraint}"
            yield f"alter table {new.table} rename constraint {names}"
            return
        if self.not_null:
            yield f"{new._alter} drop not null"
        if new.not_null and (new.not_null_name or new.not_null_local):
            local = " no inherit" if new.not_null_local else ""
            name = new._not_null_constraint
            yield f"alter table {new.table} add constraint {name} not null {new.sql}{local}"
        elif new.not_null:
            yield f"{new._alter} set not null"

    def _numbered(self, new: TableColumn) -> Iterator[str]:
        """Identity, and the settings of its sequence."""
        if self.identity and not new.identity:
            yield f"{new._alter} drop identity"
        elif new.identity and new.sequence and not self.identity:
            yield (
                f"{new._alter} add generated {new.identity} as identity ({new.sequence.definition})"
            )
        elif self.sequence and new.sequence:
            words = [f"set generated {new.identity}"] if self.identity != new.identity else []
            if self.sequence.settings != new.sequence.settings:
                words.append(new.sequence.settings)
            if words:
                yield f"{new._alter} {' '.join(words)}"
            if self.sequence.name != new.sequence.name:
                name = new.sequence.name.rpartition(".")[2]
                yield f"alter sequence {self.sequence.name} rename to {name}"

    def _computed(self, new: TableColumn) -> tuple[str, ...] | None:
        """None where the values have to be computed anew."""
        if (self.generated, self.expression) == (new.generated, new.expression):
            return ()
        if self.generated == "stored" and new.generated is None:
            return (f"{new._alter} drop expression",)
        return None

    def _stored(self, new: TableColumn) -> Iterator[str]:
        if self.storage != new.storage:
            yield f"{new._alter} set storage {new.storage or 'default'}"
        if self.compression != new.compression:
            yield f"{new._alter} set compression {new.compression or 'default'}"
        if self.statistics != new.statistics:
            yield f"{new._alter} set statistics {-1 if new.statistics is None else new.statistics}"
        yield from changed_options(new._alter, self.options, new.options)
        yield from changed_server_options(new._alter, self.server_options, new.server_options)
