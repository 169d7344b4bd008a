"""Confidence intervals, ranges and p-values: the numbers that qualify another number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.mentions.clues import has_sign, has_word
from extract.mentions.mention import Interval, Kind, Mention
from extract.mentions.tokens import to_float

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\.\d+)"
# A minus sign counts as one only where it cannot be a hyphen: after a blank, bracket or word "to".
_SIGNED = rf"(?:(?<![\w%])[-+]\s?)?[<>]?{_NUMBER}"
# The word that joins the bounds is no unit, or "-1.8 to -0.5" would lose the second minus.
_UNIT = r"(?:\s?%|\s?(?!(?:to|and)\b)[a-zA-Z/]{1,8}(?:\s?Hg)?)?"

# "95% CI: 0.90-1.13", "95% confidence interval [CI], -1.8 to -0.5", "95.02% CI 0.74, 0.99",
# "CI 95%: 0.4-0.9", "range 5-12", "interquartile range, 3 to 5", "IQR 10, 26"
INTERVAL = re.compile(
    rf"""
    (?:(?P<level>\d\d(?:\.\d+)?)\s?(?:%|percent|per\ cent)\s?-?\s?)?
    (?P<word>C\.?I\.?s?\b|CrI\b|HDI\b|[Cc]onfidence\ (?:interval|limit)s?|[Cc]redible\ intervals?
        |\b[Rr]ange[sd]?\b|\bIQR\b|[Ii]nterquartile\ range)
    (?:\s?[(\[](?:CI|IQR)[)\]])?
    (?:\s?(?P<behind>9\d(?:\.\d+)?)\s?%)?
    \s?(?:[:,=;]|of|was|were|from|between)?\s?[\[(]?\s?
    (?P<low>{_SIGNED}){_UNIT}
    \s?(?:-|,|;|to|and|\.\.)\s?
    (?P<high>{_SIGNED})
    """,
    re.VERBOSE,
)
# A ratio's interval often stands bare in brackets: "0.77 (0.55-1.08)".
BARE_INTERVAL = re.compile(rf"\s?[(\[]\s?(?P<low>{_SIGNED})\s?(?:-|to|,)\s?(?P<high>{_SIGNED})\s?%?\s?[)\]]")
# ... or behind a comma: "HR 0.75, 0.65 to 0.86, P < 0.001".
_LISTED_INTERVAL = re.compile(
    r"\s?[,;]\s(?P<low>\d{1,3}\.\d{1,4})\s?(?:-|to)\s?(?P<high>\d{1,3}\.\d{1,4})(?=\s?[,;)\]])"
)

# "p=0.007", "P < .001", "p-value of 0.03", "P for interaction = 0.2", "p = 0 .015" (a slip of typesetting)
P_VALUE = re.compile(
    rf"""
    \b[pP]\b(?:\s?-?\s?[vV]alues?\b)?
    (?:\s?(?:for|of)\s(?:the\s)?(?P<test>[a-z-]+(?:\s[a-z-]+){{0,2}}))?
    \s?(?:\(\w{{1,12}}\)\s?)?
    (?P<sign>[=<>\u2264\u2265](?:\s?or\s?=)?|of|was|were)\s?
    (?P<number>0?\s?\.\s?\d+|{_NUMBER})
    (?:\s?(?:x|\u00d7|\*)\s?10\s?\^?-\s?(?P<power>\d+))?
    (?:(?:,|\s?and|,\s?and)\s(?:[<>=]\s?)?0?\.\d+(?!\s?%)){{0,4}}
    """,
    re.VERBOSE,
)


# A part of every word that announces an interval.
_CLUES = ("CI", "C.I", "CrI", "HDI", "IQR", "onfidence", "redible", "ange", "nterquartile")


def find_intervals(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the confidence intervals and ranges of a region."""
    told = INTERVAL.finditer(view, start, end) if has_sign(view, start, end, *_CLUES) else ()
    for found in told:
        yield _interval(
            found,
            found["level"] or found["behind"],
            "range" if "ange" in found["word"] or "IQR" in found["word"] else "ci",
        )


def bare_interval(view: str, position: int) -> Mention | None:
    """The bracketed pair of bounds right at ``position``, or None."""
    found = BARE_INTERVAL.match(view, position)
    return _interval(found, None, "bare") if found else None


def listed_interval(view: str, value: Mention) -> Mention | None:
    """The pair of bounds behind the comma of a bare number that lies between them, or None."""
    quantity = value.value
    found = _LISTED_INTERVAL.match(view, value.end) if quantity.unit is None and quantity.value is not None else None
    if not found or not to_float(found["low"]) < quantity.value < to_float(found["high"]):
        return None
    return _interval(found, None, "listed")


def _interval(found: re.Match[str], level: str | None, rule: str) -> Mention:
    bounds = sorted(_signed(found[name]) for name in ("low", "high"))
    value = Interval(bounds[0], bounds[1], float(level) if level else None)
    return Mention(Kind.INTERVAL, found.start(), found.end(), value, f"interval:{rule}")


def _signed(printed: str) -> float:
    plain = printed.replace(" ", "").lstrip("<>")
    return -to_float(plain[1:]) if plain.startswith("-") else to_float(plain.lstrip("+"))


_P = frozenset(["p"])
# "(< 0.05)": a bracketed bound that can only be a p-value
_BARE_P = re.compile(r"[(\[]\s?(?P<test>)(?P<power>)(?P<sign>[<>])\s?(?P<number>0?\.\d+)\s?[)\]]")


def find_p_values(view: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the p-values of a region, as the guide writes them: "<0.001", "0.003"."""
    named = P_VALUE.finditer(view, start, end) if has_word(view, start, end, _P) else ()
    for found in (*named, *_BARE_P.finditer(view, start, end)):
        value = _p_text(found)
        if value:
            yield Mention(Kind.P_VALUE, found.start(), found.end(), value, f"p-value:{found['test'] or 'plain'}")


def _p_text(found: re.Match[str]) -> str | None:
    digits = "".join(found["number"].split())  # a pattern's blank is any white space
    number = "0" + digits if digits.startswith(".") else digits
    if float(number.replace(",", "")) > 1 and not found["power"]:
        return None
    if found["power"]:
        number = f"{number}e-{found['power']}"
    sign = found["sign"][0] if found["sign"][0] in "<>\u2264\u2265" else ""
    return sign + number
