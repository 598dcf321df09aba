"""The order of a directory's entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture.ddl.order import alphabetical, hexadecimal, listed_first
from confiture.text import Source


@pytest.mark.parametrize(
    "names",
    [
        ["10_a.sql", "10_tables", "10_tables.sql", "2_b.sql", "B.sql", "a.sql", "z", "é"],
        ["0x09_a", "0x0A_a", "0x100_a", "0x14_a"],
    ],
)
def test_alphabetical(names: list[str]) -> None:
    assert alphabetical(reversed(names)) == names


@pytest.mark.parametrize(
    "names",
    [
        ["0x09_a", "0x0A_a", "0x14_a", "0x100_a"],
        ["0x0a_b", "0x0B_a", "0xb_a"],
        ["0x1_x", "0x0X_a", "0xG_a", "0x_a", "10_a", "a"],
    ],
)
def test_hexadecimal(names: list[str]) -> None:
    assert hexadecimal(reversed(names)) == names


NAMES = st.from_regex(r"(0x[0-9a-fA-F]{0,3}_?)?[a-zA-Z0-9_é]{1,3}", fullmatch=True)


@given(st.sets(NAMES, max_size=8), st.randoms(use_true_random=False))
def test_order_is_total(names: set[str], random: object) -> None:
    shuffled = list(names)
    getattr(random, "shuffle")(shuffled)  # noqa: B009 - hypothesis types it as object
    for order in (alphabetical, hexadecimal):
        assert order(shuffled) == order(order(names))
        assert sorted(order(names)) == sorted(names)


@given(st.lists(st.integers(0, 0xFFFFF), unique=True))
def test_hexadecimal_is_by_number(numbers: list[int]) -> None:
    names = hexadecimal(f"0x{number:X}_a" for number in numbers)
    assert names == [f"0x{number:X}_a" for number in sorted(numbers)]


@pytest.mark.parametrize(
    ("listing", "names", "faults"),
    [
        ("", ["a", "b", "c"], []),
        ("c\n", ["c", "a", "b"], []),
        ("# first\n  c  \r\n\nb/\n", ["c", "b", "a"], []),
        ("c\nd\n", ["c", "a", "b"], [".order:2:1 there is no 'd' in this directory"]),
        ("  c\n  c", ["c", "a", "b"], [".order:2:3 'c' is listed twice"]),
    ],
)
def test_listed_first(listing: str, names: list[str], faults: list[str]) -> None:
    found, diagnostics = listed_first(["a", "b", "c"], Source(".order", listing))
    assert found == names
    assert [f"{fault.span} {fault.message}" for fault in diagnostics] == faults


def test_unknown_entry_is_suggested() -> None:
    (fault,) = listed_first(["10_tables", "20_views"], Source(".order", "10_table\n"))[1]
    assert fault.hint == "did you mean '10_tables'?"
