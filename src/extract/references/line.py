"""A work on one line, for the eye."""

from __future__ import annotations

from extract.readers.labels import is_author_year
from extract.references.names import parts
from extract.references.work import Work


def authors_of(work: Work) -> str:
    """The authors in short: one or two by name, else the first "et al"."""
    names = [parts(author)[0] for author in work.authors]
    if len(names) > 2 or (names and work.et_al):
        return f"{names[0]} et al"
    return " and ".join(names)


def place_of(work: Work) -> str:
    """Where it appeared: "N Engl J Med 391(4):320-33"."""
    issue = f"({work.issue})" if work.issue else ""
    numbers = f"{work.volume or ''}{issue}" + (f":{work.pages}" if work.pages else "")
    return " ".join(filter(None, (work.journal or work.publisher or "", numbers.lstrip(":"))))


def index_of(work: Work) -> str:
    """The DOI, else the number in an index, else the address, "" without any."""
    numbers = (work.doi and f"doi:{work.doi}", work.pmid and f"PMID {work.pmid}", work.pmcid, work.url)
    return next(filter(None, numbers), "")


def in_short(work: Work) -> str:
    """Label, authors and year, title, place and number, each where it is known; a label of names says the first two."""
    named = is_author_year(work.label)
    who = work.label if named else " ".join(filter(None, (authors_of(work), str(work.year or ""))))
    told = ("" if named else work.label, who, work.title or "", place_of(work), index_of(work))
    return ". ".join(filter(None, told))
