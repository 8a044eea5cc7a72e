"""The chat's HTTP paths, and who may call them from where."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from hub.core.errors import HubError, NotAllowed, NotFound
from hub.core.models.contacts import Channel, EntryPoint
from webchat.connection import Connection
from webchat.files import download, problem, upload
from webchat.frames import Bye
from webchat.lines import Lines
from webchat.live import Live
from webchat.ports import ChatDeps
from webchat.script import load_script, script_response

PREFIX = "/chat/v1"
RETURN_SECONDS = 2.0
"""After a graceful stop widgets come back this much later, and up to as much again by chance."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_routes(app: web.Application, deps: ChatDeps) -> None:
    """Mount the chat on the application; it listens to the database while the application runs."""
    chat = Chat(deps)
    app.router.add_get(f"{PREFIX}/socket", told(chat.socket))
    app.router.add_post(f"{PREFIX}/files", told(chat.upload))
    app.router.add_options(f"{PREFIX}/files", told(chat.preflight))
    app.router.add_get(PREFIX + "/files/{id}", told(chat.download))
    app.router.add_get(f"{PREFIX}/calls", told(chat.calls))
    app.router.add_get(f"{PREFIX}/widget.js", told(chat.script))
    app.cleanup_ctx.append(chat.listening)
    app.on_shutdown.append(chat.stop)


def told(handler: Handler) -> Handler:
    """Answer the errors a caller can meet as problem+json."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except HubError as error:
            response = problem(error)
            # Without this the page's script could not read what is wrong; the answer holds no secret.
            response.headers["Access-Control-Allow-Origin"] = "*"
            return response

    return handle


class Chat:
    """The chat's request handlers."""

    def __init__(self, deps: ChatDeps) -> None:
        self._deps = deps
        self._live = Live()
        self._lines = Lines()
        self._tenant_of: dict[str, str] = {}  # by widget key; bounded by the number of entry points

    async def listening(self, app: web.Application) -> AsyncIterator[None]:
        """Hear of commits while the application runs."""
        end = self._deps.database.subscribe(self._live.on_changes)
        yield
        end()

    async def stop(self, app: web.Application) -> None:
        """Tell everyone when to come back, not all at once."""
        self._lines.stop()
        async with asyncio.TaskGroup() as tasks:
            for watcher in self._live.everyone():
                bye = Bye(retry_after=RETURN_SECONDS * (1 + self._deps.random()))
                tasks.create_task(watcher.leave(bye))

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Serve a widget's connection."""
        limits = self._deps.config.limits
        peer = client_address(request, self._deps.config.server.trusted_proxies)
        self._deps.limiter.check(f"chat-hello:{peer}", limits.chat_hellos_per_minute)
        tenant, entry = await self._entry(request)
        check_origin(request, entry)
        connection = Connection(self._deps, self._live, self._lines, tenant, entry, peer, request)
        return await connection.run()

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Take a visitor's file."""
        tenant, entry = await self._entry(request)
        check_origin(request, entry)
        response = await upload(self._deps, tenant, entry, request)
        response.headers.update(cors(request))
        return response

    async def preflight(self, request: web.Request) -> web.StreamResponse:
        """Tell a browser that a page of an allowed origin may upload."""
        _, entry = await self._entry(request)
        check_origin(request, entry)
        return web.Response(
            status=204,
            headers={
                **cors(request),
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers": "Authorization, Content-Type, X-File-Name",
                "Access-Control-Max-Age": "600",
            },
        )

    async def download(self, request: web.Request) -> web.StreamResponse:
        """Give a file to whoever has its signed address."""
        return await download(self._deps, request)

    async def calls(self, request: web.Request) -> web.StreamResponse:
        """Say whether we can be called through a chat now, for pages with a button of their own."""
        _, entry = await self._entry(request)
        phone = self._deps.phone
        works = bool(entry.call_line and phone and phone.works)
        return web.json_response(
            {"calls": works}, headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
        )

    async def script(self, request: web.Request) -> web.StreamResponse:
        """Give the widget's script."""
        return script_response(request, await asyncio.to_thread(load_script))

    async def _entry(self, request: web.Request) -> tuple[str, EntryPoint]:
        """Return the tenant and entry point a widget key belongs to."""
        key = request.query.get("key", "")
        known = self._tenant_of.get(key)
        for tenant_id in [known] if known else list(self._deps.tenants):
            store = self._deps.tenants[tenant_id].services.store
            found = await store.find(EntryPoint, {"channel": Channel.CHAT, "key": key}, limit=1)
            if found and found[0].active:
                self._tenant_of[key] = tenant_id
                return tenant_id, found[0]
        raise NotFound("There is no chat with this key. Check data-key in the page's script tag.")


def check_origin(request: web.Request, entry: EntryPoint) -> None:
    """Refuse pages that are not on the entry point's list; an empty list allows any."""
    if entry.allowed_origins and request.headers.get("Origin", "") not in entry.allowed_origins:
        raise NotAllowed(
            "This chat may not be used on this page. Add the page's origin to the entry point's list."
        )


def cors(request: web.Request) -> dict[str, str]:
    """Return the headers that let the calling page read the answer."""
    return {"Access-Control-Allow-Origin": request.headers.get("Origin", "*"), "Vary": "Origin"}


def client_address(request: web.Request, trusted: list[str]) -> str:
    """Return the customer's network address; proxies are believed only when they are ours."""
    peer = request.remote or ""
    forwarded = request.headers.get("X-Forwarded-For", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    while peer in trusted and hops:
        peer = hops.pop()
    return peer
