"""Training cases from annotated articles: the gold values found again in the sentences that print them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from extract.evaluation.files import read_record
from extract.learning.alignment import TOLD, Alignment, spoken_of
from extract.learning.cases import Cases, PhraseCases, choice
from extract.learning.fit import YesNo
from extract.mentions.mention import Mention
from extract.mentions.phrases import Phrase
from extract.pipeline import run_stages
from extract.readers import read
from extract.records.schema import Result, TrialRecord
from extract.relations.chain import Pick
from extract.relations.features import phrase_features
from extract.relations.gate import gate_features
from extract.relations.layout import Layout
from extract.relations.measures import BETWEEN_ARMS
from extract.relations.names import arm_name, endpoint_name
from extract.relations.passage import Passage, short_form_tags
from extract.relations.read import passage_of

# Names are one when rapidfuzz's token-set ratio reaches this (the scorer's bounds are 75).
ALIKE = 75
# A case from a review counts as much as so many from the abstracts' sentences.
WEIGHT = 1.0
Names = dict[str, str]
# The last stage of the pipeline that asks no weights.
LAST_UNWEIGHTED = "mentions"


@dataclass(frozen=True, eq=False)
class GoldArticle:
    """An annotated article: its passages, its short forms, its gold records and their results.

    ``products`` are those of the pipeline's stages that no weight has a say in.
    """

    doc_id: str
    passages: list[Passage]
    abbreviations: Names
    trials: list[TrialRecord]
    products: dict[str, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def alignment(self) -> Alignment:
        """Where its gold results are printed, worked out once."""
        return Alignment(self.trials, self.abbreviations, spoken_of(self.products, self.trials))

    @cached_property
    def phrase_cases(self) -> list[PhraseCases]:
        """What the article's value sentences teach about their phrases, worked out once."""
        return list(phrase_cases(self))


def read_gold(article: Path, gold: Path) -> GoldArticle:
    """Read an article and its gold file.

    Raises ReadError when one of them cannot be read.
    """
    products = run_stages(read(article), until=LAST_UNWEIGHTED)
    tags = short_form_tags(products["abbreviations"])
    pairs = zip(products["sentences"], products["mentions"], strict=True)
    passages = [p for s, m in pairs if (p := passage_of(products["view"], s, m, tags))]
    trials = read_record(gold).trials
    return GoldArticle(article.stem, passages, dict(products["abbreviations"]), trials, products)


def answer(article: GoldArticle, passage: Passage, value: Mention) -> Result | None:
    """The gold result that a printed value is, or None."""
    return article.alignment.answer(passage, value)


def phrase_cases(article: GoldArticle) -> Iterator[PhraseCases]:
    """What the article's value sentences teach about their phrases."""
    for passage in article.passages:
        answers = [r for v in passage.values if (r := answer(article, passage, v))]
        if not answers:
            continue
        out = PhraseCases()
        for role, into in (("arm", out.arms), ("endpoint", out.endpoints)):
            right = {id(p) for r in answers for p in best(article, passage, role, getattr(r, role))}
            into += [YesNo(tuple(phrase_features(passage, p)), id(p) in right, WEIGHT) for p in passage.phrases]
        yield out


def cases(article: GoldArticle, layouts: Iterable[Layout]) -> Iterator[Cases]:
    """What the article teaches about its numbers."""
    return (_cases(article, layout) for layout in layouts if layout.passage.values)


def _cases(article: GoldArticle, layout: Layout) -> Cases:
    out = Cases()
    answers = [answer(article, layout.passage, value) for value in layout.passage.values]
    for i, result in enumerate(answers):
        out.results.append(YesNo(tuple(gate_features(layout, i)), result is not None, WEIGHT))
    reported = [i for i, result in enumerate(answers) if result is not None]
    inner = layout.reporting(reported) if reported else layout
    before: dict[str, list[tuple[int, Pick]]] = {"endpoint": [], "arm": []}
    for i, result in enumerate(r for r in answers if r is not None):
        for role, into in (("endpoint", out.endpoints), ("arm", out.arms)):
            if role == "arm" and result.measure in BETWEEN_ARMS:
                continue
            name = getattr(result, role)
            right = _right(article, inner.passage, role, name)
            made = choice(inner, i, role, right, before[role][-6:])
            if made:
                into.append(replace(made[0], weight=WEIGHT))
                before[role].append((i, made[1]))
    return out


Fits = Callable[[Phrase], bool] | None


def _right(article: GoldArticle, passage: Passage, role: str, name: str | None) -> Fits:
    """Whether a phrase prints a gold name; None where the sentence leaves the role to those before it."""
    found = best(article, passage, role, name)
    if not found and not _pointed_at(article, passage, role, name):
        return None
    return partial(_among, {id(p) for p in found})


def _pointed_at(article: GoldArticle, passage: Passage, role: str, name: str | None) -> bool:
    """Whether a sentence that does not print a name may say it in other words ("controls", "recurrence")."""
    if not name:
        return False
    if role == "arm":
        return any(p.has("arms") and not p.has("treatments", "stems") for p in passage.phrases)
    spelled = (endpoint_name(passage.view[p.start : p.end], article.abbreviations) for p in passage.phrases)
    return any(fuzz.token_set_ratio(s, name) >= TOLD for s in spelled)


def _among(right: set[int], phrase: Phrase) -> bool:
    return id(phrase) in right


def best(article: GoldArticle, passage: Passage, role: str, name: str | None) -> list[Phrase]:
    """The phrases that print a gold name: those alike, and of them the closest."""
    if not name:
        return []
    spell = endpoint_name if role == "endpoint" else arm_name
    spelled = [(spell(passage.view[p.start : p.end], article.abbreviations), p) for p in passage.phrases]
    fits = [(fuzz.token_sort_ratio(s, name), p) for s, p in spelled if _alike(s, name)]
    top = max((score for score, _ in fits), default=0.0)
    return [p for score, p in fits if score >= top - 8 and score >= 30]


def _alike(a: str, b: str) -> bool:
    return len(a) > 1 and (bool(fuzz.token_set_ratio(a, b) >= ALIKE) or (len(a) > 4 and a in b))


def articles(corpus: Path, gold: Path, names: Sequence[str] = ()) -> list[GoldArticle]:
    """The annotated articles of a corpus folder, in the order of their names; ``names`` limits them."""
    out = []
    for path in sorted(gold.glob("*.json")):
        found = sorted(corpus.glob(f"{path.stem}.*"))
        if found and (not names or path.stem in names):
            out.append(read_gold(found[0], path))
    return out
