"""Flows in the browser: drawn and written, tried with a made-up customer, published to a real one."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.desk_pages import Site


async def choose(page: Page, step: str) -> None:
    """Open a step of the diagram."""
    await page.locator(f".react-flow__node[data-id='{step}']").click()
    await expect(page.get_by_role("heading", name=step, level=2)).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.get_by_test_id("flow-say").fill(text)
    await page.keyboard.press("Enter")


@pytest.mark.timeout(240)
async def test_a_flow_is_drawn_tried_mended_and_published(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        eva = await site.signed_in("eva")
        await site.goto(eva, "/flows")
        await eva.get_by_test_id("flow-new").click()
        await eva.get_by_test_id("flow-id").fill("fabric-samples")
        await eva.get_by_test_id("flow-create").click()
        await expect(eva.get_by_role("heading", name="fabric samples", level=1)).to_be_visible()
        assert await violations(eva) == []

        # Drawn: a step more, with its words, and an arrow to it.
        await eva.get_by_test_id("flow-add-step").click()
        await eva.get_by_test_id("flow-step-name").fill("thanks")
        await eva.get_by_test_id("flow-step-add").click()
        await choose(eva, "thanks")
        await eva.get_by_role("textbox", name="What is said (en)").fill("Noted: {{matter}}.")
        await eva.get_by_role("textbox", name="What is said (zh)").fill("已记录：{{matter}}。")
        await eva.get_by_role("combobox", name="Goes on at").click()
        await eva.get_by_role("option", name="person").click()
        await choose(eva, "ask")
        await eva.get_by_role("combobox", name="Goes on at").click()
        await eva.get_by_role("option", name="thanks").click()
        await eva.get_by_test_id("flow-save").click()
        await expect(eva.get_by_test_id("flow-save")).to_be_disabled()

        # Tried: nothing of it happens for real.
        await eva.get_by_role("tab", name="Try").click()
        await eva.get_by_test_id("flow-begin").click()
        simulator = eva.get_by_test_id("flow-simulator")
        await say(eva, "blue velvet")
        last = simulator.frame_locator("iframe").nth(1)
        await expect(last.locator("body")).to_contain_text("Noted: blue velvet.")
        await expect(eva.get_by_test_id("flow-data")).to_contain_text("blue velvet")
        await expect(simulator).to_contain_text("Handed over to a person")

        # Written wrongly, it says what is wrong where, and cannot be published.
        await eva.get_by_text("Text", exact=True).click()
        text = eva.get_by_test_id("flow-text")
        await text.click()
        await eva.keyboard.press("Control+End")
        await eva.keyboard.type("\nstrat: ask")
        await eva.get_by_test_id("flow-problems").click()
        await expect(eva.get_by_text(re.compile("strat"), exact=False).last).to_be_visible()
        await expect(eva.get_by_test_id("flow-publish")).to_be_disabled()
        await text.click()
        await eva.keyboard.press("Control+End")
        for _ in range(len("\nstrat: ask")):
            await eva.keyboard.press("Backspace")
        assert await violations(eva) == []

        await eva.get_by_role("tab", name="Versions").click()
        await eva.get_by_role("button", name="Take up again").first.click()
        await eva.get_by_role("tab", name="Tests").click()
        await eva.get_by_test_id("flow-test").click()
        await expect(eva.get_by_text("Passed")).to_be_visible()
        await eva.get_by_test_id("flow-publish").click()
        await eva.get_by_test_id("flow-publish-now").click()
        await expect(eva.get_by_text("Published").first).to_be_visible()


@pytest.mark.timeout(120)
async def test_flows_on_a_phone_in_the_dark(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        phone = await site.signed_in("eva", page=await site.page(width=390, dark=True))
        await site.goto(phone, "/flows/order-status")
        await expect(phone.get_by_test_id("flow-diagram")).to_be_visible()
        await phone.get_by_test_id("flow-begin").click()
        await say(phone, "HP-10042")
        await expect(phone.get_by_test_id("flow-data")).to_contain_text("HP-10042")
        assert not await phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert await violations(phone) == []
