"""Whether two printed names are of one trial."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from extract.mentions.trialnames import spelled
from extract.mentions.trialwords import trial_words

_PIECE = re.compile(r"[A-Za-z]+|\d+")
_CAPITALIZED = re.compile(r"[A-Z][\w'-]*")
# A protocol's number has so many digits.
_LONG_NUMBER = 4
_ROMAN = {"I": 1, "V": 5, "X": 10}


def same_trial(name_a: str, name_b: str, abbreviations: Mapping[str, str] | None = None) -> bool:
    """Whether two names as printed are of one trial.

    "SSG XVIII" and "SSG XVIII/AIO" are, and "DECLARE" and "DECLARE-TIMI 58" (what is left over is a
    cooperative group with its number), "AALL1331" and "COG AALL1331", a short form and its long form.
    "OASIS-5" and "OASIS-6" are not, nor "EMPA-REG MET" and "EMPA-REG METSU", nor a trial and the
    regimen built on it ("Interfant-06", "Interfant-06/blinatumomab").
    """
    if _folded(name_a) == _folded(name_b) or _is_long_form(name_a, name_b, abbreviations or {}):
        return True
    pieces_a, pieces_b = _pieces(name_a), _pieces(name_b)
    if pieces_a == pieces_b:
        return True
    short, long = sorted((pieces_a, pieces_b), key=len)
    return _is_part(short, long) or _shares_number(pieces_a, pieces_b)


Marks = tuple[set[tuple[str, object]], set[tuple[str, object]]]


def marks(name: str, abbreviations: Mapping[str, str]) -> Marks:
    """What a name has, and what it asks for: of two names of one trial one has what the other asks for.

    With these an article's names are compared without looking at every pair.
    """
    pieces = tuple(_pieces(name))
    number = pieces[-1] if pieces and len(pieces[-1]) >= _LONG_NUMBER and pieces[-1].isdigit() else None
    capitals = _CAPITALIZED.findall(name)
    has: set[tuple[str, object]] = {("folded", _folded(name)), ("pieces", pieces)}
    asks: set[tuple[str, object]] = {("folded", _folded(name))}
    if _may_be_short(name):
        has.add(("initials", spelled(name)))
    if len(capitals) > 2:
        asks.add(("initials", _initials(capitals)))
    asks |= {("pieces", pieces[:k]) for k in range(1, len(pieces) + 1)} | {
        ("pieces", pieces[k:]) for k in range(len(pieces))
    }
    if name in abbreviations:
        asks.add(("folded", _folded(abbreviations[name])))
    if number:
        has.add(("number", number))
        asks.add(("number", number))
    return has, asks


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _is_long_form(a: str, b: str, abbreviations: Mapping[str, str]) -> bool:
    for short, long in ((a, b), (b, a)):
        if _folded(abbreviations.get(short, "")) == _folded(long):
            return True
        words = _CAPITALIZED.findall(long)
        if len(words) > 2 and _may_be_short(short) and spelled(short) == _initials(words):
            return True
    return False


def _may_be_short(name: str) -> bool:
    """Whether a name may be made of the initials of another."""
    return " " not in name and len(spelled(name)) > 2


def _initials(words: Sequence[str]) -> str:
    return "".join(w if w.isupper() else w[0] for w in words).lower()


def _pieces(name: str) -> list[str]:
    """Letters and numbers apart; roman numerals after the first piece and leading zeros made plain."""
    pieces = _PIECE.findall(name)
    return [p.lstrip("0") or "0" if p.isdigit() else _plain(p, i) for i, p in enumerate(pieces)]


def _plain(piece: str, place: int) -> str:
    if place and re.fullmatch(r"[IVX]+", piece):
        values = [_ROMAN[c] for c in piece]
        return str(sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True)))
    return piece


def _is_part(short: list[str], long: list[str]) -> bool:
    """Whether ``long`` is ``short`` with a group before it, or a group and its number behind."""
    groups = trial_words()["group"]
    if not short:
        return False
    if long[: len(short)] == short:
        rest = long[len(short) :]
        return bool(rest) and rest[0] in groups and all(p in groups or p.isdigit() for p in rest)
    rest = long[: -len(short)]
    return long[-len(short) :] == short and all(p in groups for p in rest)


def _shares_number(a: list[str], b: list[str]) -> bool:
    """Whether both end in one protocol number of one group: "EORTC 62024" and "Intergroup GEIS/EORTC 62024"."""
    groups = trial_words()["group"]
    if not (a and b) or a[-1] != b[-1] or len(a[-1]) < _LONG_NUMBER or not a[-1].isdigit():
        return False
    left_a, left_b = [p for p in a[:-1] if p not in groups], [p for p in b[:-1] if p not in groups]
    lead = trial_words()["lead"]
    if set(a[:-1]) & set(b[:-1]) & groups:
        return not (set(left_a) ^ set(left_b)) - lead
    # A slip in the group's letters: "ACOZOG Z9001".
    return a[1:] == b[1:] and len(a[0]) > 4 and SequenceMatcher(None, a[0], b[0]).ratio() > 0.8
