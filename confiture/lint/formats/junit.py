"""JUnit's XML: a test case per finding, failed by errors and warnings; notes are its output."""

from xml.etree import ElementTree

from confiture.errors import Severity
from confiture.lint.formats import FORMATS
from confiture.lint.report import Finding, Report


@FORMATS.register("junit")
def junit(report: Report) -> str:
    failures = sum(one.severity is not Severity.NOTE for one in report.diagnostics)
    counts = {"tests": str(max(len(report.findings), 1)), "failures": str(failures), "errors": "0"}
    suites = ElementTree.Element("testsuites", {"name": "confiture lint", **counts})
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "confiture lint", **counts})
    for one in report.findings:
        _case(suite, one)
    if not report.findings:  # readers take a suite without cases for a run that went wrong
        ElementTree.SubElement(suite, "testcase", {"classname": "confiture", "name": "lint"})
    ElementTree.indent(suites)
    text = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _case(suite: ElementTree.Element, one: Finding) -> None:
    told = one.diagnostic
    where = str(told.span) if told.span else one.about or "database"
    case = ElementTree.SubElement(suite, "testcase", {"classname": told.code, "name": where})
    if told.severity is Severity.NOTE:
        ElementTree.SubElement(case, "system-out").text = str(told)
    else:
        message = {"type": str(told.severity), "message": told.message}
        ElementTree.SubElement(case, "failure", message).text = str(told)
