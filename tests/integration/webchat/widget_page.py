"""A customer's page with the widget, in a real browser."""

from pathlib import Path

from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page

from tests.e2e.browser import watched
from tests.integration.webchat.harness import Chat

AXE = Path(__file__).parents[3] / "webchat/widget/node_modules/axe-core/axe.min.js"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self' ws:; img-src 'self'; style-src 'self'"


async def page_with_widget(request: web.Request) -> web.Response:
    identity = request.query.get("identity", "")
    language = request.query.get("language", "en")
    attributes = f'data-key="page" data-language="{language}"' + (identity and f' data-identity="{identity}"')
    html = f"""<!doctype html><html lang="en"><title>A site</title><main><h1>A site</h1>
        <a href="#x">a link</a></main><script src="/chat/v1/widget.js" {attributes}></script></html>"""
    policy = {} if "lax" in request.query else {"Content-Security-Policy": POLICY}
    return web.Response(text=html, content_type="text/html", headers=policy)


async def visit(
    context: Browser | BrowserContext, site: Chat, complaints: list[str], query: str = ""
) -> Page:
    page = await watched(await context.new_page(), complaints)
    await page.goto(str(site.server.make_url("/page")) + query)
    await page.get_by_test_id("launcher").click()
    return page


async def check_axe(page: Page, where: str) -> None:
    """Fail when axe-core finds anything."""
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == [], (
        where
    )
