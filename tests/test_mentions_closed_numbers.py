"""Registry numbers and phases: closed forms with many printings and many look-alikes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.lexicon import lexicon
from extract.mentions.mention import Kind, Mention
from extract.mentions.phase import find_phases, phase_of_cell
from extract.mentions.registry import find_registry
from extract.normal import normalise

# (text, the canonical numbers in order, why)
REGISTRY = [
    ("The trial (NCT01234567) is open.", ["NCT01234567"], "as the registry prints it"),
    ("NCT 01234567; NCT-01234568; NCT#01234569", ["NCT01234567", "NCT01234568", "NCT01234569"], "odd joints"),
    ("NCT01234567, 01234568 and NCT01234569", ["NCT01234567", "NCT01234568", "NCT01234569"], "a prefix used twice"),
    ("the lots 01234567 and 01234568", [], "eight digits without a prefix are no number"),
    ("It is listed as NCT012345678.", ["NCT012345678"], "a misprint stays what it is"),
    ("EudraCT number 2016-004674-17", ["2016-004674-17"], "without the word EudraCT"),
    ("EudraCT 2016\u2011004674\u201117", ["2016-004674-17"], "no-break hyphens"),
    ("EU CT 2022-500449-26-00", ["2022-500449-26-00"], "the number of the new EU register is longer"),
    ("EUCTR2011-004578-27-NL", ["2011-004578-27"], "prefix and country go"),
    ("ISRCTN 12345678", ["ISRCTN12345678"], "a blank inside"),
    ("UMIN-CTR ID: UMIN000012345", ["UMIN000012345"], "the prefix said twice"),
    ("jRCTs031180001 and JapicCTI 121926", ["jRCTs031180001", "JapicCTI-121926"], "the Japanese registries"),
    ("ChiCTR-TRC-10000123, ChiCTR2000029308", ["ChiCTR-TRC-10000123", "ChiCTR2000029308"], "old and new Chinese form"),
    ("ACTRN12605000123456; ANZCTR 12605000123456", ["ACTRN12605000123456"] * 2, "the register's name as prefix"),
    ("CTRI/2012/01/002345", ["CTRI/2012/01/002345"], "slashes belong to it"),
    ("IRCT20190101042222N1 and KCT0001234", ["IRCT20190101042222N1", "KCT0001234"], "Iran and Korea"),
    (
        "PACTR201501000934271, RBR-2x5b6y, DRKS00012345",
        ["PACTR201501000934271", "RBR-2x5b6y", "DRKS00012345"],
        "others",
    ),
    ("The Dutch trial NTR1234 came first.", ["NTR1234"], "Netherlands"),
    ("The receptor NTR1 and the coronavirus NL63", [], "a protein and a virus"),
    ("pages 2004-2010, on 2004-01-12, tel. 2004-123-456", [], "page ranges, dates and telephone numbers"),
    ("doi:10.2016-004674-17 or 12016-004674-17", [], "a part of a longer number"),
    ("XNCT01234567", [], "a part of a longer word"),
]


@pytest.mark.parametrize(("text", "numbers", "why"), REGISTRY, ids=[why for *_, why in REGISTRY])
def test_registry_numbers(text: str, numbers: list[str], why: str) -> None:
    view = normalise(text)
    found = list(find_registry(view, 0, len(view)))
    assert [m.value for m in found] == numbers, why
    assert all(m.kind is Kind.REGISTRY for m in found)


def test_the_span_is_the_number_as_printed() -> None:
    text = "See EudraCT number: 2016-004674-17 and NCT 01234567."
    view = normalise(text)
    printed = [text[m.start : m.end] for m in find_registry(view, 0, len(view))]
    assert printed == ["2016-004674-17", "NCT 01234567"]


def test_only_the_region_asked_for_is_read() -> None:
    view = "NCT01234567 then NCT07654321"
    assert [m.value for m in find_registry(view, 12, len(view))] == ["NCT07654321"]
    assert list(find_registry(view, 0, 8)) == []


def test_every_registry_row_gives_its_number_from_its_example() -> None:
    rows = lexicon("registries").rows
    assert len(rows) > 40
    for row in rows:
        view = normalise(row.example)
        assert f"registries:{row.value}" in {m.rule for m in find_registry(view, 0, len(view))}, row.term


def test_a_users_registry_needs_no_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = "term,match,value,tags,example,not\n"
    row = r"ZZREG\d{5},regex,Zed Register,,ZZREG12345,ZZREG" + "\n"
    (tmp_path / "registries.csv").write_text(header + row, encoding="utf-8")
    monkeypatch.setenv("EXTRACT_LEXICONS", str(tmp_path))
    assert [m.value for m in find_registry("it is ZZREG12345.", 0, 17)] == ["ZZREG12345"]


def test_the_seed_articles_registry_numbers(shared: Path) -> None:
    """All ten numbers of the hand-marked article and no other: F1 1.0, exact spans."""
    article = shared / "corpus" / "blinatumomab-2025.txt"
    marked = shared / "gold" / "entities" / "blinatumomab-2025.jsonl"
    view = normalise(article.read_bytes().decode("utf-8"))
    gold = [json.loads(line) for line in marked.read_text(encoding="utf-8").splitlines()]
    wanted = {(g["start"], g["end"]) for g in gold if g["label"] == "REGISTRY_ID"}
    assert len(wanted) == 10
    assert {(m.start, m.end) for m in find_registry(view, 0, len(view))} == wanted


# (text, the phases in order, why)
PHASES = [
    ("a phase III trial", ["3"], "Roman"),
    ("a Phase 2/3 study", ["2/3"], "two in one"),
    ("a phase I/II clinical trial", ["1/2"], "Roman pair"),
    ("a phase 1b/2a trial", ["1/2"], "letters go"),
    ("a Phase IIb study and a phase 3b study", ["2", "3"], "letters go from single phases too"),
    ("a phase II\u2013III trial", ["2/3"], "a dash between neighbours is one trial's"),
    ("a phase I/phase II study", ["1/2"], "the word said twice"),
    ("a phase I and II study", ["1/2"], "one study of two phases"),
    ("phase II and III trials", [], "several trials"),
    ("phase I, II, and III trials", [], "several trials, listed"),
    ("phase I\u2013III clinical trials", [], "a range over several trials"),
    ("phase I or II trials", [], "either"),
    ("PHASE III TRIAL; phase-IV study; phase three trial", ["3", "4", "3"], "capitals, hyphen and word"),
    ("a phase 0 study", ["0"], "phase 0"),
    ("in phase 2, 12 patients responded", ["2"], "the comma ends it"),
    ("in phase 2, 3 patients responded", ["2"], "a count of patients is no phase"),
    ("phase 3 of the cell cycle", [], "no trial"),
    ("In phase 2 of the study all had active drug", [], "a part of a trial"),
    ("phase I metabolism and phase II enzymes", [], "pharmacology"),
    ("Phase II cardiac rehabilitation", [], "a course of care"),
    ("patients in blast phase 2", [], "a disease's phase"),
    ("multiphase 3 and phase 2.5 mg and phase 30", [], "other words and numbers"),
]


@pytest.mark.parametrize(("text", "phases", "why"), PHASES, ids=[why for *_, why in PHASES])
def test_phases(text: str, phases: list[str], why: str) -> None:
    view = normalise(text)
    found: list[Mention] = list(find_phases(view, 0, len(view)))
    assert [m.value for m in found] == phases, why
    assert all(view[m.start : m.end].lower().startswith("phase") for m in found)


CELLS = [
    ("III", "3"),
    ("I/II", "1/2"),
    ("2", "2"),
    ("IIb", "2"),
    ("1b/2", "1/2"),
    ("II\u2013III", "2/3"),
    ("Phase 3 (open-label)", "3"),
    ("IV*", "4"),
    ("N/A", None),
    ("12", None),
    ("22 patients", None),
    ("I, II", None),
    ("", None),
]


@pytest.mark.parametrize(("cell", "phase"), CELLS)
def test_the_phase_of_a_table_cell(cell: str, phase: str | None) -> None:
    assert phase_of_cell(cell) == phase
