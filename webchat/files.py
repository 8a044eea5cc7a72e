"""Files over HTTP: uploads by visitors, downloads by short-lived signed addresses."""

from urllib.parse import quote, unquote

from aiohttp import web

from hub.core.config import size
from hub.core.errors import HubError, InvalidInput, NotSignedIn, TooMany
from hub.core.models.contacts import EntryPoint
from webchat.ports import ChatDeps
from webchat.tokens import Signer

FIRST_CHUNK = 64 * 1024


async def upload(deps: ChatDeps, tenant: str, entry: EntryPoint, request: web.Request) -> web.Response:
    """Store the request's body as a file of the visitor whose token came with it."""
    limits = deps.config.limits
    visitor = Signer(deps.secret).read_visitor(_bearer(request), tenant, deps.clock.now())
    if visitor is None:
        raise NotSignedIn("The visitor token is missing or not valid. Connect the chat first.")
    owner = f"visitor:{visitor.id}"
    deps.limiter.check(f"chat:{tenant}:{owner}", limits.chat_messages_per_minute)
    name = unquote(request.headers.get("X-File-Name", "")).strip()
    if not name or len(name) > 200:
        raise InvalidInput("Give the file's name, at most 200 characters.", field="X-File-Name")
    data = await _body(request, size(limits.upload), limits.upload)
    stored = await deps.tenants[tenant].services.files.put(name, data, "", owner)
    return web.json_response(
        {"id": stored.id, "name": stored.name, "type": stored.type, "size": stored.size}, status=201
    )


async def download(deps: ChatDeps, request: web.Request) -> web.Response:
    """Return a file as a download that no browser will run or show as a page."""
    file_id = request.match_info["id"]
    link = Signer(deps.secret).read_file(request.query.get("sig", ""), file_id, deps.clock.now())
    stored, data = await deps.tenants[link.tenant].services.files.get(file_id)
    return web.Response(
        body=data,
        headers={
            "Content-Type": stored.type,
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "private, max-age=3600",
        },
    )


async def _body(request: web.Request, limit: int, shown: str) -> bytes:
    """Read the body, giving up as soon as it is too large."""
    if (request.content_length or 0) > limit:
        raise TooLarge(f"The file is larger than {shown}, which is the most that can be sent.")
    data = bytearray()
    async for chunk in request.content.iter_chunked(FIRST_CHUNK):
        data += chunk
        if len(data) > limit:
            raise TooLarge(f"The file is larger than {shown}, which is the most that can be sent.")
    if not data:
        raise InvalidInput("The file is empty. Choose another one.", field="body")
    return bytes(data)


class TooLarge(InvalidInput):
    """The body has more bytes than are allowed."""

    code = "too_large"


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def problem(error: HubError) -> web.Response:
    """Return the error as problem+json (RFC 9457)."""
    status = _STATUS.get(error.code, 400)
    body: dict[str, object] = {
        "type": "about:blank",
        "title": error.code.replace("_", " ").capitalize(),
        "status": status,
        "code": error.code,
        "detail": error.message,
    }
    headers = {}
    if isinstance(error, InvalidInput) and error.field:
        body["field"] = error.field
    if isinstance(error, TooMany):
        body["retry_after"] = error.retry_after
        headers["Retry-After"] = str(int(error.retry_after) + 1)
    return web.json_response(body, status=status, headers=headers, content_type="application/problem+json")


_STATUS = {
    "invalid_input": 422,
    "too_large": 413,
    "not_found": 404,
    "not_allowed": 403,
    "not_signed_in": 401,
    "too_many": 429,
    "unavailable": 503,
}
