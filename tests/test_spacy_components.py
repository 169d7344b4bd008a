"""The recognisers inside a spaCy pipeline."""

from __future__ import annotations

import pytest
import spacy
from spacy import displacy
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example

TEXT = (
    "A review of ALPHA-1\n\n"
    "In the randomized phase 3 ALPHA-1 trial (NCT01234567) of 120 adults with relapsed leukemia, overall "
    "survival at 3 years was 61.5% with the drug and 48.2 ± 3.1% with placebo."
)


@pytest.fixture(scope="module")
def doc() -> Doc:
    nlp = spacy.blank("en")
    nlp.add_pipe("trial_records")
    return nlp(TEXT)


def _entities(doc: Doc) -> set[tuple[str, str]]:
    return {(span.label_, span.text) for span in doc.spans["entities"]}


def test_entry_points_make_the_components_known_without_an_import() -> None:
    """In a fresh Python nothing but spaCy is imported."""
    import subprocess
    import sys

    code = "import spacy; print(spacy.blank('en').add_pipe('trial_mentions'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_span_groups(doc: Doc) -> None:
    assert {span.text for span in doc.spans["registry"]} == {"NCT01234567"}
    assert {span.text for span in doc.spans["trial"]} == {"ALPHA-1"}
    assert all(span.id_ for span in doc.spans["trial"]), "the rule that fired"
    assert {("TRIAL", "ALPHA-1"), ("REGISTRY_ID", "NCT01234567"), ("PERCENT", "61.5%"), ("PERCENT", "48.2 ± 3.1%")} <= (
        _entities(doc)
    )


def test_records(doc: Doc) -> None:
    (trial,) = doc._.trials
    assert trial.registry_ids == ["NCT01234567"]
    assert {result.value for result in trial.results} == {61.5, 48.2}
    origin = trial.results[0].provenance
    assert doc.text[origin.start : origin.end].startswith("61.5")
    assert doc._.unattached == []


def test_mentions_alone_and_of_some_kinds() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("trial_mentions", config={"kinds": ["registry"], "entities": "sc"})
    doc = nlp(TEXT)
    assert set(doc.spans) == {"registry", "sc"}
    assert doc._.trials == []


def test_a_pipeline_with_the_component_is_saved_and_loaded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    nlp = spacy.blank("en")
    nlp.add_pipe("trial_mentions", config={"kinds": ["phase"]})
    nlp.to_disk(tmp_path)
    doc = spacy.load(tmp_path)(TEXT)
    assert [span.text for span in doc.spans["phase"]] == ["phase 3"]


def test_docbin_keeps_spans_and_records(doc: Doc) -> None:
    data = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (again,) = DocBin().from_bytes(data).get_docs(spacy.blank("en").vocab)
    assert _entities(again) == _entities(doc)
    assert again._.trials == doc._.trials


def test_displacy_and_the_scorer_take_the_groups(doc: Doc) -> None:
    page = displacy.render(doc, style="span", options={"spans_key": "entities"}, jupyter=False)
    assert "REGISTRY_ID" in page
    reference = spacy.blank("en", vocab=doc.vocab).make_doc(TEXT)
    reference.spans["entities"] = [reference.char_span(TEXT.index("NCT"), TEXT.index("NCT") + 11, label="REGISTRY_ID")]
    scores = Scorer.score_spans(
        [Example(doc, reference)], "entities", getter=lambda d, key: d.spans[key], allow_overlap=True
    )
    assert scores["entities_per_type"]["REGISTRY_ID"]["f"] == 1.0


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "."])
def test_texts_of_nothing(text: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("trial_records")
    assert nlp(text)._.trials == []
