"""The widget's script as the browser gets it: compressed, and re-used until it changes."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from aiohttp import web
from msgspec import Struct

from hub.core.errors import NotFound

SCRIPT = Path(__file__).parent / "static" / "widget.js"


class Script(Struct, frozen=True):
    """The script, once plain and once compressed."""

    plain: bytes
    zipped: bytes
    etag: str


@cache
def load_script(path: Path = SCRIPT) -> Script:
    """Read the built script; raise NotFound saying how to build it."""
    try:
        plain = path.read_bytes()
    except FileNotFoundError:
        raise NotFound("The chat widget was not built. Run `make build-ui`.") from None
    return Script(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:20])


def script_response(request: web.Request, script: Script) -> web.StreamResponse:
    """Answer a request for the script."""
    headers = {
        "Content-Type": "text/javascript; charset=utf-8",
        "Cache-Control": "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
        "Vary": "Accept-Encoding",
    }
    response = web.Response(headers=headers)
    response.etag = script.etag
    if any(tag.value in (script.etag, "*") for tag in request.if_none_match or ()):
        response.set_status(304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response.headers["Content-Encoding"] = "gzip"
        response.body = script.zipped
    else:
        response.body = script.plain
    return response
