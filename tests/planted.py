"""Slips planted into articles, one at a time: what the audit must find.

A slip is a kind, an article with the slip in it, and the span that holds it. The text is changed and every span behind
the change is moved, so that articles of all formats can be planted in. Places are found by the planter's own
patterns, not by those of the rules; where articles have no place for a kind, a sentence is added to a paragraph.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.audit import Finding, audit
from extract.document import Block, BlockKind, Cell, CrossReference, Document, Reference
from extract.mentions.registry import find_registry
from extract.normal import normalise
from extract.pipeline import Article, extract
from extract.records.schema import Result, TrialRecord


@dataclass(frozen=True)
class Edit:
    """Text to put in the place of ``[start, end)``; an empty span adds to the block that ends there."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Planted:
    """An article with one slip of a kind, which the rule of that name must find around ``at``."""

    kind: str
    rule: str
    document: Document
    at: tuple[int, int]


def edited(document: Document, edits: Sequence[Edit]) -> Document:
    """The document with edits made from the last to the first."""
    for edit in sorted(edits, key=lambda e: -e.start):
        document = _edited(document, edit)
    return document


def _edited(document: Document, edit: Edit) -> Document:
    grown = len(edit.new) - (edit.end - edit.start)

    def moved(start: int, end: int) -> tuple[int, int]:
        if start >= edit.end and start > edit.start:
            return start + grown, end + grown
        return (start, end + grown) if end >= edit.end and start <= edit.start else (start, end)

    def at(thing: Block | Cell | Reference | CrossReference) -> dict[str, int]:
        return dict(zip(("start", "end"), moved(thing.start, thing.end), strict=True))

    old = document.text[edit.start : edit.end]
    tables = tuple(
        replace(
            t,
            caption=moved(*t.caption) if t.caption else None,
            cells=tuple(replace(c, **at(c)) for c in t.cells),
            notes=tuple(moved(*n) for n in t.notes),
        )
        for t in document.tables
    )
    return replace(
        document,
        text=document.text[: edit.start] + edit.new + document.text[edit.end :],
        blocks=tuple(replace(b, **at(b)) for b in document.blocks),
        tables=tables,
        references=tuple(_retitled(replace(r, **at(r)), r, edit, old) for r in document.references),
        crossrefs=tuple(replace(c, **at(c)) for c in document.crossrefs if not c.start < edit.end <= c.end or not old),
        places=(),
    )


def _retitled(moved: Reference, reference: Reference, edit: Edit, old: str) -> Reference:
    inside = old and reference.start <= edit.start and edit.end <= reference.end
    return replace(moved, title=reference.title.replace(old, edit.new)) if inside and reference.title else moved


# -- kinds ------------------------------------------------------------------------------------------------------------

Sites = Iterator[tuple[Sequence[Edit], tuple[int, int]]]
"""The edits of a slip and the span, in the text before them, around which it must be found."""


def _numbers(article: Article) -> list[tuple[int, int, str]]:
    view = normalise(article.text)
    spans = [(b.start, b.end) for s in article.sections if s.extractable for b in s.blocks]
    return [(m.start, m.end, m.value) for start, end in spans for m in find_registry(view, start, end)]


def registry_form(article: Article, rng: random.Random) -> Sites:
    """A digit lost or doubled."""
    for start, end, value in _numbers(article):
        if value.startswith(("NCT", "ISRCTN", "ACTRN", "20")):
            digit = rng.randrange(end - 5, end)
            sign = article.text[digit]
            if sign.isdigit():
                yield [Edit(digit, digit + 1, rng.choice(["", sign * 2]))], (start, end)


def registry_repeated(article: Article, rng: random.Random) -> Sites:
    """A number of a list printed in the place of another."""
    for start, end, _ in _numbers(article):
        yield [Edit(end, end, rng.choice([", ", "; ", " and "]) + article.text[start:end])], (start, end)


_NAMED_NUMBER = re.compile(r"(?<![\w-])([A-Z][\w-]*[A-Z][\w-]*(?: [\dIVX]+)?) \((NCT\d{8})\)")


def registry_shared(article: Article, rng: random.Random) -> Sites:
    """The number of one trial printed for another."""
    named = list(_NAMED_NUMBER.finditer(normalise(article.text)))
    for one in named:
        others = [m for m in named if m[1] not in one[1] and one[1] not in m[1]]
        if others:
            yield [Edit(*one.span(2), rng.choice(others)[2])], one.span(2)


