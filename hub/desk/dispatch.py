"""From an HTTP request to an endpoint's function and back: identity, limits, checks, encoding."""

import hmac
from urllib.parse import quote, unquote

import msgspec
from aiohttp import web

from hub.core.errors import HubError, InvalidInput, NotAllowed, NotSignedIn, TooMany
from hub.core.permissions import Permission
from hub.desk.context import Caller, Context
from hub.desk.decode import decode_json, decode_query
from hub.desk.deps import DeskDeps
from hub.desk.endpoint import Download, Endpoint, Page, Sound
from hub.desk.metrics import REQUESTS
from hub.desk.origin import check_same_origin, client_address
from hub.desk.problems import problem_response
from hub.services.files import megabytes

COOKIE = "sb_session"
COOKIE_SECONDS = 7 * 24 * 3600
LARGEST_BODY = 4 << 20
PREFIX = "/api/v1"
SAFE = frozenset({"GET", "HEAD"})


class Dispatcher:
    """Serves endpoints; every check that all of them need is here and nowhere else."""

    def __init__(self, deps: DeskDeps) -> None:
        self._deps = deps

    def add_to(self, app: web.Application, endpoint: Endpoint) -> None:
        """Route an endpoint."""

        async def handle(request: web.Request) -> web.StreamResponse:
            started = self._deps.clock.monotonic()
            try:
                response = await self._serve(endpoint, request)
            except HubError as error:
                response = problem_response(error)
            elapsed = self._deps.clock.monotonic() - started
            REQUESTS.labels(endpoint.name, str(response.status)).observe(elapsed)
            return response

        app.router.add_route(endpoint.method, PREFIX + endpoint.path, handle)

    async def _serve(self, endpoint: Endpoint, request: web.Request) -> web.StreamResponse:
        if endpoint.method not in SAFE:
            check_same_origin(request, self._deps.config.server.public_url)
        caller = Caller() if endpoint.public else await self.caller(request)
        ctx = Context(self._deps, request, caller)
        ctx.limit_request()
        if not endpoint.public:
            check_csrf(request, caller)
            check_permission(endpoint.permission, caller)
        arguments = await self._arguments(endpoint, ctx)
        result = await endpoint.handler(ctx, **arguments)
        return self._answer(endpoint, ctx, result)

    async def caller(self, request: web.Request) -> Caller:
        """Return who sends the request, or raise NotSignedIn."""
        accounts = self._deps.services.accounts
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            address = client_address(request, self._deps.config.server.trusted_proxies)
            self._deps.limiter.check(f"bearer:{address}", self._deps.config.limits.api_per_minute)
            return Caller(token=await accounts.tokens.check(secret.strip()))
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            raise NotSignedIn("Sign in first.")
        staff, session = await accounts.session(cookie)
        return Caller(staff=staff, session=session)

    async def _arguments(self, endpoint: Endpoint, ctx: Context) -> dict[str, object]:
        request = ctx.request
        arguments: dict[str, object] = {name: request.match_info[name] for name in endpoint.names}
        if endpoint.query is not None:
            arguments["query"] = decode_query(request.query, endpoint.query)
        if endpoint.body is bytes:
            ctx.file_name = unquote(request.headers.get("X-File-Name", ""))
            if not ctx.file_name:
                raise InvalidInput("Give the file's name, percent-encoded.", field="X-File-Name")
            arguments["body"] = await read_body(request, ctx.services.files.max_bytes)
        elif endpoint.body is not None:
            if request.content_type != "application/json":
                raise InvalidInput("Send the body as application/json.", field="Content-Type")
            arguments["body"] = decode_json(await read_body(request, LARGEST_BODY), endpoint.body)
        return arguments

    def _answer(self, endpoint: Endpoint, ctx: Context, result: object) -> web.StreamResponse:
        if isinstance(result, Download):
            response: web.StreamResponse = download_response(result)
        elif isinstance(result, Sound):
            response = sound_response(result, ctx.request)
        elif isinstance(result, Page):
            response = page_response(result)
        elif endpoint.returns is None:
            response = web.Response(status=endpoint.status)
        else:
            response = web.Response(
                status=endpoint.status, body=msgspec.json.encode(result), content_type="application/json"
            )
        if ctx.cookie is not None:
            set_cookie(
                response, ctx.cookie, secure=is_secure(ctx.request, self._deps.config.server.public_url)
            )
        return response


def check_csrf(request: web.Request, caller: Caller) -> None:
    """Refuse a write by cookie without the token that only our own pages know."""
    if request.method in SAFE or caller.session is None:
        return
    sent = request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(sent.encode(), caller.session.csrf.encode()):
        raise NotAllowed("The X-CSRF-Token header is missing or old. Reload the page.")


def check_permission(permission: Permission | None, caller: Caller) -> None:
    """Refuse what the caller may not do: the one place where permissions are checked."""
    if permission is not None and permission not in caller.permissions:
        raise NotAllowed(f"You may not do this: it needs {permission.value}.")


async def read_body(request: web.Request, limit: int) -> bytes:
    """Read the body, but no more than the limit."""
    if (request.content_length or 0) > limit:
        raise TooMany(f"The body is larger than {megabytes(limit)}.", retry_after=0)
    data = bytearray()
    async for chunk in request.content.iter_any():
        data += chunk
        if len(data) > limit:
            raise TooMany(f"The body is larger than {megabytes(limit)}.", retry_after=0)
    return bytes(data)


def download_response(file: Download) -> web.Response:
    """Return a file that browsers save and never run or show inside our pages."""
    plain = file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "'")
    return web.Response(
        body=file.data,
        headers={
            "Content-Type": file.type,
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
        },
    )


def sound_response(sound: Sound, request: web.Request) -> web.Response:
    """Return the part of a sound that the browser asked for, or all of it; raise 416 for none."""
    size = len(sound.data)
    headers = {"Content-Type": sound.type, "Accept-Ranges": "bytes", "Cache-Control": "private, no-store"}
    try:
        wanted = request.http_range
    except ValueError:
        wanted = slice(None)
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=sound.data, headers=headers)
    first, end, _ = wanted.indices(size)
    if first >= end:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    return web.Response(status=206, body=sound.data[first:end], headers=headers)


def page_response(page: Page) -> web.Response:
    """Return a page that only our own pages may show, and that tells no other site where its reader was."""
    return web.Response(
        text=page.html,
        content_type="text/html",
        headers={
            "Content-Security-Policy": page.policy,
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "private, max-age=600",
        },
    )


def set_cookie(response: web.StreamResponse, token: str, *, secure: bool) -> None:
    """Set the session cookie, or remove it when the token is empty."""
    if not token:
        response.del_cookie(COOKIE, path="/")
        return
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, path="/", httponly=True, samesite="Lax", secure=secure
    )


def is_secure(request: web.Request, public_url: str) -> bool:
    """Say whether browsers reach us by https, ourselves or through a proxy."""
    return request.secure or public_url.startswith("https://")
