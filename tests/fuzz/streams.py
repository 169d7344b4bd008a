"""Mutations of PDFs that get behind what a reader checks first: within packed streams, numbers, names, references."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence

from .mutate import BYTES, Rng

Mutation = Callable[[bytes, Rng], bytes]

_STREAM = re.compile(rb"/Length (\d{1,9})[^<>]{0,200}>>\s{0,4}stream\r?\n")
_NUMBER = re.compile(rb"(?<![\d.])-?\d{1,9}(?![\d.])")
_REFERENCE = re.compile(rb"\b(\d{1,6}) 0 R\b")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]{0,30}")
_NUMBERS = (b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"4294967296", b"65536", b"1e30", b"0.0000001", b"")
_OPERATORS = (
    b"q ", b"Q ", b"BT ", b"ET ", b"/Fm Do ", b"1e9 0 0 1e9 0 0 cm ", b"W n ", b"BI ", b"ID ", b"EI ", b"TJ ", b"0 Tz ",
    b"-1e9 Tf ", b"3 Tr ", b"[ ", b"] ", b"( ", b") ", b"<< ", b"re f ", b"0 0 0 0 0 0 cm ",
)  # fmt: skip


def damage(data: bytes, rng: Rng) -> bytes:
    """Damage a PDF in one to four ways of this module."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = rng.choice(STREAMS)(data, rng)
    return data


def damage_stream(data: bytes, rng: Rng) -> bytes:
    """Unpack a stream, damage what it holds, and pack it again; its length is put right half of the time."""
    found = [m for m in _STREAM.finditer(data) if b"/FlateDecode" in m.group()]
    if not found:
        return change_number(data, rng)
    head = rng.choice(found)
    end = head.end() + int(head[1])
    try:
        plain = zlib.decompress(data[head.end() : end])
    except zlib.error:
        return change_number(data, rng)
    packed = zlib.compress(rng.choice((*BYTES, add_operators, change_number))(plain, rng))
    length = head[1] if rng.random() < 0.5 else b"%d" % len(packed)
    told = head.group().replace(b"/Length " + head[1], b"/Length " + length, 1)
    return data[: head.start()] + told + packed + data[end:]


def add_operators(data: bytes, rng: Rng) -> bytes:
    """Put drawing operators where they do not belong, sometimes very often."""
    at = data.find(b"\n", rng.randrange(len(data) + 1)) + 1
    return data[:at] + rng.choice(_OPERATORS) * rng.choice((1, 3, 100, 50_000)) + data[at:]


def change_number(data: bytes, rng: Rng) -> bytes:
    """One number, or some, become another that no file should have there."""
    return _replaced(data, _NUMBER, lambda _: rng.choice(_NUMBERS), rng)


def change_reference(data: bytes, rng: Rng) -> bytes:
    """An object refers to another one, or to itself in the end."""
    numbers = _REFERENCE.findall(data) or [b"1"]
    return _replaced(data, _REFERENCE, lambda _: rng.choice(numbers) + b" 0 R", rng)


def change_name(data: bytes, rng: Rng) -> bytes:
    """A name becomes another one of the file: a filter, a type, a key."""
    names = _NAME.findall(data) or [b"/X"]
    return _replaced(data, _NAME, lambda _: rng.choice(names), rng)


def _replaced(data: bytes, pattern: re.Pattern[bytes], new: Callable[[bytes], bytes], rng: Rng) -> bytes:
    found: Sequence[re.Match[bytes]] = list(pattern.finditer(data))
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 5, 50)))), key=lambda m: -m.start()):
        data = data[: match.start()] + new(match.group()) + data[match.end() :]
    return data


STREAMS: tuple[Mutation, ...] = (damage_stream, damage_stream, change_number, change_reference, change_name)
