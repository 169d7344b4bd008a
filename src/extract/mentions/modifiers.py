"""Words in front of a name that belong to it: "multi-agent" chemotherapy, "metastatic colorectal" cancer.

The word list is ``modifiers.csv``; its tags say what a word may extend (``treatment``,
``condition``) and what it says besides (``history``, ``severity``, ``risk``: those describe the
patients, not the disease). A word tagged ``joined`` counts behind a hyphen ("EGFR-mutant",
"oxaliplatin-based"); one tagged ``site`` is a place in the body; words tagged ``stop`` never
belong to a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from extract.lexicon import WORD, Lexicon, lexicon, once_held

Word = tuple[str, int, int]
Tags = Mapping[tuple[str, ...], frozenset[str]]
_LONGEST = 4
_JOINTS = frozenset({"", " ", "-", "/", "\n", " - "})
# Tags of modifiers that tell about the patients and stay out of a name.
_ABOUT_PATIENTS = frozenset({"history", "severity", "risk"})


def joined(view: str, left: Word, right: Word) -> bool:
    """Whether two neighbouring words may belong to one name: a blank, hyphen or slash stands between."""
    return view[left[2] : right[1]] in _JOINTS


@lru_cache(maxsize=4)
def _tags(words: Lexicon) -> Tags:
    return {tuple(w.lower() for w in WORD.findall(r.term)): r.tags for r in words.rows}


@once_held
def tags_of() -> Tags:
    """The tags of each modifier by its lower-case words, the user's own overlay included."""
    return _tags(lexicon("modifiers"))


def expand_left(view: str, words: list[Word], first: int, kind: str, free: Callable[[Word], bool]) -> int:
    """The index of the first word of a name that begins at word ``first`` or before it.

    A word or word sequence in front is taken while it is a modifier of ``kind``, or while ``free``
    accepts it; patients' words ("newly diagnosed") and stop words end the walk. At most eight
    words are taken.
    """
    known = tags_of()
    guessed = False
    for _ in range(8):
        length = _modifier_length(view, words, first, kind, known)
        guess = not length and _is_free(view, words, first, known, free)
        if not length and not guess:
            break
        first -= length or 1
        guessed = guess
    # "to replace chemotherapy": the word behind "to" is a verb.
    return first + 1 if guessed and first and words[first - 1][0].lower() == "to" else first


def _is_free(view: str, words: list[Word], first: int, known: Tags, free: Callable[[Word], bool]) -> bool:
    """Whether the word in front of ``first`` is in no list and ``free`` takes it."""
    if not first or not joined(view, words[first - 1], words[first]):
        return False
    return (words[first - 1][0].lower(),) not in known and free(words[first - 1])


def ends_modifier(view: str, words: list[Word], last: int, kind: str) -> bool:
    """Whether word ``last`` only closes a modifier: the "agent" of "single-agent", the "drug" of "two-drug"."""
    known = tags_of()
    lowered = [w[0].lower() for w in words[max(0, last - _LONGEST) : last + 1]]
    if any(kind in known.get(tuple(lowered[-n:]), ()) for n in range(2, len(lowered) + 1)):
        return True
    hyphen = last > 0 and view[words[last - 1][2] : words[last][1]] == "-"
    return hyphen and {"joined", kind} <= known.get((lowered[-1],), frozenset())


def _modifier_length(view: str, words: list[Word], first: int, kind: str, known: Tags) -> int:
    """How many words in front of ``first`` form one modifier of ``kind`` (0 for none)."""
    for length in range(min(_LONGEST, first), 0, -1):
        tags = known.get(tuple(w[0].lower() for w in words[first - length : first]))
        if tags and _all_joined(view, words, first - length, first):
            takes = _takes(kind, tags)
            if "joined" not in tags:
                return length if takes else 0
            if takes and first > 1 and view[words[first - 2][2] : words[first - 1][1]] == "-":
                return 2
    return 0


def _takes(kind: str, tags: frozenset[str]) -> bool:
    """Whether a modifier with these tags extends a name of ``kind``; a body site extends a disease ("knee" pain)."""
    return (kind in tags or (kind == "condition" and "site" in tags)) and tags.isdisjoint(_ABOUT_PATIENTS)


def _all_joined(view: str, words: list[Word], first: int, last: int) -> bool:
    return all(joined(view, words[i], words[i + 1]) for i in range(first, last))
