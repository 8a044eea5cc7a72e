"""Articles' pictures: for everybody those that customers see, for staff the others too."""

from aiohttp import web

from hub.core.errors import HubError, NotFound
from hub.core.permissions import Permission, permissions_of
from hub.core.text import PICTURES
from hub.desk.deps import DEPS, DeskDeps
from hub.desk.dispatch import COOKIE
from hub.services.article_images import TYPES

HEADERS = {
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",  # the chat shows them on pages of others
}
SHARED = "public, max-age=300"
"""Short, as a picture ceases to be public when its article is taken back."""


def add_article_pictures(app: web.Application) -> None:
    """Route the pictures."""
    app.router.add_get(PICTURES + "{id}", picture)


async def picture(request: web.Request) -> web.Response:
    """Return a picture, or 404; what it is was told from its content when it came."""
    deps = request.app[DEPS]
    images = deps.services.article_images
    id = request.match_info["id"]
    cached = SHARED
    try:
        stored, data = await images.get(id, staff=False)
    except NotFound:
        cached = "private, no-store"
        stored, data = await images.get(id, staff=await _is_staff(request, deps))
    if stored.type not in TYPES:
        raise NotFound("There is no such picture.")
    return web.Response(body=data, content_type=stored.type, headers={**HEADERS, "Cache-Control": cached})


async def _is_staff(request: web.Request, deps: DeskDeps) -> bool:
    """Say whether somebody asks who may read drafts."""
    try:
        staff, _ = await deps.services.accounts.session(request.cookies.get(COOKIE, ""))
    except HubError:
        return False
    return Permission.KNOWLEDGE_READ in permissions_of(staff.roles)
