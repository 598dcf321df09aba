"""What every kind of database object shares: a key, facts, and the statements that make it so.

A kind is one module here and one query of its name in `pg/sql/objects`, whose columns of facts are
the fields of its class. `pg.objects` reads; `plans.changes` compares and orders; neither knows any
kind by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Literal, NamedTuple, Self, TypeAlias

from confiture.model.names import nullable
from confiture.registry import Registry


class Key(NamedTuple):
    """What an object is called in its database: its kind, and the parts of its name."""

    kind: str
    path: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} {'.'.join(self.path)}"


@dataclass(frozen=True, order=True, slots=True)
class Grant:
    """A privilege of a role, or of `public`, as SQL spells both."""

    grantee: str
    privilege: str
    grantable: bool = False

    def __str__(self) -> str:
        option = " with grant option" if self.grantable else ""
        return f"{self.privilege.lower()} to {self.grantee}{option}"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use an object, as the difference from what its kind gives without a word.

    `granted` are privileges beyond the default, `revoked` those of the default that are gone.
    """

    granted: tuple[Grant, ...] = ()
    revoked: tuple[Grant, ...] = ()

    def __str__(self) -> str:
        """`select to reader, not usage to public`."""
        parts = [str(one) for one in self.granted] + [f"not {one}" for one in self.revoked]
        return ", ".join(parts) or "as by default"


NOT_VALID_EVERYWHERE = 180000
"""The version from which NOT NULL, and foreign keys of partitioned tables, can be NOT VALID."""

Pace: TypeAlias = Literal["quick", "slow", "apart", "backfill"]


@dataclass(frozen=True, slots=True)
class Phase:
    """Statements that share a transaction, with others or alone.

    A `quick` phase holds its locks for a moment and shares its transaction with its neighbours. A
    `slow` one reads whole tables, what runs `apart` refuses to run in a transaction, and a
    `backfill` is an UPDATE that may be done in parts, in a transaction each.
    """

    statements: tuple[str, ...]
    pace: Pace = "quick"


@dataclass(frozen=True, slots=True)
class Alteration:
    """Statements that change an object into another of its name.

    `disturbs` says that objects that depend on it (all but those `sturdy`) must go before and come
    back after, as views on a column whose type changes. `online` is the same in phases that let
    others work, where that differs. What `commits` can be used only after it was committed.
    `converting` are those of the statements that write stored values anew.
    """

    statements: tuple[str, ...]
    disturbs: bool = False
    online: tuple[Phase, ...] | None = None
    commits: bool = False
    converting: tuple[str, ...] = ()

    @property
    def phases(self) -> tuple[Phase, ...]:
        return (Phase(self.statements),) if self.online is None else self.online


