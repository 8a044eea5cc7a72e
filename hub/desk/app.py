"""The desk as an aiohttp application: API, live socket, pages, and the checks around them."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
from aiohttp import web

from hub.core.errors import NotAllowed
from hub.core.tasks import supervise
from hub.desk.article_pictures import add_article_pictures
from hub.desk.deps import DEPS, DeskDeps
from hub.desk.dispatch import COOKIE, PREFIX, Dispatcher
from hub.desk.errors_middleware import answer_errors
from hub.desk.live_connection import Connection
from hub.desk.live_rows import RowTicker
from hub.desk.live_socket import LiveSocket
from hub.desk.metrics import count_changes
from hub.desk.openapi import document
from hub.desk.origin import check_same_origin
from hub.desk.pages import add_pages
from hub.desk.routes import AREAS
from hub.desk.security import add_headers
from hub.desk.viewers import ViewerBoard

RETURN_SECONDS = 2.0
"""After a graceful stop browsers come back this much later."""


def build_app(deps: DeskDeps) -> web.Application:
    """Return the application; other sides, such as the chat, add their routes to it."""
    app = web.Application(middlewares=[answer_errors])
    app[DEPS] = deps
    app.on_response_prepare.append(add_headers)
    dispatcher = Dispatcher(deps)
    for area in AREAS.values():
        for endpoint in area:
            dispatcher.add_to(app, endpoint)
    app.router.add_get(PREFIX + "/openapi.json", _description)
    app.router.add_get(PREFIX + "/live-socket", _LiveRoute(deps, dispatcher).serve)
    add_pages(app)
    add_article_pictures(app)
    app.cleanup_ctx.append(_following)
    app.on_shutdown.append(_say_goodbye)
    return app


class _LiveRoute:
    """Opens live sockets for people with a session."""

    def __init__(self, deps: DeskDeps, dispatcher: Dispatcher) -> None:
        self._deps = deps
        self._dispatcher = dispatcher
        self._board = ViewerBoard(deps.live)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Check origin and session, then hand over to the socket."""
        deps = self._deps
        check_same_origin(request, deps.config.server.public_url)
        caller = await self._dispatcher.caller(request)
        if caller.staff is None or caller.session is None:
            raise NotAllowed("The live socket is for people; programs use webhooks.")
        deps.limiter.check(f"live-open:{caller.session.id}", deps.config.limits.chat_hellos_per_minute)
        connection = Connection(caller.staff, caller.session, deps.config.limits.socket_queue)
        return await LiveSocket(deps, self._board, connection, request.cookies[COOKIE]).serve(request)


async def _description(request: web.Request) -> web.Response:
    """Return the OpenAPI document."""
    return web.Response(body=msgspec.json.encode(document(AREAS)), content_type="application/json")


async def _following(app: web.Application) -> AsyncIterator[None]:
    """Hear of commits while the application runs."""
    deps = app[DEPS]
    rows = RowTicker(deps.live, deps.tenant.id, deps.services.store, deps.clock)
    listeners = (deps.live.publish, rows.hear, count_changes)
    ends = [deps.database.subscribe(listener) for listener in listeners]
    async with asyncio.TaskGroup() as group:
        ticking = group.create_task(supervise("rows", rows.run, deps.clock))
        yield
        ticking.cancel()
    for end in ends:
        end()


async def _say_goodbye(app: web.Application) -> None:
    """Tell browsers when to come back."""
    app[DEPS].live.close(RETURN_SECONDS)
