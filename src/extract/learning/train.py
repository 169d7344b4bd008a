"""Training: fit the weight tables from annotated sentences and gold files, and write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from extract.evaluation.annotated import Annotated, read_annotated
from extract.learning.articles import GoldArticle, articles
from extract.learning.articles import cases as article_cases
from extract.learning.cases import Cases, PhraseCases
from extract.learning.fit import OWN, Choice, YesNo, fit_choices, fit_yes_no
from extract.learning.rct_art import cases as sentence_cases
from extract.learning.rct_art import passage_of as sentence_passage
from extract.learning.rct_art import phrase_cases as sentence_phrases
from extract.learning.rct_art import whole_case
from extract.learning.roles import ROLES, role_cases
from extract.learning.shares import share_cases
from extract.learning.studies import study_cases
from extract.learning.times import time_cases
from extract.relations.layout import Layout, Likely
from extract.relations.model import ALONE, BY_RULE, using
from extract.relations.passage import Passage
from extract.relations.tagger import likely
from extract.writers.files import write_whole

# L2 penalties, chosen by cross-validation over articles (see ``extract.learning.validate``) and folds of sentences
# (docs/training.md has the figures, and those of models with interactions).
PENALTY = {"arm-phrase": 1.0, "endpoint-phrase": 1.0, "result": 1.0, "endpoint": 1.0, "arm": 1.0}
PENALTY |= {"whole": 3.0, "study": 20.0, "time": 3.0, **dict.fromkeys(ROLES, 4.0), "share": 10.0}
# How much harder a few articles have to pull at weights that many sentences gave. Of 0.3 to 30 the one that
# gained on unseen articles both when 8 articles adapted the weights of others and when 6 did.
HOLD = 3.0
# The parts of the material that take turns in being laid out by a tagger that has not seen them.
FOLDS = 5

Tables = Mapping[str, Mapping[str, float]]
Origin = Mapping[str, Sequence[str]]
_NO_BASE: Tables = {}
Item = TypeVar("Item")


def fit_phrases(cases: Sequence[PhraseCases], base: Tables = _NO_BASE) -> Tables:
    """Fit the tagger: which phrases are arms, which are endpoints."""
    arms, endpoints = [c for s in cases for c in s.arms], [c for s in cases for c in s.endpoints]
    rows = {"arm-phrase": arms, "endpoint-phrase": endpoints}
    return _parted({task: fit_yes_no(own, *_ties(task, base)) for task, own in rows.items()})


def fit_values(cases: Sequence[Cases], base: Tables = _NO_BASE) -> Tables:
    """Fit the gate and the two choices; their features come from layouts made with the tagger."""
    choices = {"endpoint": [c for s in cases for c in s.endpoints], "arm": [c for s in cases for c in s.arms]}
    gate = {"result": fit_yes_no([c for s in cases for c in s.results], *_ties("result", base))}
    return _parted({**gate, **{task: fit_choices(own, *_ties(task, base)) for task, own in choices.items()}})


def _parted(fitted: Tables) -> Tables:
    """Each table as that of articles and that of passages alone: the shared weights with their own on top."""
    parted = {}
    for task, table in fitted.items():
        shared = parted[task] = {n: w for n, w in table.items() if not n.startswith(OWN)}
        own = {n.removeprefix(OWN): w for n, w in table.items() if n.startswith(OWN)}
        if own:
            parted[task + ALONE] = {n: round(shared.get(n, 0.0) + own.get(n, 0.0), 3) for n in {**shared, **own}}
    return parted


def _joined(task: str, base: Tables) -> Mapping[str, float]:
    """The table of a task as it was fitted: the weights of passages alone by what they add to the shared ones."""
    shared, alone = base[task], base.get(task + ALONE, base[task])
    own = {OWN + n: alone.get(n, 0.0) - shared.get(n, 0.0) for n in {**shared, **alone}}
    return {**shared, **{n: w for n, w in own.items() if w}}


def fit_times(articles: Sequence[GoldArticle], tables: Tables, base: Tables = _NO_BASE) -> Tables:
    """Fit the choice of the time of a result, in articles as these tables read them."""
    cases = [case for article in articles for case in time_cases(article, tables)]
    return {"time": fit_choices(cases, *_ties("time", base))}


def _ties(task: str, base: Tables) -> tuple[float, Mapping[str, float]]:
    """The penalty of a table and the weights that it draws to."""
    return (PENALTY[task] * HOLD, _joined(task, base)) if task in base else (PENALTY[task], BY_RULE.get(task, {}))


@dataclass(frozen=True)
class Material:
    """What there is to learn from: annotated sentences and annotated articles."""

    sentences: Sequence[tuple[Annotated, Passage]] = ()
    articles: Sequence[GoldArticle] = ()


def read_material(sentences: Path | None, folders: Sequence[tuple[Path, Path]], names: Sequence[str] = ()) -> Material:
    """Read the training material: a sentence file, and (corpus, gold) folders; ``names`` limits the articles."""
    marked = annotated(sentences) if sentences else []
    return Material(marked, [a for corpus, gold in folders for a in articles(corpus, gold, names)])


def annotated(path: Path) -> list[tuple[Annotated, Passage]]:
    """The annotated sentences of a file, each with everything recognised in it."""
    return [(sentence, sentence_passage(sentence)) for sentence in read_annotated(path)]


def train(material: Material, base: Tables = _NO_BASE) -> Tables:
    """Fit all tables: first the tagger, then what is laid out with it, then what is chosen as a whole.

    ``base`` are weights that the material adapts; without them it makes its own from nothing. What a later step
    learns from is laid out and chosen by weights that have not seen it, as everything will be that is read one day.
    """
    texts: list[Text] = [_Sentence(*pair) for pair in material.sentences]
    texts += [_Article(a) for a in material.articles]
    tables = fit_phrases([c for t in texts for c in t.phrases], base)
    dealt = [texts[k::FOLDS] for k in range(FOLDS)]
    taggers = [fit_phrases([c for t in _but(dealt, k) for c in t.phrases], base) for k in range(FOLDS)]
    parts = [[_Part(t, t.layouts(likely(ask))) for t in own] for own, ask in zip(dealt, taggers, strict=True)]
    cases = [[c for p in part for c in p.cases] for part in parts]
    unseen = [{**base, **taggers[k], **fit_values(_but(cases, k), base)} for k in range(FOLDS)]
    whole = fit_choices(list(_wholes(parts, unseen)), *_ties("whole", base))
    tables = {**base, **tables, **fit_values(_but(cases), base), **({"whole": whole} if whole else {})}
    reviews = [[p.text.article for p in part if isinstance(p.text, _Article)] for part in parts]
    tables = {**tables, **_fit_records(reviews, unseen, base)}
    return {**tables, **fit_times(material.articles, tables, base)}


def _wholes(parts: Sequence[Sequence[_Part]], unseen: Sequence[Tables]) -> Iterator[Choice]:
    """What each part teaches about whole tables, as they come out of weights that have not seen it."""
    for part, tables in zip(parts, unseen, strict=True):
        with using(tables):
            yield from [c for p in part for c in p.text.wholes(p.layouts)]


def _fit_records(parts: Sequence[Sequence[GoldArticle]], unseen: Sequence[Tables], base: Tables) -> Tables:
    """Fit what is chosen for records: the study that a sentence speaks of, what a treatment was for, whose a list is.

    Each part is read by weights that have not seen it.
    """
    read = list(zip(parts, unseen, strict=True))
    studies = [[c for a in part for c in study_cases(a, tables)] for part, tables in read]
    roles = [[role_cases(a, tables) for a in part] for part, tables in read]
    shares: list[list[Choice]] = []
    for k, (part, tables) in enumerate(read):
        own = {**BY_RULE, **tables, **_study(_but(studies, k), base), **_roles(_but(roles, k), base)}
        shares.append([c for a in part for c in share_cases(a, own)])
    share = fit_choices(_but(shares), *_ties("share", base))
    return {**_study(_but(studies), base), **_roles(_but(roles), base), "share": share}


def _but(parts: Sequence[Sequence[Item]], left_out: int = -1) -> list[Item]:
    """What is in all parts but one."""
    return [x for k, part in enumerate(parts) if k != left_out for x in part]


def _study(cases: Sequence[Choice], base: Tables) -> Tables:
    return {"study": fit_choices(cases, *_ties("study", base))}


def _roles(cases: Sequence[Mapping[str, Sequence[YesNo]]], base: Tables) -> Tables:
    return {role: fit_yes_no([c for own in cases for c in own[role]], *_ties(role, base)) for role in ROLES}


class Text(Protocol):
    """What can be learned from: a sentence or an article."""

    @property
    def phrases(self) -> Sequence[PhraseCases]:
        """What it teaches about its phrases."""

    def layouts(self, ask: Mapping[str, Likely]) -> list[Layout]:
        """Its passages as a tagger lays them out."""

    def cases(self, layouts: Sequence[Layout]) -> list[Cases]:
        """What it teaches about its numbers."""

    def wholes(self, layouts: Sequence[Layout]) -> Iterable[Choice]:
        """What it teaches about whole tables, as the weights in use make them."""


@dataclass(frozen=True)
class _Sentence:
    sentence: Annotated
    passage: Passage

    @cached_property
    def phrases(self) -> list[PhraseCases]:
        return [sentence_phrases(self.sentence, self.passage)]

    def layouts(self, ask: Mapping[str, Likely]) -> list[Layout]:
        return [Layout(self.passage, ask)]

    def cases(self, layouts: Sequence[Layout]) -> list[Cases]:
        return [sentence_cases(self.sentence, layout) for layout in layouts]

    def wholes(self, layouts: Sequence[Layout]) -> list[Choice]:
        return [c for layout in layouts if (c := whole_case(self.sentence, layout))]


@dataclass(frozen=True)
class _Article:
    article: GoldArticle

    @property
    def phrases(self) -> list[PhraseCases]:
        return self.article.phrase_cases

    def layouts(self, ask: Mapping[str, Likely]) -> list[Layout]:
        return [Layout(p, ask) for p in self.article.passages]

    def cases(self, layouts: Sequence[Layout]) -> list[Cases]:
        return list(article_cases(self.article, layouts))

    def wholes(self, layouts: Sequence[Layout]) -> list[Choice]:
        return []


@dataclass(frozen=True)
class _Part:
    """A text as a tagger lays it out that has not seen it."""

    text: Text
    layouts: list[Layout]

    @cached_property
    def cases(self) -> list[Cases]:
        return self.text.cases(self.layouts)


def origin(material: Material, sentences: Sequence[str], base: Origin) -> Origin:
    """What weights have learned from: articles by doc_id, sentence files by name, those of their base among them."""
    own = {"articles": [a.doc_id for a in material.articles], "sentences": sentences}
    return {kind: sorted({*base.get(kind, []), *names}) for kind, names in own.items()}


def read_origin(path: Path) -> Origin | None:
    """What the weights of a file have learned from; None where the file does not say so."""
    told = json.loads(path.read_text(encoding="utf-8")).get("origin")
    return told if isinstance(told, dict) else None


def write(tables: Tables, path: Path, origin: object) -> None:
    """Write the tables as sorted JSON, the same bytes for the same weights; ``origin`` says what they learned from."""
    text = json.dumps({"origin": origin, "tables": tables}, indent=0, sort_keys=True, ensure_ascii=False)
    write_whole(path, f"{text}\n".encode())
