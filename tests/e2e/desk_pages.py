"""The desk as people use it: signing in, filling forms, answering offers."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Browser, Locator, Page, expect
from playwright.async_api import Error as PlaywrightError

from tests.e2e.browser import chromium, watched
from tests.e2e.clients import ChatCustomer, DeskAgent
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until

PASSWORD = "harbour-demo-2026"
SHOWN = 4000
"""Characters of a page that a failure tells."""


@asynccontextmanager
async def meanwhile(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Let somebody work beside; what fails in the foreground is raised as it is, not as a group."""
    failed: Exception | None = None
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work)
        try:
            yield
        except Exception as error:
            failed = error
        task.cancel()
    if failed:
        raise failed


async def _note_screens(browser: Browser, error: Exception) -> None:
    """Let a failure tell what stood on each page: the machine on which it happened may be out of reach."""
    for page in [page for context in browser.contexts for page in context.pages]:
        try:
            error.add_note(f"On {page.url}:\n{(await page.inner_text('body'))[:SHOWN]}")
        except PlaywrightError as gone:
            error.add_note(f"On {page.url}: {gone.message}")


class Site:
    """A running hub, a browser, everything the browser's pages complained about, and people without one."""

    def __init__(
        self, hub: HubProcess, browser: Browser, http: aiohttp.ClientSession, stack: AsyncExitStack
    ) -> None:
        self.hub = hub
        self.browser = browser
        self.http = http
        self.complaints: list[str] = []
        self._stack = stack

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        folder: Path,
        *,
        demo: bool = True,
        env: dict[str, str] | None = None,
        browser_arguments: Sequence[str] = (),
    ) -> AsyncIterator["Site"]:
        """Start both, and insist at the end that no page complained."""
        hub = HubProcess(folder, demo=demo, env=env)
        try:
            await hub.start()
            async with (
                chromium(*browser_arguments) as browser,
                aiohttp.ClientSession() as http,
                AsyncExitStack() as stack,
            ):
                site = cls(hub, browser, http, stack)
                try:
                    yield site
                except Exception as error:
                    await _note_screens(browser, error)
                    raise
            assert site.complaints == []
        finally:
            await hub.stop()

    async def page(self, *, width: int = 1440, dark: bool = False, browser: Browser | None = None) -> Page:
        """Open an empty page with cookies of its own, if need be in another browser."""
        context = await (browser or self.browser).new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        return await watched(await context.new_page(), self.complaints)

    async def signed_in(self, login: str, password: str = PASSWORD, *, page: Page | None = None) -> Page:
        """Sign somebody in."""
        page = page or await self.page()
        await page.goto(f"{self.hub.url}/desk/")
        await page.get_by_label("User name").fill(login)
        await page.get_by_role("textbox", name="Password").fill(password)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("navigation").first).to_be_visible()
        return page

    async def agent(self, login: str, presence: str = "available") -> DeskAgent:
        """Let somebody work without a browser."""
        agent = await self._stack.enter_async_context(DeskAgent.signed_in(self.hub.url, login, PASSWORD))
        await self._stack.enter_async_context(meanwhile(agent.listen()))
        while not agent.connections:
            agent.changed.clear()
            await agent.changed.wait()
        await agent.presence(presence)
        return agent

    async def customer(self, name: str, *, key: str = "harbour-pine", language: str = "en") -> ChatCustomer:
        """Let somebody chat without a browser."""
        customer = ChatCustomer(self.http, self.hub.url, key=key, name=name, language=language)
        await self._stack.enter_async_context(meanwhile(customer.run()))
        await customer.until("a welcome", lambda one: one.connections > 0)
        return customer

    async def waiting(self, name: str, text: str, **options: str) -> ChatCustomer:
        """Let a customer write and ask for a person."""
        customer = await self.customer(name, **options)
        await customer.send(text)
        await customer.until("an answer", lambda one: not one.unacknowledged and len(one.view) > 1)
        await customer.command(type="person")
        await customer.until("a place in line", lambda one: one.state.get("handler") in ("waiting", "agent"))
        return customer

    async def goto(self, page: Page, path: str) -> None:
        """Go to a screen of the desk by its address."""
        await page.goto(f"{self.hub.url}/desk{path}")


async def be(page: Page, presence: str) -> None:
    """Choose a presence, or a reason to be away."""
    await page.get_by_test_id("presence-menu").click()
    await page.get_by_role("menuitem", name=presence).click()
    await expect(page.get_by_test_id("presence-menu")).to_contain_text(presence)


async def accept(page: Page) -> None:
    """Take the offer that rings."""
    await page.get_by_test_id("offer-accept").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()


async def choose(scope: Page | Locator, label: str, *options: str) -> None:
    """Choose from a list that opens under a field."""
    page = scope if isinstance(scope, Page) else scope.page
    field = scope.get_by_role("combobox", name=label, exact=True)
    await field.focus()
    await field.press("ArrowDown")
    for option in options:
        await page.get_by_role("option", name=option, exact=True).click()
    await field.press("Tab")


async def save(page: Page) -> None:
    """Save the open form; it closes when the hub has taken it."""
    await page.get_by_test_id("save").click()
    await expect(page.get_by_test_id("save")).to_have_count(0)


async def offered(agent: DeskAgent) -> dict[str, Any]:
    """Wait until somebody without a browser is offered work; return the offer."""
    return (await until("an offer", agent.offers))[0]


async def reply(page: Page, text: str) -> None:
    """Answer at a robot's speed: what arrived a moment ago counts as unseen, so the desk may ask first."""
    await page.get_by_test_id("composer").fill(text)
    async with page.expect_response(lambda response: response.url.endswith("/messages")) as sending:
        await page.get_by_test_id("send").click()
    if (await sending.value).status == 409:
        await page.get_by_test_id("send-anyway").click()
    await expect(page.get_by_test_id("timeline").get_by_text(text.replace("*", ""))).to_be_visible()
