"""Training: fit the weight tables from annotated sentences and gold files, and write them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.evaluation.annotated import Annotated, read_annotated
from extract.learning.articles import GoldArticle, articles
from extract.learning.articles import cases as article_cases
from extract.learning.articles import phrase_cases as article_phrases
from extract.learning.cases import Cases, PhraseCases
from extract.learning.fit import fit_choices, fit_yes_no
from extract.learning.rct_art import cases as sentence_cases
from extract.learning.rct_art import passage_of as sentence_passage
from extract.learning.rct_art import phrase_cases as sentence_phrases
from extract.relations.layout import Layout
from extract.relations.passage import Passage
from extract.relations.tagger import likely

# L2 penalties, chosen by cross-validation over articles (see ``extract.learning.validate``).
PENALTY = {"arm-phrase": 1.0, "endpoint-phrase": 1.0, "result": 1.0, "endpoint": 1.0, "arm": 1.0}

Tables = dict[str, dict[str, float]]


def fit_phrases(cases: Sequence[PhraseCases]) -> Tables:
    """Fit the tagger: which phrases are arms, which are endpoints."""
    return {
        "arm-phrase": fit_yes_no([c for s in cases for c in s.arms], PENALTY["arm-phrase"]),
        "endpoint-phrase": fit_yes_no([c for s in cases for c in s.endpoints], PENALTY["endpoint-phrase"]),
    }


def fit_values(cases: Sequence[Cases]) -> Tables:
    """Fit the gate and the two choices; their features come from layouts made with the tagger."""
    return {
        "result": fit_yes_no([c for s in cases for c in s.results], PENALTY["result"]),
        "endpoint": fit_choices([c for s in cases for c in s.endpoints], PENALTY["endpoint"]),
        "arm": fit_choices([c for s in cases for c in s.arms], PENALTY["arm"]),
    }


@dataclass(frozen=True)
class Material:
    """What there is to learn from: annotated sentences and annotated articles."""

    sentences: Sequence[tuple[Annotated, Passage]] = ()
    articles: Sequence[GoldArticle] = ()


def read_material(sentences: Path | None, folders: Sequence[tuple[Path, Path]], names: Sequence[str] = ()) -> Material:
    """Read the training material: a sentence file, and (corpus, gold) folders; ``names`` limits the articles."""
    marked = [(s, sentence_passage(s)) for s in read_annotated(sentences)] if sentences else []
    return Material(marked, [a for corpus, gold in folders for a in articles(corpus, gold, names)])


def train(material: Material) -> Tables:
    """Fit all tables: first the tagger, then what is laid out with it."""
    phrases = [sentence_phrases(s, p) for s, p in material.sentences]
    phrases += [c for a in material.articles for c in article_phrases(a)]
    tables = fit_phrases(phrases)
    ask = likely(tables)
    values = [sentence_cases(s, Layout(p, ask)) for s, p in material.sentences]
    values += [c for a in material.articles for c in article_cases(a, lambda p: Layout(p, ask))]
    return tables | fit_values(values)


def write(tables: Mapping[str, Mapping[str, float]], path: Path, origin: str) -> None:
    """Write the tables as sorted JSON, the same bytes for the same weights."""
    text = json.dumps({"origin": origin, "tables": tables}, indent=0, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
