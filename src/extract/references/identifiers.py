"""The numbers that index a work (DOI, PMID, PMCID) and its address, as an entry prints them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extract.lexicon import Lexicon, lexicon

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\bdoi[:\s]{0,3}|(?<![\w./]))(10\.\d{4,9}/[^\s\"<>]{1,200})", re.I)
_PMID = re.compile(r"\b(?:PMID|PubMed(?:\sPMID)?)\b[:\s]{1,3}(\d{4,9})\b|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(\d{4,9})\b")
_PMCID = re.compile(r"\bPMC\s?\d{4,9}\b")
_URL = re.compile(r"\bhttps?://[^\s<>\"]{3,300}|\bwww\.[^\s<>\"]{3,300}")
# An entry without one of these has none of them.
_CLUES = ("10.", "PMC", "PMID", "ubMed", "ubmed", "http", "www.")
_TRAILING = ".,;:'\u2019\u201d"
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Identifiers(NamedTuple):
    """What was found, and where the first of it stands (the length of the entry without any)."""

    start: int
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None


def find_identifiers(entry: str) -> Identifiers:
    """The identifiers of an entry; the address of a DOI or of an index is no address of the work's own."""
    if not any(clue in entry for clue in _CLUES):
        return Identifiers(len(entry))
    doi, pmid, pmcid = _DOI.search(entry), _PMID.search(entry), _PMCID.search(entry)
    urls = [u for u in _URL.finditer(entry) if not (_DOI.match(u.group()) or _PMID.search(u.group()))]
    found = [f for f in (doi, pmid, pmcid, *urls[:1]) if f]
    return Identifiers(
        min((f.start() for f in found), default=len(entry)),
        clean_doi(doi.group(1)) if doi else None,
        (pmid.group(1) or pmid.group(2)) if pmid else None,
        pmcid.group().replace(" ", "") if pmcid else None,
        _trimmed(urls[0].group()) if urls else None,
    )


def clean_doi(printed: str) -> str:
    """A DOI without its address, without the stop behind it and the names of indexes that a page glues to it."""
    found = _DOI.search(printed)
    doi = _trimmed(found.group(1) if found else printed.strip())
    while glued := _glued(lexicon("citations")).search(doi):
        doi = _trimmed(doi[: glued.start()])
    return doi


def _trimmed(printed: str) -> str:
    """Without stops at the end, and without a bracket there that is not opened inside."""
    while printed and (
        printed[-1] in _TRAILING
        or (printed[-1] in _PAIRS and printed.count(printed[-1]) > printed.count(_PAIRS[printed[-1]]))
    ):
        printed = printed[:-1]
    return printed


@lru_cache(maxsize=8)
def _glued(words: Lexicon) -> re.Pattern[str]:
    names = sorted((re.escape(r.term) for r in words.rows if "index" in r.tags), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(names) or '(?!)'})\Z")
