"""Bytes to text: UTF-8 first, then what a byte-order mark says, then a guess that is named."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from extract.errors import ReadError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings that article texts of the last decades come in; a wider choice makes worse guesses
# on a page with a dozen accented letters.
_LEGACY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman"]
# Chosen among equals: Western European, and by far the most frequent.
_USUAL = "cp1252"
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it came in and a warning where that is a guess ("" where not)."""

    text: str
    encoding: str
    warning: str = ""


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of ``data``; ``name`` is the file's name for messages.

    Raises ReadError for bytes that are no text.
    """
    decoded = _marked(data, name) or _wide(data) or _utf8(data) or _guessed(data, name)
    if len(_CONTROL.findall(decoded.text)) * 200 > len(decoded.text):
        raise ReadError(f"{name}: a binary file, not a text")
    return decoded


def _marked(data: bytes, name: str) -> Decoded | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding.removesuffix("-sig"))
            except UnicodeDecodeError as error:
                raise ReadError(f"{name}: begins as {encoding} but is none: {error.reason}") from error
    return None


def _wide(data: bytes) -> Decoded | None:
    encoding = wide_encoding(data)
    try:
        return Decoded(data.decode(encoding), encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark, "" for anything else: of Latin text every other byte is 0."""
    head = data[:4000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[offset::2].count(0) * 10 > len(head) * 4 and head[1 - offset :: 2].count(0) == 0:
            return encoding
    return ""


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also where a few bytes of it are broken."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for c in text if c > "\x7f") - broken
    if broken * 10 > whole:
        return None
    return Decoded(text, "utf-8", f"{broken} byte sequences are no UTF-8 and were replaced by U+FFFD")


def _guessed(data: bytes, name: str) -> Decoded:
    if b"\0" in data:
        raise ReadError(f"{name}: a binary file, not a text")
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    first = _HIGH.search(data)
    start = max(0, first.start() - _SAMPLE // 4) if first else 0
    matches = from_bytes(data[start : start + _SAMPLE], cp_isolation=_LEGACY)
    best = matches.best()
    if best is None:
        raise ReadError(f"{name}: neither UTF-8 nor a known legacy encoding; a binary file?")
    usual = any(_USUAL in m.could_be_from_charset and m.chaos <= best.chaos for m in matches)
    encoding = _USUAL if usual else best.encoding
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, f"the file is not UTF-8; it was read as {encoding}, a guess")