@dataclass(frozen=True, kw_only=True)
class Object:
    """One object; kinds derive from it and add their facts.

    `sql` is its name as DDL spells it, with quotes where they are needed. `owner` is None for the
    role that the database was read as: who builds a database owns what nobody else was given.
    `needs` are the objects that it cannot be without, `goes_with` those of them that take it along
    when they are dropped, as pg_depend has them. `position` orders objects of one container.
    """

    kind: ClassVar[str]
    word: ClassVar[str]
    """What stands before the name in COMMENT ON, ALTER … OWNER TO and GRANT … ON."""
    rank: ClassVar[int] = 50
    """Kinds of lower rank are made earlier, where no dependency says otherwise."""
    sturdy: ClassVar[bool] = False
    """PostgreSQL itself rebuilds it when a column that it needs changes its type."""
    restricts: ClassVar[bool] = False
    """What it needs does not take any change, as columns of a primary key stay NOT NULL."""
    governs: ClassVar[bool] = False
    """What is made after it has other privileges from the beginning."""
    forgotten: ClassVar[bool] = False
    """PostgreSQL forgets it when what it needs is altered or rebuilt."""
    default_privileges: ClassVar[str | None] = None
    """What ALTER DEFAULT PRIVILEGES calls objects of its kind: `tables`."""
    in_schema: ClassVar[bool] = True
    """The first part of its path is the schema that it lies in (or is)."""

    reads_rows: ClassVar[bool] = True
    """It can be made only once the values are there that it needs columns for."""

    path: tuple[str, ...]
    sql: str
    owner: str | None = None
    comment: str | None = None
    access: Access = Access()
    needs: frozenset[Key] = field(default=frozenset(), compare=False)
    goes_with: frozenset[Key] = field(default=frozenset(), compare=False)

    @property
    def key(self) -> Key:
        return Key(self.kind, self.path)

    @property
    def designation(self) -> str:
        """`table app.users`, `trigger t on app.users`."""
        return f"{self.word} {self.sql}"

    @property
    def names(self) -> frozenset[tuple[str, ...]]:
        """What no other object may be called while this one is there: relations share names."""
        return frozenset({(self.kind, *self.path)})

    @property
    def holds_values(self) -> bool:
        """Whether rows, or values of rows, are lost with it."""
        return False

    @property
    def made_with(self) -> Key | None:
        """The object whose statement makes this one too, where both are new."""
        return None

    @property
    def clause(self) -> str | None:
        """What stands for it in the statement of the table that it `goes_with`, where both are new
        and nothing that it needs has to wait for the table; None where it has no place there."""
        return None

    def create(self, catalog: Catalog, made: Set[Key]) -> tuple[str, ...]:
        """Statements that make it and what is `made_with` it. `catalog` is the one to come, `made`
        all that it has and the old one has not: what a table inherits needs no statement, unless
        the table is new too."""
        raise NotImplementedError

    def create_online(self, catalog: Catalog, made: Set[Key]) -> tuple[Phase, ...]:
        """As `create`, in phases that let others work with tables that were there before."""
        return (Phase(self.create(catalog, made)),)

    @property
    def on(self) -> tuple[str, ...] | None:
        """The path of the table that it is a part of."""
        return None

    @property
    def parents(self) -> frozenset[Key]:
        """Parts of its table's parents whose changes are its own."""
        return frozenset()

    @property
    def precedes(self) -> frozenset[Key]:
        """Those of its `parents` that become one with it only if they come later."""
        return frozenset()

    def beside(self, old: Catalog) -> Self:
        """Itself, said so that it is made right while objects of `old` may still be there."""
        return self

    @property
    def attaches(self) -> tuple[str, ...] | None:
        """The path of the table that has parts of its parent while this is there."""
        return None

    @property
    def collects(self) -> frozenset[tuple[str, ...]]:
        """The paths of tables whose new parts, of kinds of lower rank, come before it."""
        return frozenset()

    @property
    def completes(self) -> frozenset[Key]:
        """What is whole only with it: what else needs that comes later."""
        return frozenset()

    def drop(self) -> tuple[str, ...]:
        return (f"drop {self.designation}",)

    def drop_online(self) -> tuple[Phase, ...]:
        return (Phase(self.drop()),)

    @property
    def gives_way(self) -> bool:
        """Whether it goes on to serve under another name until its successor is there."""
        return False

    def alter(self, new: Self, catalog: Catalog) -> Alteration | None:
        """From this to another of its key, owner, comment and access left aside; `catalog` is the
        new one. None where it has to be dropped and made again."""
        return None

    def freed(self, gone: Set[Key]) -> Self:
        """What is left of it, and of its needs, once others are gone that it could be without:
        a check that a detached partition had from its parent is the table's own."""
        return self

    def bears(self, cause: Key) -> bool:
        """Whether it stays as it is while `cause`, which it needs, is altered and `disturbs`."""
        return self.sturdy or self.made_with == cause

    def set_aside(self) -> tuple[str, ...]:
        """Gives it another name, so that one is made of its own while columns still have it."""
        return ()

    @property
    def aside(self) -> Self:
        """Itself, as it is called after `set_aside`."""
        return self

    @property
    def domain_of(self) -> str | None:
        """The type whose values it has, where it is a domain."""
        return None

    def loses(self, new: Object, sides: Sides, *, listed: bool = False) -> bool:
        """Whether values of it, or in it, may be rounded or cut, without an error, when it becomes
        another; `listed` ones are elements of arrays."""
        return False

    def converted(self, new: Object, value: str, type_: str, sides: Sides) -> str:
        """The value of a column of this type, or an array of it, as one of `type_`, where `new` has
        this one's name; or what is to be assigned to a column of that."""
        return f"{value}::{type_}"

    def follow(self, new: Self, old: Object, successor: Object, sides: Sides) -> Alteration | None:
        """What `alter` gives, and from a type or collation that is set aside to that of its name.
        None where it has to be dropped and made again."""
        return None

    @property
    def session_settings(self) -> tuple[str, ...]:
        """SET statements without which its own may fail; they hold for the rest of the session."""
        return ()

    @property
    def role(self) -> str | None:
        """Who owns it."""
        return self.owner

    def owned_by(self, role: str) -> Self:
        return replace(self, owner=role)

    @property
    def binds(self) -> tuple[Key, ...]:
        """Objects that must be owned by the owner of the first of them while this is there."""
        return ()

    def without(self, kinds: Set[str]) -> Self:
        """Itself, needing nothing of some kinds."""
        return replace(
            self,
            needs=frozenset(key for key in self.needs if key.kind not in kinds),
            goes_with=frozenset(key for key in self.goes_with if key.kind not in kinds),
        )

    def privilege(self, word: str) -> str:
        """A privilege on it, as GRANT and REVOKE say it: `select on table app.users`."""
        return f"{word} on {self.designation}"

    def comment_statement(self, text: str | None) -> str:
        return f"comment on {self.designation} is {nullable(text)}"

    def owner_statement(self, role: str) -> str:
        return f"alter {self.designation} owner to {role}"


