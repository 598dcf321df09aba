"""How reports are written, and that the tools they are for can read them."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest

from confiture.lint import Report
from confiture.lint.formats import FORMATS
from tests.lint.reports import sample

EMPTY = Report(())
PLACE = "file=db/schema/a%2Cb.sql,line=2,col=3"


def test_all_formats() -> None:
    assert sorted(FORMATS) == ["csv", "github", "json", "junit", "sarif", "text"]


def test_text() -> None:
    assert FORMATS["text"](EMPTY) == ""
    assert FORMATS["text"](sample()) == (
        "error[invalid-index]: index i is invalid\n"
        "  help: reindex it\n"
        "\n"
        "warning[json-column]: column t.a is json\n"
        "  --> db/schema/a,b.sql:2:3\n"
        "    |\n"
        "  2 |   a json, -- 100 %\n"
        "    |   ^^^^^^\n"
        "  help: use jsonb\n"
        "\n"
        "note[serial-column]: 100 %: a, b\n"
        "and c\n"
        "  --> db/schema/a,b.sql:2:3\n"
        "    |\n"
        "  2 |   a json, -- 100 %\n"
        "    |   ^^^^^^\n"
        "  help: \n"
        "\n"
        "1 error, 1 warning, 1 note\n"
    )


def test_json() -> None:
    document = json.loads(FORMATS["json"](sample()))
    assert document["format_version"] == 1
    assert document["findings"][1] == {
        "code": "json-column", "severity": "warning", "message": "column t.a is json",
        "file": "db/schema/a,b.sql", "line": 2, "column": 3, "hint": "use jsonb",
        "about": "table public.t", "fixable": False,
    }  # fmt: skip
    assert document["findings"][0]["file"] is None
    assert document["findings"][2]["fixable"] is True


def test_github() -> None:
    lines = FORMATS["github"](sample()).splitlines()
    assert lines == [
        "::error title=invalid-index::index i is invalid%0Areindex it",
        f"::warning {PLACE},title=json-column::column t.a is json%0Ause jsonb",
        f"::notice {PLACE},title=serial-column::100 %25: a, b%0Aand c%0A",
    ]


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](sample()))))
    assert [row["code"] for row in rows] == ["invalid-index", "json-column", "serial-column"]
    assert rows[1]["file"] == "db/schema/a,b.sql"
    assert rows[2]["message"] == "100 %: a, b\nand c"
    assert rows[0]["line"] == ""


@pytest.mark.parametrize(("report", "tests", "failures"), [(sample(), 3, 2), (EMPTY, 1, 0)])
def test_junit(report: Report, tests: int, failures: int) -> None:
    root = ElementTree.fromstring(FORMATS["junit"](report))  # noqa: S314 - our own text
    suite = root.find("testsuite")
    assert suite is not None
    assert len(suite.findall("testcase")) == tests == int(suite.attrib["tests"])
    assert len(suite.findall("testcase/failure")) == failures == int(suite.attrib["failures"])


def test_sarif() -> None:
    document = json.loads(FORMATS["sarif"](sample()))
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "confiture"
    assert re.fullmatch(r"\d+\.\d+.*", driver["version"])
    assert [rule["id"] for rule in driver["rules"]] == [
        "invalid-index", "json-column", "serial-column",
    ]  # fmt: skip
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
    assert run["results"][1]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "db/schema/a,b.sql"},
        "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 9},
    }
    assert "physicalLocation" not in run["results"][0]["locations"][0]


def test_sarif_without_findings() -> None:
    assert json.loads(FORMATS["sarif"](EMPTY))["runs"][0]["results"] == []


def test_html_is_escaped() -> None:
    assert "&lt;" not in sample()._repr_html_()
    assert sample()._repr_html_().startswith("<pre>error[invalid-index]")
