"""The normalised view of a text: the same length, so every offset stays what it was.

Publishers print one thing in many ways: no-break and figure hyphens, thin spaces, Lancet's middle
dot in decimals, curly quotes. ``normalise`` maps each such character to one plain character, so a
recogniser is written once and a span found in the view is the span in the article.
"""

from __future__ import annotations

import re

_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d\u00ad"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_ZERO_WIDTH = "\u200b\u2060\ufeff"
_SINGLE_QUOTES = "\u2018\u2019\u02bc\u2032"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb"
_VIEW = (
    dict.fromkeys(_HYPHENS, "-")
    | dict.fromkeys(_SPACES + _ZERO_WIDTH, " ")
    | dict.fromkeys(_SINGLE_QUOTES, "'")
    | dict.fromkeys(_DOUBLE_QUOTES, '"')
    | {"\u2a7e": "\u2265", "\u2a7d": "\u2264", "\u2267": "\u2265", "\u2266": "\u2264"}
)
# "12\u00b75%" is Lancet's 12.5%; elsewhere the middle dot is a bullet or a product sign.
_MIDDLE_DOT = re.compile(r"(?<=\d)[\u00b7\u2219\u22c5](?=\d)")


def normalise(text: str) -> str:
    """Return the view of ``text``: the same length, plain hyphens, spaces, quotes and decimals."""
    if text.isascii():
        return text.replace("\t", " ")
    view = text
    # Most of the signs are rare, and looking for one that is not there takes no time.
    for sign, plain in _VIEW.items():
        view = view.replace(sign, plain)
    return _MIDDLE_DOT.sub(".", view) if "\u00b7" in view or "\u2219" in view or "\u22c5" in view else view