def citation_missing(article: Article, rng: random.Random) -> Sites:
    """An entry lost from the list; the slip is the whole article."""
    cited = {label for t in article.trials for label in t.citations}
    for reference in article.document.references:
        if reference.label in cited:
            yield [Edit(reference.start, reference.end, "")], (0, len(article.text))


def reference_uncited(article: Article, rng: random.Random) -> Sites:
    """An entry that nobody cites, in the place of the last one's end."""
    yield [], (0, 0)


def reference_other(article: Article, rng: random.Random) -> Sites:
    """The name of another trial in a title that has the trial's own."""
    for record in article.trials:
        for name in record.names:
            others = [n for t in article.trials if t is not record for n in t.names if len(n) > 3]
            others = [n for n in others if n not in name and name not in n]
            for reference in article.document.references if others else ():
                inside = re.search(rf"(?<!\w){re.escape(name)}(?![\w-])", article.text[reference.start : reference.end])
                title = reference.title or ""
                alone = name in title and not any(n in title for n in record.names if n != name)
                if reference.label in record.citations and inside and alone:
                    start = reference.start + inside.start()
                    yield [Edit(start, start + len(name), rng.choice(others))], (0, len(article.text))


_BOUNDS = r"95% CI:?,? ?(-?\d{1,3}\.\d{1,2})(?: to |-|, )(-?\d{1,3}\.\d{1,2})"
_ESTIMATE = re.compile(rf"(?<![\d.,-])(\d{{1,3}}\.\d{{1,2}})(?: ?%| days?| points?)? ?[(\[;,] ?{_BOUNDS}")


def interval(article: Article, rng: random.Random) -> Sites:
    """An estimate moved out of its interval."""
    for found in _ESTIMATE.finditer(normalise(article.text)):
        low, high = sorted(float(found[n].removeprefix("-")) for n in (2, 3))
        wrong = rng.choice([high * rng.uniform(1.1, 2) + 0.1, low * rng.uniform(0.2, 0.8)])
        decimals = len(found[1].partition(".")[2])
        if not low <= float(f"{wrong:.{decimals}f}") <= high and found[2][0] != "-":
            yield [Edit(*found.span(1), f"{wrong:.{decimals}f}")], found.span()


_RATIO_P = re.compile(
    r"(?:HR|OR|RR|[Rr]atio|[Rr]isk)[^.;()]{0,25}?\d\.\d+ ?[(;,] ?"
    rf"{_BOUNDS}[;,)] ?[pP] ?([<=>] ?0?\.\d+)(?!\d| for)"
)


def p_value(article: Article, rng: random.Random) -> Sites:
    """A P value that says the contrary of the interval."""
    for found in _RATIO_P.finditer(normalise(article.text)):
        excludes = not float(found[1]) <= 1 <= float(found[2])
        yield (
            [Edit(*found.span(3), rng.choice(["= 0.32", "= 0.15", "= 0.6"] if excludes else ["< 0.001", "= 0.004"]))],
            found.span(),
        )


_SHARE = re.compile(
    r"(?<![\d.,])(\d{1,5}) ?(?:of|/) ?(\d{2,5})(?: [a-z]+){0,2} ?\((\d{1,2}(?:\.\d)?)%?\)"
    r"|(?<![\d.,])(\d{1,2}(?:\.\d)?)% \((\d{1,5}) of (\d{2,5})"
)


def percentage(article: Article, rng: random.Random) -> Sites:
    """A percentage, or a count, with a digit changed or two that changed places."""
    for found in _SHARE.finditer(normalise(article.text)):
        group = 3 if found[3] else 4
        share = found[group]
        wrong = rng.choice(
            [share[::-1] if share.isdigit() else share, f"{(int(share[0]) + rng.randint(1, 8)) % 10 or 1}{share[1:]}"]
        )
        if abs(float(wrong) - float(share)) >= 2:
            yield [Edit(*found.span(group), wrong)], found.span()


def over_100(article: Article, rng: random.Random) -> Sites:
    """A share with a figure too many or its decimal point lost."""
    for result in _results(article):
        spot = result.provenance
        printed = article.text[spot.start : spot.end] if spot else ""
        number = re.match(r"(\d\d(?:\.\d)?) ?%", normalise(printed))
        if spot and number and result.measure == "rate" and not result.total:
            wrong = rng.choice(["1" + number[1], number[1].replace(".", "") if "." in number[1] else number[1] + "0"])
            yield [Edit(spot.start, spot.start + number.end(1), wrong)], (spot.start, spot.end)


