"""What an entry of a printed reference list says: authors, title, year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.lexicon import Lexicon, lexicon
from extract.readers.labels import YEAR

# "(2001a)" early in an entry: authors before it, the title after it
_YEAR_IN_BRACKETS = re.compile(r"\(((?:18|19|20)\d\d[a-z]?)[^()]{0,20}\)[.:,]?\s*")
_LAST_AUTHOR = re.compile(r"\b(?:et al|and others|u\.? ?a)\b[.,:;]{0,2}\s*(?=\S)")
_YEAR_LAST = re.compile(rf"{YEAR.pattern}[\s.,:;()]{{0,5}}\Z")
_OTHERS = re.compile(r",?\s{1,3}et al\b[.,:; ]{0,3}\Z")
# "p38" and "c-Jun" begin a title, too
_STOP = re.compile(r"[.?!]['\"\u2019\u201d]?\s+(?=[^\W_a-z]|[\"'\u2018\u201c(\[]|[a-z]{1,3}(?:\d|-[A-Z]))")
_INITIALS = re.compile(r"(?:[A-Z\u00c0-\u00de]\.?[- ]?){1,4}\Z")
# "Two, B. C. & Three": the point was behind a first name
_MORE_INITIALS = re.compile(r"(?:[A-Z\u00c0-\u00de]\.[- ]?){1,3}\s?(?:,|&|and\s)")
# Words of a title; the particles of names are shorter.
_LOWER = re.compile(r"\b[a-z]{4,}")
_JUNCTION = re.compile(r"[,;]\s*(?:and|&|und|et(?!\sal))\s+|[,;]\s*|\s(?:and|&|und)\s")
# "Smolen JS": a name that ends in initials, so a point behind it ends the list of authors
_NAME = re.compile(
    r"[^\W\d_][\w'\u2019\u2010\u2011-]{0,40}(?:\s[\w'\u2019\u2010\u2011-]{1,40}){0,4}\s[A-Z\u00c0-\u00de]{1,4}(?:\s(?:Jr|Sr|I{2,3}))?\Z"
)
# "Turpie AG Gallus AS Hoek JA Title": a list set without points and commas
_PAIR = (
    r"(?:(?:[a-z]{2,4}|[A-Z][a-z]{1,2})\s){0,2}[A-Z\u00c0-\u00de][\w'\u2019\u2010\u2011-]{1,30}"
    r"\s[A-Z\u00c0-\u00de]{1,3}(?:\s(?:Jr|Sr))?"
)
_UNPOINTED = re.compile(rf"(?:{_PAIR}\s){{1,30}}(?=[^\W_a-z]|\[)")
_PAIRS = re.compile(_PAIR)
# "Circulation 2004 110 588": its year stands between journal and volume
_YEAR_UNPOINTED = re.compile(rf"(?<=[^\W\d]\s){YEAR.pattern}(?=\s(?:[;:]\s)?\d)")
_AUTHORS_WITHIN = 600


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parts of an entry; ``others`` says that "et al" stands after the authors."""

    title: str | None
    year: str | None
    authors: tuple[str, ...]
    surnames: tuple[str, ...]
    others: bool


def parse_entry(entry: str) -> Parsed:
    """Take an entry apart, Vancouver, Harvard or APA; what is not found is None or empty."""
    entry = " ".join(entry.split())
    unpointed = _UNPOINTED.match(entry)
    if unpointed and (year_behind := _YEAR_UNPOINTED.search(entry, unpointed.end())):
        return _without_points(entry, unpointed.end(), year_behind)
    names, start, year = _authors(entry)
    stop = _STOP.search(entry, start)
    title = entry[start : stop.start() + (entry[stop.start()] in "?!") if stop else len(entry)]
    later = YEAR.search(entry, stop.end() if stop else start) or YEAR.search(entry)
    authors = tuple(_people(names))
    return Parsed(
        title.strip(" .,\"'\u201c\u201d") or None,
        year or (later.group() if later else None),
        authors,
        tuple(_surname(a) for a in authors),
        bool(re.search(r"\bet al\b", names)),
    )


def _without_points(entry: str, start: int, year: re.Match[str]) -> Parsed:
    """The parts of an entry without points and commas; nothing parts the title from the journal behind it."""
    authors = tuple(_PAIRS.findall(entry[:start]))
    title = entry[start : year.start()].strip(" .,")
    return Parsed(title or None, year.group(), authors, tuple(_surname(a) for a in authors), False)