def detached(table: tuple[str, ...]) -> Key:
    """What stands for a table among those that are gone, once it has no parts of a parent."""
    return Key("detached", table)


OBJECTS: Registry[type[Object]] = Registry("kind of object", "confiture.ddl.objects")


@dataclass(frozen=True, eq=False)
class Catalog(Mapping[Key, Object]):
    """All objects of a database that users made, and the names of those that no kind models.

    `folded` are those that the statements of their tables make, by their `clause`. `version` is
    the server's as a number: 180006 for 18.6.
    """

    objects: Mapping[Key, Object]
    unmodelled: tuple[str, ...] = ()
    folded: frozenset[Key] = frozenset()
    version: int = 0

    def __getitem__(self, key: Key) -> Object:
        return self.objects[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self.objects)

    def __len__(self) -> int:
        return len(self.objects)

    @cached_property
    def _parts(self) -> dict[Key, tuple[Object, ...]]:
        found: dict[Key, list[Object]] = {}
        for one in self.objects.values():
            if one.made_with is not None:
                found.setdefault(one.made_with, []).append(one)
        return {key: tuple(parts) for key, parts in found.items()}

    @cached_property
    def _within(self) -> dict[Key, tuple[Key, ...]]:
        found: dict[Key, list[Key]] = {}
        for key in sorted(self.folded):
            for whole in self.objects[key].goes_with:
                found.setdefault(whole, []).append(key)
        return {whole: tuple(keys) for whole, keys in found.items()}

    @cached_property
    def types(self) -> Mapping[str, Object]:
        """Those that users made, by their names as SQL spells them."""
        return {one.sql: one for one in self.objects.values() if ("type", *one.path) in one.names}

    def within(self, key: Key) -> tuple[Key, ...]:
        """What is folded into the statement that makes an object, in the order of the keys."""
        return self._within.get(key, ())

    @cached_property
    def constraints(self) -> Mapping[tuple[str, ...], Set[tuple[str, ...]]]:
        """The tables that have a constraint of a name, by schema and name."""
        found: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for one in self.objects.values():
            for kind, *path in one.names:
                if kind == "constraint":
                    found.setdefault((path[0], path[-1]), set()).add(tuple(path[:2]))
        return found

    def freed(self, gone: Set[Key]) -> Catalog:
        """Without what some objects are freed of that others are gone; a table that was attached to
        a parent, and is no longer, is told by a key of its name."""
        attached = (one.attaches for key in gone if (one := self.get(key)))
        gone = gone | {detached(table) for table in attached if table}
        return replace(self, objects={key: one.freed(gone) for key, one in self.items()})

    def parts(self, key: Key) -> tuple[Object, ...]:
        """The objects that are made with one, in their order."""
        return self._parts.get(key, ())


class Sides(NamedTuple):
    """What a difference is between."""

    old: Catalog
    new: Catalog
