"""A real browser, started so that it talks to nobody but the hub."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright, expect

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

PATIENCE = 45_000
"""How long to wait for what should appear, in milliseconds; a busy machine must not fail a test."""

SLOWER = float(os.environ.get("SWITCHBOARD_SLOWER", "1"))
"""How many times slower pages work than they could. Haste of a page or of a test shows at 8 or so."""

expect.set_options(timeout=PATIENCE * SLOWER)


@asynccontextmanager
async def chromium(*more: str) -> AsyncIterator[Browser]:
    """Run the machine's Chromium with an empty profile of its own, and with more arguments."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: apt-get install chromium, or set CHROMIUM to its path."
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])
        try:
            yield browser
        finally:
            await browser.close()


async def watched(page: Page, complaints: list[str]) -> Page:
    """Note every script error of the page, and every violation of its content security policy."""
    page.set_default_timeout(PATIENCE * SLOWER)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def heard(line: str) -> None:
        if "Content Security Policy" in line or "Uncaught" in line:
            complaints.append(line)

    page.on("console", lambda message: heard(message.text))
    if SLOWER > 1:
        await _slowed(page)
    return page


LATE = """(() => {
    const after = window.setTimeout.bind(window);
    window.setTimeout = (work, wait = 0, ...more) => after(work, wait + Math.random() * %f, ...more);
})()"""
"""A browser that has much to do lets timers wait, each as long as it likes."""


async def _slowed(page: Page) -> None:
    """Let the page work, and be answered by the hub, as on a busy machine far away."""
    await page.add_init_script(LATE % (50 * SLOWER))
    tools = await page.context.new_cdp_session(page)
    await tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    far = {"offline": False, "latency": 50 * SLOWER, "downloadThroughput": -1, "uploadThroughput": -1}
    await tools.send("Network.emulateNetworkConditions", far)
