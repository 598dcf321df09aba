"""Which indexes and constraints go before a load, and how they come back exactly as they were."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from confiture.model.names import QName, literal, quote
from confiture.model.schema import ForeignKey, Index, Schema, Table
from confiture.steps.keys import Foreign, Key


def drops(schema: Schema, tables: Collection[QName]) -> tuple[str, ...]:
    """Statements that drop the foreign keys from and to the tables, then their other keys.

    What a view depends on stays, and so do the indexes of its whole partition tree.
    """
    return tuple(
        f"alter table {table.name.sql} drop constraint if exists {quote(key.name)}"
        for table, key in touching(schema, tables)
    ) + tuple(
        _drop(table, index)
        for table in _family(schema, tables)
        for index in table.indexes
        if index.parent is None and not _stays(schema, index, table)
    )


def touching(schema: Schema, tables: Collection[QName]) -> Iterator[tuple[Table, ForeignKey]]:
    """The foreign keys with the tables, or what they are partitions of, at either end."""
    family = {table.name for table in _family(schema, tables)}
    for table in schema.tables:
        for key in table.foreign_keys:
            if table.name in family or key.target in family:
                yield table, key


def keys(schema: Schema, root: QName) -> tuple[Key, ...]:
    """The keys of a table, or of a partitioned table and all its partitions, parents first."""
    members = sorted(schema.families[root], key=lambda table: _depth(schema, table))
    return tuple(
        _key(table, index)
        for table in members
        for index in table.indexes
        if not _stays(schema, index, table)
    )


def foreign(keys: Collection[ForeignKey]) -> tuple[Foreign, ...]:
    return tuple(
        Foreign(name=key.name, definition=key.definition, comment=key.comment) for key in keys
    )


def _family(schema: Schema, tables: Collection[QName]) -> Iterator[Table]:
    roots = dict.fromkeys(schema.by_name[name].root for name in tables)
    return (table for root in roots for table in schema.families[root])


def _depth(schema: Schema, table: Table) -> int:
    return 0 if table.parent is None else 1 + _depth(schema, schema.by_name[table.parent])


def _stays(schema: Schema, index: Index, table: Table) -> bool:
    """Whether the index, or one in the same tree of partitioned indexes, has dependents.

    Beside a foreign partition, which has no index, a partitioned one would not be valid again.
    """
    family = schema.families[table.root]
    if any(member.kind == "foreign" for member in family):
        return True
    return any(member.pinned for member in _tree(family, *_topmost(schema, table, index)))


def _topmost(schema: Schema, table: Table, index: Index) -> tuple[QName, Index]:
    while index.parent is not None and table.parent is not None:
        table = schema.by_name[table.parent]
        parent = index.parent.name
        index = next(candidate for candidate in table.indexes if candidate.name == parent)
    return table.name, index


def _tree(family: Collection[Table], name: QName, index: Index) -> Iterator[Index]:
    yield index
    own = QName(name.schema, index.name)
    for child in family:
        if child.parent == name:
            for candidate in child.indexes:
                if candidate.parent == own:
                    yield from _tree(family, child.name, candidate)


def _drop(table: Table, index: Index) -> str:
    if index.constraint is not None:
        return f"alter table {table.name.sql} drop constraint if exists {quote(index.name)}"
    return f"drop index if exists {QName(table.name.schema, index.name).sql}"


def _key(table: Table, index: Index) -> Key:
    name = QName(table.name.schema, index.name)
    only = "only " if table.kind == "partitioned" else ""
    create = index.definition
    if index.constraint is not None:
        create = (
            f"alter table {only}{table.name.sql}"
            f" add constraint {quote(index.name)} {index.constraint}"
        )
    after = tuple(_after(table, index, name))
    return Key(name=name, create=create, tablespace=index.tablespace, after=after)


def _after(table: Table, index: Index, name: QName) -> Iterator[str]:
    if index.parent is not None:
        yield f"alter index {index.parent.sql} attach partition {name.sql}"
    for place, target in index.statistics:
        yield f"alter index {name.sql} alter column {place} set statistics {target}"
    for extension in index.extensions:
        yield f"alter index {name.sql} depends on extension {quote(extension)}"
    if index.clustered:
        yield f"alter table {table.name.sql} cluster on {quote(index.name)}"
    if index.replica_identity:
        yield f"alter table {table.name.sql} replica identity using index {quote(index.name)}"
    if index.comment is not None:
        yield f"comment on index {name.sql} is {literal(index.comment)}"
    if index.constraint is not None and index.constraint_comment is not None:
        yield (
            f"comment on constraint {quote(index.name)} on {table.name.sql}"
            f" is {literal(index.constraint_comment)}"
        )
