"""Which migrations a database goes through: tables of ledgers and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.ddl.files import SqlFile
from confiture.ddl.migrations import AGAIN, Migration
from confiture.errors import RecipeError, Severity
from confiture.plans.migrations import course, faults
from confiture.steps.migration_ledger import Applied

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def sql_file(text: str) -> SqlFile:
    return SqlFile(Path("/f.sql"), "f.sql", text, sha256(text.encode()).hexdigest())


def known(words: str) -> tuple[Migration, ...]:
    """`1 2! R__v`: with `!`, without a way down; with `~`, with another text; with `^`, calling
    repeatable ones again, both ways."""
    found = []
    for word in words.split():
        version = word.rstrip("!~^")
        again = AGAIN if "^" in word else ""
        up = sql_file(f"{again}up {version}{' anew' if '~' in word else ''}")
        down = None if "!" in word or version.startswith("R__") else sql_file(f"{again}down")
        name = version[3:] if version.startswith("R__") else "x"
        found.append(Migration(version=version, name=name, up=up, down=down))
    return tuple(sorted(found, key=lambda one: one.order))


def ledger(words: str) -> tuple[Applied, ...]:
    """`1 2=baseline 3=applying:1/3`: of the files as they are without `~`; with `+`, the next
    group was begun."""
    rows = []
    for word in words.split():
        version, _, rest = word.partition("=")
        state, _, count = (rest or "applied").partition(":")
        done, _, groups = (count or "1/1").rstrip("+").partition("/")
        begun = int(done) + 1 if count.endswith("+") else 0
        (one,) = known(version)
        rows.append(
            Applied(
                version=one.version, name=one.name, checksum=one.checksum, state=state,  # type: ignore[arg-type]
                done=int(done), groups=int(groups), applied=NOW, milliseconds=1, applied_by="me",
                begun=begun,
            )
        )  # fmt: skip
    return tuple(rows)


def shown(files: str, rows: str, **options: object) -> str:
    moves = course(known(files), ledger(rows), **options)  # type: ignore[arg-type]
    return " ".join(
        f"{'-' if one.down else '+'}{one.migration.version}"
        f"{f'@{one.done}' if one.done else ''}{'+' if one.begun else ''}{'!' if one.undo else ''}"
        for one in moves
    )


@pytest.mark.parametrize(
    ("files", "rows", "options", "expected"),
    [
        # up
        ("", "", {}, ""),
        ("1 2 10", "", {}, "+1 +2 +10"),
        ("1 2 10", "1", {}, "+2 +10"),
        ("1 2", "1 2", {}, ""),
        ("1 2 3", "1=baseline", {}, "+2 +3"),
        ("1 2 3", "", {"steps": 2}, "+1 +2"),
        ("1 2 3", "1", {"steps": 9}, "+2 +3"),
        ("1 2 3", "", {"version": "2"}, "+1 +2"),
        ("1 2 3", "1", {"version": "2_x"}, "+2"),
        ("1 2 3", "1 2", {"version": "2"}, ""),
        ("1! 2!", "1", {}, "+2"),
        # repeatable ones: after all others, and whenever they have changed
        ("R__v 9", "", {}, "+9 +R__v"),
        ("R__v 9", "9 R__v", {}, ""),
        ("R__v~ 9", "9 R__v", {}, "+R__v"),
        ("R__v~ 9", "9 R__v=baseline", {}, "+R__v"),
        ("R__v 9", "9 R__v=applying:1/2", {}, "+R__v@1"),
        ("R__v~ 9", "9 R__v=applying:1/2", {}, "+R__v"),
        ("R__v 9", "", {"version": "9"}, "+9"),
        ("R__v 9", "", {"steps": 1}, "+9"),
        # and those that a migration calls again, with the text that they had
        ("1 2^ R__v R__w", "1 R__v R__w", {}, "+2 +R__v +R__w"),
        ("1 2^ R__v~ R__w", "1 R__v R__w", {}, "+2 +R__v +R__w"),
        ("1 2^ R__v~ R__w", "1 R__v R__w", {"steps": 1}, "+2 +R__w"),
        ("1 2^ 3 R__v", "1 R__v", {"version": "2"}, "+2 +R__v"),
        ("1 2^ 3 R__v", "1 2^ R__v", {}, "+3"),
        ("1 2^ R__v R__w", "1 2^ R__v", {"steps": -1}, "-2 +R__v"),
        ("1 2^ R__v", "1 R__v 2^=reverting:1/3", {}, "-2@1 +R__v"),
        ("1 2^ R__v", "1 R__v 2^=applying:1/3", {"steps": -1}, "-2!"),
        ("1 2^ R__v", "1 R__v 2^=applying:1/3", {"steps": -2}, "-2! -1"),
        # half done
        ("1 2 3", "1 2=applying:1/3", {}, "+2@1 +3"),
        ("1 2 3", "1 2=applying:0/3", {"steps": 1}, "+2"),
        ("1 2", "1 2=applying:0/3+", {}, "+2+"),
        ("1 2", "1 2=applying:1/3+", {}, "+2@1+"),
        ("1 2", "1 2=reverting:1/3+", {}, "-2@1+"),
        ("1 2 3", "1 2=applying:1/3", {"version": "1"}, ""),
        ("1 2 3", "1 2=applying:1/3", {"steps": -1}, "-2!"),
        ("1! 2!", "1 2=applying:1/3", {"steps": -1}, "-2!"),
        ("1 2 3", "1 2=applying:1/3", {"steps": -2}, "-2! -1"),
        ("1 2 3", "1 2 3=applying:1/3", {"version": "1"}, "-3! -2"),
        ("1 2~ 3", "1 2=applying:1/3", {"steps": -1}, "-2!"),
        ("1 3", "1 2=applying:1/3", {"steps": -1}, "-2!"),
        ("1 20", "1 2=applying:1/3", {"steps": -1}, "-2!"),
        ("1 2", "1 2=undoing:1/3", {"steps": -1}, "-2!"),
        ("1 2", "1 2=reverting:1/3", {}, "-2@1"),
        ("1 2", "1 2=reverting:1/3", {"steps": -1}, "-2@1"),
        ("1 R__v", "1 R__v=applying:1/3", {"steps": -1}, "-R__v!"),
        # down
        ("1 2 10", "1 2 10", {"steps": -1}, "-10"),
        ("1 2 10", "1 10 2", {"steps": -2}, "-10 -2"),
        ("1 2 3", "1 2 3", {"steps": -9}, "-3 -2 -1"),
        ("1 2 3", "1 2 3", {"version": "1"}, "-3 -2"),
        ("1 2 3", "1 2 3", {"version": "1", "steps": -1}, "-3"),
        ("1 2 3 R__v", "1 2 3 R__v", {"steps": -1}, "-3"),
        ("1 2 R__v", "1 2 R__v", {"version": "2"}, ""),
        ("1 2", "", {"steps": -1}, ""),
        ("1! 2 3", "1 2 3", {"steps": -2}, "-3 -2"),
        # a sign says the way: nothing goes down that was to go up, nor up that was to go down
        ("1 2 3", "1 2 3", {"version": "1", "steps": 1}, ""),
        ("1 2 3", "1", {"version": "3", "steps": -9}, ""),
        # though something is wrong
        ("1~ 2", "1", {"force": True}, "+2"),
        ("2 3", "1 2", {"force": True}, "+3"),
        ("1 2 3", "1 3", {"force": True}, "+2"),
        ("1 2 3", "1 3", {"force": True, "steps": -1}, "-3"),
    ],
)  # fmt: skip
def test_course(files: str, rows: str, options: dict[str, object], expected: str) -> None:
    assert shown(files, rows, **options) == expected


@pytest.mark.parametrize(
    ("files", "rows", "options", "code", "said"),
    [
        ("20260101 20260202", "", {"version": "20260203"}, "unknown-version",
         "no migration '20260203' (did you mean '20260202'?)"),
        ("1 2", "", {"version": "zzz"}, "unknown-version",
         "no migration 'zzz' (see them: confiture migrate status)"),
        ("1 2", "1=baseline 2", {"steps": -2}, "below-baseline", "1_x was there before"),
        ("1 2!", "1 2", {"steps": -1}, "irreversible",
         "2_x has no way down (write 2_x.down.sql)"),
        ("1! 2!", "1 2", {"steps": -2}, "irreversible", "2_x has no way down"),
        ("1! 2!", "1 2", {"steps": -1, "force": True}, "irreversible", "2_x has no way down"),
        ("1~ 2", "1", {}, "changed-after-applied", "1_x has changed since it was applied"),
        ("1~ 2", "1 2", {"steps": -1}, "changed-after-applied", "1_x has changed"),
        ("1 2~", "1 2=applying:1/2", {}, "changed-half-way",
         "2_x has changed since a part of it was applied (put it back; or take that part back:"),
        ("1", "1 2=applying:1/2", {}, "gone-half-way", "a part of 2_x was applied, and its file"),
        ("2", "1 2", {}, "file-gone", "1_x was applied, and its file is gone"),
        ("1 2 3", "1 3", {}, "out-of-order", "2_x is older than 3_x, which has been applied"),
        ("1 2", "1 2=undoing:1/2", {}, "undoing", "2_x is being taken back"),
        ("1", "1 2=reverting:1/2", {"force": True}, "file-gone", "2_x was applied"),
    ],
)  # fmt: skip
def test_refused(files: str, rows: str, options: dict[str, object], code: str, said: str) -> None:
    with pytest.raises(RecipeError) as caught:
        shown(files, rows, **options)
    first = caught.value.diagnostics[0]
    assert first.code == code
    assert f"{first.message} ({first.hint})".startswith(said)


@pytest.mark.parametrize(
    ("files", "rows", "expected"),
    [
        ("1 2", "1", []),
        ("1 2!", "1", ["irreversible 2_x"]),
        ("1 R__v~", "1 R__v", []),
        ("1", "1 R__gone", []),
        ("2", "1=baseline 2", []),
        ("1~ 3 4~", "1 3 4", ["changed-after-applied 1_x", "changed-after-applied 4_x"]),
        ("2 3 4", "1 4", ["file-gone 1_x", "out-of-order 2_x", "out-of-order 3_x"]),
        ("9 10 11", "10", ["out-of-order 9_x"]),
        ("1 2 3", "1 3=baseline", ["out-of-order 2_x"]),
    ],
)  # fmt: skip
def test_faults(files: str, rows: str, expected: list[str]) -> None:
    found = faults(known(files), ledger(rows))
    assert [f"{one.code} {one.message.split()[0]}" for one in found] == expected
    warnings = {one.code for one in found if one.severity is Severity.WARNING}
    assert warnings <= {"irreversible"}
    assert all(one.hint for one in found)


def test_all_faults_at_once() -> None:
    with pytest.raises(RecipeError) as caught:
        shown("1~ 2~ 5 6!", "1 2 3 6")
    codes = [one.code for one in caught.value.diagnostics]
    assert codes == ["changed-after-applied"] * 2 + ["file-gone", "out-of-order"]
    assert all(one.severity is Severity.ERROR for one in caught.value.diagnostics)


@given(st.sets(st.integers(1, 30), max_size=12), st.data())
def test_up_and_down_meet(numbers: set[int], data: st.DataObject) -> None:
    """Whatever was applied, the way up to a version and back leads through the same ones."""
    versions = sorted(numbers)
    count = data.draw(st.integers(0, len(versions)))
    files = known(" ".join(map(str, versions)))
    applied = ledger(" ".join(map(str, versions[:count])))
    there = course(files, applied)
    assert [m.migration.version for m in there] == [str(v) for v in versions[count:]]
    everything = ledger(" ".join(map(str, versions)))
    back = course(files, everything, steps=-len(there)) if there else ()
    assert [m.migration for m in reversed(back)] == [m.migration for m in there]
    assert course(files, everything) == ()
    assert all(replace(m, down=False) in there for m in back)
