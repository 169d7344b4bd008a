"""Who may talk to the review application: the one browser that was given the token, and no page of another site.

| danger | answer |
|---|---|
| another user of the machine | a random token in the address, exchanged for a cookie that scripts cannot read |
| a web page that names 127.0.0.1 by a name of its own | the Host header must be one that was bound |
| a web page that sends a form here | ``SameSite=Strict``, our own Origin, a header that no form sets |
| markup in an article | no inline script, no foreign source (CSP); the front-end makes text nodes only |
| a body without end | it is refused at ``LARGEST`` bytes |
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "x-trial-extract"
LARGEST = 1_000_000
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SAFE = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True)
class Door:
    """What lets a browser in: the names and port that the server answers to, and the token."""

    port: int
    hosts: tuple[str, ...] = LOOPBACK
    token: str = field(default_factory=token_urlsafe, repr=False)

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers share cookies between the ports of a host."""
        return f"trial-extract-{self.port}"

    @property
    def authorities(self) -> frozenset[str]:
        """The Host headers that are ours."""
        return frozenset(f"{host}:{self.port}".lower() for host in self.hosts)

    def opens(self, given: str | None) -> bool:
        """Whether a token is the right one; takes as long for a wrong one."""
        return given is not None and hmac.compare_digest(given.encode(), self.token.encode())


class Guard:
    """ASGI middleware that answers what is not allowed itself and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            answer = self._refusal(scope) or self._app
            await answer(scope, _bounded(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._door.authorities:
            return _refused("This server does not answer to that host name.")
        if given := parse_qs(scope["query_string"].decode("latin-1")).get("token"):
            return self._exchange(given[0], scope)
        if not self._door.opens(_cookie(headers.getlist("cookie"), self._door.cookie)):
            return _refused("Open the address that `trial-extract review` printed: it holds the token.")
        if scope["method"] not in _SAFE and not _is_ours(scope["scheme"], headers):
            return _refused("A change must come from this application's own page.")
        if int(headers.get("content-length") or 0) > LARGEST:
            return PlainTextResponse("The request is too large.", 413)
        return None

    def _exchange(self, given: str, scope: Scope) -> Response:
        if scope["method"] != "GET" or scope["path"] != "/" or not self._door.opens(given):
            return _refused("The token is not the one of this server; it is a new one at every start.")
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._door.cookie, self._door.token, httponly=True, samesite="strict", path="/")
        return answer


def _is_ours(scheme: str, headers: Headers) -> bool:
    return (
        headers.get("origin", "").lower() == f"{scheme}://{headers['host']}".lower()
        and headers.get("sec-fetch-site", "same-origin") == "same-origin"
        and HEADER in headers
        and headers.get("content-type", "").split(";")[0] == "application/json"
    )


def _cookie(given: Iterable[str], name: str) -> str | None:
    for line in given:
        try:
            found = SimpleCookie(line).get(name)
        except CookieError:
            continue
        if found:
            return found.value
    return None


def _refused(why: str) -> Response:
    return PlainTextResponse(why + "\n", 403)


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
        await send(message)

    return wrapped


def _bounded(receive: Receive) -> Receive:
    """``receive`` that ends a body without a length when it is too large."""
    seen = 0

    async def wrapped() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > LARGEST else message

    return wrapped
