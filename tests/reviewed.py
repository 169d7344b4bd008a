"""An outputs folder for the tests of the workbench, written as a run would write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extract.records.schema import ArticleRecord, FieldSpan, Result, ResultProvenance, TrialRecord
from extract.review.service import Service
from extract.review.views import ArticleView, Decision, Outcome, TrialView, ValueView
from extract.writers.json import contents, write_article

TEXT = """Two trials of alpha

The ONE-TWO trial of alpha (NCT00000001) enrolled 120 adults with gout [4].

Pain fell in 40% on alpha and in 25% on placebo.

The hazard ratio for a flare in ONE-TWO was 0.62 (0.50 to 0.77).

In THREE-FOUR [5], a phase 3 trial of beta, 12.5% had a rash.

References

4. Writer A. A trial of alpha. J Med. 2011;1:1-2.
5. Writer B. A trial of beta. J Med. 2012;2:3-4.
"""


def at(printed: str, text: str = TEXT, nth: int = 0) -> tuple[int, int]:
    """Where words stand in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(printed, start + 1)
    return start, start + len(printed)


def result(endpoint: str, value: float, printed: str, text: str = TEXT, **more: Any) -> Result:
    """A result with the place of its number."""
    start, end = at(printed, text)
    told = {"measure": "rate", "unit": "%", "confidence": 0.8} | more
    return Result(
        endpoint=endpoint, value=value, provenance=ResultProvenance(start=start, end=end, rule="test"), **told
    )


def _spans(values: Iterable[str], text: str) -> list[FieldSpan]:
    found = [(value, at(value, text)) for value in values if value in text]
    return [FieldSpan(value=value, start=start, end=end, rule="test") for value, (start, end) in found]


def record(results: Sequence[Result], text: str = TEXT, **fields: Any) -> TrialRecord:
    """A record whose fields stand where they are printed."""
    told = {name: value if isinstance(value, list) else [str(value)] for name, value in fields.items() if name != "id"}
    spans = {name: found for name, values in told.items() if (found := _spans(values, text))}
    fields.setdefault("confidence", 0.9)
    return TrialRecord(results=list(results), provenance=spans, **fields)


def two_trials(text: str = TEXT) -> list[TrialRecord]:
    """The records of TEXT."""
    ratio = {"measure": "hazard-ratio", "unit": None, "low": 0.5, "high": 0.77}
    one = [
        result("pain relief", 40.0, "40%", text, arm="alpha", confidence=0.9),
        result("pain relief", 25.0, "25%", text, arm="placebo", confidence=0.5),
        result("flare", 0.62, "0.62", text, **ratio),
    ]
    first = {"names": ["ONE-TWO"], "registry_ids": ["NCT00000001"], "citations": ["4"], "enrolled": 120}
    return [
        record(one, text, id="a-01", conditions=["gout"], interventions=["alpha"], **first),
        record(
            [result("rash", 12.5, "12.5%", text)], text, id="a-02", names=["THREE-FOUR"], citations=["5"], phase="3"
        ),
    ]


def write(
    folder: Path, trials: Sequence[TrialRecord], *, text: str = TEXT, name: str = "a", unattached: Sequence[Result] = ()
) -> None:
    """Write an article as a run would."""
    folder.mkdir(parents=True, exist_ok=True)
    article = ArticleRecord(doc_id=name, trials=list(trials), unattached=list(unattached))
    write_article(name, contents(article, text, []), folder)


class Curator:
    """A person at one tab: says what to decide on in words, and has seen the version that was answered last."""

    def __init__(self, service: Service, who: str = "ann", doc_id: str = "a") -> None:
        self.service, self.who, self.doc_id = service, who, doc_id
        self.view: ArticleView = service.article(doc_id, who)

    def trial(self, label: str) -> TrialView:
        (found,) = [trial for trial in self.view.trials if trial.label == label]
        return found

    def value(self, label: str, field: str, shown: str = "") -> ValueView:
        """A value of a record by the beginning of how it is shown."""
        trial = self.trial(label)
        (found,) = [v for v in (*trial.fields, *trial.results) if v.field == field and v.shown.startswith(shown)]
        return found

    def decide(self, kind: str, *keys: str, **more: Any) -> Outcome:
        """Make one decision."""
        return self._took(
            self.service.decide(self.doc_id, self.view.version, self.who, [decision(kind, *keys, **more)])
        )

    def undo(self) -> Outcome:
        return self._took(self.service.undo(self.doc_id, self.view.version, self.who))

    def redo(self) -> Outcome:
        return self._took(self.service.redo(self.doc_id, self.view.version, self.who))

    def look(self) -> ArticleView:
        """Load the article again."""
        self.view = self.service.article(self.doc_id, self.who)
        return self.view

    def _took(self, outcome: Outcome) -> Outcome:
        self.view = outcome.article
        return outcome


def decision(kind: str, *keys: str, **more: Any) -> Decision:
    """A decision of a kind on keys."""
    return Decision.model_validate({"kind": kind, "keys": list(keys), **more})


def many(folder: Path, articles: int, values: int) -> None:
    """Articles with so many values each: records of a name, a size and eight results, whatever is left in the last."""
    for n in range(articles):
        trials, lines, left = [], [f"Review number {n}"], values
        while left > 0:
            results = min(8, max(0, left - 2))
            lines.append(_many_line(n, len(trials), results))
            trials.append(_many_trial("\n\n".join(lines), n, len(trials), min(results, left)))
            left -= results + min(2, left)
        write(folder, trials, text="\n\n".join(lines), name=f"article-{n:03d}")


def _many_line(n: int, t: int, results: int) -> str:
    told = ", ".join(f"{t}.{r}% of patients" for r in range(results))
    return f"TRIAL-{n}-{t} enrolled {1000 + t} patients. Seen were {told}."


def _many_trial(text: str, n: int, t: int, results: int) -> TrialRecord:
    line = text.rfind("\n") + 1
    name, start = f"TRIAL-{n}-{t}", line
    found = []
    for r in range(results):
        printed = f"{t}.{r}%"
        start = text.index(printed, start)
        origin = ResultProvenance(start=start, end=start + len(printed), rule="test")
        endpoint, confidence = f"endpoint {r}", ((n * 7 + t * 3 + r) % 100) / 100
        told = {"measure": "rate", "unit": "%", "confidence": confidence, "provenance": origin}
        found.append(Result(endpoint=endpoint, value=float(f"{t}.{r}"), **told))
    spans = {"names": [FieldSpan(value=name, start=line, end=line + len(name), rule="test")]}
    return TrialRecord(names=[name], enrolled=1000 + t, results=found, confidence=0.9, provenance=spans)