def _results(article: Article) -> list[Result]:
    return [r for t in article.trials for r in t.results]


def _paragraphs(article: Article) -> list[Block]:
    """Paragraphs of the body, long enough to be running text."""
    blocks = [b for s in article.sections if s.extractable for b in s.blocks]
    return [b for b in blocks if b.kind is BlockKind.PARAGRAPH and b.end - b.start > 200]


def _added(article: Article, rng: random.Random, sentence: str) -> tuple[Sequence[Edit], tuple[int, int]]:
    end = rng.choice(_paragraphs(article)).end
    return [Edit(end, end, " " + sentence)], (end, end + 1)


def _named(article: Article) -> list[TrialRecord]:
    return [t for t in article.trials if t.names and t.names[0][:1].isupper()]


ARMS = (
    "In {name}, {total} patients were randomized to active treatment (n = {a}) or control (n = {b}).",
    "{name} enrolled {total} adults, who were assigned to the drug (n = {a}) or to placebo (n = {b}).",
    "Of the {total} patients in {name}, {a} received the drug and {b} received placebo.",
    "Of {total} participants in {name}, {a} were assigned to the drug and {b} were assigned to placebo.",
    "A total of {total} patients were randomly assigned in {name}: {a} to the drug and {b} to placebo.",
)


def arms(article: Article, rng: random.Random) -> Sites:
    """A total with an error of transcription beside its arms."""
    for record in _named(article):
        a, b = rng.randint(40, 900), rng.randint(40, 900)
        total = a + b + rng.choice([-20, -9, 10, 18, 90])
        if total > max(a, b):
            yield _added(article, rng, rng.choice(ARMS).format(name=record.names[0], total=total, a=a, b=b))


RESPECTIVELY = (
    "In {name}, the response was {values} with {arms}, respectively.",
    "With {arms}, the response in {name} was {values}, respectively.",
    "Adverse events were seen in {values} of patients on {arms}, respectively.",
    "Median survival in {name} for {arms} was {values} months, respectively.",
)


def respectively(article: Article, rng: random.Random) -> Sites:
    """One value too many or too few for the arms."""
    drugs = sorted(
        {d for t in article.trials for d in (*t.interventions, *t.comparators) if re.fullmatch(r"[a-z]{4,20}", d)}
    )
    for record in _named(article) if len(drugs) > 3 else ():
        count = rng.choice([2, 3])
        values = [f"{rng.randint(10, 90)}%" for _ in range(count + rng.choice([-1, 1] if count > 2 else [1]))]
        template = rng.choice(RESPECTIVELY)
        if "months" in template:
            values = [v.rstrip("%") for v in values]
        yield _added(
            article,
            rng,
            template.format(name=record.names[0], values=_list(values), arms=_list(rng.sample(drugs, count))),
        )


def _list(items: Sequence[str]) -> str:
    return " and ".join(items) if len(items) < 3 else ", ".join(items[:-1]) + " and " + items[-1]


SIZES = (
    "{name} enrolled {n} patients.",
    "In {name}, {n} patients were randomized.",
    "{name} was a trial of {n} adults.",
    "A total of {n} participants took part in {name}.",
    "{name} randomly assigned {n} patients to treatment or control.",
)


def size(article: Article, rng: random.Random) -> Sites:
    """The size of a trial told again with digits that changed places or one that is another."""
    for record in _named(article):
        digits = str(record.enrolled or "")
        at = rng.randrange(len(digits)) if digits else 0
        wrong = digits[:at] + str((int(digits[at]) + rng.randint(1, 8)) % 9 + 1) + digits[at + 1 :] if digits else ""
        if len(digits) > 1 and wrong != digits:
            yield _added(article, rng, rng.choice(SIZES).format(name=record.names[0], n=wrong))


FOLLOW_UPS = (
    "In {name}, median follow-up was {n} years.",
    "The median follow-up of {name} was {n} years.",
    "After a median follow-up of {n} years, {name} was stopped.",
    "{name} had a median follow-up of {n} years.",
)


def follow_up(article: Article, rng: random.Random) -> Sites:
    """Two lengths of follow-up of one trial."""
    for record in _named(article):
        one, other = (f"{rng.randint(10, 90) / 10}" for _ in range(2))
        ends = rng.sample([p.end for p in _paragraphs(article)], 2)
        if one != other:
            edits = [
                Edit(end, end, " " + rng.choice(FOLLOW_UPS).format(name=record.names[0], n=n))
                for end, n in zip(ends, (one, other), strict=True)
            ]
            yield edits, (max(ends), max(ends) + 1)


