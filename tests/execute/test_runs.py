"""The plans of unfinished runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from confiture import runs
from confiture.errors import UsageError


def test_a_run_is_kept_until_it_is_done(tmp_path: Path) -> None:
    runs.keep(tmp_path, "r1", b"{}")
    runs.keep(tmp_path, "r2", b"[]")
    runs.keep(tmp_path, "r2", b"{}")
    assert [u.run for u in runs.unfinished(tmp_path)] == ["r2", "r1"]
    assert runs.find(tmp_path, None).run == "r2"
    assert runs.find(tmp_path, "r1").path.read_bytes() == b"{}"
    runs.finish(tmp_path, "r2")
    runs.finish(tmp_path, "r2")
    assert [u.run for u in runs.unfinished(tmp_path)] == ["r1"]
    assert len(list((tmp_path / ".confiture" / "runs").iterdir())) == 1


@pytest.mark.parametrize(
    ("kept", "wanted", "said"),
    [
        ([], None, "no unfinished run in"),
        (["r1"], "x", "can go on: r1"),
        ([], "x", "can go on: none"),
        (["20260101T000000-aaaaaa"], "20260101T000000-aaaaab", "did you mean"),
    ],
)
def test_a_run_that_is_not_there(
    tmp_path: Path, kept: list[str], wanted: str | None, said: str
) -> None:
    for run in kept:
        runs.keep(tmp_path, run, b"{}")
    with pytest.raises(UsageError, match=said):
        runs.find(tmp_path, wanted)


def test_ids_sort_by_time() -> None:
    ids = [runs.new_id() for _ in range(50)]
    assert len(set(ids)) == 50
    assert [i.split("-")[0] for i in ids] == sorted(i.split("-")[0] for i in ids)
