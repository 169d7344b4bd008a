"""Citations: which labels of the reference list a stretch of text cites.

Where the file's markup resolves citations, that is what counts, and only the plain forms that
markup missed are added. Else the article's own manner decides: brackets, superscripts, bare
parentheses or author and year. See ``numbered`` and ``authoryear`` for each.
"""

from __future__ import annotations

import re
import weakref
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from extract.document import BlockKind, CrossReference, Document
from extract.mentions.authors import FirstAuthors, named_authors
from extract.mentions.authoryear import References, author_years
from extract.mentions.citation_labels import ITEM, Numbering
from extract.mentions.mention import Kind, Mention
from extract.mentions.numbered import Cited, bracketed, raised, unlisted, unmarked

# What may stand between two citations of one bracket or superscript run.
_GAP = re.compile(r"[\s,;-]{0,3}")
_CELL_LIST = re.compile(
    rf"\s{{0,9}}[\[(]?\s{{0,3}}({ITEM}(?:\s{{0,3}}[,;-]\s{{0,3}}{ITEM}){{0,60}})\s{{0,3}}[\])]?\s{{0,9}}"
)
_NOT_TEXT = (BlockKind.REFERENCE, BlockKind.CHROME)

# So far back a citation tells which of an author's works is meant.
_REACH = 400


class _Manner:
    """How one article cites, worked out once."""

    def __init__(self, document: Document, view: str) -> None:
        self.numbering = Numbering.of([r.label for r in document.references])
        numbered = 2 * len(self.numbering.numbers) > len(document.references)
        self.resolved = _resolved(document, view)
        self.starts = [c.start for c in self.resolved]
        self.unmarked: tuple[Cited, ...] = ()
        if numbered and not self.resolved:
            self.unmarked = unmarked(view, _regions(document), self.numbering)
        elif not document.references and not self.resolved:
            self.unmarked = unlisted(view, _regions(document), self.numbering)
        self.unmarked_starts = [c.start for c in self.unmarked]
        # Without a reference list both the bracket and the author-year manner may be the article's.
        self.by_author = not numbered
        self.works = References(document.references if self.by_author else ())
        self.authors = FirstAuthors(document.references)

    def cited(self, view: str, start: int, end: int) -> Iterator[Mention]:
        """Yield every citation of a region, manner by manner: what the markup says comes first."""
        yield from self._labelled(view, start, end)
        before = partial(self._before, view, start)
        yield from _mentions(named_authors(view, start, end, self.authors, before), "author")

    def _before(self, view: str, start: int) -> set[str]:
        """The labels cited in the same paragraph right before a region."""
        low = max(start - _REACH, view.rfind("\n", 0, start) + 1)
        return {label for m in self._labelled(view, low, start) for label in m.value}

    def _labelled(self, view: str, start: int, end: int) -> Iterator[Mention]:
        yield from _mentions(_within(self.resolved, self.starts, start, end), "markup")
        yield from _mentions(_within(self.unmarked, self.unmarked_starts, start, end), "unmarked")
        yield from _mentions(bracketed(view, start, end, self.numbering), "bracket")
        yield from _mentions(raised(view, start, end, self.numbering), "superscript")
        if self.by_author:
            yield from _mentions(author_years(view, start, end, self.works), "author-year")


def find_citations(document: Document, view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the citations of ``view[start:end]`` in order; the value is the tuple of labels.

    ``view`` is the normalised view of the whole ``document.text``. Ranges are expanded one by one.
    """
    kept: list[Mention] = []
    # The sort is stable: of two citations at one place the better manner stands first.
    for mention in sorted(_manner(document, view).cited(view, start, end), key=lambda m: m.start):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.rule == "citations:markup":
            kept[-1] = mention
    kept = [m for i, m in enumerate(kept) if not _numbered_behind(m, kept[i + 1 : i + 2])]
    yield from (m for m in kept if m.rule != "citations:author" or _says_more(m, kept))


def _numbered_behind(named: Mention, following: Sequence[Mention]) -> bool:
    """Whether authors and a year only stand before the number that cites them: "Smith et al., 2005[10]"."""
    numbered = any(m.rule == "citations:bracket" and m.start - named.end <= 1 for m in following)
    return numbered and named.rule == "citations:author-year"


def _says_more(named: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether authors named without a label are not cited with one in the same region."""
    return not any(m is not named and set(named.value) <= set(m.value) for m in mentions)


def citations_of_cell(document: Document, view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield what a cell of a "Reference" column cites, where the numbers may stand bare ("28, 30")."""
    mentions = list(find_citations(document, view, start, end))
    bare = None if mentions else _CELL_LIST.fullmatch(view, start, end)
    labels = _manner(document, view).numbering.expand(bare[1]) if bare else ()
    if bare and labels:
        mentions = [Mention(Kind.CITATION, bare.start(1), bare.end(1), labels, "citations:cell")]
    yield from mentions


def citation_of_digits(document: Document, view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the citation that plain digits are in a cell that names a study (see ``studycolumns``)."""
    labels = _manner(document, view).numbering.expand(view[start:end])
    if labels:
        yield Mention(Kind.CITATION, start, end, labels, "citations:cell")


_latest: tuple[weakref.ref[Document], str, _Manner] | None = None


def _manner(document: Document, view: str) -> _Manner:
    """The manner of the article at hand; kept for the latest one, since regions come one by one."""
    global _latest
    if _latest is None or _latest[0]() is not document or _latest[1] is not view:
        _latest = (weakref.ref(document), view, _Manner(document, view))
    return _latest[2]


def _mentions(cited: Iterable[Cited], rule: str) -> Iterator[Mention]:
    return (Mention(Kind.CITATION, c.start, c.end, c.labels, f"citations:{rule}") for c in cited)


def _within(cited: tuple[Cited, ...], starts: list[int], start: int, end: int) -> tuple[Cited, ...]:
    return cited[bisect_left(starts, start) : bisect_left(starts, end)]


def _regions(document: Document) -> list[tuple[int, int]]:
    """The parts of the text that may cite: all but references and chrome."""
    if document.blocks:
        return [(b.start, b.end) for b in document.blocks if b.kind not in _NOT_TEXT]
    return [(0, min((r.start for r in document.references), default=len(document.text)))]


def _resolved(document: Document, view: str) -> tuple[Cited, ...]:
    """The citations of the markup; neighbours in one run are one, "2-4" with its middle filled in."""
    runs: list[Cited] = []
    for reference in sorted(document.crossrefs, key=lambda c: c.start):
        last = runs[-1] if runs else None
        if last and reference.labels and _GAP.fullmatch(view, last.end, reference.start):
            between = _between(view[last.end : reference.start], last.labels[-1], reference)
            runs[-1] = Cited(last.start, reference.end, tuple(dict.fromkeys(last.labels + between + reference.labels)))
        elif reference.labels:
            runs.append(Cited(reference.start, reference.end, reference.labels))
    return tuple(runs)


def _between(gap: str, low: str, reference: CrossReference) -> tuple[str, ...]:
    high = reference.labels[0]
    if "-" not in gap or not (low.isdecimal() and high.isdecimal()):
        return ()
    return tuple(str(n) for n in range(int(low) + 1, int(high))) if int(high) - int(low) < 60 else ()
