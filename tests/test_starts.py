"""Starts: where the mentions of a study begin, asked for parts of the text."""

from __future__ import annotations

from extract.mentions.mention import Kind, Mention
from extract.relations.signs import at_least
from extract.relations.studies import Starts


def _at(start: int) -> Mention:
    return Mention(Kind.TRIAL, start, start + 5, "ALPHA", "")


def test_a_part_is_half_open() -> None:
    starts = Starts([_at(40), _at(10), _at(10)])
    assert starts.any_in(10, 11)
    assert starts.any_in(0, 41)
    assert not starts.any_in(11, 40)
    assert not Starts([]).any_in(0, 99)


def test_a_mention_is_in_it_by_its_start() -> None:
    assert _at(10) in Starts([_at(10)])
    assert _at(11) not in Starts([_at(10)])


def test_the_cuts_that_a_number_reaches() -> None:
    assert at_least("words", 3, (2, 3, 5)) == ["words>=2", "words>=3"]
    assert at_least("words", 1, (2, 3, 5)) == []
