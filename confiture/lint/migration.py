"""What migration rules look at: the statements of a script, what each did, and to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

from postgast import pg_query_pb2 as pg

from confiture.ddl.objects import Catalog
from confiture.ddl.objects.table import Relation
from confiture.errors import DatabaseError
from confiture.lint.schema import strings
from confiture.lint.script import Script, Statement
from confiture.model.effects import BLOCKS_WRITES, Effect
from confiture.text import Source, Span

Name: TypeAlias = tuple[str, str]
"""A schema, empty where SQL does not say it, and a name."""
Direction: TypeAlias = Literal["up", "down"]

_RELATIONS = frozenset({"table", "view", "materialized-view", "index", "sequence"})
_TYPES = frozenset({"enum", "domain", "composite", "range"})
ALL = _RELATIONS | _TYPES | {"routine", "aggregate", "schema"}
"""Kinds of objects that have a name of their own."""


@dataclass(frozen=True, eq=False)
class Step:
    """A statement, and what it did on the scratch database; `effect` is None where it was not
    run, `failure` why it could not be."""

    statement: Statement
    effect: Effect | None = None
    failure: DatabaseError | None = None

    @property
    def kind(self) -> str:
        return self.statement.kind

    @property
    def tree(self) -> Any:
        return self.statement.tree

    @property
    def rewrites(self) -> bool | None:
        """Whether a table that was there was written anew; None where nobody has seen it."""
        return None if self.effect is None else bool(self.effect.rewritten)

    @property
    def scans(self) -> bool | None:
        """Whether a table that was there was read whole."""
        return None if self.effect is None else bool(self.effect.scanned)

    @property
    def builds(self) -> bool | None:
        """Whether an index of a table that was there was built."""
        return None if self.effect is None else bool(self.effect.built)

    @property
    def works(self) -> bool:
        """Whether it was seen to take a time that grows with the rows of a table that was there."""
        return bool(self.rewrites or self.scans or self.builds)

    def locked(self, modes: Iterable[str] = BLOCKS_WRITES) -> tuple[str, ...]:
        """Tables that were there and that it was seen to lock in one of some modes."""
        locks = self.effect.locks if self.effect else ()
        held = {one.relation for one in locks if one.kind == "table" and one.mode in modes}
        return tuple(sorted(held))


@dataclass(frozen=True, eq=False)
class Alteration:
    """One command of an ALTER TABLE."""

    step: Step
    table: str
    command: Any

    @property
    def definition(self) -> Any:
        """The field is called `def`, which Python does not let us write."""
        return getattr(self.command, "def")

    @property
    def alone(self) -> bool:
        """Whether it is the only command of its statement, whose effect is then its own."""
        return len(self.step.tree.cmds) == 1

    @property
    def column(self) -> str:
        """The column that it is about, for messages: `users.email`."""
        return f"{self.table}.{self.command.name}"


@dataclass(frozen=True, eq=False)
class Migration:
    """A script, and the catalogs before and after it, where it was run.

    `origin` is, for a script that takes a migration back, the catalog before that migration.
    """

    script: Script
    steps: tuple[Step, ...]
    before: Catalog | None = None
    after: Catalog | None = None
    direction: Direction = "up"
    origin: Catalog | None = None

    @property
    def source(self) -> Source:
        return self.script.source

    def of(self, *kinds: str) -> Iterator[Step]:
        """The steps whose trees are of some kinds."""
        return (step for step in self.steps if step.kind in kinds)

    def alterations(self, *subtypes: int) -> Iterator[Alteration]:
        """Commands of ALTER TABLE, of some kinds or all, on tables that were there before."""
        for step in self.of("alter_table_stmt"):
            tree = step.tree
            if tree.objtype != pg.OBJECT_TABLE or not self.existed(step, named(tree.relation)):
                continue
            for node in tree.cmds:
                command = node.alter_table_cmd
                if not subtypes or command.subtype in subtypes:
                    yield Alteration(step, shown(named(tree.relation)), command)

    def constraints(self, *kinds: int) -> Iterator[tuple[Alteration, Any]]:
        """Constraints of some kinds that ALTER TABLE adds to tables that were there, be it by
        themselves or with a column."""
        for one in self.alterations(pg.AT_AddConstraint, pg.AT_AddColumn):
            added = one.definition
            if one.command.subtype == pg.AT_AddConstraint:
                found = [added.constraint]
            else:
                found = [node.constraint for node in added.column_def.constraints]
            yield from ((one, constraint) for constraint in found if constraint.contype in kinds)

    def existed(self, step: Step, name: Name, kinds: frozenset[str] = _RELATIONS) -> bool:
        """Whether a relation was there before the script; taken to be, where nobody knows."""
        known = self._known(step, name)
        if known or self.before is None:
            return known[-1] if known else True
        found = self._names.get(name[1], ())
        return any(kind in kinds and _same((schema, name[1]), name) for kind, schema in found)

    def type_existed(self, step: Step, name: Name) -> bool:
        return self.existed(step, name, _TYPES)

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, str]]]:
        """The kinds and schemas of what was there before, by name."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in self.before or ():
            if key.kind in ALL and len(key.path) > 1:
                found[key.path[1]].append((key.kind, key.path[0]))
            elif key.kind == "constraint":
                found[key.path[2]].append(("index", key.path[0]))
        return found

    def _known(self, step: Step, name: Name) -> list[bool]:
        """For what steps before one have made or renamed to a name: whether it was there before."""
        place, found = self._places[step], self._made.get(name[1], ())
        return [was for at, made, was in found if at < place and _same(made, name)]

    @cached_property
    def _places(self) -> dict[Step, int]:
        return {step: place for place, step in enumerate(self.steps)}

    @cached_property
    def _made(self) -> dict[str, list[tuple[int, Name, bool]]]:
        """By name, the steps that make or rename something to it, and whether it was there
        before."""
        found: dict[str, list[tuple[int, Name, bool]]] = defaultdict(list)
        for place, step in enumerate(self.steps):
            for name in _made(step):
                found[name[1]].append((place, name, False))
            for old, new in _renamed(step):
                was = [there for _, one, there in found.get(old[1], ()) if _same(one, old)]
                found[new[1]].append((place, new, was[-1] if was else True))
        return found

    def made_earlier(self, step: Step, name: Name) -> bool:
        """Whether a step before one makes something of a name."""
        return bool(self._known(step, name))

    def made_later(self, step: Step, name: Name) -> bool:
        """Whether a step of the same transaction after one makes something of a name."""
        return any(_same(made, name) for one in self.later(step) for made in _made(one))

    def is_partitioned(self, name: Name) -> bool:
        """Whether a table that was there before is known to have partitions."""
        return any(
            isinstance(one, Relation)
            and one.relkind == "p"
            and _same((key.path[0], key.path[1]), name)
            for key, one in (self.before or {}).items()
        )

    def before_in_transaction(self, step: Step) -> Iterator[Step]:
        """The steps that come before one in its transaction."""
        number = step.statement.transaction
        for one in self.steps[: self._places[step]] if number is not None else ():
            if one.statement.transaction == number:
                yield one

    @property
    def start(self) -> Span:
        """The first words of the script."""
        first = self.steps[0].statement.span if self.steps else None
        return first or Span(self.source, 0, 0)

    def later(self, step: Step) -> Iterator[Step]:
        """The steps that follow one in its transaction."""
        number = step.statement.transaction
        if number is None:
            return
        for one in self.steps[self._places[step] + 1 :]:
            if one.statement.transaction == number:
                yield one

    def earlier(self, step: Step) -> Iterator[Step]:
        """The steps before one, of whatever transaction."""
        yield from self.steps[: self._places[step]]

    def stands_alone(self, step: Step) -> bool:
        """Whether nothing else is in the file, so that the file need not be a transaction."""
        return len(self.steps) == 1 and not step.statement.explicit


