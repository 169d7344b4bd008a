"""PDFs written byte by byte for one test each: damaged, encrypted, hostile, or with rules around their words."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence

HEIGHT = 842
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s >>"
_FONTS = b"<< /F1 %s /F2 %s >>" % (_FONT % b"Helvetica", _FONT % b"Helvetica-Bold")
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
Objects = dict[int, bytes]


def words(text: str, x: float, y: float, size: float = 9, bold: bool = False) -> bytes:
    """A text whose baseline starts at a place, in points from the top left corner."""
    shown = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /F%d %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (1 + bold, size, x, HEIGHT - y, shown)


def line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A stroked line."""
    return b"%g %g m %g %g l S\n" % (x0, HEIGHT - y0, x1, HEIGHT - y1)


def area(x0: float, top: float, x1: float, bottom: float, grey: float = 0.9) -> bytes:
    """A filled rectangle."""
    return b"q %g g %g %g %g %g re f Q\n" % (grey, x0, HEIGHT - bottom, x1 - x0, bottom - top)


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object that is not packed."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def packed(data: bytes, more: bytes = b"") -> bytes:
    """A stream object that is packed."""
    return stream(zlib.compress(data), b"/Filter /FlateDecode " + more)


def bomb(chunk: bytes, times: int) -> bytes:
    """A packed stream object that holds ``chunk`` so many times, packed once and copied."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(times):
        check = zlib.adler32(chunk, check)
    data = b"\x78\xda" + head * times + b"\x03\x00" + check.to_bytes(4, "big")
    return stream(data, b"/Filter /FlateDecode")


def pdf(pages: Sequence[bytes], *, fonts: bytes = _FONTS, resources: bytes = b"", more: Objects | None = None) -> bytes:
    """A PDF of these pages, each a stream object; ``more`` are further objects, numbered from 10,000 on."""
    return write(objects(pages, fonts, resources) | (more or {}))


def objects(pages: Sequence[bytes], fonts: bytes = _FONTS, resources: bytes = b"") -> Objects:
    """The objects of a PDF by number: the catalog is 1, the page tree 2."""
    found: Objects = {}
    kids = []
    for number, content in enumerate(pages):
        kids.append(b"%d 0 R" % (3 + 2 * number))
        found[3 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 %d] /Resources << /Font %s %s >> /Contents %d 0 R >>"
            % (HEIGHT, fonts, resources, 4 + 2 * number)
        )
        found[4 + 2 * number] = content
    found[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    found[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return found


def write(found: Objects, trailer: bytes = b"") -> bytes:
    """The bytes of a PDF of these objects."""
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in sorted(found.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (max(found) + 1, trailer, start)
    return bytes(out)


def encrypted(content: bytes, password: bytes) -> bytes:
    """A PDF of one page, encrypted with RC4 and a user password, which may be empty."""
    padded = (password + _PAD)[:32]
    owner = _rc4(hashlib.md5((b"owner" + _PAD)[:32]).digest()[:5], padded)
    key = hashlib.md5(padded + owner + (0xFFFFFFFC).to_bytes(4, "little") + b"\x01" * 16).digest()[:5]
    found = objects([b""])
    own = hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10]
    found[4] = stream(_rc4(own, content))
    found[5] = b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (
        owner.hex().encode(),
        _rc4(key, _PAD).hex().encode(),
    )
    return write(found, b"/Encrypt 5 0 R /ID [<%s><%s>]" % (b"01" * 16, b"01" * 16))


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def prose(lines: int = 12, y: float = 100) -> bytes:
    """Some lines of text."""
    told = "The patients were followed for three years and seen by their physician twice a year."
    return b"".join(words(told, 60, y + 14 * n) for n in range(lines))


def page(parts: Iterable[bytes]) -> bytes:
    """A page's stream of these parts."""
    return stream(b"".join(parts))
