"""What a lint rule is: a name for the fault, a page about it, and a function that finds it.

A rule is a module of `rules`, whose docstring is its page: the first line says the fault, the rest
why it is one and what to do instead. Schema rules judge a catalog, migration rules the statements
of a script and what each did on a scratch database. Comment rules are about what users say to lint,
and are found by `ignores`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from confiture.ddl.objects import Key
from confiture.errors import Severity
from confiture.registry import Registry
from confiture.text import Span

if TYPE_CHECKING:
    from confiture.lint.migration import Migration
    from confiture.lint.schema import Schema


@dataclass(frozen=True)
class Edit:
    """Text that takes the place of a span; an empty span is where it goes in."""

    span: Span
    text: str


@dataclass(frozen=True)
class Found:
    """A fault: an object of the catalog, or a place in a script, and what is wrong with it.

    `edits` mend it, where that changes nothing that the user could have meant.
    """

    message: str
    hint: str
    about: Key | None = None
    span: Span | None = None
    edits: tuple[Edit, ...] = ()


SchemaCheck: TypeAlias = "Callable[[Schema], Iterable[Found]]"
MigrationCheck: TypeAlias = "Callable[[Migration], Iterable[Found]]"
Group: TypeAlias = Literal["schema", "migration", "comment"]
S = TypeVar("S", bound="SchemaCheck")
M = TypeVar("M", bound="MigrationCheck")


@dataclass(frozen=True)
class Rule:
    """`severity` is what its findings have where an environment does not say otherwise; `down`
    says that it also judges scripts that take a migration back, and `optional` that it runs only
    where somebody names it."""

    name: str
    severity: Severity
    page: str
    group: Group
    on_schema: SchemaCheck | None = None
    on_migration: MigrationCheck | None = None
    down: bool = False
    optional: bool = False

    @property
    def summary(self) -> str:
        """The first paragraph of its page, on one line."""
        return " ".join(self.page.split("\n\n")[0].split())


RULES: Registry[Rule] = Registry("lint rule", "confiture.lint.rules")


def schema_rule(
    name: str, severity: Severity, *, on_migration: MigrationCheck | None = None
) -> Callable[[S], S]:
    """Register a function that judges a schema, under the docstring of its module.

    A migration is judged by it through the schemas before and after; `on_migration` sees what the
    text alone tells.
    """

    def add(check: S) -> S:
        RULES.register(name)(Rule(name, severity, _page(check), "schema", check, on_migration))
        return check

    return add


def migration_rule(
    name: str, severity: Severity, *, down: bool = False, optional: bool = False
) -> Callable[[M], M]:
    """Register a function that judges a migration, under the docstring of its module."""

    def add(check: M) -> M:
        rule = Rule(name, severity, _page(check), "migration", None, check, down, optional)
        RULES.register(name)(rule)
        return check

    return add


def comment_rule(name: str, severity: Severity, module: str) -> None:
    """Register a rule about comments, under the docstring of a module."""
    RULES.register(name)(Rule(name, severity, sys.modules[module].__doc__ or "", "comment"))


def _page(check: Callable[..., object]) -> str:
    return (sys.modules[check.__module__].__doc__ or "").strip()
