"""Everything that is not API: the start page, the browser app, the demo shop, and what operators ask."""

import asyncio
import html
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template

import msgspec
from aiohttp import web
from msgspec.structs import replace
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from hub.core.config import size
from hub.core.errors import HubError, StaleRevision
from hub.core.models.integrations import Cursor
from hub.desk.deps import DEPS, DemoLogin, DeskDeps
from hub.desk.security import Handler
from hub.services.files import megabytes

LANGUAGES = ("en", "zh")
STATIC = Path(__file__).parent / "static"
SHOP = Path(__file__).parent.parent / "demo"
FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
READY_EVERY = 1.0
SHOP_TYPES = frozenset({".html", ".css", ".js", ".svg", ".png", ".jpg", ".webp", ".woff2"})


def add_pages(app: web.Application) -> None:
    """Route all pages."""
    app.router.add_get("/", start_page)
    app.router.add_get("/desk", redirect("/desk/"))
    app.router.add_get("/desk/{path:.*}", browser_app)
    app.router.add_get("/shop", redirect("/shop/"))
    app.router.add_get("/shop/{path:.*}", shop)
    app.router.add_get("/favicon.ico", redirect("/desk/favicon.svg"))
    app.router.add_get("/health", health)
    app.router.add_get("/ready", Readiness(app[DEPS]).answer)
    app.router.add_get("/metrics", metrics)


async def start_page(request: web.Request) -> web.Response:
    """Lead to the four places people work, in the browser's language or `?lang=`."""
    deps = request.app[DEPS]
    language = chosen_language(request)
    texts = catalogue(language)
    values = {name: html.escape(text) for name, text in texts.items()}
    page = Template(_start_template()).substitute(
        values,
        language=language,
        tenant=html.escape(deps.tenant.name),
        logins=_logins(deps.demo_logins, texts),
        other="en" if language == "zh" else "zh",
    )
    return web.Response(text=page, content_type="text/html", headers={"Cache-Control": REVALIDATE})


async def browser_app(request: web.Request) -> web.StreamResponse:
    """Give the app's files; every other path under /desk is a screen of the app itself."""
    path = request.match_info["path"]
    found = _file(STATIC, path)
    if found is not None:
        cached = FOREVER if path.startswith("assets/") else REVALIDATE
        return web.FileResponse(found, headers={"Cache-Control": cached})
    index = STATIC / "index.html"
    if path.startswith("assets/") or not index.is_file():
        raise web.HTTPNotFound(text="The browser app is not built. Run: make build-ui")
    return web.FileResponse(index, headers={"Cache-Control": REVALIDATE})


async def shop(request: web.Request) -> web.StreamResponse:
    """Give the demo shop, a page of somebody else's with the chat on it."""
    path = request.match_info["path"]
    if path in ("", "shop.html"):
        flows = request.query.get("chat") == "service-desk"
        return _shop_page(chosen_language(request), "service-desk" if flows else "harbour-pine")
    found = _file(SHOP, path)
    if found is None or found.suffix not in SHOP_TYPES:
        raise web.HTTPNotFound()
    return web.FileResponse(found, headers={"Cache-Control": REVALIDATE})


def _shop_page(language: str, key: str) -> web.Response:
    """Return the shop's one page in the language of whoever looks, with the chat of this key."""
    texts = msgspec.json.decode((SHOP / f"shop.{language}.json").read_bytes(), type=dict[str, str])
    page = Template((SHOP / "shop.html").read_text("utf-8")).substitute(
        {name: html.escape(text) for name, text in texts.items()},
        key=key,
        language=language,
        other="en" if language == "zh" else "zh",
    )
    return web.Response(text=page, content_type="text/html", headers={"Cache-Control": REVALIDATE})


async def health(request: web.Request) -> web.Response:
    """Say that the process serves requests."""
    return web.json_response({"status": "ok"})


class Readiness:
    """Says whether work can be done: the store can be written, its disk has room, the router decides."""

    def __init__(self, deps: DeskDeps) -> None:
        self._deps = deps
        self._least_free = size(deps.config.data.least_free)
        self._store = self._disk = ""  # what is wrong
        self._checked_at = -READY_EVERY

    async def answer(self, request: web.Request) -> web.Response:
        """Return 200, or 503 with what is wrong. Anybody may ask, so the store is tried once a second."""
        now = self._deps.clock.monotonic()
        if now - self._checked_at >= READY_EVERY:
            self._checked_at = now
            self._store = await _write_failure(self._deps)
            self._disk = await self._shortage()
        router = "" if self._deps.is_routing() else "The router does not run; the hub's log says why."
        wrong = {"store": self._store, "disk": self._disk, "router": router}
        problems = [text for text in wrong.values() if text]
        answer = {"status": "not ready" if problems else "ready", "problems": problems}
        checks = {name: not text for name, text in wrong.items()}
        return web.json_response(answer | checks, status=503 if problems else 200)

    async def _shortage(self) -> str:
        """A write may still succeed in space that the database holds already, so room is looked at too."""
        free = await asyncio.to_thread(self._deps.free_bytes)
        if free >= self._least_free:
            return ""
        return (
            f"The disk with the data folder has {megabytes(free)} left, less than data.least_free "
            f"({megabytes(self._least_free)}). Free some space."
        )


async def metrics(request: web.Request) -> web.Response:
    """Return figures for Prometheus."""
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def chosen_language(request: web.Request) -> str:
    """Return the language asked for, else the first of the browser's that we speak."""
    asked = request.query.get("lang", "")
    if asked in LANGUAGES:
        return asked
    for part in request.headers.get("Accept-Language", "").split(","):
        name = part.split(";")[0].strip().partition("-")[0].lower()
        if name in LANGUAGES:
            return name
    return "en"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the start page's texts."""
    data = (files("hub.desk") / "start" / f"{language}.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, str])


@cache
def _start_template() -> str:
    return (files("hub.desk") / "start" / "start.html").read_text("utf-8")


def _logins(logins: list[DemoLogin], texts: Mapping[str, str]) -> str:
    """Return the demo's log-ins as a table, or nothing."""
    if not logins:
        return ""
    rows = "".join(
        f"<tr><td>{html.escape(texts.get(f'role_{one.role}', one.role))}</td>"
        f"<td><code>{html.escape(one.login)}</code></td><td><code>{html.escape(one.password)}</code></td></tr>"
        for one in logins
    )
    heads = "".join(
        f'<th scope="col">{html.escape(texts[name])}</th>' for name in ("who", "login", "password")
    )
    return (
        f"<section><h2>{html.escape(texts['logins'])}</h2><p>{html.escape(texts['logins_text'])}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
    )


def _file(folder: Path, path: str) -> Path | None:
    """Return the file inside the folder, or None; no path leads outside."""
    wanted = (folder / path).resolve()
    return wanted if path and wanted.is_relative_to(folder.resolve()) and wanted.is_file() else None


async def _write_failure(deps: DeskDeps) -> str:
    """Write something small, the only way to know; return what went wrong."""
    store = deps.services.store
    try:
        batch = deps.services.settings.batch("ready")
        seen = await store.peek(Cursor, "ready")
        batch.save(replace(seen, seq=seen.seq + 1) if seen else Cursor(id="ready", seq=1))
        await store.commit(batch)
    except StaleRevision:
        return ""  # somebody else asked at the same time, and wrote
    except HubError as error:
        return error.message
    return ""


def redirect(to: str) -> Handler:
    """Return a handler that sends browsers elsewhere."""

    async def handle(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(to)

    return handle
