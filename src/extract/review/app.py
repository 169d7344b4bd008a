"""The review application: the service as JSON under ``/api/``, and the front-end, which is files of the package.

Nothing of the outputs folder is served as a file: the service reads what it knows, and doc ids are looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from extract.errors import ExtractError, UsageError
from extract.evaluation.files import faults_in
from extract.review.security import Door, Guard
from extract.review.service import Service
from extract.review.views import Decision, Outcome

STATIC = Path(__file__).parent / "static"
_ARTICLE = "/api/articles/{doc_id}"
# What a decision cannot change is not sent again.
_FIXED = {"article": {"text", "blocks", "pages"}}
_SCALES = (0.5, 4.0)
_SMALLEST_ZIPPED = 2000
_NO_NAME = set("/\\\0")


class _Body(BaseModel):
    """What the front-end sends: the version it has seen and, unless it undoes, what was decided."""

    model_config = ConfigDict(extra="forbid")

    seen: int
    decisions: list[Decision] = Field(default_factory=list)


def make_app(service: Service, door: Door, who: str) -> Starlette:
    """The application for one person at one outputs folder."""
    routes = [
        Route("/", _index),
        Route("/api/me", lambda request: JSONResponse({"who": who})),
        Route("/api/queue", _queue),
        Route(_ARTICLE, _article),
        *(Route(f"{_ARTICLE}/{name}", _change(name), methods=["POST"]) for name in ("decisions", "undo", "redo")),
        Route(f"{_ARTICLE}/pages/{{page:int}}.png", _page),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    guards = [Middleware(Guard, door=door), Middleware(GZipMiddleware, minimum_size=_SMALLEST_ZIPPED, compresslevel=3)]
    app = Starlette(routes=routes, middleware=guards, exception_handlers=_HANDLERS)
    app.state.service, app.state.who = service, who
    return app


def _index(request: Request) -> Response:
    return FileResponse(STATIC / "index.html")


def _queue(request: Request) -> Response:
    asked = {name: request.query_params.get(name, "") for name in ("search", "field", "endpoint")}
    order = request.query_params.get("order") or "uncertain"
    return JSONResponse([row.model_dump(mode="json") for row in _service(request).queue(**asked, order=order)])


def _article(request: Request) -> Response:
    return _json(_service(request).article(_doc_id(request), request.app.state.who))


def _change(name: str) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        body = _Body.model_validate_json(await request.body())
        outcome = await run_in_threadpool(_changed, request, name, body)
        return _json(outcome, 409 if outcome.conflicts else 200, _FIXED)

    return endpoint


def _changed(request: Request, name: str, body: _Body) -> Outcome:
    service, who, doc_id = _service(request), request.app.state.who, _doc_id(request)
    if name == "decisions":
        return service.decide(doc_id, body.seen, who, body.decisions)
    return (service.undo if name == "undo" else service.redo)(doc_id, body.seen, who)


def _page(request: Request) -> Response:
    scale = min(max(_number(request.query_params.get("scale")), _SCALES[0]), _SCALES[1])
    image = _service(request).page_image(_doc_id(request), request.path_params["page"], scale)
    return Response(image, media_type="image/png")


def _doc_id(request: Request) -> str:
    """The article that is asked for; a name that leads out of the folder is none."""
    doc_id: str = request.path_params["doc_id"]
    if _NO_NAME & set(doc_id) or doc_id in (".", ".."):
        raise UsageError("no article has such a name")
    return doc_id


def _number(given: str | None) -> float:
    try:
        return float(given or 1)
    except ValueError:
        return 1.0


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


def _json(view: BaseModel, status: int = 200, exclude: Any = None) -> Response:
    return Response(view.model_dump_json(exclude=exclude), status, media_type="application/json")


def _told(request: Request, error: Exception) -> Response:
    """A mistake of the caller in a line; what is only looked at and cannot be had is not there."""
    why = faults_in(error) if isinstance(error, ValidationError) else str(error)
    return JSONResponse({"error": why}, 404 if request.method == "GET" else 400)


def _too_large(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": "the request is too large"}, 413)


_HANDLERS: Any = {ExtractError: _told, ValidationError: _told, ClientDisconnect: _too_large}
