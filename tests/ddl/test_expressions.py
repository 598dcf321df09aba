"""What is written so that PostgreSQL reads what it printed."""

from __future__ import annotations

import pytest

from confiture.ddl.objects.expressions import reread


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("(a > 0)", "(a > 0)"),
        ("((a > 0) AND (b > 0) AND c)", "((a > 0) AND (b > 0) AND c)"),
        ("(((a >= 1) AND (a <= 9)) AND b)", "(((a >= 1) AND (a <= 9))::boolean AND b)"),
        ("(b AND ((a >= 1) AND (a <= 9)))", "(b AND ((a >= 1) AND (a <= 9)))"),
        ("(((a >= 1) AND (a <= 9)) OR b)", "(((a >= 1) AND (a <= 9)) OR b)"),
        ("(((a < 1) OR (a > 9)) OR b)", "(((a < 1) OR (a > 9))::boolean OR b)"),
        (
            "((((a >= 1) AND (a <= 9)) AND b) AND c)",
            "((((a >= 1) AND (a <= 9))::boolean AND b)::boolean AND c)",
        ),
        ("(a = ') AND ('::text)", "(a = ') AND ('::text)"),
        ('(("x) AND (" > 1) AND b)', '(("x) AND (" > 1) AND b)'),
        ("((v)::text = ANY ((ARRAY['a'::character varying])::text[]))",
         "((v)::text = ANY ((ARRAY['a'::character varying]::character varying[])::text[]))"),
    ],
)  # fmt: skip
def test_reread(printed: str, written: str) -> None:
    assert reread(printed) == written
