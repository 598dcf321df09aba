"""The files of a migrations folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from confiture.ddl.migrations import Migration, find, migrations
from confiture.errors import RecipeError


def make(root: Path, *names: str, **texts: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts.get("text", f"-- {name}\n"))


def read(root: Path, *folders: str) -> tuple[Migration, ...]:
    return migrations([root / one for one in folders or ("m",)], project_root=root)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], []),
        (["m/notes.md", "m/.hidden.sql", "m/old/1_a.up.sql"], []),
        (["m/1_a.up.sql", "m/1_a.down.sql"], ["1_a"]),
        # By number, not by text.
        (["m/10_b.up.sql", "m/9_c.up.sql", "m/100_a.up.sql"], ["9_c", "10_b", "100_a"]),
        (["m/002_b.up.sql", "m/1_a.up.sql", "m/0010_c.py"], ["1_a", "002_b", "0010_c"]),
        (["m/R__z.sql", "m/R__a.sql", "m/99_x.up.sql"], ["99_x", "R__a", "R__z"]),
        (["m/1_a-b_C9.py"], ["1_a-b_C9"]),
        (["m/2_b.up.sql", "n/1_a.up.sql", "n/3_c.up.sql"], ["1_a", "2_b", "3_c"]),
    ],
)
def test_which_and_in_which_order(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    make(tmp_path, *names)
    assert [one.title for one in read(tmp_path, "m", "n")] == expected


@pytest.mark.parametrize(
    ("names", "faults"),
    [
        (["m/add_user.up.sql"], ["bad-migration-name m/add_user.up.sql is no migration's"]),
        (["m/1_a.sql"], ["bad-migration-name"]),
        (["m/1_a b.up.sql"], ["bad-migration-name"]),
        (["m/r__a.sql", "m/R_a.sql"], ["bad-migration-name"] * 2),
        (["m/1_a.up.sql", "m/1_b.up.sql"], ["duplicate-version m/1_b.up.sql has the version of"]),
        (["m/1_a.up.sql", "m/1_b.down.sql"], ["duplicate-version"]),
        (
            ["m/1_a.up.sql", "m/001_a.down.sql"],
            ["duplicate-version m/1_a.up.sql has the version of 001_a", "no-way-up"],
        ),
        (["m/1_a.up.sql", "n/1_a.up.sql"], ["duplicate-version n/1_a.up.sql"]),
        (["m/R__a.sql", "n/R__a.sql"], ["duplicate-version n/R__a.sql"]),
        (["m/1_a.down.sql"], ["no-way-up m/1_a.down.sql has no way up beside it"]),
        (
            ["m/1_a.down.sql", "m/x.sql", "m/2_a.up.sql", "m/2_b.py"],
            [
                "duplicate-version m/2_b.py has the version of 2_a",
                "bad-migration-name",
                "no-way-up",
            ],
        ),
    ],
)
def test_faults(tmp_path: Path, names: list[str], faults: list[str]) -> None:
    make(tmp_path, *names)
    with pytest.raises(RecipeError) as caught:
        read(tmp_path, "m", "n")
    found = [f"{one.code} {one.message}" for one in caught.value.diagnostics]
    assert len(found) == len(faults), found
    for one, expected in zip(found, faults, strict=True):
        assert one.startswith(expected)
    assert all(one.span is not None for one in caught.value.diagnostics)


@pytest.mark.parametrize(
    ("name", "text", "reversible"),
    [
        ("1_a.up.sql", "select 1", False),
        ("1_a.py", "def up(session):\n    pass\n", False),
        ("1_a.py", "def up(session):\n    pass\n\n\ndef down(session):\n    pass\n", True),
        ("1_a.py", "def up(session):\n    def down(): ...\n", False),
        ("R__a.sql", "select 1", False),
    ],
)
def test_ways_back(tmp_path: Path, name: str, text: str, *, reversible: bool) -> None:
    make(tmp_path, f"m/{name}", text=text)
    (one,) = read(tmp_path)
    assert one.is_reversible == reversible


def test_the_checksum_is_of_what_leads_up(tmp_path: Path) -> None:
    def checksum() -> str:
        (one,) = read(tmp_path)
        return one.checksum

    make(tmp_path, "m/1_a.up.sql")
    first = checksum()
    make(tmp_path, "m/1_a.down.sql")
    assert checksum() == first
    make(tmp_path, "m/1_a.up.sql", text="select 2")
    assert checksum() != first


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ("2026", None),  # of two
        ("202601", "20260102_a"),
        ("20260102", "20260102_a"),
        ("20260203_b", "20260203_b"),
        ("20260203_", None),
        ("7", "007_c"),
        ("007", "007_c"),
        ("07", "007_c"),
        ("R__v", "R__v"),
        ("nothing", None),
        ("", None),
    ],
)
def test_find(version: str, found: str | None) -> None:
    known = [
        Migration(version="20260102", name="a"), Migration(version="20260203", name="b"),
        Migration(version="007", name="c"), Migration(version="70", name="d"),
        Migration(version="R__v", name="v"),
    ]  # fmt: skip
    one = find(known, version)
    assert (one.title if one else None) == found