def _authors(entry: str) -> tuple[str, int, str | None]:
    """The authors' names, where the title begins, and the year that stands between them."""
    bracketed = _YEAR_IN_BRACKETS.search(entry, 0, _AUTHORS_WITHIN)
    if bracketed and bracketed.end() < len(entry) and not _has_words(entry[: bracketed.start()]):
        return entry[: bracketed.start()], bracketed.end(), bracketed.group(1)
    last = _LAST_AUTHOR.search(entry, 0, _AUTHORS_WITHIN)
    if last and not _is_prose(entry[: last.start()]):
        return _after_year(entry, entry[: last.end()], last.end())
    for stop in _STOP.finditer(entry, 0, _AUTHORS_WITHIN):
        if _is_prose(entry[: stop.start()]):
            if _is_group(entry[: stop.start()]) and _STOP.search(entry, stop.end()):
                return _after_year(entry, entry[: stop.start()], stop.end())
            break
        names = _JUNCTION.split(entry[: stop.start()])
        if all(_NAME.match(n) for n in names if n):
            return _after_year(entry, entry[: stop.start()], stop.end())
        if _MORE_INITIALS.match(entry, stop.end()):
            continue
        following = _STOP.search(entry, stop.end())
        segment = entry[stop.end() : following.start() if following else len(entry)]
        if not YEAR.match(segment) and not _INITIALS.match(segment.partition(",")[0]) and _is_title(segment):
            return _after_year(entry, entry[: stop.start()], stop.end())
    before, colon, _ = entry[:_AUTHORS_WITHIN].partition(": ")
    if colon and all(_NAME.match(name) for name in _JUNCTION.split(before)):
        return _after_year(entry, before, len(before) + len(colon))
    unpointed = _UNPOINTED.match(entry)
    pairs = _PAIRS.findall(unpointed.group()) if unpointed else []
    return (", ".join(pairs), unpointed.end(), None) if unpointed and len(pairs) > 1 else ("", 0, None)


def _after_year(entry: str, names: str, start: int) -> tuple[str, int, str | None]:
    """Harvard lists put the year between names and title: "Turpie AG. 2001. Title"."""
    found = YEAR.match(entry, start)
    if found and (entry[found.end() : found.end() + 1] in (*".,:;)",) or not YEAR.search(entry, found.end())):
        return (
            names,
            found.end() + len(entry[found.end() :]) - len(entry[found.end() :].lstrip(". ,:;)")),
            found.group(),
        )
    inside = list(YEAR.finditer(names))
    return names, start, inside[-1].group() if inside else None


def _is_title(segment: str) -> bool:
    return len(_LOWER.findall(segment)) >= 2 or len(segment.split()) >= 4


def _is_prose(names: str) -> bool:
    """Whether what should be names has the small words of a title; a group among people may have them."""
    if not _has_words(names):
        return False
    pieces = [piece for piece in _JUNCTION.split(names.strip(" .,;")) if piece]
    return sum(1 for piece in pieces if _NAME.match(piece)) * 2 <= len(pieces)


def _has_words(names: str) -> bool:
    return len(_LOWER.findall(names)) >= 3


def _is_group(name: str) -> bool:
    """Whether the last words of a name are those of a group: "International study of A investigators"."""
    return bool(_groups(lexicon("collectives")).search(name))


@lru_cache(maxsize=8)
def _groups(words: Lexicon) -> re.Pattern[str]:
    terms = "|".join(re.escape(row.term) for row in words.rows)
    return re.compile(rf"\b(?:{terms or '(?!)'})s?\Z", re.IGNORECASE)


def _people(names: str) -> list[str]:
    """The names of a list of authors; initials that stand apart join the surname before them."""
    found: list[str] = []
    for piece in _JUNCTION.split(_OTHERS.sub("", _YEAR_LAST.sub("", names))):
        name = piece.strip(" .,;:()") if not _INITIALS.match(piece.strip()) else piece.strip()
        if not name or name.lower() in ("et al", "and", "others"):
            continue
        if found and _INITIALS.match(name):
            found[-1] += f" {name}"
        else:
            found.append(name.removesuffix(" et al"))
    return found


def _surname(author: str) -> str:
    """The surname of a printed name: without the initials before or after it."""
    words = author.split()
    kept = [w for w in words if not _INITIALS.match(w)] or words
    return " ".join(kept)
