"""The reading room as an ASGI application: pages, their JSON and feeds, and what can be done, behind one guard.

Everything that asks the ledger runs in a few threads, of one moment and within a time: SQLite is told to stop when the
time is over. What goes wrong is answered with a sentence and without paths; the rest goes to the log of the process.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import QueryParams, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from onrecord.errors import LedgerError, UsageError
from onrecord.web import atom
from onrecord.web.description import description, json_path
from onrecord.web.drawing import STATIC, draw, static
from onrecord.web.guard import Door, Guard, Limits, TooMuch, TooSlow
from onrecord.web.page import LARGEST, Action, Asked, NotHere, Page, understood
from onrecord.web.pages import ACTIONS, PAGES
from onrecord.web.room import Room
from onrecord.web.shapes import plain

THREADS = 4
"""Pages that are made at once: each has a connection to the ledger with a cache of its own."""
MOST_FIELDS = 50
"""Fields of a form."""

_log = logging.getLogger("onrecord.web")


def application(room: Room, *, door: Door, limits: Limits) -> ASGIApp:
    """The reading room over a ledger, for any ASGI server."""
    return Guard(_Pages(room, limits.seconds).app, door=door, limits=limits)


class _Pages:
    """The routes, and the threads that answer them."""

    def __init__(self, room: Room, seconds: float) -> None:
        self._room, self._seconds = room, seconds
        self._threads: ThreadPoolExecutor | None = None
        routes = [
            Route("/static/{digest}/{name}", _static, methods=["GET"]),
            Route("/openapi.json", _description, methods=["GET"]),
        ]
        for page in PAGES:
            routes.append(self._route(json_path(page.path), partial(self._as_json, page)))
            if page.feed:
                routes.append(self._route(f"{page.path}.atom", partial(self._as_feed, page)))
            routes.append(self._route(page.path, partial(self._as_page, page)))
        routes += [self._route(action.path, partial(self._do, action), "POST") for action in ACTIONS]
        self.app = Starlette(
            routes=routes,
            lifespan=self._lifespan,
            exception_handlers={
                UsageError: partial(self._refuse, 400),
                NotHere: partial(self._refuse, 404),
                TimeoutError: partial(self._refuse, 503),
                LedgerError: partial(self._refuse, 503),
                HTTPException: self._refuse_http,
                TooMuch: partial(self._refuse, 413),
                TooSlow: partial(self._refuse, 408),
                Exception: partial(self._refuse, 500),
            },
        )

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        """Finish what was begun and let go of everything; whatever is asked afterwards opens it anew."""
        threads, self._threads = self._threads, None
        if threads:
            threads.shutdown()
        self._room.close()

    def _route(self, path: str, answer: Callable[[Request], Awaitable[Response]], method: str = "GET") -> Route:
        # A number that is none leads nowhere, and is not found: as it is for any other address.
        return Route(path.replace("}", ":int}"), answer, methods=[method])

    async def _as_json(self, page: Page, request: Request) -> Response:
        asked = _asked(page, request)

        def made() -> bytes:
            with self._room.ledger.shelf.within(self._seconds):
                found = plain(page.read(self._room, asked))
            return json.dumps(found, ensure_ascii=True).encode()

        return Response(await self._in_thread(made), media_type="application/json")

    async def _as_page(self, page: Page, request: Request) -> Response:
        asked = _asked(page, request)

        def made() -> str:
            with self._room.ledger.shelf.within(self._seconds):
                found = page.read(self._room, asked)
                beside = page.drawn(self._room, found, asked)
            return draw(page.template, {"page": found, "json": _beside(request, "json"), "path": page.path, **beside})

        return Response(await self._in_thread(made), media_type="text/html")

    async def _as_feed(self, page: Page, request: Request) -> Response:
        asked = _asked(page, request)
        base = str(request.base_url).rstrip("/")

        def made() -> bytes:
            assert page.feed is not None
            with self._room.ledger.shelf.within(self._seconds):
                title, found = page.feed(self._room, asked)
                added = self._room.ledger.shelf.added([each.article for each in found])
            return atom.feed(title, found, added, here=str(request.url), base=base)

        return Response(await self._in_thread(made), media_type="application/atom+xml")

    async def _do(self, action: Action, request: Request) -> Response:
        async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST) as form:
            file = form.get("file")
            data = (file.filename or "", await file.read()) if isinstance(file, UploadFile) else None
            fields = {name: [each for each in form.getlist(name) if isinstance(each, str)] for name in form}
        asked = understood(action.parameters, lambda name: _inside(request, name) or fields.get(name, []))
        asked["file"] = data
        return RedirectResponse(await self._in_thread(partial(action.do, self._room, asked)), status_code=303)

    async def _in_thread(self, made: Callable[[], Any]) -> Any:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="onrecord-page")
        return await asyncio.get_running_loop().run_in_executor(self._threads, made)

    async def _refuse(self, status: int, request: Request, error: Exception) -> Response:
        if status >= 500:
            _log.error("%s %s", request.method, request.url.path, exc_info=error)
        return _refusal(request, status, _sentence(error))

    async def _refuse_http(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        told = {404: "There is no such page.", 405: "That cannot be done here.", 400: "The form makes no sense."}
        answer = _refusal(request, error.status_code, told.get(error.status_code, "That is refused."))
        answer.headers.update(error.headers or {})
        return answer


def _asked(page: Page, request: Request) -> Asked:
    query: QueryParams = request.query_params
    return understood(page.parameters, lambda name: _inside(request, name) or query.getlist(name))


def _inside(request: Request, name: str) -> list[str]:
    return [str(request.path_params[name])] if name in request.path_params else []


def _beside(request: Request, ending: str) -> str:
    """The address of the same page in another form."""
    path = request.url.path
    path = f"/index.{ending}" if path == "/" else f"{path}.{ending}"
    return f"{path}?{request.url.query}" if request.url.query else path


def _sentence(error: Exception) -> str:
    """What was wrong, for whoever asked: never a path, and nothing of what nobody foresaw."""
    if isinstance(error, LedgerError):
        return f"The ledger cannot be read now. {error.problem}" if "/" not in error.problem else "It cannot be read."
    if isinstance(error, UsageError | NotHere | TimeoutError):
        return str(error)
    if isinstance(error, TooMuch):
        return "The request is larger than the limit."
    if isinstance(error, TooSlow):
        return "The request took too long to come in."
    return "Something went wrong here. It is written in the log of onrecord serve."


def _refusal(request: Request, status: int, sentence: str) -> Response:
    """The answer in the form that was asked for."""
    path = request.url.path
    if path.endswith((".json", ".atom")) or "text/html" not in request.headers.get("accept", "text/html"):
        return JSONResponse({"error": sentence}, status_code=status)
    page: Mapping[str, Any] = {"sentence": sentence, "status": status, "json": None, "path": path}
    with suppress(Exception):  # an error of the page of errors is no reason for none
        return Response(draw("error.html", page), status_code=status, media_type="text/html")
    return Response(f"{sentence}\n", status_code=status, media_type="text/plain")


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(static(name), media_type=STATIC[name], headers=headers)


async def _description(request: Request) -> Response:
    return JSONResponse(description())
