"""The rules of the audit, a visible tuple; a new rule is a function of the paper and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from extract.audit.counts import arms_beside_total, percentages_beside_counts, shares_over_all
from extract.audit.finding import Finding, Severity, Slip
from extract.audit.intervals import estimates_outside, p_values_at_odds
from extract.audit.lists import uneven_lists
from extract.audit.paper import Paper
from extract.audit.references import entries_never_cited, labels_without_entry
from extract.audit.registries import numbers_of_two_trials, repeated_numbers, wrong_forms
from extract.audit.titles import titles_of_others
from extract.audit.trials import followups_at_odds, sizes_at_odds, values_at_odds
from extract.pipeline import Article


class Rule(NamedTuple):
    """A rule: its name, how sure its findings are, what it looks for, and the function that finds it."""

    name: str
    severity: Severity
    meaning: str
    find: Callable[[Paper], Iterator[Slip]]


_E, _W = Severity.ERROR, Severity.WARNING
RULES: tuple[Rule, ...] = (
    Rule("registry-form", _E, "a registry number of a form that its registry does not give", wrong_forms),
    Rule("registry-repeated", _E, "a registry number printed twice in one list", repeated_numbers),
    Rule("registry-shared", _E, "a registry number printed for two different trials", numbers_of_two_trials),
    Rule("citation-missing", _E, "a citation of an entry that the reference list does not have", labels_without_entry),
    Rule("reference-uncited", _W, "an entry of the reference list that is never cited", entries_never_cited),
    Rule("reference-other", _E, "a name cited to a reference whose title names another study", titles_of_others),
    Rule("interval", _E, "an estimate outside its own interval", estimates_outside),
    Rule("p-value", _W, "a P value at odds with the interval beside it", p_values_at_odds),
    Rule("percentage", _E, "a percentage that its n of N does not give", percentages_beside_counts),
    Rule("over-100", _E, "a share of more than 100%", shares_over_all),
    Rule("arms", _W, "arms that do not add up to the total", arms_beside_total),
    Rule("respectively", _W, 'two lists of unequal length joined by "respectively"', uneven_lists),
    Rule("size", _W, "two sizes of one trial", sizes_at_odds),
    Rule("follow-up", _W, "two lengths of follow-up of one trial", followups_at_odds),
    Rule("value", _W, "one result with two values, in text, table or abstract", values_at_odds),
)


def audit(article: Article) -> list[Finding]:
    """Every finding of every rule, sorted by place."""
    paper = Paper(article)
    found = [_finding(paper, rule, slip) for rule in RULES for slip in rule.find(paper)]
    return sorted(found, key=lambda f: (f.place.start, f.place.end, f.rule))


def _finding(paper: Paper, rule: Rule, slip: Slip) -> Finding:
    other = paper.place(slip.other_at) if slip.other_at else None
    return Finding(rule.name, rule.severity, slip.message, paper.place(slip.at), slip.value, slip.other, other)
