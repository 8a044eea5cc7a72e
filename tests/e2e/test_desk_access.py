"""Every screen of the desk meets WCAG 2.2 AA as far as axe-core can tell, wide and narrow, light and dark."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.desk_pages import Site

SECTIONS = (
    "staff",
    "skills",
    "queues",
    "hours",
    "entry-points",
    "mailboxes",
    "sms",
    "rules",
    "quarantine",
    "canned-replies",
    "dispositions",
    "webhooks",
    "tokens",
    "file",
    "audit",
)
FORMS = (
    "staff/ada",
    "queues/service",
    "hours/office",
    "entry-points/shop-chat",
    "mailboxes/new",
    "sms/new",
    "rules/new",
)


async def settled(page: Page) -> None:
    """Wait until the screen has what it shows."""
    await expect(page.locator("main h1:not([data-left])").first).to_be_attached()
    await expect(page.locator(".mantine-Loader-root, .mantine-Skeleton-root")).to_have_count(0)


GO = """path => {
  document.querySelector("main h1")?.setAttribute("data-left", "");
  history.pushState({}, "", `/desk${path}`);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}"""


async def look(page: Page, paths: list[str]) -> list[str]:
    """Visit screens within the running app, as a click would, and return what is wrong with them."""
    found = []
    await settled(page)
    for path in paths:
        await page.evaluate(GO, path)
        await settled(page)
        found += [f"{path}: {one}" for one in await violations(page)]
    return found


@pytest.mark.timeout(360)
async def test_no_screen_violates_wcag(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        await site.waiting("Joan", "How long does delivery take?")
        admin = await site.agent("admin", "away")
        conversation = (await admin.call("GET", "/conversations"))["items"][0]
        shown = f"/inbox/all/{conversation['conversation']['id']}"
        paths = ["/profile", "/inbox/all", shown, "/live", "/knowledge/new"]
        paths += [f"/admin/{section}" for section in (*SECTIONS, *FORMS)]
        found: list[str] = []
        for width, dark in ((1440, False), (390, True), (1440, True), (390, False)):
            door = await site.page(width=width, dark=dark)
            await door.goto(f"{site.hub.url}/desk/login")
            await settled(door)
            found += [f"/login: {one}" for one in await violations(door)]
            page = await site.signed_in("admin", page=door)
            found += [f"{width} dark={dark} {one}" for one in await look(page, paths)]
            if (width, dark) == (390, False):
                await admin.call("PATCH", "/me", {"language": "zh"})
                await page.reload()
                await expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
                found += [f"zh {one}" for one in await look(page, paths)]
            await door.context.close()
        assert found == []
