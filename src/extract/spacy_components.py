"""The recognisers as spaCy components: ``nlp.add_pipe("trial_mentions")``, ``nlp.add_pipe("trial_records")``.

Both write span groups into ``doc.spans``: one per kind of mention under its name ("trial",
"registry", "population", ...), and the four kinds of entities under "entities" with the labels of
the entity files (TRIAL, REGISTRY_ID, PERCENT, POPULATION), ready for displaCy, DocBin and
``Scorer.score_spans``. ``span.id_`` is the rule that fired. "trial_records" also sets
``doc._.trials`` and ``doc._.unattached``.

A doc is taken for a whole article. Offsets that fall inside a token are widened to it, so a
tokenizer that splits at every boundary of words, numbers and signs keeps spans exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.records.schema import Result, TrialRecord

if TYPE_CHECKING:
    from extract.mentions.mention import Mention

ENTITIES = "entities"
"""The default name of the span group with the labels of the entity files."""
# Plain data under these keys goes through DocBin; the extensions give it its types back.
_TRIALS, _UNATTACHED = "trial_extract.trials", "trial_extract.unattached"

Component = Callable[[Doc], Doc]


def _stored_trials(doc: Doc) -> list[TrialRecord]:
    return [TrialRecord.model_validate(data) for data in doc.user_data.get(_TRIALS, [])]


def _stored_unattached(doc: Doc) -> list[Result]:
    return [Result.model_validate(data) for data in doc.user_data.get(_UNATTACHED, [])]


for _name, _getter in (("trials", _stored_trials), ("unattached", _stored_unattached)):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, getter=_getter)


@Language.factory("trial_mentions", default_config={"kinds": None, "entities": ENTITIES})
def make_trial_mentions(nlp: Language, name: str, kinds: list[str] | None, entities: str) -> Component:
    """A component that writes the mentions of ``kinds`` (all if None) and the group ``entities``."""

    def trial_mentions(doc: Doc) -> Doc:
        from extract.mentions.entities import entity_spans
        from extract.pipeline import run_stages
        from extract.readers import document_from_text

        products = run_stages(document_from_text(doc.text), until="mentions")
        mentions = [mention for found in products["mentions"] for mention in found]
        _write(doc, mentions, kinds)
        _write_entities(doc, entity_spans(doc.text, mentions, products["sections"]), entities)
        return doc

    return trial_mentions


@Language.factory("trial_records", default_config={"kinds": None, "entities": ENTITIES})
def make_trial_records(nlp: Language, name: str, kinds: list[str] | None, entities: str) -> Component:
    """A component that does what "trial_mentions" does and sets ``doc._.trials`` and ``doc._.unattached``."""

    def trial_records(doc: Doc) -> Doc:
        from extract.pipeline import extract

        article = extract(doc.text)
        _write(doc, article.mentions, kinds)
        _write_entities(doc, article.entities(), entities)
        doc.user_data[_TRIALS] = [trial.model_dump() for trial in article.trials]
        doc.user_data[_UNATTACHED] = [result.model_dump() for result in article.unattached]
        return doc

    return trial_records


def _write(doc: Doc, mentions: Iterable[Mention], kinds: Sequence[str] | None) -> None:
    groups: defaultdict[str, list[Span]] = defaultdict(list)
    for mention in mentions:
        if kinds is None or mention.kind in kinds:
            span = _span(doc, mention.start, mention.end, str(mention.kind), mention.rule)
            groups[str(mention.kind)].append(span)
    for kind, spans in groups.items():
        doc.spans[kind] = spans


def _write_entities(doc: Doc, entities: Iterable[tuple[int, int, str]], key: str) -> None:
    doc.spans[key] = [_span(doc, start, end, label, "") for start, end, label in entities]


def _span(doc: Doc, start: int, end: int, label: str, rule: str) -> Span:
    span = doc.char_span(start, end, label=label, span_id=rule, alignment_mode="expand")
    assert span is not None, "a span of the text covers a token"
    return span
