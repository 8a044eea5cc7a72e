"""A company begins with an empty hub: from the one-time link to the first customer helped."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from tests.e2e.desk_pages import Site, accept, be, choose, save

SECRET = "a-first-pass-phrase"


@asynccontextmanager
async def company_page(hub: str, key: str) -> AsyncIterator[str]:
    """Serve somebody else's page, on an origin of its own, with the widget pasted into it."""

    async def page(_: web.Request) -> web.Response:
        script = f'<script src="{hub}/chat/v1/widget.js" data-key="{key}" data-language="en" async></script>'
        return web.Response(
            text=f"<!doctype html><html lang=en><title>Us</title><h1>Our page</h1>{script}",
            content_type="text/html",
        )

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def become_admin(site: Site) -> tuple[Page, str]:
    link = re.search(r"http\S+/desk/setup\?token=\S+", site.hub.log.read_text())
    assert link, site.hub.log.read_text()
    page = await site.page()
    await page.goto(f"{site.hub.url}/desk/")
    await expect(page.get_by_text("Open the one-time link")).to_be_visible()
    await page.goto(link[0])
    await fill_setup(page)
    await expect(page.get_by_role("heading", name="Staff")).to_be_visible()
    return page, link[0]


async def fill_setup(page: Page) -> None:
    await page.get_by_role("textbox", name="Your name").fill("Grace Keeper")
    await page.get_by_label("User name").fill("grace")
    await page.get_by_role("textbox", name="Password").nth(0).fill(SECRET)
    await page.get_by_role("textbox", name="Password").nth(1).fill(SECRET)
    await page.get_by_role("button", name="Create and sign in").click()


async def create(site: Site, page: Page, section: str, name: str) -> None:
    await site.goto(page, f"/admin/{section}/new")
    await page.get_by_role("textbox", name="Name", exact=True).fill(name)


async def set_up_company(site: Site, page: Page, origin: str) -> None:
    """What an administrator does on the first morning."""
    await create(site, page, "skills", "Boats")
    await save(page)
    await create(site, page, "hours", "Round the clock")
    for day in ("Saturday", "Sunday", "Monday"):
        if day != "Monday":
            await page.get_by_role("button", name=f"Add hours on {day}").click()
        await page.get_by_role("textbox", name=f"{day} from").fill("00:00")
        await page.get_by_role("textbox", name=f"{day} to").fill("24:00")
    await page.get_by_role("button", name="Copy Monday to all weekdays").click()
    await save(page)
    await create(site, page, "queues", "Harbour")
    for skill_grade in ("4", "2"):
        await page.get_by_role("button", name="Add a step").click()
        if skill_grade == "4":
            await page.get_by_role("button", name="Add a skill").click()
        await page.get_by_label("Grade").last.select_option(skill_grade)
    await expect(page.get_by_role("status").get_by_text("from 30 s: Boats ≥ 2")).to_be_visible()
    await choose(page, "Hours", "Round the clock")
    await save(page)
    await create(site, page, "staff", "Max Sailor")
    await page.get_by_role("textbox", name="User name").fill("max")
    await page.get_by_role("textbox", name="First password").fill(SECRET)
    await page.get_by_role("button", name="Add a skill").click()
    await page.get_by_label("Grade").select_option("5")
    await save(page)
    await create(site, page, "entry-points", "Our page")
    await page.get_by_role("textbox", name="Key", exact=True).fill("ours")
    await choose(page, "Queue", "Harbour")
    await choose(page, "Bot", "Knowledge bot")
    await page.get_by_role("combobox", name="Pages that may embed it").fill(origin)
    await page.keyboard.press("Enter")
    await save(page)


async def publish_article(site: Site, page: Page) -> None:
    await site.goto(page, "/knowledge/new")
    await page.get_by_test_id("article-title").fill("Mooring fees")
    await page.get_by_text("Markdown", exact=True).click()
    await page.get_by_test_id("article-body").fill("A night at the pier costs **18 pounds**.")
    await page.get_by_test_id("save-article").click()
    await page.get_by_test_id("publish").click()
    await expect(
        page.get_by_role("banner").or_(page.locator("header")).get_by_text("Published")
    ).to_be_visible()


@pytest.mark.timeout(180)
async def test_from_an_empty_hub_to_the_first_customer(tmp_path: Path) -> None:
    async with Site.open(tmp_path, demo=False) as site, company_page(site.hub.url, "ours") as origin:
        admin, link = await become_admin(site)
        await set_up_company(site, admin, origin)
        await publish_article(site, admin)

        customer = await site.page(width=390)
        await customer.goto(origin)
        await customer.get_by_role("button", name="Open chat").click()
        box = customer.get_by_role("textbox", name="Write a message")
        await box.fill("What are the mooring fees?")
        await box.press("Enter")
        await expect(customer.get_by_text("18 pounds")).to_be_visible()
        await expect(customer.get_by_text("Mooring fees", exact=False).last).to_be_visible()

        agent = await site.signed_in("max", SECRET)
        await be(agent, "Available")
        await customer.get_by_role("button", name="Talk to a person").click()
        await accept(agent)
        await expect(
            agent.get_by_test_id("timeline").get_by_text("What are the mooring fees?")
        ).to_be_visible()
        await expect(customer.get_by_text("Max Sailor").first).to_be_visible()

        again = await site.page()
        await again.goto(link)
        await fill_setup(again)
        await expect(again.get_by_role("alert")).to_be_visible()
