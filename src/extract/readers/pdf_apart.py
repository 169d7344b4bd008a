"""Reads a PDF that looks odd in a process of its own, bounded in time and memory.

A damaged or hostile PDF can keep pdfium busy for hours, fill the memory or crash it, and nothing inside the
process can stop that. A process of its own costs a fifth of a second, so only a PDF that looks odd gets one.
"""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from typing import Any

from extract.document import Document, Source
from extract.errors import ReadError
from extract.readers.files import Limits

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
# A dictionary stands right before its stream.
_LONGEST_DICTIONARY = 2000
_CHUNK = 1 << 20
# A page of an article unpacks to less than a megabyte, a whole article to some.
_MOST_UNPACKED = 40_000_000
# Forms within forms: each level may print the one below many times.
_MOST_NESTED_FORMS = 12
_DRAWS = re.compile(rb"/[^\s/]{1,60}\s+Do\b")
_DEFLATED = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])")
_TAIL = 1024
_SECONDS_TO_START = 5
_START = "from extract.readers.pdf_apart import answer; answer()"


def read_pdf_safely(data: bytes, doc_id: str, source: Source, limits: Limits) -> Document:
    """Read a PDF with ``pdf.read_pdf``, in a process of its own where it looks odd; raises ReadError as that does."""
    if looks_odd(data):
        return _read_apart(source.path, (data, doc_id, source, limits), limits)
    from extract.readers.pdf import read_pdf

    return read_pdf(data, doc_id, source, limits)


def looks_odd(data: bytes) -> bool:
    """Whether a PDF is damaged, hides its streams, or has streams that unpack to far more than an article's."""
    if b"%%EOF" not in data[-_TAIL:] or b"startxref" not in data[-_TAIL:] or b"/Encrypt" in data:
        return True
    room, nested = _MOST_UNPACKED, 0
    for dictionary, packed in _streams(data):
        if b"/Image" in dictionary:
            continue
        plain = _unpacked(dictionary, packed, room)
        if plain is None:
            return True
        room -= len(plain)
        nested += b"/Form" in dictionary and bool(_DRAWS.search(plain))
        if nested > _MOST_NESTED_FORMS:
            return True
    return False


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The streams of a PDF as they stand in the file, each with the dictionary before it."""
    end = 0
    while found := _STREAM.search(data, end):
        before = data[max(end, found.start() - _LONGEST_DICTIONARY) : found.start()]
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        yield before[before.rfind(b" obj") + 1 :], data[found.end() : end]
        end += 1


def _unpacked(dictionary: bytes, packed: bytes, room: int) -> bytes | None:
    """What a stream unpacks to; None for a damaged one, one over ``room`` bytes and one packed in another way."""
    if b"/Filter" not in dictionary:
        return packed if len(packed) <= room else None
    if not _DEFLATED.search(dictionary):
        return None
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(packed, room)
    except zlib.error:
        return None
    return plain if unpacker.eof and not unpacker.unconsumed_tail else None


def _read_apart(name: str, arguments: tuple[Any, ...], limits: Limits) -> Document:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    child = [sys.executable, "-P", "-c", _START]
    try:
        done = subprocess.run(
            child,
            input=pickle.dumps((arguments, limits.max_megabytes)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.max_seconds + _SECONDS_TO_START,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"{name}: reading takes longer than the limit of {limits.max_seconds:g} seconds (max_seconds)"
        ) from None
    if done.returncode:
        raise ReadError(
            f"{name}: the PDF is damaged so that reading it breaks off, or it needs more than the limit of "
            f"{limits.max_megabytes:,} megabytes (max_megabytes)"
        )
    answered: Document | ReadError = pickle.loads(done.stdout)
    if isinstance(answered, ReadError):
        raise answered
    return answered


def answer() -> None:
    """The other process: arguments from standard input, what ``read_pdf`` returns or raises to standard output."""
    out = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    arguments, megabytes = pickle.load(sys.stdin.buffer)
    _bound_memory(megabytes)
    from extract.readers.pdf import read_pdf

    answered: Document | ReadError
    try:
        answered = read_pdf(*arguments)
    except ReadError as error:
        answered = error
    with os.fdopen(out, "wb") as pipe:
        pickle.dump(answered, pipe)


def _bound_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such bound; the one on time holds everywhere
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
