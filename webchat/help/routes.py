"""The help centre's HTTP paths: pages anybody may read, search, and the one form there is."""

import gzip
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import cache
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from msgspec import Struct

from hub.core.errors import TooMany
from hub.core.limits import RateLimiter
from hub.core.models.gaps import GapReason
from hub.core.ports import Database
from webchat.help import pages
from webchat.help.searches import Noting, is_ours
from webchat.help.shelf import LANGUAGES, Keeper, Page, Shelf, Source

Find = Callable[[str, str], Awaitable[Sequence[str]]]
"""Returns ids of articles for a question in a language, best first; they need not be public."""

SEARCHES_PER_MINUTE = 60
OPINIONS_PER_MINUTE = 10
QUESTION_CHARS = 200
MOST_FOUND = 20
SMALL = 1000
"""Bytes from which on a page is compressed."""
CACHED = "public, max-age=60, stale-while-revalidate=600"
FOREVER = "public, max-age=31536000, immutable"
ASSETS = {"help.css": "text/css", "help.js": "text/javascript"}


class HelpSource(Source, Protocol):
    """What the pages are made of, and where opinions go."""

    async def opinion(self, article: str, revision: int, helpful: bool) -> None:
        """Store what a reader said of an article."""
        ...

    async def searched(
        self, text: str, language: str, reason: GapReason, article: str = "", revision: int = 0
    ) -> None:
        """Note what a reader looked for in vain; `article` did not help, if one was read."""
        ...


class HelpDeps(Struct, frozen=True, kw_only=True):
    """Everything the help centre is given; `address` names who asks, for limits."""

    tenant: str
    company: str
    database: Database
    source: HelpSource
    find: Find
    limiter: RateLimiter
    public_url: str
    address: Callable[[web.Request], str]


def add_help(app: web.Application, deps: HelpDeps) -> None:
    """Mount the help centre; while it is switched off, its paths are not found."""
    centre = HelpSite(deps)
    app.router.add_get("/help", centre.front)
    app.router.add_get("/help/", centre.front)
    app.router.add_get("/help/sitemap.xml", centre.sitemap)
    app.router.add_get("/help/assets/{version}/{name}", centre.asset)
    app.router.add_get("/help/{language}/", centre.home)
    app.router.add_get("/help/{language}/search", centre.search)
    app.router.add_post("/help/{language}/search/opinion", centre.search_opinion)
    app.router.add_get("/help/{language}/categories/{name}", centre.category)
    app.router.add_get("/help/{language}/articles/{article}", centre.article)
    app.router.add_get("/help/{language}/articles/{article}/{slug}", centre.article)
    app.router.add_post("/help/{language}/articles/{article}/opinion", centre.opinion)
    app.router.add_get("/help/{rest:.*}", centre.elsewhere)
    app.router.add_get("/robots.txt", centre.robots)
    app.cleanup_ctx.append(centre.listening)


