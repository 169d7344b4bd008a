"""Counts and percentages: n of N against its percentage, shares over 100%, arms against their total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.audit.finding import Region, Slip
from extract.audit.paper import Paper
from extract.mentions.mention import Kind

_COUNT = r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,3}(?: \d{3})+|\d{1,9})(?![.\d]|,\d|\s?%)"
_SHARE = r"\d{1,3}(?:\.\d{1,4})?"
_PEOPLE = r"(?:\s[a-z][a-z-]{1,20}){0,4}"
# "59 of 2609 patients (2.3%)", "5/24 (20.8)", "18 of 96 (19 percent)"
_COUNT_FIRST = re.compile(
    rf"(?<![\w.,/])(?P<n>{_COUNT})\s?(?:/|of(?:\sthe)?|out\sof)\s?(?P<total>{_COUNT}){_PEOPLE}"
    rf"\s?[(\[,]\s?(?P<share>{_SHARE})\s?(?P<unit>%|percent\b|per\scent\b|(?=[)\]]))"
)
# "30% (36 of 119 patients)", "2.3% (59/2609)"
_SHARE_FIRST = re.compile(
    rf"(?<![\w.,/-])(?P<share>{_SHARE})\s?(?:%|percent\b|per\scent\b){_PEOPLE}"
    rf"\s?[(\[]\s?(?P<n>{_COUNT})\s?(?:/|of(?:\sthe)?|out\sof)\s?(?P<total>{_COUNT}){_PEOPLE}\s?[)\],;]"
)
# A share that has been estimated, not counted, may be off by a little.
_SLACK = 1.0
# "grade 1/2 (92%)" and "a phase 1/2 trial" are no parts of a total.
_FEWEST = 5
# "(n = 120)"
_ARM = re.compile(r"[(\[]\s?[nN]\s?=\s?(?P<n>\d{1,3}(?:,\d{3})+|\d{1,9})\s?[)\],;]")
# "102 received", "108 were assigned to placebo", ": 531 to the drug and 425 to placebo": the parts of a total
_PART = re.compile(
    rf"(?<![\w.,/])(?<!\bof\s)(?P<n>{_COUNT})(?:\s(?:patients|participants|subjects))?\s"
    r"(?:(?:were\s)?(?:assigned|randomi[sz]ed|allocated)\sto|received)\b"
)
_LISTED_PART = re.compile(rf"(?::\s|,\s|\band\s)(?P<n>{_COUNT})\sto\s[a-z]")
_WHOLE = ("enrolment:enrolled", "enrolment:total", "enrolment:study-of", "enrolment:cohort-of")
_OF_WHOLE = re.compile(rf"\b[Oo]f\s(?:the\s|all\s)?(?P<n>{_COUNT})\s(?:patients|participants|subjects)\b")


def percentages_beside_counts(paper: Paper) -> Iterator[Slip]:
    """Percentages that n of N, printed beside them, does not give; rounding is allowed for."""
    for start, end in paper.passages:
        for pattern in (_COUNT_FIRST, _SHARE_FIRST):
            for found in pattern.finditer(paper.view, start, end):
                slip = _wrong_share(found)
                if slip:
                    yield slip


def _wrong_share(found: re.Match[str]) -> Slip | None:
    n, total = _whole(found["n"]), _whole(found["total"])
    if total < _FEWEST or n > total:
        return None
    share, given = float(found["share"]), 100 * n / total
    decimals = len(found["share"].partition(".")[2])
    if abs(share - given) <= max(_SLACK * 10**-decimals, 0.15):
        return None
    right = f"{given:.{max(decimals, 1)}f}%"
    message = f"{found['n']} of {found['total']} is {right}, but {found['share']}% is printed"
    last = found.end("total")
    return Slip(found.span("share"), message, f"{found['share']}%", right, (found.start("n"), last))


def shares_over_all(paper: Paper) -> Iterator[Slip]:
    """Results that are shares of patients and more than 100%."""
    results = [r for t in paper.article.trials for r in t.results] + list(paper.article.unattached)
    told = set()
    for result in results:
        spot = result.provenance
        over = result.measure == "rate" and result.unit == "%" and (result.value or 0) > 100
        if over and spot and spot.start not in told:
            told.add(spot.start)
            printed = f"{result.value:g}%"
            message = f"{printed} is printed as a share of patients ({result.endpoint})"
            yield Slip((spot.start, spot.end), message, printed, "100%")


def arms_beside_total(paper: Paper) -> Iterator[Slip]:
    """Totals of a trial whose arms, all printed behind it in its sentence with their sizes, give another sum."""
    for sentence in paper.sentences:
        at = (sentence.start, sentence.end)
        for pattern in (_ARM, _PART, _LISTED_PART):
            parts = list(pattern.finditer(paper.view, *at))
            totals = _totals(paper, (at[0], parts[0].start("n"))) if len(parts) > 1 else []
            slip = _sum_at_odds(totals[0], parts) if len(totals) == 1 else None
            if slip:
                yield slip
                break


def _totals(paper: Paper, at: Region) -> list[tuple[Region, int]]:
    """The numbers of all participants in a span."""
    told = {f.span("n"): _whole(f["n"]) for f in _OF_WHOLE.finditer(paper.view, *at)}
    told |= {(m.start, m.end): m.value for m in paper.of_kind(Kind.ENROLMENT, at) if m.rule in _WHOLE}
    return sorted(told.items())


def _sum_at_odds(total: tuple[Region, int], parts: Sequence[re.Match[str]]) -> Slip | None:
    at, whole = total
    sizes = [_whole(part["n"]) for part in parts]
    if sum(sizes) == whole or min(sizes) == 0 or max(sizes) >= whole:
        return None
    told = " + ".join(map(str, sizes))
    message = f"the arms add up to {sum(sizes)} ({told}), not to the total of {whole}"
    return Slip(at, message, str(whole), told, (parts[0].start("n"), parts[-1].end("n")))


def _whole(printed: str) -> int:
    return int("".join(c for c in printed if c.isdigit()))
