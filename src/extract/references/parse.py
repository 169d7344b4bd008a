"""An entry taken apart: the reader's authors, title and year, and what stands behind the title.

The reader says where the title begins. From there on the imprint (year, volume, pages) is sought; the
last sentence before it is the journal, all before that the title, whatever points it has. What the
file's markup says is taken as it is.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from extract.document import Document, Reference
from extract.references.identifiers import clean_doi, find_identifiers
from extract.references.imprint import UNPOINTED, Imprint, find_imprint
from extract.references.names import comma
from extract.references.work import Work

_BREAK = re.compile(r"(?P<stop>[.?!]['\"\u2019\u201d)]?|,[\"\u201d])\s+(?=[\"'\u201c(\[]?[^\W\d_])")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]{0,5}\Z")
# "(Meeting Abstracts)" or "Abstract 1610" behind the journal
_NO_JOURNAL = re.compile(r"\([^()]{1,80}\)?\Z|[^.]{0,40}\d\Z")
# "Available at:" before an address
_LEAD_IN = re.compile(r"(?:\A|(?<=[.?!]\s))[^.:?!]{1,40}:\s?\Z")
# "N Engl J Med" behind a word of a title, which is lower case, or in brackets
_CAPITALS = re.compile(r"(?<=[a-z\d)\]?]\s)(?:[A-Z][\w.&-]{0,20}\s){0,6}[A-Z][\w.&-]{0,20}\Z")
_OTHERS = re.compile(r"\bet\.? al\b|\band others\b")
_LINE_END = re.compile(r"\.?[^\S\n]{0,9}\n\s*")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_FIELDS = frozenset(Work.model_fields)
_BLANK = {name: field.default for name, field in Work.model_fields.items()}
_LONGEST_JOURNAL = 120
_LONGEST_ENTRY = 1_200
# So much of a title is compared, and a shorter one may stand twice by chance.
_HEAD, _SHORT = 60, 20
_ENDS = " .,;:'\"\u2018\u2019\u201c\u201d"


class _Entry(NamedTuple):
    """An entry on one line: where its title begins and where what belongs to it ends."""

    text: str
    start: int
    end: int


def works_of(document: Document) -> list[Work]:
    """The works of a document's reference list, in printed order; lines of a page that are none are left out."""
    printed = ((document.text[r.start : r.end], r) for r in document.references)
    return [work for words, r in printed if _is_work(work := parse(words, r), words)]


def _is_work(work: Work, printed: str) -> bool:
    """Whether anything says so: a number in print, authors, where it appeared, or an index."""
    told = work.authors or work.journal or work.publisher or work.doi or work.pmid or work.url
    return bool(told) or printed.lstrip("[(").startswith(work.label)


def parse(printed: str, reference: Reference) -> Work:
    """The work of a printed entry, of which the reader knows ``reference``."""
    entry = _one_line(_unlabelled(printed, reference.label), reference.title)
    numbers = find_identifiers(entry.text)
    values: dict[str, Any] = {"doi": numbers.doi, "pmid": numbers.pmid, "pmcid": numbers.pmcid, "url": numbers.url}
    if not {"title", "journal"} <= reference.marked.keys():
        values |= _read(entry, reference, numbers.start)
    if "authors" not in reference.marked:
        values.setdefault("authors", tuple(comma(a) for a in reference.authors))
    values["et_al"] = bool(_OTHERS.search(entry.text, 0, entry.start))
    if reference.marked:
        values |= _marked(reference)
    told = {name: value for name, value in values.items() if value}
    place = {"label": reference.label, "start": reference.start, "end": reference.end}
    # The values are of their types; a list of hundreds is not checked again, nor asked for its defaults.
    return Work.model_construct(None, **(_BLANK | place | told))


def _unlabelled(printed: str, label: str) -> str:
    """An entry without the number before it."""
    words = printed.lstrip(" [(")
    return words[len(label) :].lstrip(" .)]\n\t") if label.isdigit() and words.startswith(label) else printed


