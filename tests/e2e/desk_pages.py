"""The desk as people use it: signing in, filling forms, answering offers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from tests.e2e.browser import chromium, watched
from tests.e2e.hub_process import HubProcess

PASSWORD = "harbour-demo-2026"


class Site:
    """A running hub, a browser, and everything the browser's pages complained about."""

    def __init__(self, hub: HubProcess, browser: Browser) -> None:
        self.hub = hub
        self.browser = browser
        self.complaints: list[str] = []

    @classmethod
    @asynccontextmanager
    async def open(
        cls, folder: Path, *, demo: bool = True, env: dict[str, str] | None = None
    ) -> AsyncIterator["Site"]:
        """Start both, and insist at the end that no page complained."""
        hub = HubProcess(folder, demo=demo, env=env)
        try:
            await hub.start()
            async with chromium() as browser:
                site = cls(hub, browser)
                yield site
            assert site.complaints == []
        finally:
            await hub.stop()

    async def page(self, *, width: int = 1440, dark: bool = False) -> Page:
        """Open an empty page with cookies of its own."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        return watched(await context.new_page(), self.complaints)

    async def signed_in(self, login: str, password: str = PASSWORD, **options: int) -> Page:
        """Sign somebody in."""
        page = await self.page(**options)
        await page.goto(f"{self.hub.url}/desk/")
        await page.get_by_label("User name").fill(login)
        await page.get_by_role("textbox", name="Password").fill(password)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("navigation").first).to_be_visible()
        return page

    async def goto(self, page: Page, path: str) -> None:
        """Go to a screen of the desk by its address."""
        await page.goto(f"{self.hub.url}/desk{path}")


async def be_available(page: Page) -> None:
    """Choose the presence "available"."""
    await page.get_by_test_id("presence-menu").click()
    await page.get_by_role("menuitem", name="Available").click()
    await expect(page.get_by_test_id("presence-menu")).to_contain_text("Available")


async def accept(page: Page) -> None:
    """Take the offer that rings."""
    await page.get_by_test_id("offer-accept").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()


async def choose(scope: Page | Locator, label: str, *options: str) -> None:
    """Choose from a list that opens under a field."""
    page = scope if isinstance(scope, Page) else scope.page
    field = scope.get_by_role("combobox", name=label, exact=True)
    await field.click()
    for option in options:
        await page.get_by_role("option", name=option, exact=True).click()
    await field.press("Tab")


async def save(page: Page) -> None:
    """Save the open form; it closes when the hub has taken it."""
    await page.get_by_test_id("save").click()
    await expect(page.get_by_test_id("save")).to_have_count(0)
