"""The transactions of a step of `migrate ENV { … }`, from its SQL islands and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from confiture.ddl.backfill import backfill
from confiture.ddl.constants import with_constants
from confiture.ddl.files import SqlFile
from confiture.ddl.groups import Group, Piece, groups, statement_span
from confiture.ddl.script import CopyBlock
from confiture.errors import Diagnostic, RecipeError
from confiture.model.declarations import Sql
from confiture.model.recipe import Action, Backfill, Stage, StageRun, StageVerify, Undo
from confiture.plans.statements import bound
from confiture.plans.trial import Act, Check, Staged, Trial
from confiture.text import Span

_ALONE = "it runs outside of transactions: give it a `run` of its own, or put all into a file"
_MILLISECOND = timedelta(milliseconds=1)

Read = Callable[[Path], SqlFile]


def staged(stages: Iterable[Stage], read: Read) -> tuple[Staged, ...]:
    """The steps with their transactions; `read` gives the files that they name.

    Raises RecipeError with all that is wrong with their SQL.
    """
    reader = _Reader(read)
    found = tuple(
        Staged(
            stage=stage,
            acts=tuple(act for one in stage.actions for act in reader.acts(one)),
            undo=tuple(reader.acts(stage.undo)) if stage.undo is not None else (),
        )
        for stage in stages
    )
    if reader.faults:
        raise RecipeError(*reader.faults)
    return found


class _Reader:
    """Reads what actions do, and notes what is wrong with them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self.faults: list[Diagnostic] = []

    def acts(self, action: Action | Undo) -> Sequence[Act]:
        try:
            return tuple(self._acts(action))
        except RecipeError as error:
            self.faults.extend(error.diagnostics)
            return ()

    def _acts(self, action: Action | Undo) -> Iterator[Act]:
        if isinstance(action, StageVerify):
            sql = bound(action.sql)
            yield Act(check=Check(sql=sql, message=action.message, span=action.sql.span))
        elif isinstance(action, Backfill):
            yield Act(trials=(_filling(action.sql),))
        else:
            within = action.within if isinstance(action, StageRun) else None
            for act in self._of_script(action):
                self._refuse_within(act, within)
                yield replace(act, within=round(within / _MILLISECOND) if within else 0)

    def _of_script(self, action: StageRun | Undo) -> Iterator[Act]:
        if action.sql is not None:
            yield _of_island(action.sql)
        elif action.file is not None:
            file = self._read(action.file)
            for group in groups(file):
                yield _of_group(group, lambda piece: statement_span(file, piece))

    def _refuse_within(self, act: Act, within: timedelta | None) -> None:
        for trial in act.trials:
            if within is not None and trial.mode != "transaction":
                message = "`within` cannot bound a statement that runs outside of transactions"
                hint = "leave it out: one that is stopped half way leaves something behind"
                self.faults.append(Diagnostic("misplaced-within", message, trial.span, hint))


def _of_island(sql: Sql) -> Act:
    """One transaction, or one statement that refuses it. Raises RecipeError for anything else."""
    island = SqlFile(Path(), sql.span.source.name, sql.text, "")
    start = sql.span.start + sql.span.text.index(sql.text)

    def span(piece: Piece) -> Span:
        return _shifted(statement_span(island, piece), start, sql.span)

    try:
        found = groups(island)
    except RecipeError as error:
        raise RecipeError(
            *(replace(d, span=_shifted(d.span, start, sql.span)) for d in error.diagnostics)
        ) from error
    if len(found) > 1:
        alone = next((one for one in found if one.mode != "transaction"), found[1])
        message = "a `run` or `undo` is one transaction"
        hint = _ALONE if alone.mode != "transaction" else "give each transaction its own `run`"
        raise RecipeError(Diagnostic("stands-alone", message, span(alone.pieces[0]), hint))
    act = _of_group(found[0], span)
    if not sql.names:
        return act
    whole = bound(sql)
    (trial,) = act.trials
    return replace(act, trials=(replace(trial, sql=whole.text.strip(), values=whole.values),))


def _shifted(span: Span | None, start: int, island: Span) -> Span:
    """A place in the text of an island as one in its recipe."""
    if span is None:
        return island
    return Span(island.source, start + span.start, start + span.end)


def _of_group(group: Group, span: Callable[[Piece], Span]) -> Act:
    return Act(
        trials=tuple(
            Trial(
                sql=piece.text.strip(),
                place=str(span(piece)),
                group=1,
                mode=group.mode,
                data=piece.data if isinstance(piece, CopyBlock) else None,
                span=span(piece),
            )
            for piece in group.pieces
        )
    )


def _filling(sql: Sql) -> Trial:
    whole = bound(sql)
    text = with_constants(whole.text, whole.values) if whole.values else whole.text
    try:
        backfill(text)
    except RecipeError as error:
        raise RecipeError(*(replace(d, span=sql.span) for d in error.diagnostics)) from error
    return Trial(sql=text, place=str(sql.span), group=1, mode="backfill", span=sql.span)
