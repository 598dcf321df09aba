"""Run the steps of a plan: in parallel by readiness, bounded by lane, cancelled as a whole."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from confiture.errors import ConfitureError, Diagnostic, Interrupted
from confiture.execute.cancellation import Cancellation
from confiture.execute.events import Event, State
from confiture.execute.schedule import Schedule
from confiture.plans.plan import Plan
from confiture.steps.abc import Step, Work

MAX_THREADS = 16


@dataclass(frozen=True)
class _Ended:
    step: Step
    error: BaseException | None


@dataclass
class Progress:
    """Rows and bytes of one step so far, told as events."""

    run: str
    step: Step
    messages: queue.SimpleQueue[Event | _Ended]
    started: float = field(default_factory=time.monotonic)
    rows: int = 0
    bytes: int = 0

    def advance(self, *, rows: int, bytes: int) -> None:  # noqa: A002
        self.rows, self.bytes = rows, bytes
        self.tell(State.RUNNING)

    def say(self, message: str) -> None:
        self.tell(State.RUNNING, message)

    def tell(self, state: State, message: str | None = None) -> None:
        self.messages.put(
            Event(
                run=self.run,
                step=self.step.id,
                state=state,
                rows=self.rows,
                bytes=self.bytes,
                seconds=time.monotonic() - self.started,
                message=message,
            )
        )


WorkFor: TypeAlias = Callable[[Step, Progress], Work]


def execute(
    plan: Plan, todo: frozenset[str], work_for: WorkFor, *, run: str, cancellation: Cancellation
) -> Iterator[Event]:
    """Run the steps in `todo`, yielding events as they happen.

    After a failure nothing new starts, what runs is cancelled, and the first error is raised
    once all is quiet. Raises Interrupted when `cancellation` was set from outside.
    """
    yield from _skipped(plan, todo, run)
    messages: queue.SimpleQueue[Event | _Ended] = queue.SimpleQueue()
    schedule = Schedule(plan, todo)
    failure: BaseException | None = None
    with ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="confiture") as pool:
        try:
            while True:
                for step in () if cancellation else schedule.start():
                    progress = Progress(run, step, messages)
                    pool.submit(_attempt, step, work_for, progress, cancellation)
                if not schedule.running:
                    break
                message = _next(messages, cancellation)
                if isinstance(message, Event):
                    yield message
                elif message is not None:
                    failure = failure or message.error
                    _settle(schedule, message, cancellation)
        finally:
            if schedule.running:  # the consumer has stopped listening, or was interrupted
                cancellation.set()
    if failure is not None and not isinstance(failure, Interrupted):
        raise failure
    if cancellation:
        raise Interrupted(
            Diagnostic("interrupted", "the run was stopped", hint="go on with: confiture resume")
        )
    schedule.assert_finished()


def _skipped(plan: Plan, todo: frozenset[str], run: str) -> Iterator[Event]:
    """Tells of the steps that an earlier process of the run has done."""
    for step in plan.steps:
        if step.id not in todo:
            yield Event(run=run, step=step.id, state=State.SKIPPED)


def _settle(schedule: Schedule, ended: _Ended, cancellation: Cancellation) -> None:
    schedule.finish(ended.step, done=ended.error is None)
    if ended.error is not None:
        cancellation.set()


def _attempt(step: Step, work_for: WorkFor, progress: Progress, cancellation: Cancellation) -> None:
    """The step boundary: whatever a step raises is told, and raised again by `execute`."""
    error: BaseException | None = None
    try:
        _refuse_late(step, cancellation)
        progress.tell(State.STARTED)
        step.run(work_for(step, progress))
    except Interrupted as interrupted:
        error = interrupted
        progress.tell(State.CANCELLED)
    except BaseException as raised:
        progress.tell(State.FAILED, _first_line(raised))
        error = _named(raised, step)
    else:
        progress.tell(State.DONE)
    progress.messages.put(_Ended(step, error))


def _refuse_late(step: Step, cancellation: Cancellation) -> None:
    """A step may have waited for a thread while the run was cancelled."""
    if cancellation:
        raise Interrupted(Diagnostic("interrupted", f"{step.id} was not begun"))


def _named(error: BaseException, step: Step) -> BaseException:
    """The error, saying which step it comes from."""
    if isinstance(error, ConfitureError):
        error.diagnostics = tuple(
            replace(d, message=f"{step.id}: {d.message}") for d in error.diagnostics
        )
    return error


def _next(
    messages: queue.SimpleQueue[Event | _Ended], cancellation: Cancellation
) -> Event | _Ended | None:
    """The next message; a keyboard interrupt cancels the run and the wait goes on."""
    try:
        return messages.get()
    except KeyboardInterrupt:
        cancellation.set()
        return None


def _first_line(error: BaseException) -> str:
    if isinstance(error, ConfitureError) and error.diagnostics:
        return error.diagnostics[0].message
    return str(error).partition("\n")[0] or type(error).__name__