VALUES = (
    "In {name}, the hazard ratio for {endpoint} was {value}.",
    "{name} showed a hazard ratio of {value} for {endpoint}.",
    "The hazard ratio for {endpoint} in {name} was {value}.",
)


def value(article: Article, rng: random.Random) -> Sites:
    """A hazard ratio told again with another value."""
    for record in _named(article):
        for result in record.results:
            if result.measure == "hazard-ratio" and result.value and not result.subgroup and not result.arm:
                wrong = round(result.value + rng.choice([-0.1, 0.1, 0.2]), 2)
                end = next((b.end for b in _paragraphs(article)), 0)
                sentence = rng.choice(VALUES).format(name=record.names[0], endpoint=result.endpoint, value=wrong)
                yield [Edit(end, end, " " + sentence)], (end, end + 1)


KINDS: Mapping[str, Callable[[Article, random.Random], Sites]] = {
    "registry-form": registry_form,
    "registry-repeated": registry_repeated,
    "registry-shared": registry_shared,
    "citation-missing": citation_missing,
    "reference-uncited": reference_uncited,
    "reference-other": reference_other,
    "interval": interval,
    "p-value": p_value,
    "percentage": percentage,
    "over-100": over_100,
    "arms": arms,
    "respectively": respectively,
    "size": size,
    "follow-up": follow_up,
    "value": value,
}


def is_found(slip: Planted, before: Sequence[Finding]) -> bool:
    """Whether the audit has a finding of the slip's rule that touches the slip and was not there before."""
    known = {(finding.rule, finding.message) for finding in before}
    for finding in audit(extract(slip.document)):
        places = [p for p in (finding.place, finding.other_place) if p]
        touches = any(p.start <= slip.at[1] and slip.at[0] <= p.end for p in places)
        if finding.rule == slip.rule and touches and (finding.rule, finding.message) not in known:
            return True
    return False


def plant(article: Article, kind: str, seed: int, most: int) -> list[Planted]:
    """At most so many slips of a kind, each in a copy of the article; the seed chooses among the places."""
    rng = random.Random(f"{seed}-{kind}-{article.document.doc_id}")
    if kind == "reference-uncited":
        return [_with_entry(article.document)] if article.document.references else []
    sites = list(KINDS[kind](article, rng))
    chosen = rng.sample(sites, min(most, len(sites)))
    return [_planted(article.document, kind, edits, at) for edits, at in chosen]


def _planted(document: Document, kind: str, edits: Sequence[Edit], at: tuple[int, int]) -> Planted:
    changed = edited(document, edits)
    if kind == "citation-missing":
        lost = edits[0].start
        changed = replace(
            changed,
            blocks=tuple(b for b in changed.blocks if not b.start == b.end == lost),
            references=tuple(r for r in changed.references if not r.start == r.end == lost),
        )
    grown = len(changed.text) - len(document.text)
    return Planted(kind, kind, changed, (at[0], at[1] + max(grown, 0)))


def _with_entry(document: Document) -> Planted:
    """The document with one more entry at the end of its list."""
    numbered = 2 * sum(r.label.isdecimal() for r in document.references) > len(document.references)
    listed = [r for r in document.references if r.label.isdecimal() is numbered]
    last = max(listed, key=lambda r: r.end)
    number = max((int(r.label) for r in document.references if r.label.isdecimal()), default=0) + 1
    label = str(number) if numbered else "Zyndram et al 2011"
    entry = f"\n{label}. Zyndram A, Author B, Writer C. Notes on a forgotten matter. J Forg Med. 2011;1:1-2."
    text = document.text[: last.end] + entry + document.text[last.end :]
    behind = [b for b in document.blocks if b.start > last.end]
    start, end = last.end + 1, last.end + len(entry)
    new = Block(BlockKind.REFERENCE, start, end, 0, "references")
    moved = [replace(b, start=b.start + len(entry), end=b.end + len(entry)) for b in behind]
    changed = edited(document, [])
    tables = changed.tables if not any(c.start > last.end for t in changed.tables for c in t.cells) else ()
    reference = Reference(label, start, end, "Notes on a forgotten matter", "2011", ("Zyndram A",))
    blocks = [*(b for b in document.blocks if b.start <= last.end), new, *moved]
    changed = replace(
        changed, text=text, blocks=tuple(blocks), tables=tables, references=(*document.references, reference), places=()
    )
    return Planted("reference-uncited", "reference-uncited", changed, (start, end))
