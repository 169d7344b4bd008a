"""Predictions made from gold by seeded faults: what an extractor gets wrong, for testing figures."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from extract.lexicon import lexicon

Record = dict[str, Any]
LISTS = ("names", "registry_ids", "citations", "design", "conditions", "interventions", "comparators", "sponsors")
SINGLES = {"phase": "2/3", "status": "ongoing", "enrolled": 77, "population": "adults with gout"}
WORDS = ("endpoint", "arm", "timepoint", "subgroup")


def faulty(trials: list[Record], seed: int) -> list[Record]:
    """A copy of ``trials`` with faults; the share of faulty values differs from seed to seed."""
    chance = random.Random(seed)
    rate = chance.choice((0.02, 0.1, 0.3, 0.6))
    made = copy.deepcopy(trials)
    for fault in (_merge, _drop, _repeat, _shuffle):
        if chance.random() < rate * 2:
            made = fault(made, chance)
    for trial in made:
        _touch_fields(trial, chance, rate)
        _touch_results(trial, chance, rate)
    return made


def _drop(trials: list[Record], chance: random.Random) -> list[Record]:
    return [t for t in trials if chance.random() < 0.8]


def _repeat(trials: list[Record], chance: random.Random) -> list[Record]:
    return trials + [copy.deepcopy(t) for t in trials if chance.random() < 0.2]


def _shuffle(trials: list[Record], chance: random.Random) -> list[Record]:
    return chance.sample(trials, len(trials))


def _merge(trials: list[Record], chance: random.Random) -> list[Record]:
    if len(trials) < 2:
        return trials
    one, other, *rest = chance.sample(trials, len(trials))
    for field in (*LISTS, "results"):
        one[field] = one[field] + other[field]
    return [one, *rest]


def _touch_fields(trial: Record, chance: random.Random, rate: float) -> None:
    for field in LISTS:
        if chance.random() < rate:
            trial[field] = [v for v in trial[field] if chance.random() < 0.7]
        if chance.random() < rate and trial[field]:
            trial[field].append(chance.choice(trial[field]))
        if field != "design":
            trial[field] = [_respelt(v, chance) if chance.random() < rate else v for v in trial[field]]
    for field, other in SINGLES.items():
        if chance.random() < rate:
            trial[field] = chance.choice((None, other))


def _touch_results(trial: Record, chance: random.Random, rate: float) -> None:
    results = trial["results"]
    if results and chance.random() < rate:
        results += [copy.deepcopy(r) for r in chance.sample(results, 1)]
        results[-1]["measure"] = chance.choice(("count", "rate", "other"))
    if len(results) > 1 and chance.random() < rate:
        one, other = chance.sample(results, 2)
        one["arm"], other["arm"] = other["arm"], one["arm"]
    trial["results"] = [_faulty_result(r, chance) if chance.random() < rate else r for r in results]
    trial["results"] = [r for r in trial["results"] if chance.random() > rate / 3]


def _faulty_result(result: Record, chance: random.Random) -> Record:
    field = chance.choice(("value", "low", "high", *WORDS))
    if field in WORDS:
        changed = _respelt(result[field] or "week 24", chance)
        changed = changed if field == "endpoint" else chance.choice((changed, None, ""))
    else:
        changed = chance.choice((None, 12.5, -(result[field] or 0.7), (result[field] or 3) + 1e-7))
    return {**result, field: changed}


def _respelt(text: str, chance: random.Random) -> str:
    return chance.choice(_SPELLINGS)(text, chance)


def _synonym(text: str, chance: random.Random) -> str:
    rows = lexicon("endpoint_synonyms").rows
    same = [row.term for row in rows if row.value == text.lower()]
    return chance.choice(same or [rows[0].term])


def _without_a_word(text: str, chance: random.Random) -> str:
    words = text.split()
    if words:
        del words[chance.randrange(len(words))]
    return " ".join(words) or text


_SPELLINGS: tuple[Callable[[str, random.Random], str], ...] = (
    _synonym,
    _without_a_word,
    lambda text, _: text.upper(),
    lambda text, _: f"The {text} trial",
    lambda text, _: text.replace("-", "\u2011").replace(" ", "\u2013"),
    lambda text, _: text.replace("-", "\u2014"),
    lambda text, _: text.replace("3 years", "36 months").replace("24 weeks", "day 168"),
    lambda text, chance: chance.choice(("week 24", "6-month", "24 hours", "hour 24", "2.5 years", "at end")),
    lambda text, chance: text[: chance.randrange(len(text) + 1)] or "x",
    lambda text, _: text + " in adults",
    lambda text, _: "\u00e9\u03b1",
)
