"""Needles: what every match of a pattern contains. A wrong one would lose hits without a word."""

import re

import pytest

from extract.lexicon import FOLDER, read_rows
from extract.lexicon.needles import look_ahead, needles

ROWS = [row for path in sorted(FOLDER.glob("*.csv")) for row in read_rows(path) if row.match == "regex"]


@pytest.mark.parametrize(
    ("pattern", "expected", "why"),
    [
        (r"\bcompared (?:with|to)\b", ("compared ",), "the longest run of letters"),
        (r"\b(?:over|against)\b", ("over", "against"), "one of the alternatives"),
        (r"ab?c?", ("a",), "optional letters are in no match for sure"),
        (r"(?:ab)?cd*e{0,2}", ("c",), "nor are optional groups and counts from zero"),
        (r"x{2}y+", ("x",), "a count from one is in every match, but how often nobody says"),
        (r"a|[bc]", (), "one alternative without a needle spoils the others"),
        (r"(?=abc)d", ("d",), "a look-ahead is no part of the match"),
        (r"(?<!abc)d", ("d",), "nor is a look-behind"),
        (r"(?P<name>ab)c", ("ab",), "a named group"),
        (r"a\.b\d", ("a.b",), "an escaped sign is a letter"),
        (r"[ab]\w\s", (), "classes"),
        (r"(?i)abc", (), "a flag changes what the letters match"),
        (r"(a)\1", (), "back references are not followed"),
        ("a\\u2264b", (), "nor are escapes of characters"),
        (r"|".join("abcdefghijklmnop"), (), "more needles than the search is worth"),
    ],
)  # fmt: skip
def test_needles_of_a_pattern(pattern: str, expected: tuple[str, ...], why: str) -> None:
    assert needles(pattern) == expected, why


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file}:{row.line}")
def test_every_match_of_a_row_has_a_needle_of_it(row) -> None:
    matches = [m.group() for m in re.finditer(row.term, row.example)]
    wanted = needles(row.term)
    assert not wanted or all(any(n in match for n in wanted) for match in matches)


def test_most_rows_have_needles() -> None:
    assert sum(bool(needles(row.term)) for row in ROWS) > len(ROWS) / 2


@pytest.mark.parametrize(
    ("pattern", "expected", "why"),
    [
        (r"\b(?=[A-Z]{2} ?\d)[A-Z]+ ?\d+", r"[A-Z]{2} ?\d", "what stands in the look-ahead"),
        (r"\b(?=[A-Z]\d)[A-Z]\d|\d[a-z]", None, "the second choice does not open so"),
        (r"\b(?=(?:A|B)\d)[AB]\d", None, "brackets are not followed"),
        (r"\b(?=[A-Z]\d)X-", None, "needles are cheaper"),
        (r"[AB](?=\d)", None, "a look-ahead further on is no opening"),
    ],
)  # fmt: skip
def test_the_look_ahead_that_a_pattern_opens_with(pattern: str, expected: str | None, why: str) -> None:
    found = look_ahead(pattern)
    assert (found.pattern if found else None) == expected, why


@pytest.mark.parametrize("row", [r for r in ROWS if look_ahead(r.term)], ids=lambda row: f"{row.file}:{row.line}")
def test_every_match_of_a_row_has_what_its_look_ahead_asks_for(row) -> None:
    matches = [m.group() for m in re.finditer(row.term, row.example)]
    assert matches
    assert all(look_ahead(row.term).search(match) for match in matches)
