"""The audit: each rule with what it must find and what it must not; and the slips of the shared articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import extract
from articles import TableOf, document, table
from extract.audit import RULES, Finding, Paper, Severity, audit
from extract.cli import main
from extract.pipeline import Article
from extract.records.schema import Result, ResultProvenance, TrialRecord

RULE = {rule.name: rule for rule in RULES}


def found(article: Article, rule: str) -> list[tuple[str, str]]:
    """Both values of each finding of a rule, in the order of their places."""
    slips = sorted(RULE[rule].find(Paper(article)), key=lambda slip: slip.at)
    return [(slip.value, slip.other) for slip in slips]


def told(*parts: str | TableOf, references: int = 30) -> Article:
    return extract.extract(document(*parts, references=references))


def listed(body: str, *entries: str) -> Article:
    """An article of one paragraph with a reference list of these entries."""
    return extract.extract("\n\n".join(["A review", "Introduction", body, "References", "\n".join(entries)]))


REGISTRY_FORM = [
    ("It was registered as NCT012345678.", ["NCT012345678"], "nine digits"),
    ("It was registered as NCT0123456.", ["NCT0123456"], "seven digits"),
    ("It was registered as NCT81234567.", ["NCT81234567"], "no nought in front"),
    ("The infant study (ISRCTN1234567) was small.", ["ISRCTN1234567"], "an ISRCTN of seven"),
    ("It was registered as NCT01234567.", [], "as it should be"),
    ("The infant study (EudraCT 2016-004674-17) was small.", [], "EudraCT as it should be"),
    ("The trial (JapicCTI-121926) was done in Japan.", [], "a registry without a known form"),
    ("The trial (NCT 01234567) was small.", [], "a blank is no slip"),
]


@table(("text", "expected", "why"), REGISTRY_FORM)
def test_registry_form(text: str, expected: list[str], why: str) -> None:
    assert [value for value, _ in found(told(text), "registry-form")] == expected, why


REGISTRY_REPEATED = [
    ("Two trials are open (NCT01234567, NCT01234567).", 1, "twice in a list of two"),
    ("Three trials are open (NCT01234567, NCT01234568 and NCT01234567).", 1, "another between"),
    ("Two trials are open (NCT01234567, NCT01234568).", 0, "two numbers"),
    ("One trial (NCT01234567) is open. Its extension continues NCT01234567.", 0, "no list"),
    ("It is NCT01234567; EudraCT 2016-004674-17.", 0, "one trial in two registries"),
]


@table(("text", "expected", "why"), REGISTRY_REPEATED)
def test_registry_repeated(text: str, expected: int, why: str) -> None:
    assert len(found(told(text), "registry-repeated")) == expected, why


REGISTRY_SHARED = [
    ("RIALTO (NCT01234567) enrolled 120 children. GALILEO (NCT01234567) enrolled 90 adults.", 1, "two names"),
    ("RIALTO (NCT01234567) enrolled 120 children. GALILEO (NCT01234568) enrolled 90 adults.", 0, "two numbers"),
    ("RIALTO (NCT01234567) enrolled 120 children. Later RIALTO (NCT01234567) was stopped.", 0, "one name twice"),
    ("RIALTO (NCT01234567) enrolled 120 children. RIALTO-2 (NCT01234567) goes on.", 0, "one name a part of the other"),
]


@table(("text", "expected", "why"), REGISTRY_SHARED)
def test_registry_shared(text: str, expected: int, why: str) -> None:
    assert len(found(told(text), "registry-shared")) == expected, why


def test_registry_shared_in_the_rows_of_a_table() -> None:
    rows = [["Trial", "Number", "N"], ["RIALTO", "NCT01234567", "120"], ["GALILEO", "NCT01234567", "90"]]
    text = "RIALTO and GALILEO were randomized trials; RIALTO was larger than GALILEO."
    assert found(told(text, TableOf("Trials", rows)), "registry-shared") == [
        ("GALILEO: NCT01234567", "RIALTO: NCT01234567")
    ]


ENTRY = "{}. Author A, Writer B. {}. J Med. 2010;1:1-2."
LISTS = [
    ("One is cited [1], another too [3].", (1, 2, 3), [], ["2"], "the second entry is not cited"),
    ("One is cited [1], the others too [2,3].", (1, 3), ["2"], [], "an entry lost in the middle"),
    ("One is cited [1], the others too [2,7].", (1, 2), ["7"], [], "a label beyond the list"),
    ("One is cited [1], the others too [2-4].", (1, 2, 3, 4), [], [], "a range cites what it spans"),
]


@table(("text", "labels", "missing", "uncited", "why"), LISTS)
def test_reference_list(text: str, labels: tuple[int, ...], missing: list[str], uncited: list[str], why: str) -> None:
    article = listed(text, *(ENTRY.format(n, "A trial of something") for n in labels))
    assert [value for value, _ in found(article, "citation-missing")] == missing, why
    assert [value for value, _ in found(article, "reference-uncited")] == uncited, why


def test_a_citation_in_a_table_counts() -> None:
    rows = [["Study", "N"], ["Trial one [2]", "120"]]
    assert found(told("One is cited [1].", TableOf("Trials", rows), references=2), "reference-uncited") == []


AUTHORS = ("Smith A, Jones B. A trial. J Med. 2010;1:1-2.", "Miller C, Doe D. Another trial. J Med. 2012;1:1-2.")
AUTHOR_YEAR = [
    ("It rose (Smith and Jones 2010). It fell (Miller and Doe 2012).", [], "both are there"),
    ("It rose (Smith and Jones 2010; Miller and Doe 2012). It fell (Brown et al 2011).", ["Brown et al 2011"], "none"),
    ("It rose (Smith and Jones 2010; Miller and Doe 2012), as in March 2011.", [], "a month is no author"),
]


@table(("text", "expected", "why"), AUTHOR_YEAR)
def test_authors_without_an_entry(text: str, expected: list[str], why: str) -> None:
    assert [value for value, _ in found(listed(text, *AUTHORS), "citation-missing")] == expected, why


TITLES = [
    (
        "Relapses were as frequent in AALL1731 [1].",
        "Chemotherapy in relapse: results of AALL1331",
        1,
        "a sister protocol",
    ),
    ("Relapses were as frequent in AALL1331 [1].", "Chemotherapy in relapse: results of AALL1331", 0, "its own title"),
    ("Relapses were as frequent in AALL1731 [1].", "Chemotherapy in relapse", 0, "a title without a name"),
    ("RIALTO [1] was a randomized trial of 120 children.", "Final analysis of the GALILEO trial", 1, "another trial"),
    ("RIALTO [1] was a randomized trial of 120 children.", "RIALTO and GALILEO pooled", 0, "both names"),
]


@table(("text", "title", "expected", "why"), TITLES)
def test_titles_of_others(text: str, title: str, expected: int, why: str) -> None:
    body = f"{text} The randomized trial GALILEO [2] enrolled 90 adults."
    article = listed(body, ENTRY.format(1, title), ENTRY.format(2, "A trial of something"))
    assert len(found(article, "reference-other")) == expected, why


INTERVALS = [
    ("The hazard ratio was 0.92 (95% CI 0.73 to 0.87).", ["0.92"], "above"),
    ("The risk fell (HR 0.62; 95% CI, 0.73-0.87; P<0.001).", ["0.62"], "below, behind a semicolon"),
    ("The odds ratio was 2.9 (1.4-2.7).", ["2.9"], "bare bounds behind a ratio"),
    ("The difference was -0.2 days (95% CI -1.6 to -0.5).", ["-0.2"], "signs"),
    ("The hazard ratio was 0.80 (95% CI 0.73 to 0.87).", [], "inside"),
    ("The score fell by 1.2 points (95% CI -1.9 to -0.5).", [], "a fall without its sign"),
    ("It was 89% lower with 600 mg (95% CI 68 to 97).", [], "a dose is no estimate"),
    ("The rate was 9 per 100 person-years (95% CI 4.3 to 11.3).", [], "per 100"),
    ("The median was 12 months (range 14 to 20).", [], "a range is no confidence interval"),
]


@table(("text", "expected", "why"), INTERVALS)
def test_interval(text: str, expected: list[str], why: str) -> None:
    assert [value for value, _ in found(told(text), "interval")] == expected, why


P_VALUES = [
    ("The hazard ratio was 0.80 (95% CI 0.73 to 0.87; p = 0.40).", 1, "excludes 1, not significant"),
    ("The hazard ratio was 0.80 (95% CI 0.53 to 1.27; p < 0.001).", 1, "holds 1, significant"),
    ("The difference was -1.0 (95% CI -1.6 to -0.5; p = 0.3).", 1, "a difference excludes 0"),
    ("The hazard ratio was 0.80 (95% CI 0.73 to 0.87; p < 0.001).", 0, "in accord"),
    ("The hazard ratio was 0.80 (95% CI 0.53 to 1.27; p < 0.001 for non-inferiority).", 0, "another test"),
    ("The hazard ratio was 0.80 (90% CI 0.53 to 1.27; p = 0.01).", 0, "another level"),
    ("The mean was 0.80 (95% CI 0.73 to 0.87; p = 0.40).", 0, "no effect that 1 or 0 is the null of"),
]


@table(("text", "expected", "why"), P_VALUES)
def test_p_value(text: str, expected: int, why: str) -> None:
    assert len(found(told(text), "p-value")) == expected, why


PERCENTAGES = [
    ("It occurred in 59 of 2609 patients (3.2%).", [("3.2%", "2.3%")], "digits changed places"),
    ("The rate was 30% (16 of 119 patients) on the drug.", [("30%", "13.4%")], "the percentage first"),
    ("Pneumonia struck 2/105 (12).", [("12%", "1.9%")], "a slash, no sign"),
    ("It occurred in 59 of 2609 patients (2.3%).", [], "right"),
    ("It occurred in 59 of 2609 patients (2%).", [], "rounded"),
    ("Response to grade 1/2 (92%) was common.", [], "grades are no parts"),
    ("It was seen in 1 of 3 (2008).", [], "a year"),
]


@table(("text", "expected", "why"), PERCENTAGES)
def test_percentage(text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert found(told(text), "percentage") == expected, why


ARMS = [
    ("In RIALTO, 200 patients were randomized to drug (n = 110) or placebo (n = 80).", 1, "190"),
    ("Of the 200 patients, 102 received the drug and 108 received placebo.", 1, "210"),
    ("In RIALTO, 200 patients were randomized to drug (n = 110) or placebo (n = 90).", 0, "200"),
    ("In RIALTO, 200 patients were randomized to drug (n = 110) or placebo.", 0, "one arm is printed"),
    ("No stroke was seen among 238 patients, against 14 of 235 assigned to drug.", 0, "events of an arm"),
]


@table(("text", "expected", "why"), ARMS)
def test_arms(text: str, expected: int, why: str) -> None:
    assert len(found(told(text), "arms")) == expected, why


RESPECTIVELY = [
    ("Response was seen in 43%, 50% and 27% of patients with drug and placebo, respectively.", 1, "names behind"),
    ("With drug and placebo the response was 43%, 50% and 27%, respectively.", 1, "three values, two names"),
    ("With low dose, high dose and placebo the response was 43% and 27%, respectively.", 1, "two values, three names"),
    ("With low dose, high dose and placebo the response was 43%, 50% and 27%, respectively.", 0, "three and three"),
    ("The response was 43%, 50% and 27%, respectively.", 0, "the names are elsewhere"),
]


@table(("text", "expected", "why"), RESPECTIVELY)
def test_respectively(text: str, expected: int, why: str) -> None:
    assert len(found(told(text), "respectively")) == expected, why


SIZES = [
    (("RIALTO enrolled 842 patients.", "RIALTO enrolled 824 patients."), 1, "two sizes"),
    (("RIALTO enrolled 842 patients.", "RIALTO enrolled 842 patients."), 0, "one size twice"),
    (("RIALTO enrolled 842 patients.", "GALILEO enrolled 824 patients."), 0, "two trials"),
    (("RIALTO enrolled 842 patients.", "In RIALTO, 420 patients received the drug."), 0, "an arm"),
]


@table(("texts", "expected", "why"), SIZES)
def test_size(texts: tuple[str, str], expected: int, why: str) -> None:
    assert len(found(told(*texts), "size")) == expected, why


FOLLOW_UPS = [
    ("The median follow-up of RIALTO was 3 years.", "In RIALTO, median follow-up was 2.2 years.", 1, "two lengths"),
    ("In RIALTO, median follow-up was 2.2 years.", "In RIALTO, median follow-up was 2.2 years.", 0, "the same"),
    ("In RIALTO, median follow-up was 2.2 years.", "In GALILEO, median follow-up was 3 years.", 0, "two trials"),
    ("In RIALTO, median follow-up was 2.2 years.", "In RIALTO, mean follow-up was 3 years.", 0, "median and mean"),
]


@table(("one", "other", "expected", "why"), FOLLOW_UPS)
def test_follow_up(one: str, other: str, expected: int, why: str) -> None:
    setting = "RIALTO and GALILEO are randomized trials of 900 and 800 adults."
    one = one.replace("The median follow-up of RIALTO was", "In RIALTO the median follow-up was")
    assert len(found(told(setting, one, other), "follow-up")) == expected, why


VALUES = [
    ("In RIALTO, the hazard ratio for death was 0.92.", 1, "another value in the abstract"),
    ("In RIALTO, the hazard ratio for death was 0.80.", 0, "the same value"),
    ("In RIALTO, the hazard ratio for stroke was 0.92.", 0, "another endpoint"),
]


@table(("abstract", "expected", "why"), VALUES)
def test_value(abstract: str, expected: int, why: str) -> None:
    body = "RIALTO was a randomized trial of 842 adults. In RIALTO, the hazard ratio for death was 0.80."
    assert len(found(told("# Abstract", abstract, "# Results", body), "value")) == expected, why


def _result(value: float, **fields: object) -> Result:
    spot = ResultProvenance(start=0, end=4, rule="test")
    return Result(endpoint="response", measure="rate", value=value, unit="%", provenance=spot).model_copy(update=fields)


OVER = [
    (_result(179.6), 1, "a share"),
    (_result(100.0), 0, "all of them"),
    (_result(150.0, measure="mean-change"), 0, "a change"),
    (_result(120.0, unit="mg/dl"), 0, "no percentage"),
]


@table(("result", "expected", "why"), OVER)
def test_over_100(result: Result, expected: int, why: str) -> None:
    article = Article(document("A text."), [TrialRecord(results=[result])], [], (), (), [])
    assert len(found(article, "over-100")) == expected, why


def test_a_finding_tells_where_both_values_stand() -> None:
    article = told("# Results", "First line.", "It occurred in 59 of 2609 patients (3.2%).")
    (finding,) = [f for f in audit(article) if f.rule == "percentage"]
    place, other = finding.place, finding.other_place
    assert (place.printed, place.section, finding.severity) == ("3.2", "results", Severity.ERROR)
    assert article.text[place.start : place.end] == "3.2"
    assert place.line == article.text[: place.start].count("\n") + 1
    assert other is not None
    assert other.printed == "59 of 2609"


def test_every_rule_has_cases() -> None:
    tests = {name.removeprefix("test_").replace("_", "-") for name in globals() if name.startswith("test_")}
    others = {"reference-list": {"citation-missing", "reference-uncited"}, "titles-of-others": {"reference-other"}}
    proved = tests.union(*(names for test, names in others.items() if test in tests))
    assert set(RULE) - proved == set()


def test_the_command_tells_and_exits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad, good, weak = (tmp_path / f"{name}.txt" for name in ("bad", "good", "weak"))
    bad.write_text("A review\n\nIt was registered as NCT012345678.\n", encoding="utf-8")
    good.write_text("A review\n\nIt was registered as NCT01234567.\n", encoding="utf-8")
    weak.write_text("A review\n\nThe hazard ratio was 0.80 (95% CI 0.73 to 0.87; p = 0.40).\n", encoding="utf-8")
    assert main(["audit", str(bad)]) == 1
    assert f"{bad}:3: error: NCT012345678" in capsys.readouterr().out
    assert main(["audit", str(good)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["audit", str(weak)]) == 0
    assert "warning" in capsys.readouterr().out
    assert main(["audit", str(tmp_path), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [(d["doc_id"], d["rule"]) for d in data] == [("bad", "registry-form"), ("weak", "p-value")]
    assert set(data[0]) >= {"file", "severity", "message", "place", "value", "other", "other_place"}
    assert main(["audit", str(bad), "--rule", "percentage"]) == 0


MISUSE = [
    (["audit"], 2, "no path"),
    (["audit", "nowhere"], 2, "no such file"),
    (["audit", ".", "--rule", "nonsense"], 2, "no such rule"),
    (["audit", "--list"], 0, "the rules"),
]


@table(("arguments", "code", "why"), MISUSE)
def test_misuse_is_told_in_a_line(
    arguments: list[str], code: int, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code, why


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing")
    (tmp_path / "good.txt").write_text("A review\n\nIt was registered as NCT012345678.\n", encoding="utf-8")
    assert main(["audit", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "broken.pdf" in told.err
    assert "NCT012345678" in told.out


# What the shared articles are known to have: the rule, what is printed, and where its line begins.
SLIPS = [
    ("blinatumomab-2025.txt", "citation-missing", "[3]", 30),
    ("blinatumomab-2025.txt", "registry-repeated", "NCT02101853", 36),
    ("blinatumomab-2025.txt", "reference-other", "AALL1731", 36),
    ("blinatumomab-2025.txt", "reference-uncited", "26.", 112),
    ("PMC3626705.nxml", "registry-form", "NCT016968017", 67),
    ("PMC3626705.nxml", "registry-repeated", "NCT01016483", 67),
    ("PMC3626705.nxml", "registry-repeated", "NCT01271803", 119),
]
CLEAN = ("PMC1994017.nxml", "PMC3108651.nxml", "PMC3214806.nxml", "PMC5306110.nxml")


@pytest.fixture(scope="module")
def audited() -> Callable[[Path], list[Finding]]:
    kept: dict[Path, list[Finding]] = {}

    def of(path: Path) -> list[Finding]:
        return kept[path] if path in kept else kept.setdefault(path, audit(extract.extract(path)))

    return of


@pytest.mark.parametrize(("name", "rule", "printed", "line"), SLIPS)
def test_the_slips_of_the_shared_articles(
    name: str, rule: str, printed: str, line: int, shared: Path, audited: Callable[[Path], list[Finding]]
) -> None:
    findings = [f for f in audited(shared / "corpus" / name) if f.rule == rule and f.place.line == line]
    assert any(f.place.printed.startswith(printed) for f in findings)


@pytest.mark.parametrize("name", sorted({name for name, *_ in SLIPS} | set(CLEAN)))
def test_nothing_else_is_found_in_the_shared_articles(
    name: str, shared: Path, audited: Callable[[Path], list[Finding]]
) -> None:
    known = [slip for slip in SLIPS if slip[0] == name]
    assert len(audited(shared / "corpus" / name)) == len(known)
