"""A small evaluation for the tests of the HTML report: two articles, some errors, and a baseline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extract.evaluation import score
from extract.reports.data import ReportData

SCRIPT = "<script>document.title = 'broken'</script>"
TEXT = f"""A review

In the ALPHA trial the response rate was 61% with lomerizin and 22% with placebo at week 12. {SCRIPT} </script>
The BETA study, which enrolled 240 patients, had three deaths on ferradol; 9.5% withdrew.
"""


def result(value: float, printed: str, **more: Any) -> dict[str, Any]:
    """A predicted result that stands where ``printed`` does."""
    start = TEXT.index(printed)
    origin = {"start": start, "end": start + len(printed), "rule": "value:number"}
    return {"endpoint": "response", "measure": "rate", "value": value, "unit": "%", "provenance": origin, **more}


def _gold(value: float, **more: Any) -> dict[str, Any]:
    return {"endpoint": "response", "measure": "rate", "value": value, "unit": "%", **more}


def trials(gold: bool) -> list[dict[str, Any]]:
    """The first article: the prediction has a wrong arm, misses a result and a size, and makes up a name."""
    if gold:
        alpha = {"names": ["ALPHA"], "results": [_gold(61, arm="lomerizin"), _gold(22, arm="placebo")]}
        deaths = {"endpoint": "death", "measure": "count", "value": 3, "unit": "patients", "arm": "ferradol"}
        return [alpha, {"names": ["BETA"], "enrolled": 240, "results": [deaths]}]
    right = result(61, "61%", arm="lomerizin", confidence=0.9)
    wrong = result(22, "22%", arm="lomerizin", confidence=0.4)
    more = result(9.5, "9.5%", endpoint=SCRIPT, arm="ferradol", confidence=0.2)
    return [{"names": ["ALPHA", SCRIPT], "results": [right, wrong]}, {"names": ["BETA"], "results": [more]}]


def _write(folder: Path, doc_id: str, records: list[dict[str, Any]], text: str = "") -> None:
    folder.mkdir(exist_ok=True, parents=True)
    record: dict[str, Any] = {"doc_id": doc_id, "trials": records}
    if text:
        (folder / f"{doc_id}.txt").write_text(text, encoding="utf-8")
        record["text_file"] = f"{doc_id}.txt"
    (folder / f"{doc_id}.json").write_text(json.dumps(record), encoding="utf-8")


def data(folder: Path, many: int = 30) -> ReportData:
    """The evaluation of the two articles, with a baseline that had another error; the second misses ``many`` names."""
    gold, predictions, earlier = (folder / name for name in ("gold", "predictions", "earlier"))
    named = [{"names": [f"GAMMA-{n}"]} for n in range(many)]
    for where, records in ((gold, trials(True)), (predictions, trials(False)), (earlier, trials(False)[:1])):
        _write(where, "smith", records, "" if where is gold else TEXT)
    for where, others in ((gold, named), (predictions, []), (earlier, named[:3])):
        _write(where, "jones", others)
    return ReportData.of(score(gold, predictions), score(gold, earlier))
