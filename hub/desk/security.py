"""Headers every answer carries, and the policies that keep scripts of others out of our pages."""

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_BASE = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_PAGE = _BASE | {
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # Mantine sets styles at run time
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "frame-src": "'self'",  # the pages of mails
    "manifest-src": "'self'",
}
NOTHING = "; ".join(f"{name} {value}" for name, value in _BASE.items())
"""For answers that are data."""
HEADERS = {
    "Server": "Switchboard",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)",
}
CHAT_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
"""The chat's script, files and socket are for other sites' pages, so these are the ones they allow."""
HSTS = "max-age=31536000"


def page_policy(request: web.Request) -> str:
    """Return the policy of our pages; sockets by name, as older browsers do not count them as 'self'."""
    scheme = "wss" if request.secure else "ws"
    policy = _PAGE | {"connect-src": f"'self' {scheme}://{request.host} wss://{request.host}"}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers an answer does not have yet."""
    chat = request.path.startswith("/chat/")
    for name, value in (CHAT_HEADERS if chat else HEADERS).items():
        response.headers.setdefault(name, value)
    if request.secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if chat or response.status == 304:
        return  # a 304 has no content type to choose by, and its headers replace those of the stored page
    is_page = response.content_type == "text/html"
    response.headers.setdefault("Content-Security-Policy", page_policy(request) if is_page else NOTHING)
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Hook for aiohttp's on_response_prepare signal, so that files and errors get them too."""
    set_headers(request, response)
