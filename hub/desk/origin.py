"""Whether a request comes from our own pages."""

from urllib.parse import urlsplit

from aiohttp import web

from hub.core.errors import NotAllowed


def check_same_origin(request: web.Request, public_url: str) -> None:
    """Refuse what a browser sends on behalf of another site; programs send neither header."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise NotAllowed("This request came from another site.")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc not in own_hosts(request, public_url):
        raise NotAllowed(
            f"This request came from {origin}. If that is this hub's address, set server.public_url to it."
        )


def own_hosts(request: web.Request, public_url: str) -> set[str]:
    """Return the hosts that are us: as the request names it, and as configured."""
    hosts = {request.host}
    if public_url:
        hosts.add(urlsplit(public_url).netloc)
    return hosts


def client_address(request: web.Request, trusted: list[str]) -> str:
    """Return the caller's network address; X-Forwarded-For is believed only from our own proxies."""
    peer = request.remote or ""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while peer in trusted and hops:
        peer = hops.pop()
    return peer
