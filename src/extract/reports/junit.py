"""The report as JUnit XML: a test per gate and per article, red when the command exits with 1.

Readers differ in what they show: GitLab takes the suite from ``classname`` and the text of a failure, not
its ``message``; Jenkins and most GitHub actions show the message first. So every failure says it in both,
names are unique, and only elements are used that all of them know (the schema of Jenkins's xUnit plugin).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from extract.evaluation.gates import Gate
from extract.evaluation.report import ArticleScore
from extract.evaluation.runs import Shift
from extract.reports.data import ReportData
from extract.reports.wording import number

# What XML 1.0 has no place for.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(data: ReportData) -> str:
    """The report as one XML document."""
    turned, lost = _by_article(data.baseline.shifts if data.baseline else ()), _by_article(_lost(data))
    articles = [_article(a, lost[a.doc_id], turned[a.doc_id]) for a in data.report.articles]
    suites = [
        _suite("evaluate.gates", [_gate(gate) for gate in data.gates], data),
        _suite("evaluate.articles", articles, data),
    ]
    root = ET.Element("testsuites", {"name": "trial-extract evaluate", **_totals(suites)})
    root.extend(suites)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _totals(within: Iterable[ET.Element]) -> dict[str, str]:
    cases = [case for element in within for case in element.iter("testcase")]
    failures = sum(case.find("failure") is not None for case in cases)
    return {"tests": str(len(cases)), "failures": str(failures), "errors": "0", "time": "0"}


def _suite(name: str, cases: Sequence[ET.Element], data: ReportData) -> ET.Element:
    skipped = sum(case.find("skipped") is not None for case in cases)
    suite = ET.Element("testsuite", {"name": name, **_totals(cases), "skipped": str(skipped)})
    properties = ET.SubElement(suite, "properties")
    for figure, value in data.report.counts.figures.items():
        ET.SubElement(properties, "property", {"name": figure, "value": f"{value:.4f}"})
    suite.extend(cases)
    for case in cases:
        case.set("classname", name)
    return suite


def _case(name: str) -> ET.Element:
    return ET.Element("testcase", {"name": _clean(name), "classname": "", "time": "0"})


def _gate(gate: Gate) -> ET.Element:
    case = _case(gate.name)
    if not gate.passed:
        _fail(case, " ".join(gate.faults), "gate", [*gate.faults, *map(str, gate.lost)])
    return case


def _lost(data: ReportData) -> Iterator[Shift]:
    """The values that failed gates name."""
    return (shift for gate in data.gates for shift in gate.lost)


def _by_article(shifts: Iterable[Shift]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for shift in shifts:
        found[shift.value.doc_id].append(str(shift))
    return found


def _article(article: ArticleScore, lost: Sequence[str], turned: Sequence[str]) -> ET.Element:
    """An article fails for the values that a failed gate names in it; without a prediction it is skipped."""
    case = _case(article.doc_id)
    if lost:
        _fail(case, f"{number(len(lost), 'value')} lost", "lost", lost)
    elif article.prediction != "read":
        ET.SubElement(case, "skipped", {"message": f"prediction {article.prediction}: everything counts as missed"})
    told = f"headline {article.counts.headline:.3f}, {number(len(article.differences), 'error')}"
    ET.SubElement(case, "system-out").text = _clean("\n".join([told, *turned]))
    return case


def _fail(case: ET.Element, message: str, kind: str, lines: Iterable[str]) -> None:
    failure = ET.SubElement(case, "failure", {"message": _clean(message), "type": kind})
    failure.text = _clean("\n".join(lines))


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
