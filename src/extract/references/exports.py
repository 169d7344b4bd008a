"""Works in the formats of reference managers: CSL-JSON, BibTeX and RIS.

CSL-JSON is plain JSON; BibTeX and RIS are written by bibtexparser and rispy, which the extra
``references`` installs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from extract.errors import UsageError
from extract.references.keys import keys
from extract.references.names import parts
from extract.references.work import Work

_DASH = re.compile(r"\s?[\u2010-\u2015\u2212-]\s?")
# What LaTeX has no letter for stays as it is; braces have to pair in BibTeX even where they are escaped.
_BRACES = {ord("{"): r"\textbraceleft", ord("}"): r"\textbraceright"}
_AS_PRINTED = ("doi", "url", "pmid", "pmcid")


def csl_json(works: Sequence[Work]) -> str:
    """The works as CSL-JSON, the format of citation processors, pandoc and Zotero."""
    items = [_csl(work, key) for work, key in zip(works, keys(works), strict=True)]
    return json.dumps(items, indent=1, ensure_ascii=False) + "\n"


def bibtex(works: Sequence[Work]) -> str:
    """The works as BibTeX. Raises UsageError where bibtexparser is not installed."""
    try:
        from bibtexparser.entrypoint import write_string
        from bibtexparser.library import Library
        from bibtexparser.model import Entry, Field
        from pylatexenc.latexencode import UnicodeToLatexConversionRule, UnicodeToLatexEncoder
    except ImportError:
        raise _missing("BibTeX") from None

    rules = [UnicodeToLatexConversionRule(0, _BRACES), "defaults"]
    encoder = UnicodeToLatexEncoder(
        conversion_rules=rules,
        replacement_latex_protection="braces-almost-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )
    library = Library()
    for work, key in zip(works, keys(works), strict=True):
        fields = _bibtex(work, encoder.unicode_to_latex)
        kind = _kind(work, {"journal": "article", "book": "book", "": "misc"})
        library.add(Entry(kind, key, [Field(name, value) for name, value in fields if value]))
    return str(write_string(library))


def ris(works: Sequence[Work]) -> str:
    """The works as RIS. Raises UsageError where rispy is not installed."""
    try:
        import rispy
    except ImportError:
        raise _missing("RIS") from None

    class Plain(rispy.RisWriter):  # type: ignore[misc]
        """Without the running numbers between entries, which are no part of the format."""

        def set_header(self, count: int) -> str:
            return ""

    return str(rispy.dumps([_ris(w, k) for w, k in zip(works, keys(works), strict=True)], implementation=Plain))


EXPORTS: Mapping[str, Callable[[Sequence[Work]], str]] = {"bibtex": bibtex, "ris": ris, "csl-json": csl_json}
"""The function of each format."""


def _missing(name: str) -> UsageError:
    return UsageError(f"{name} needs two more packages: pip install 'trial-extract[references]'")


def _kind(work: Work, kinds: Mapping[str, str]) -> str:
    """The kind of a work by what it appeared in; "" is that of a work of which nothing is known."""
    told = "journal" if work.journal else "book" if work.publisher else "web" if work.url else ""
    return kinds.get(told, kinds[""])


def _csl(work: Work, key: str) -> dict[str, Any]:
    kinds = {"journal": "article-journal", "book": "book", "web": "webpage", "": "document"}
    item: dict[str, Any] = {
        "id": key,
        "type": _kind(work, kinds),
        "author": [_csl_name(author) for author in work.authors],
        "title": work.title,
        "container-title": work.journal,
        "publisher": work.publisher,
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        "volume": work.volume,
        "issue": work.issue,
        "page": _DASH.sub("-", work.pages or ""),
        "DOI": work.doi,
        "PMID": work.pmid,
        "PMCID": work.pmcid,
        "URL": work.url,
        "citation-label": work.label,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(author: str) -> dict[str, str]:
    family, given, suffix = parts(author)
    if not given:
        return {"literal": author}
    return {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})


def _bibtex(work: Work, encode: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    names = [_bibtex_name(author, encode) for author in work.authors]
    yield "author", " and ".join([*names, "others"] if names and work.et_al else names)
    # Styles set titles in lower case, but for what stands in braces.
    words = ((word, encode(word)) for word in (work.title or "").split())
    yield "title", " ".join(f"{{{code}}}" if any(c.isupper() for c in word[1:]) else code for word, code in words)
    yield "journal", encode(work.journal or "")
    yield "publisher", encode(work.publisher or "")
    yield "year", str(work.year or "")
    yield "volume", encode(work.volume or "")
    yield "number", encode(work.issue or "")
    yield "pages", encode(_DASH.sub("--", work.pages or ""))
    yield from ((name, getattr(work, name) or "") for name in _AS_PRINTED)


def _bibtex_name(author: str, encode: Callable[[str], str]) -> str:
    """ "Family, Suffix, Given", a group in braces lest its words be taken for names."""
    family, given, suffix = parts(author)
    return ", ".join(map(encode, filter(None, (family, suffix, given)))) if given else f"{{{encode(author)}}}"


def _ris(work: Work, key: str) -> dict[str, Any]:
    first, *last = _DASH.split(work.pages or "", maxsplit=1)
    entry: dict[str, Any] = {
        "type_of_reference": _kind(work, {"journal": "JOUR", "book": "BOOK", "web": "ELEC", "": "GEN"}),
        "id": key,
        "authors": list(work.authors),
        "title": work.title,
        # Reference managers look here or there.
        "secondary_title": work.journal,
        "journal_name": work.journal,
        "publisher": work.publisher,
        "year": str(work.year or ""),
        "volume": work.volume,
        "number": work.issue,
        "start_page": first,
        "end_page": "".join(last),
        "doi": work.doi,
        "accession_number": work.pmid,
        "custom2": work.pmcid,
        "urls": [work.url] if work.url else None,
        "label": work.label,
    }
    return {name: value for name, value in entry.items() if value}
