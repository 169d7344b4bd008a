"""Training: fit the weight tables from annotated sentences and gold files, and write them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.evaluation.annotated import Annotated, read_annotated
from extract.learning.articles import GoldArticle, articles
from extract.learning.articles import cases as article_cases
from extract.learning.cases import Cases, PhraseCases
from extract.learning.fit import fit_choices, fit_yes_no
from extract.learning.rct_art import cases as sentence_cases
from extract.learning.rct_art import passage_of as sentence_passage
from extract.learning.rct_art import phrase_cases as sentence_phrases
from extract.learning.roles import ROLES, role_cases
from extract.learning.studies import study_cases
from extract.relations.layout import Layout
from extract.relations.model import BY_RULE
from extract.relations.passage import Passage
from extract.relations.tagger import likely
from extract.writers.files import write_whole

# L2 penalties, chosen by cross-validation over articles (see ``extract.learning.validate``).
PENALTY = {"arm-phrase": 1.0, "endpoint-phrase": 1.0, "result": 1.0, "endpoint": 1.0, "arm": 1.0, "study": 20.0}
PENALTY |= dict.fromkeys(ROLES, 4.0)
# How much harder a few articles have to pull at weights that many sentences gave. Of 0.3 to 30 the one that
# gained on unseen articles both when 8 articles adapted the weights of others and when 6 did.
HOLD = 3.0

Tables = Mapping[str, Mapping[str, float]]
Origin = Mapping[str, Sequence[str]]
_NO_BASE: Tables = {}


def fit_phrases(cases: Sequence[PhraseCases], base: Tables = _NO_BASE) -> Tables:
    """Fit the tagger: which phrases are arms, which are endpoints."""
    arms, endpoints = [c for s in cases for c in s.arms], [c for s in cases for c in s.endpoints]
    rows = {"arm-phrase": arms, "endpoint-phrase": endpoints}
    return {task: fit_yes_no(own, *_ties(task, base)) for task, own in rows.items()}


def fit_values(cases: Sequence[Cases], base: Tables = _NO_BASE) -> Tables:
    """Fit the gate and the two choices; their features come from layouts made with the tagger."""
    choices = {"endpoint": [c for s in cases for c in s.endpoints], "arm": [c for s in cases for c in s.arms]}
    gate = {"result": fit_yes_no([c for s in cases for c in s.results], *_ties("result", base))}
    return {**gate, **{task: fit_choices(own, *_ties(task, base)) for task, own in choices.items()}}


def fit_studies(articles: Sequence[GoldArticle], tables: Tables, base: Tables = _NO_BASE) -> Tables:
    """Fit the choice of the study that a sentence speaks of, in articles as these tables read them."""
    cases = [case for article in articles for case in study_cases(article, tables)]
    return {"study": fit_choices(cases, *_ties("study", base))}


def fit_roles(articles: Sequence[GoldArticle], tables: Tables, base: Tables = _NO_BASE) -> Tables:
    """Fit what a treatment was for in a study, in articles as these tables read them: what differs from the rules."""
    found = [role_cases(article, tables) for article in articles]
    return {role: fit_yes_no([c for own in found for c in own[role]], *_ties(role, base)) for role in ROLES}


def _ties(task: str, base: Tables) -> tuple[float, Mapping[str, float]]:
    """The penalty of a table and the weights that it draws to."""
    return (PENALTY[task] * HOLD, base[task]) if task in base else (PENALTY[task], BY_RULE.get(task, {}))


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
    """Fit all tables: first the tagger, then what is laid out with it.

    ``base`` are weights that the material adapts; without them it makes its own from nothing.
    """
    phrases = [sentence_phrases(s, p) for s, p in material.sentences]
    phrases += [c for a in material.articles for c in a.phrase_cases]
    tables = fit_phrases(phrases, base)
    ask = likely(tables)
    values = [sentence_cases(s, Layout(p, ask)) for s, p in material.sentences]
    values += [c for a in material.articles for c in article_cases(a, lambda p: Layout(p, ask))]
    tables = {**base, **tables, **fit_values(values, base)}
    tables = {**tables, **fit_studies(material.articles, tables, base)}
    return {**tables, **fit_roles(material.articles, tables, base)}


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
