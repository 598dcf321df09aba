"""Columns of tables, with all that ALTER TABLE … ALTER COLUMN knows but the default."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from typing import ClassVar

from confiture.ddl.objects.abc import (
    NOT_VALID_EVERYWHERE,
    OBJECTS,
    Alteration,
    Catalog,
    Key,
    Object,
    Phase,
    Sides,
    detached,
)
from confiture.ddl.objects.default import ColumnDefault
from confiture.ddl.objects.expressions import reread
from confiture.ddl.objects.identity_sequence import IdentitySequence, is_numbered_apart
from confiture.ddl.objects.inheritance import is_attached_anew
from confiture.ddl.objects.options import changed_options, changed_server_options, server_options
from confiture.ddl.objects.user_type import aside_name
from confiture.ddl.objects.value_types import may_lose, to_text
from confiture.model.names import quote


@OBJECTS.register("column")
@dataclass(frozen=True, kw_only=True)
class TableColumn(Object):
    """`table` is its table as SQL spells it; `sql` its own name.

    `not_null_name` is None where the server chose it; `not_null_constraint` is the name that it has
    in any case, without quotes (before 18, the constraint has none), and is `not_null_taken` where
    another table of the schema has one of that name, so that the server would choose otherwise. It
    is `not_null_own` where the table has it not only by inheritance; `not_null_local` is NO
    INHERIT, `not_null_unproven` NOT VALID. `own` says that the table itself has the column, and not
    only by inheritance from the `parent_tables`. A partition's column that is an identity by its
    parent has no `sequence`. `storage` is None where it is `usual_storage`, that of the type.
    `options` are `n_distinct` and its like, `server_options` those of a foreign table.
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
    not_null_constraint: str | None = field(compare=False)
    not_null_taken: bool = field(compare=False)
    not_null_own: bool = field(compare=False)
    not_null_inherited: bool = field(compare=False)
    not_null_local: bool
    not_null_unproven: bool
    own: bool
    inherited: bool
    parent_tables: tuple[tuple[str, str], ...] = field(compare=False)
    identity: str | None
    sequence: IdentitySequence | None
    generated: str | None
    expression: str | None
    compression: str | None
    storage: str | None
    usual_storage: str = field(compare=False)
    statistics: int | None
    options: tuple[str, ...]
    server_options: tuple[tuple[str, str], ...]

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        names = {(self.kind, *self.path)}
        if self.sequence:
            names.add(self.sequence.relation)
        if self.not_null_constraint:
            names.add(("constraint", *self.path[:2], self.not_null_constraint))
        return frozenset(names)

    @property
    def parents(self) -> frozenset[Key]:
        return frozenset(Key(self.kind, (*table, self.path[2])) for table in self.parent_tables)

    @property
    def precedes(self) -> frozenset[Key]:
        return self.parents if self.own else frozenset()

    def beside(self, old: Catalog) -> TableColumn:
        name = (self.path[0], self.not_null_constraint or "")
        if not old.constraints.get(name, frozenset()) - {self.path[:2]}:
            return self
        return replace(self, not_null_taken=True)

    def set_aside(self) -> tuple[str, ...]:
        """For the names of its NOT NULL and its sequence, which another column may want; what is
        inherited is renamed with the parent's."""
        renamed = []
        if self.not_null_constraint and not self.not_null_inherited:
            names = (self.not_null_constraint, aside_name(self.not_null_constraint))
            words = " to ".join(map(quote, names))
            renamed.append(f"alter table {self.table} rename constraint {words}")
        if self.sequence:
            name = quote(aside_name(self.sequence.path[1]))
            renamed.append(f"alter sequence {self.sequence.name} rename to {name}")
        return tuple(renamed)

    @property
    def holds_values(self) -> bool:
        return self.generated is None and not self.foreign

    @property
    def made_with(self) -> Key:
        return Key("table", self.path[:2])

    @property
    def on(self) -> tuple[str, ...]:
        return self.path[:2]

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
            f"compression {self.compression}" if self.compression else "",
            f"collate {self.collation}" if self.collation else "",
            server_options(self.server_options),
            self._not_null if self._has_not_null and not self._gets_not_null(catalog) else "",
            (catalog[default].clause or "") if default in catalog.folded else "",
            self.expression and f"generated always as ({reread(self.expression)}) {self.generated}",
            self._numbering,
        ]
        return " ".join(filter(None, parts))

    @property
    def _numbering(self) -> str:
        options = self.sequence and self.sequence.options(self.path, self.type)
        return "" if options is None else f"generated {self.identity} as identity{options}"

    @property
    def _not_null(self) -> str:
        name = f"constraint {self._not_null_constraint} " if self._names_not_null else ""
        return f"{name}not null{' no inherit' if self.not_null_local else ''}"

    @property
    def _has_not_null(self) -> bool:
        """From the beginning: CREATE TABLE takes no NOT VALID."""
        return self.not_null and not self.not_null_unproven

    def _gets_not_null(self, catalog: Catalog) -> bool:
        """By inheritance alone. A partition is made by itself, and has to have it before."""
        table = catalog[Key("table", self.path[:2])]
        return not self.not_null_own and bool(getattr(table, "inherits", ()))

    @property
    def _names_not_null(self) -> bool:
        return self.not_null_name is not None or self.not_null_taken

    @property
    def _not_null_constraint(self) -> str:
        return self.not_null_name or quote(f"{self.path[1]}_{self.path[2]}_not_null")

    @property
    def _alter(self) -> str:
        return f"alter table {self.table} alter column {self.sql}"

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        """Little for a column that the table gets from its parent."""
        if self.typed:
            return tuple(self.settings())
        anew = is_attached_anew(self.path[:2], catalog, made)
        if self.inherited and not (self.own or anew):
            return tuple(self.overriding())
        one = replace(self, not_null_own=True) if anew else self
        apart = bool(self.sequence) and is_numbered_apart(self.key, catalog, made)
        definition = (replace(one, sequence=None) if apart else one).definition(catalog)
        numbered = (f"{self._alter} add {self._numbering}",) if apart else ()
        return (f"alter table {self.table} add column {definition}", *numbered, *self.settings())

    def create_online(self, catalog: Catalog, made: Set[Key]) -> tuple[Phase, ...]:
        """Rows that each get a value of their own get it after the column is there."""
        default = catalog.get(Key("default", self.path))
        if not (isinstance(default, ColumnDefault) and default.volatile):
            return super().create_online(catalog, made)
        bare = replace(self, not_null=False, not_null_unproven=False)
        statements = bare.create(replace(catalog, folded=catalog.folded - {default.key}), made)
        if not statements or self.typed or default.key not in catalog.folded:
            return super().create_online(catalog, made)
        return (
            Phase((*statements, *default.create(catalog, made))),
            Phase(
                (f"update {self.table} set {self.sql} = default where {self.sql} is null",),
                "backfill",
            ),
            *(self._not_null_online(catalog.version) if self.not_null else ()),
        )

    def _not_null_online(self, version: int) -> tuple[Phase, ...]:
        """NOT NULL, proven while others write: by a check before PostgreSQL 18."""
        adding = Phase((self._unproven_not_null,))
        if self.not_null_unproven:
            return (adding,)
        add = f"alter table {self.table} add constraint"
        prove = f"alter table {self.table} validate constraint"
        if version >= NOT_VALID_EVERYWHERE:
            return (adding, Phase((f"{prove} {self._not_null_constraint}",), "slow"))
        check = quote(f"{self.path[2].encode()[:40].decode(errors='ignore')}_is_not_null")
        return (
            Phase((f"{add} {check} check ({self.sql} is not null) not valid",)),
            Phase((f"{prove} {check}",), "slow"),
            Phase(
                (
                    f"{self._alter} set not null",
                    f"alter table {self.table} drop constraint {check}",
                )
            ),
        )

    def drop(self) -> tuple[str, ...]:
        if self.typed or (self.inherited and not self.own):
            return ()
        return (f"alter table {self.table} drop column {self.sql}",)

    def settings(self) -> Iterator[str]:
        """What a new column's definition cannot say, on PostgreSQL 15 at least."""
        if self.not_null_unproven and self.not_null_own:
            yield self._unproven_not_null
        if self.storage:
            yield f"{self._alter} set storage {self.storage}"
        if self.sequence and self.sequence.type:
            yield self.sequence.retyped(self.sequence.type)
        if self.statistics is not None:
            yield f"{self._alter} set statistics {self.statistics}"
        yield from changed_options(self._alter, (), self.options)

    def overriding(self) -> Iterator[str]:
        """What an inherited column has beyond its parent's."""
        if self._has_not_null and not self.not_null_inherited:
            yield from replace(self, not_null=False, not_null_name=None)._nullable(self)
        yield from self.settings()

    def freed(self, gone: Set[Key]) -> TableColumn:
        """A detached partition's columns are its own."""
        if detached(self.path[:2]) not in gone:
            return self
        return replace(self, own=True, inherited=False, not_null_inherited=False)

    def alter(self, new: TableColumn, catalog: Catalog) -> Alteration | None:
        if self._type == new._type:
            return self._changed(new, None, catalog.version)
        # No cast leads to an enumeration but that from text.
        to_labels = any(need.kind == "enum" for need in new.needs)
        cast = f"{new.sql}{'::text' if to_labels else ''}::{new.type}"
        return self._changed(new, to_text(new.sql, self.type, new.type, catalog) or cast)

    def follow(
        self, new: TableColumn, old: Object, successor: Object, sides: Sides
    ) -> Alteration | None:
        if self.generated or new.generated:
            return None
        return self._changed(new, old.converted(successor, new.sql, new.type, sides))

    def loses(self, new: Object, sides: Sides, *, listed: bool = False) -> bool:
        if not isinstance(new, TableColumn) or not self.holds_values:
            return False
        return may_lose(self.type, new.type, sides)

    def _changed(self, new: TableColumn, value: str | None, version: int = 0) -> Alteration | None:
        """`value` is what its values become: `new.sql` where they are merely assigned, None where
        the type stays. NOT NULL is proven online where no value changes."""
        if self._computed(new) is None:
            return None
        # A column loses its identity before NOT NULL, and has NOT NULL before an identity.
        numbered = [tuple(self._nullable(new)), tuple(self._numbered(new))]
        if self.identity:
            numbered.reverse()
        retyped = tuple(self._retyped(new, value))
        rest = (*(self._computed(new) or ()), *self._stored(new))
        statements = (*retyped, *numbered[0], *numbered[1], *rest)
        online: tuple[Phase, ...] | None = None
        if value is not None:
            online = (Phase(retyped, "slow"), Phase((*numbered[0], *numbered[1], *rest)))
        elif self._gains_not_null(new):
            online = (*new._not_null_online(version), Phase((*numbered[1], *rest)))
        disturbs = value is not None
        return Alteration(statements, disturbs=disturbs, online=online, converting=retyped)

    @property
    def _type(self) -> tuple[str, str | None]:
        return (self.type, self.collation)

    def _retyped(self, new: TableColumn, value: str | None) -> Iterator[str]:
        if value is None or new.typed or (self.inherited and new.inherited):
            return
        collate = f" collate {new.collation}" if new.collation else ""
        using = "" if new.generated or value == new.sql else f" using {value}"
        yield f"{new._alter} type {new.type}{collate}{using}"

    def _nullable(self, new: TableColumn) -> Iterator[str]:
        if self._nullness == new._nullness or self._is_parents_not_null(new):
            return
        if self._keeps_not_null(new):
            names = (self._not_null_constraint, new._not_null_constraint)
            if names[0] != names[1]:
                yield f"alter table {new.table} rename constraint {' to '.join(names)}"
            if self.not_null_unproven != new.not_null_unproven:
                yield f"alter table {new.table} validate constraint {names[1]}"
            return
        if self.not_null:
            yield f"{new._alter} drop not null"
        if new.not_null_unproven:
            yield new._unproven_not_null
        elif new.not_null and (new._names_not_null or new.not_null_local):
            local = " no inherit" if new.not_null_local else ""
            name = new._not_null_constraint
            yield f"alter table {new.table} add constraint {name} not null {new.sql}{local}"
        elif new.not_null:
            yield f"{new._alter} set not null"

    @property
    def _nullness(self) -> tuple[bool, str | None, bool, bool]:
        return (self.not_null, self.not_null_name, self.not_null_local, self.not_null_unproven)

    def _keeps_not_null(self, new: TableColumn) -> bool:
        stays = self.not_null and new.not_null and self.not_null_local == new.not_null_local
        return stays and (self.not_null_unproven or not new.not_null_unproven)

    @property
    def _unproven_not_null(self) -> str:
        local = " no inherit" if self.not_null_local else ""
        name = self._not_null_constraint
        return (
            f"alter table {self.table} add constraint {name} not null {self.sql}{local} not valid"
        )

    def _is_parents_not_null(self, new: TableColumn) -> bool:
        from_parent = self.not_null_inherited or new.not_null_inherited
        return from_parent and self.inherited and not self.own

    def _gains_not_null(self, new: TableColumn) -> bool:
        return new.not_null and not self.not_null and not self._is_parents_not_null(new)

    def _numbered(self, new: TableColumn) -> Iterator[str]:
        """Identity, and the settings of its sequence."""
        if self.sequence and not new.sequence:
            yield f"{new._alter} drop identity"
        elif new.identity and new.sequence and not self.identity:
            yield f"{new._alter} add {new._numbering}"
            if new.sequence.type:
                yield new.sequence.retyped(new.sequence.type)
        elif self.sequence and new.sequence:
            yield from self._renumbered(new, self.sequence, new.sequence)

    def _renumbered(
        self, new: TableColumn, before: IdentitySequence, after: IdentitySequence
    ) -> Iterator[str]:
        """A sequence that ends where its type does goes on to the end of the next type."""
        words = [f"set generated {new.identity}"] if self.identity != new.identity else []
        if before.settings != after.settings or self.type != new.type:
            words.append(after.settings)
        if words:
            yield f"{new._alter} {' '.join(words)}"
        if before.name != after.name:
            yield f"alter sequence {before.name} rename to {after.name.rpartition('.')[2]}"
        if before.type != after.type:
            yield after.retyped(after.type or new.type)

    def _computed(self, new: TableColumn) -> tuple[str, ...] | None:
        """None where the values have to be computed anew."""
        if (self.generated, self.expression) == (new.generated, new.expression):
            return ()
        if self.generated == "stored" and new.generated is None:
            return (f"{new._alter} drop expression",)
        return None

    def _stored(self, new: TableColumn) -> Iterator[str]:
        """(SET STORAGE DEFAULT is not known before 16.) A new type brings its own storage."""
        stays = self.type == new.type
        if (self.storage if stays else None) != new.storage:
            yield f"{new._alter} set storage {new.storage or new.usual_storage}"
        if (self.compression if stays else None) != new.compression:
            yield f"{new._alter} set compression {new.compression or 'default'}"
        if self.statistics != new.statistics:
            yield f"{new._alter} set statistics {-1 if new.statistics is None else new.statistics}"
        yield from changed_options(new._alter, self.options, new.options)
        yield from changed_server_options(new._alter, self.server_options, new.server_options)