def named(relation: Any) -> Name:
    """The name of a RangeVar."""
    return str(relation.schemaname), str(relation.relname)


def name_of(nodes: Iterable[Any]) -> Name:
    """A name that is a list of strings."""
    parts = strings(nodes)
    return (parts[-2] if len(parts) > 1 else "", parts[-1] if parts else "")


def shown(name: Name) -> str:
    return ".".join(filter(None, name))


def _same(one: Name, other: Name) -> bool:
    """Names may be equal where one of them lacks its schema."""
    return one[1] == other[1] and (one[0] == other[0] or not one[0] or not other[0])


def _made(step: Step) -> Iterator[Name]:
    """What a statement makes, as far as rules ask for it."""
    if step.kind in _MAKERS:
        yield from (name for name in (_MAKERS[step.kind](step.tree),) if name[1])


def _index_name(tree: Any) -> Name:
    return str(tree.relation.schemaname), str(tree.idxname)


_MAKERS: Mapping[str, Callable[[Any], Name]] = {
    "create_stmt": lambda tree: named(tree.relation),
    "create_foreign_table_stmt": lambda tree: named(tree.base_stmt.relation),
    "create_table_as_stmt": lambda tree: named(tree.into.rel),
    "select_stmt": lambda tree: named(tree.into_clause.rel),
    "view_stmt": lambda tree: named(tree.view),
    "create_seq_stmt": lambda tree: named(tree.sequence),
    "index_stmt": _index_name,
    "create_enum_stmt": lambda tree: name_of(tree.type_name),
    "create_range_stmt": lambda tree: name_of(tree.type_name),
    "create_domain_stmt": lambda tree: name_of(tree.domainname),
    "composite_type_stmt": lambda tree: named(tree.typevar),
    "create_function_stmt": lambda tree: name_of(tree.funcname),
    "define_stmt": lambda tree: name_of(tree.defnames),
}


def _renamed(step: Step) -> Iterator[tuple[Name, Name]]:
    if step.kind == "rename_stmt" and step.tree.relation.relname and not step.tree.subname:
        old = named(step.tree.relation)
        yield old, (old[0], str(step.tree.newname))
