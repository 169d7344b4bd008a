"""Training cases of the choice which study a sentence speaks of: an annotated article read with its gold in hand.

The article is read like any other, but each choice is answered by the gold record that the
sentence shows signs of: its citation, its size, its values, its evidence. What a sentence without
such signs speaks of is unknown; habit decides it, and nothing is learned from it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from extract.learning.articles import GoldArticle
from extract.learning.fit import Choice
from extract.mentions.mention import Kind
from extract.mentions.sametrial import same_trial
from extract.pipeline import go_on
from extract.records.schema import TrialRecord
from extract.relations.focus import Reader, by_habit
from extract.relations.memory import Memory
from extract.relations.model import using
from extract.relations.options import Option
from extract.relations.register import Register
from extract.relations.studies import Study
from extract.relations.study_features import study_features
from extract.relations.units import Unit

# What each sign is worth, and the least that makes a record the one spoken of.
_CITED, _SIZED, _SHOWN, _VALUED, _PEOPLED, _ENOUGH = 1.0, 1.0, 2.0, 0.7, 1.0, 1.0


def flat(text: str) -> str:
    """A text's letters and digits alone, as evidence is compared."""
    return re.sub(r"[^a-z0-9%]+", " ", text.lower()).strip()


@dataclass
class Teacher:
    """Answers the choices of one article by its gold records and collects them as cases."""

    trials: Sequence[TrialRecord]
    cases: list[Choice] = field(default_factory=list)
    opened: dict[int, int] = field(default_factory=dict)  # the gold record of an unnamed study

    def choose(self, unit: Unit, found: Sequence[Option], memory: Memory, register: Register) -> Option:
        """The option of the gold record that a unit shows signs of; habit's where there are none."""
        spoken = self._spoken(unit, register.view)
        if spoken is None:
            return by_habit(unit, found, memory, register)
        right = [k for k, option in enumerate(found) if self._is(option, spoken, register)]
        if not right:
            return by_habit(unit, found, memory, register)
        rows = study_features(unit, found, memory, register)
        if len(found) > 1:
            self.cases.append(Choice(tuple(map(tuple, rows)), frozenset(right)))
        option = found[right[0]]
        if option.kinds == ("open",):
            self.opened[len(register.studies)] = next(iter(spoken))
        return option

    def _is(self, option: Option, spoken: Collection[int], register: Register) -> bool:
        if option.kinds == ("none",):
            return not spoken
        if option.kinds in (("open",), ("each",)):
            taken = {self._record(s) for s in register.studies if s.spans}
            one = len(spoken) == 1
            return bool(spoken) and one == (option.kinds == ("open",)) and not set(spoken) & taken
        return {self._record(s) for s in option.studies} == set(spoken)

    def _record(self, study: Study) -> int:
        """The gold record of a study, -1 for one that is none."""
        if study.number in self.opened:
            return self.opened[study.number]
        for k, trial in enumerate(self.trials):
            named = any(same_trial(a, b, {}) for a in study.names for b in trial.names)
            if named or set(study.registry_ids) & set(trial.registry_ids):
                return k
        if study.names:
            return -1
        cited = [k for k, t in enumerate(self.trials) if set(t.citations) & set(study.labels)]
        return cited[0] if len(cited) == 1 else -1

    def _spoken(self, unit: Unit, view: str) -> set[int] | None:
        """The gold records that a unit speaks of, the empty set for none; None where nothing tells."""
        if not unit.telling:
            return None
        worth = {k: self._signs(unit, view, trial) for k, trial in enumerate(self.trials)}
        best = max(worth.values(), default=0.0)
        if best >= _ENOUGH:
            return {k for k, w in worth.items() if w >= best - 0.01}
        return set() if best == 0.0 else None

    def _signs(self, unit: Unit, view: str, trial: TrialRecord) -> float:
        text = flat(view[unit.start : unit.end])
        line = flat(view[unit.line.start : unit.line.end])
        worth = _CITED * bool(set(unit.labels) & set(trial.citations))
        worth += _SIZED * any(m.value == trial.enrolled for m in unit.of(Kind.ENROLMENT))
        snippets = [flat(e) for e in trial.evidence]
        worth += _SHOWN * any(
            s and (s in (text if len(s) < len(text) else line) or (len(text) > 30 and text in s)) for s in snippets
        )
        values = {(r.value, r.low if r.value is None else None) for r in trial.results}
        worth += _VALUED * sum(_key(f.value.value) in values for f in unit.findings)
        worth += _PEOPLED * bool(trial.population and flat(trial.population) in text)
        return worth


def _key(quantity: object) -> tuple[object, object]:
    value, low = getattr(quantity, "value", None), getattr(quantity, "low", None)
    return value, low if value is None else None


def study_cases(article: GoldArticle, tables: Mapping[str, Mapping[str, float]]) -> list[Choice]:
    """What an annotated article teaches about its studies, with its results as these tables find them."""
    with using({**tables, "study": tables.get("study", {})}):
        products = go_on(article.products, until="lines")
    short_forms = products["abbreviations"]
    teacher = Teacher(article.trials)
    register = Register(products["lines"], products["view"], lambda a, b: same_trial(a, b, short_forms), short_forms)
    Reader(products["lines"], register, products["document"], teacher.choose).read()
    return teacher.cases