def _one_line(printed: str, title: str | None) -> _Entry:
    """The entry without its line ends; one that a page prints twice is read once.

    Authors, title and journal on lines of their own need no points: the title's line gets one.
    """
    printed = printed[:_LONGEST_ENTRY]
    if title and f"{title}\n" in printed:
        printed = _LINE_END.sub(". ", printed)
    text = " ".join(printed.split())
    start = text.find(title) if title else -1
    if title is None or start < 0:
        return _Entry(text, 0, len(text))
    again = text.find(title[:_HEAD], start + len(title))
    twice = again > 0 and len(title) > _SHORT and text[again - start : again] == text[:start]
    return _Entry(text, start, again if twice else len(text))


def _read(entry: _Entry, reference: Reference, numbers: int) -> dict[str, Any]:
    """Title, year, and where the work appeared, for an entry whose ``numbers`` (DOI, address) begin there."""
    values: dict[str, Any] = {"title": reference.title, "year": _as_year(reference.year)}
    end = min(numbers, entry.end)
    imprint = find_imprint(entry.text, entry.start, end) or find_imprint(entry.text, end, entry.end)
    if imprint is None:
        within = reference.title and entry.start < end < entry.start + len(reference.title)
        return values | (_page(entry, end) if within else {})
    values |= {name: value for name, value in imprint.values.items() if name in _FIELDS}
    values["year"] = _as_year(imprint.values.get("year")) or values["year"]
    if reference.title and "publisher" not in values:
        values |= _title_and_journal(entry, imprint) or {}
    return values


def _page(entry: _Entry, address: int) -> dict[str, Any]:
    """The title of a page whose address the reader took for a part of it, or for all of it."""
    title = _LEAD_IN.sub("", entry.text[entry.start : address]).strip(_ENDS)
    if title:
        return {"title": title}
    return {"title": entry.text[: entry.start].strip(_ENDS), "authors": ()}


def _title_and_journal(entry: _Entry, imprint: Imprint) -> dict[str, str] | None:
    """The last sentence before the imprint, and all between the authors and it; None where it is no journal's name."""
    region = entry.text[entry.start : imprint.start].rstrip(_ENDS + "(")
    breaks = list(_BREAK.finditer(region))
    while len(breaks) > 1 and _NO_JOURNAL.match(region, breaks[-1].end()):
        region = region[: breaks.pop().start()]
    while len(breaks) > 1 and _ABBREVIATION.match(region, breaks[-2].end(), breaks[-1].start()):
        breaks.pop()
    if not breaks or imprint.manner is UNPOINTED:
        return _unpointed(region)
    journal = region[breaks[-1].end() :].strip(_ENDS)
    if len(journal) > _LONGEST_JOURNAL:
        return None
    stop = breaks[-1]
    title = region[: stop.end("stop") if stop["stop"][0] in "?!" else stop.start()]
    return {"title": title.strip(_ENDS), "journal": journal}


def _unpointed(region: str) -> dict[str, str] | None:
    """Title and journal without a point between: the journal is the run of capitals at the end."""
    found = _CAPITALS.search(region)
    if found and len(region[: found.start()].split()) > 1:
        return {"title": region[: found.start()].strip(_ENDS), "journal": found.group().strip(_ENDS)}
    return {"title": region.strip(_ENDS)} if region else None


def _marked(reference: Reference) -> dict[str, Any]:
    """What the file's markup says for sure."""
    values: dict[str, Any] = dict(reference.marked)
    if "authors" in values:
        values["authors"] = tuple(values["authors"].split("; "))
    if "doi" in values:
        values["doi"] = clean_doi(values["doi"])
    if "year" in values:
        values["year"] = _as_year(values["year"])
    return values


def _as_year(printed: str | None) -> int | None:
    found = _YEAR.search(printed or "")
    return int(found.group()) if found else None
