"""What happens to each column of a taken table: which rule of the recipe decides it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from confiture.errors import did_you_mean
from confiture.model.declarations import ColumnRule
from confiture.model.names import QName, spelled
from confiture.model.recipe import Pattern, Sync, TableRules
from confiture.model.schema import Schema, Table
from confiture.plans.fit import Fitted, fit
from confiture.plans.scope import Scope
from confiture.plans.tables import find, matches
from confiture.steps.copy_table import MaskUse
from confiture.text import Span


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A column's rule, and its mask compiled for the column (None for `keep`)."""

    rule: ColumnRule
    mask: Fitted | None

    @property
    def use(self) -> MaskUse | None:
        return self.mask.use if self.mask is not None else None


Rules = Mapping[QName, Mapping[str, ColumnRule]]


def rules(scope: Scope, sync: Sync, source: Schema, tables: Iterable[Table]) -> Rules:
    """For each root table, the rule of each column that has one; a later rule wins.

    A column that a rule names need not be in every table that the rule is used with, but in
    one of them it must. The tables that inherit from a table (INHERITS) follow its rules where
    they have none of their own, because reading the parent shows their rows.
    """
    roots = {table.root for table in tables}
    own: dict[QName, dict[str, ColumnRule]] = {root: {} for root in roots}
    inherited: dict[QName, dict[str, ColumnRule]] = {root: {} for root in roots}
    names = _Names()
    for block in sync.masks:
        found = _ruled(scope, source, block, roots)
        heirs = {heir.name for root in found for heir in source.descendants(root)} - set(found)
        for rule, column, span in _columns(block):
            having = [root for root in found if source.by_name[root].column(column)]
            for root in having:
                own[root][column] = rule
            for heir in heirs & roots:
                if source.by_name[heir].column(column):
                    inherited[heir][column] = rule
            names.saw(column, span, [source.by_name[root] for root in found], met=bool(having))
    names.complain(scope)
    return {root: {**inherited[root], **own[root]} for root in roots}


def decide(
    scope: Scope, sync: Sync, table: Table, rules: Mapping[str, ColumnRule]
) -> dict[str, Decided]:
    """The decided columns of a table; complains about each that is undecided or cannot be."""
    decided: dict[str, Decided] = {}
    undecided = []
    for column in table.stored:
        rule = rules.get(column.name)
        if rule is None:
            undecided.append(column.name)
        elif rule.mask is None:
            decided[column.name] = Decided(rule=rule, mask=None)
        elif fitted := fit(scope, table, column, rule.mask):
            decided[column.name] = Decided(rule=rule, mask=fitted)
    _complain_of_generated(scope, table, rules)
    if undecided and sync.keep_others is None:
        listed = ", ".join(map(spelled, undecided))
        scope.complain(
            "undecided-columns",
            f"nothing decides columns {listed} of {table.root}",
            sync.span,
            f'add: mask {table.root} {{ {listed} keep because "…" }}'
            ' (or, for all tables: keep others because "…")',
        )
    return decided


def _complain_of_generated(scope: Scope, table: Table, rules: Mapping[str, ColumnRule]) -> None:
    """A generated column follows the columns that it is computed from; a mask on it cannot act."""
    for column in table.columns:
        rule = rules.get(column.name)
        if not column.generated or rule is None or rule.mask is None:
            continue
        ruled = [rules.get(name) for name in column.computed_from]
        if any(one is None or one.mask is None for one in ruled):
            scope.complain(
                "mask-on-generated",
                f"{table.root}.{spelled(column.name)} is generated from"
                f" {', '.join(map(spelled, column.computed_from)) or 'no column'},"
                " and the target computes it again",
                rule.mask.span,
                "mask the columns that it is generated from",
            )


def _ruled(scope: Scope, source: Schema, block: TableRules, roots: set[QName]) -> tuple[QName, ...]:
    """The roots that a block is for; complains when it is for none."""
    aside = _aside(scope, source, block.table, roots)
    if aside is not None and not any(matches(block.table, root) for root in roots):
        scope.complain("table-not-taken", aside, block.table.span, "its rules would do nothing")
        return ()
    return find(scope, block.table, roots)


def _aside(scope: Scope, source: Schema, pattern: Pattern, roots: set[QName]) -> str | None:
    """Why a table that the source has takes no rules, or None where it has none of that name."""
    for table in source.tables:
        if matches(pattern, table.name):
            if table.root != table.name and table.root in roots:
                return f"{table.name} is a partition: rules stand at {table.root}"
            return f"{table.name} is not copied by this sync"
    return None


def _columns(block: TableRules) -> Iterator[tuple[ColumnRule, str, Span]]:
    for rule in (*(r for masking in block.using for r in masking.rules), *block.rules):
        for name in rule.columns:
            yield rule, name.name, name.span


class _Names:
    """The columns that rules name, and whether any table has them."""

    def __init__(self) -> None:
        self._columns: dict[Span, tuple[str, dict[str, None]]] = {}
        self._met: set[Span] = set()

    def saw(self, column: str, span: Span, tables: Sequence[Table], *, met: bool) -> None:
        _, known = self._columns.setdefault(span, (column, {}))
        known.update(dict.fromkeys(c.name for table in tables for c in table.columns))
        if met or not tables:
            self._met.add(span)

    def complain(self, scope: Scope) -> None:
        for span, (column, known) in self._columns.items():
            if span not in self._met:
                scope.complain(
                    "unknown-column",
                    f"no table that this rule is for has a column {column!r}",
                    span,
                    did_you_mean(column, known),
                )
