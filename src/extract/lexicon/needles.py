"""Needles: strings of which every match of a pattern contains one, so that most texts need no search.

``needles(r"\\bcompared (?:with|to)\\b")`` is ``("compared ",)``, of ``r"\\b(?:over|against)\\b"`` it is
``("over", "against")``. The reading is careful: whatever is not surely in every match (optional parts,
classes, look-arounds) is no needle, and a pattern that it cannot follow has none. A pattern may say
itself what to look for, by the look-ahead that it opens with.
"""

from __future__ import annotations

import re

_Found = tuple[str, ...]
# More needles than this are slower than the search itself.
_MOST = 12
_TOKEN = re.compile(
    r"\\[1-9xuUN]|(?P<escaped>\\[^A-Za-z0-9])|(?P<special>\\[A-Za-z]|\[\^?\]?(?:\\.|[^\]\\])*\]|[.^$])"
    r"|(?P<open>\((?:\?(?::|P<\w+>|<?[=!]|[^:P<=!]))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<count>(?:[*+?]|\{\d*,?\d*\})[?+]?)|(?P<letter>.)",
    re.DOTALL,
)


class _Unclear(Exception):
    """A construct that the reading does not follow."""


def needles(pattern: str) -> _Found:
    """The needles of a pattern without flags; () where no string is sure."""
    tokens = list(_TOKEN.finditer(pattern))
    try:
        found, at = _alternatives(tokens, 0)
    except _Unclear:
        return ()
    return found if at == len(tokens) and len(found) <= _MOST else ()


# The look-ahead that a pattern opens with, without brackets in it: "\\b(?=[A-Z]{2,3} ?\\d{4})".
_OPENING = re.compile(r"\\b\(\?=((?:\[[^\]\\]*\]|\\d|[^()|\[\\])+)\)")


def look_ahead(pattern: str) -> re.Pattern[str] | None:
    """What a pattern without flags looks for first, where it says so: without it there is no match."""
    found = _OPENING.match(pattern)
    return re.compile(found[1]) if found and not needles(pattern) and not _has_choice(pattern) else None


def _has_choice(pattern: str) -> bool:
    """Whether a pattern is "a|b" as a whole: then what the first part opens with is not of the second."""
    depth = 0
    for token in _TOKEN.finditer(pattern):
        if token.lastgroup == "bar" and not depth:
            return True
        depth += {"open": 1, "close": -1}.get(token.lastgroup or "", 0)
    return False


def _alternatives(tokens: list[re.Match[str]], at: int) -> tuple[_Found, int]:
    """The needles of "a|b|c" from a token on, up to its closing bracket or the end."""
    found: list[_Found] = []
    while True:
        best, at = _sequence(tokens, at)
        found.append(best)
        if at == len(tokens) or tokens[at].lastgroup != "bar":
            break
        at += 1
    return (tuple(n for f in found for n in f) if all(found) else ()), at


def _sequence(tokens: list[re.Match[str]], at: int) -> tuple[_Found, int]:
    """The surest needles of a sequence: those whose shortest is the longest."""
    best: _Found = ()
    run = ""
    parts: list[_Found] = []
    while at < len(tokens) and tokens[at].lastgroup not in ("bar", "close"):
        part, literal, at = _atom(tokens, at)
        if literal:
            run += part[0]
            continue
        parts += [(run,), part]
        run = ""
    for part in [*parts, (run,)]:
        if all(part) and part and min(map(len, part)) > min(map(len, best), default=0):
            best = part
    return best, at


def _atom(tokens: list[re.Match[str]], at: int) -> tuple[_Found, bool, int]:
    """The needles of one atom with its count, whether it is a plain letter, and what comes after it."""
    token, kind = tokens[at], tokens[at].lastgroup
    part: _Found = ()
    literal = kind in ("letter", "escaped")
    if literal:
        part = (token.group()[-1],)
    elif kind == "open":
        part, at = _alternatives(tokens, at + 1)
        if at == len(tokens):
            raise _Unclear
        if token.group() not in ("(", "(?:") and not token.group().startswith("(?P<"):
            if not token.group().startswith(("(?=", "(?!", "(?<")):
                raise _Unclear
            part = ()
    elif kind != "special":
        raise _Unclear
    at += 1
    if at < len(tokens) and tokens[at].lastgroup == "count":
        count = tokens[at].group()
        return (() if count[0] in "*?" or count.startswith(("{0", "{,")) else part), False, at + 1
    return part, literal, at