class HelpSite:
    """The request handlers."""

    def __init__(self, deps: HelpDeps) -> None:
        self._deps = deps
        self._keeper = Keeper(deps.tenant, deps.source)
        self._noting = Noting(deps.limiter)

    async def listening(self, app: web.Application) -> AsyncIterator[None]:
        """Hear of changes while the application runs."""
        end = self._keeper.listen(self._deps.database)
        yield
        end()

    async def front(self, request: web.Request) -> web.StreamResponse:
        """Send the reader to the first of their languages that there is something in."""
        shelf = await self._shelf()
        there = shelf.languages()
        spoken = (
            part.split(";")[0].strip()[:2] for part in request.headers.get("Accept-Language", "").split(",")
        )
        language = next((one for one in spoken if one in there), there[0])
        return web.Response(status=302, headers={"Location": f"/help/{language}/", "Vary": "Accept-Language"})

    async def home(self, request: web.Request) -> web.StreamResponse:
        """Give the first page."""
        view = await self._view(request)
        return page_response(request, view, pages.home(view))

    async def category(self, request: web.Request) -> web.StreamResponse:
        """Give a category's articles."""
        view = await self._view(request)
        text = pages.category(view, request.match_info["name"])
        return page_response(request, view, text or pages.missing(view), 200 if text else 404)

    async def search(self, request: web.Request) -> web.StreamResponse:
        """Give what is found for `q`."""
        view = await self._view(request)
        q = _question(request.query.get("q"))
        if not q:
            return web.Response(status=302, headers={"Location": f"/help/{view.language}/"})
        try:
            self._limit(request, "search", SEARCHES_PER_MINUTE)
        except TooMany:
            return page_response(request, view, pages.refused(view), 429)
        found = await self._found(view, q)
        if not found:
            await self._note(request, view, q, GapReason.MISSED)
        thanks = request.query.get("helped") == "no"
        return page_response(request, view, pages.results(view, q, found, thanks=thanks))

    async def search_opinion(self, request: web.Request) -> web.StreamResponse:
        """Take that nothing found for `q` is what the reader looks for, and go back to it."""
        view = await self._view(request)
        q = _question((await request.post()).get("q"))
        if not q or not is_ours(request):
            return web.Response(status=303, headers={"Location": f"/help/{view.language}/"})
        try:
            self._limit(request, "opinion", OPINIONS_PER_MINUTE)
        except TooMany:
            return page_response(request, view, pages.refused(view), 429)
        await self._note(request, view, q, GapReason.NOT_HELPFUL)
        path = f"/help/{view.language}/search?{urlencode({'q': q, 'helped': 'no'})}"
        return web.Response(status=303, headers={"Location": path})

    async def article(self, request: web.Request) -> web.StreamResponse:
        """Give an article, at its one address."""
        view = await self._view(request)
        page = view.shelf.pages.get(request.match_info["article"])
        if page is None:
            return page_response(request, view, pages.missing(view), 404)
        if request.path != page.path:
            return web.Response(status=301, headers={"Location": page.path, "Cache-Control": CACHED})
        thanks = request.query.get("helped", "")
        q = _question(request.query.get("q"))
        text = pages.article(view, page, thanks if thanks in ("yes", "no") else "", q)
        return page_response(request, view, text)

    async def opinion(self, request: web.Request) -> web.StreamResponse:
        """Take whether an article helped, and go back to it."""
        view = await self._view(request)
        page = view.shelf.pages.get(request.match_info["article"])
        if page is None:
            return page_response(request, view, pages.missing(view), 404)
        form = await request.post()
        said = "yes" if form.get("helpful") == "yes" else "no"
        if form.get("helpful") and is_ours(request):
            try:
                self._limit(request, "opinion", OPINIONS_PER_MINUTE)
            except TooMany:
                return page_response(request, view, pages.refused(view), 429)
            await self._deps.source.opinion(page.article, page.revision, said == "yes")
            if said == "no" and (q := _question(form.get("q"))):
                await self._note(request, view, q, GapReason.NOT_HELPFUL, page)
        return web.Response(status=303, headers={"Location": f"{page.path}?helped={said}"})

    async def sitemap(self, request: web.Request) -> web.StreamResponse:
        """Give the list of all pages for search engines."""
        shelf = await self._shelf()
        text = pages.sitemap(shelf, self._origin(request))
        return web.Response(text=text, content_type="application/xml", headers={"Cache-Control": CACHED})

    async def robots(self, request: web.Request) -> web.StreamResponse:
        """Tell search engines what is for them."""
        lines = ["User-agent: *", "Disallow: /api/", "Disallow: /desk/", "Disallow: /chat/"]
        if (await self._keeper.shelf()).settings.active:
            lines += ["Disallow: /help/*/search", f"Sitemap: {self._origin(request)}/help/sitemap.xml"]
        return web.Response(text="\n".join(lines) + "\n", headers={"Cache-Control": CACHED})

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """Give the style sheet or the script; their address changes with their content."""
        name = request.match_info["name"]
        if name not in ASSETS:
            raise web.HTTPNotFound
        headers = {"Cache-Control": FOREVER}
        return web.Response(text=_asset(name), content_type=ASSETS[name], headers=headers)

    async def elsewhere(self, request: web.Request) -> web.StreamResponse:
        """Say in the reader's language that there is nothing here."""
        view = await self._view(request)
        return page_response(request, view, pages.missing(view), 404)

    async def _shelf(self) -> Shelf:
        shelf = await self._keeper.shelf()
        if not shelf.settings.active:
            raise web.HTTPNotFound
        return shelf

    async def _view(self, request: web.Request) -> pages.View:
        shelf = await self._shelf()
        asked = request.match_info.get("language") or request.match_info.get("rest", "").partition("/")[0]
        return pages.View(
            shelf=shelf,
            language=asked if asked in LANGUAGES else LANGUAGES[0],
            company=self._deps.company,
            origin=self._origin(request),
            style=_address("help.css"),
            script=_address("help.js"),
        )

    async def _found(self, view: pages.View, q: str) -> list[Page]:
        """Return what the bots' search finds, then titles and texts that have all the words."""
        here = view.shelf.of(view.language)
        by_id = {page.article: page for page in here}
        best = [by_id[one] for one in await self._deps.find(q, view.language) if one in by_id]
        words = q.casefold().split()
        titled = [page for page in here if all(word in page.title.casefold() for word in words)]
        told = [page for page in here if all(word in page.body.casefold() for word in words)]
        return list({page.article: page for page in (*best, *titled, *told)}.values())[:MOST_FOUND]

    def _limit(self, request: web.Request, act: str, per_minute: int) -> None:
        self._deps.limiter.check(f"help-{act}:{self._deps.address(request)}", per_minute)

    def _origin(self, request: web.Request) -> str:
        configured = urlsplit(self._deps.public_url)
        if configured.netloc:
            return f"{configured.scheme}://{configured.netloc}"
        return f"{request.scheme}://{request.host}"

    async def _note(
        self, request: web.Request, view: pages.View, q: str, reason: GapReason, page: Page | None = None
    ) -> None:
        """Note that a reader looked in vain, unless there is too much of it."""
        if is_ours(request) and self._noting.may(self._deps.address(request), q):
            read = (page.article, page.revision) if page else ("", 0)
            await self._deps.source.searched(q, view.language, reason, *read)


def _question(value: object) -> str:
    return " ".join(value.split())[:QUESTION_CHARS] if isinstance(value, str) else ""


def page_response(request: web.Request, view: pages.View, text: str, status: int = 200) -> web.Response:
    """Answer with a page; a reader who has it already is told so."""
    body = text.encode()
    tag = hashlib.sha256(body).hexdigest()[:20]
    socket = "wss" if request.secure or view.origin.startswith("https:") else "ws"
    policy = {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "script-src": "'self'",
        "connect-src": f"'self' {socket}://{request.host}",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    response = web.Response(
        status=status,
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": CACHED if status == 200 else "no-store",
            "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
            "Vary": "Accept-Encoding",
        },
    )
    if status == 200:
        response.etag = tag
        if any(one.value in (tag, "*") for one in request.if_none_match or ()):
            response.set_status(304)
            return response
    if len(body) > SMALL and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 5, mtime=0)
    response.body = body
    return response


@cache
def _asset(name: str) -> str:
    return (pages.FOLDER / name).read_text("utf-8")


def _address(name: str) -> str:
    digest = hashlib.sha256(_asset(name).encode()).hexdigest()[:12]
    return f"/help/assets/{digest}/{name}"
