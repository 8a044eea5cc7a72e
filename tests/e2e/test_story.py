"""The whole story in real browsers: ask, answer, person, routing, transfer, resolve, rate; with cuts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.e2e.browser import chromium, watched
from tests.e2e.desk_pages import reply
from tests.e2e.hub_process import HubProcess

PASSWORD = "harbour-demo-2026"


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[HubProcess]:
    process = HubProcess(tmp_path)
    await process.start()
    yield process
    await process.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as running:
        yield running


async def open_chat(context: BrowserContext, hub: HubProcess, complaints: list[str]) -> Page:
    page = await watched(await context.new_page(), complaints)
    await page.goto(f"{hub.url}/shop/")
    await page.get_by_role("button", name="chat").click()
    return page


async def write(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Write a message")
    await box.fill(text)
    await box.press("Enter")


async def sign_in(context: BrowserContext, hub: HubProcess, login: str, complaints: list[str]) -> Page:
    page = await watched(await context.new_page(), complaints)
    await page.goto(f"{hub.url}/desk/")
    await page.get_by_label("User name").fill(login)
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_test_id("presence-menu")).to_be_visible()
    return page


async def be_available(page: Page) -> None:
    await page.get_by_test_id("presence-menu").click()
    await page.get_by_role("menuitem", name="Available").click()


async def accept(page: Page) -> None:
    await page.get_by_test_id("offer-accept").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()


@pytest.mark.timeout(240)
async def test_from_question_to_rating(hub: HubProcess, browser: Browser) -> None:
    complaints: list[str] = []
    customer_context, ada_context, ben_context = [await browser.new_context() for _ in range(3)]
    customer = await open_chat(customer_context, hub, complaints)

    await write(customer, "How long does delivery take?")
    await expect(customer.get_by_text("2 to 4 working days")).to_be_visible()
    await expect(customer.get_by_text("Delivery times")).to_be_visible()  # the article it rests on

    ada = await sign_in(ada_context, hub, "ada", complaints)
    ben = await sign_in(ben_context, hub, "ben", complaints)
    await be_available(ben)
    await be_available(ada)
    await customer.get_by_role("button", name="Talk to a person").click()

    # The queue asks for orders >= 3 at first: Ada has 5, Ben 2.
    await accept(ada)
    await expect(ben.get_by_test_id("offer-card")).to_have_count(0)
    await expect(customer.get_by_text("Ada Winter").first).to_be_visible()
    await reply(ada, "Hello, this is **Ada**.")
    await expect(customer.get_by_text("Hello, this is Ada.")).to_be_visible()

    # The server is killed; both browsers come back by themselves, and nothing is lost or doubled.
    await hub.kill()
    await write(customer, "Written while the line was down")
    await hub.start()
    await expect(ada.get_by_test_id("timeline").get_by_text("Written while the line was down")).to_have_count(
        1, timeout=60_000
    )
    await expect(customer.get_by_text("Written while the line was down")).to_have_count(1)

    # The customer's line drops and comes back.
    await customer_context.set_offline(True)
    await reply(ada, "Can you read this?")
    await customer_context.set_offline(False)
    await expect(customer.get_by_text("Can you read this?")).to_have_count(1, timeout=60_000)

    await ada.get_by_test_id("transfer").click()
    await ada.get_by_test_id("transfer-queue").click()
    await ada.get_by_role("option", name="Returns and complaints").click()
    await ada.get_by_test_id("transfer-note").fill("Wants to return a lamp")
    await ada.get_by_test_id("transfer-submit").click()

    # Ben is the better one for returns (4 against Ada's 3), and Ada just passed it on.
    await accept(ben)
    await expect(ben.get_by_test_id("timeline").get_by_text("Wants to return a lamp")).to_be_visible()
    await reply(ben, "Ben here, I will sort that out.")
    await expect(customer.get_by_text("Ben here, I will sort that out.")).to_be_visible()
    await expect(customer.get_by_text("Wants to return a lamp")).to_have_count(0)  # notes stay in the house

    await ben.get_by_test_id("resolve").click()
    await ben.get_by_test_id("complete").click()
    await expect(ben.get_by_test_id("wrap-up")).to_have_count(0)

    await customer.get_by_test_id("star-5").click()
    await customer.get_by_role("button", name="Send rating").click()
    await expect(customer.get_by_text("Thank you")).to_be_visible()

    # Close the laptop, come back: the conversation is whole.
    await customer.reload()
    await customer.get_by_role("button", name="chat").click()
    for line in ("How long does delivery take?", "Hello, this is Ada.", "Ben here, I will sort that out."):
        await expect(customer.get_by_text(line)).to_have_count(1)
    assert complaints == []
