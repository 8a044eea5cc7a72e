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


async def begin(page: Page, title: str, template: str = "") -> None:
    """Begin a flow under a title, with a template."""
    await page.get_by_test_id("flow-new").click()
    await page.get_by_test_id("flow-title").fill(title)
    if template:
        await page.get_by_test_id("flow-template").click()
        await page.get_by_role("option", name=template).click()
    await page.get_by_test_id("flow-create").click()
    await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


@pytest.mark.timeout(240)
async def test_a_flow_is_drawn_tried_mended_and_published(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        eva = await site.signed_in("eva")
        await site.goto(eva, "/flows")
        await begin(eva, "Fabric samples")
        await expect(eva.locator(".react-flow__edge-path").first).not_to_have_css("stroke", "none")
        assert await violations(eva) == []

        # Drawn: a step after another, with its words.
        await choose(eva, "ask")
        await eva.get_by_test_id("flow-add-step").click()
        await eva.get_by_test_id("flow-step-name").fill("thanks")
        await eva.keyboard.press("Enter")
        await expect(eva.get_by_role("heading", name="thanks", level=2)).to_be_visible()
        await eva.get_by_role("textbox", name="What is said (en)").fill("Noted: {{matter}}.")
        await eva.get_by_role("textbox", name="What is said (zh)").fill("已记录：{{matter}}。")
        await expect(eva.get_by_role("combobox", name="Goes on at")).to_have_value("person")
        await eva.keyboard.press("Control+s")
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
        await expect(text).to_contain_text("# What the customer writes is kept")  # editing keeps comments
        await text.click()
        await eva.keyboard.press("Control+End")
        await eva.keyboard.type("\nstrat: ask")
        await eva.get_by_test_id("flow-problems").click()
        await expect(eva.get_by_text("There is no key 'strat' here. Did you mean start?")).to_be_visible()
        await expect(eva.get_by_test_id("flow-publish")).to_be_disabled()
        assert await violations(eva) == []
        await eva.get_by_test_id("flow-undo").click()
        await expect(eva.get_by_text("Nothing is wrong with it.")).to_be_visible()

        await eva.get_by_role("tab", name="Tests").click()
        await eva.get_by_test_id("flow-test").click()
        await expect(eva.get_by_text("Passed")).to_be_visible()
        await eva.get_by_test_id("flow-publish").click()
        await eva.get_by_test_id("flow-publish-now").click()
        await expect(eva.get_by_text("Version 2 is published.")).to_be_visible()

        await eva.get_by_role("tab", name="Versions").click()
        newest = eva.get_by_role("region", name="Version 2")
        await newest.get_by_role("button", name="Compare").click()
        added = newest.get_by_test_id("flow-changes").locator("ins").last
        await expect(added).to_contain_text("Noted: {{matter}}.")
        await expect(added).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
        assert await violations(eva) == []
        first = eva.get_by_role("region", name="Version 1")
        await first.get_by_role("button", name="Take up again").click()
        await expect(eva.locator(".react-flow__node, .cm-line").filter(has_text="Noted").first).to_be_hidden()

        # What is not saved is not lost by a click elsewhere.
        await eva.get_by_role("link", name="Reception").click()
        await eva.get_by_role("button", name="Stay").click()
        await eva.get_by_test_id("flow-save").click()
        await expect(eva.get_by_test_id("flow-save")).to_be_disabled()
        await eva.get_by_role("link", name="Reception").click()
        await expect(eva.get_by_role("heading", name="Reception", level=1)).to_be_visible()


@pytest.mark.timeout(240)
async def test_the_keyboard_is_enough_and_chinese_is_spoken(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        eva = await site.signed_in("eva")
        await site.goto(eva, "/flows")
        await begin(eva, "Samples", "A menu")
        keys = eva.keyboard

        # Found by what it says, opened, and another step put behind it, without the pointer.
        await eva.get_by_test_id("flow-find").focus()
        await keys.type("three working")
        await keys.press("Enter")
        await expect(eva.get_by_role("heading", name="delivery", level=2)).to_be_visible()
        await eva.get_by_test_id("flow-add-step").focus()
        await keys.press("Enter")
        await expect(eva.get_by_test_id("flow-step-name")).to_be_focused()
        await keys.type("thanks")
        await keys.press("Enter")
        await expect(eva.get_by_role("heading", name="thanks", level=2)).to_be_visible()
        box = eva.locator(".react-flow__node[data-id='question']")
        await box.focus()
        await keys.press("Enter")
        await expect(eva.get_by_role("heading", name="question", level=2)).to_be_visible()
        await eva.get_by_test_id("flow-undo").focus()
        await keys.press("Enter")
        await expect(eva.locator(".react-flow__node[data-id='thanks']")).to_be_hidden()

        # On the phone it is spoken, and keys are pressed.
        await eva.get_by_role("tab", name="Try").click()
        await eva.get_by_test_id("flow-channel").select_option("voice")
        await eva.get_by_test_id("flow-begin").click()
        await expect(eva.get_by_test_id("flow-spoken")).to_have_text(" What can I do for you?")
        await eva.get_by_role("button", name="0 · A person").click()
        await expect(eva.get_by_text("Handed over to a person.")).to_be_visible()

        # In the text, what may stand there is offered; what is wrong is said in Chinese, and leads there.
        await eva.get_by_text("Text", exact=True).click()
        text = eva.get_by_test_id("flow-text")
        await text.locator(".cm-line").filter(has_text="next: more").click()
        await keys.press("End")
        for _ in "more":
            await keys.press("Backspace")
        await keys.type("per")
        await eva.get_by_role("option", name="person").click()
        await expect(text.locator(".cm-line").filter(has_text="next: person").first).to_be_visible()
        await keys.press("Control+End")
        await keys.type("\nstrat: menu")
        await eva.get_by_test_id("user-menu").click()
        await eva.get_by_role("menuitem", name="中文").click()
        await eva.get_by_test_id("flow-problems").click()
        await expect(eva.get_by_text("这里没有“strat”这个键。")).to_be_visible()
        assert await violations(eva) == []
        await eva.get_by_role("button", name=re.compile("^第 .* 行$")).first.click()
        await expect(eva.locator(".cm-activeLine")).to_contain_text("strat: menu")


@pytest.mark.timeout(120)
async def test_flows_on_a_phone_in_the_dark(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        phone = await site.signed_in("eva", page=await site.page(width=390, dark=True))
        await site.goto(phone, "/flows/order-status")
        await expect(phone.get_by_test_id("flow-diagram")).to_be_visible()
        await phone.get_by_role("tab", name="Try").click()
        await phone.get_by_test_id("flow-begin").click()
        await say(phone, "HP-10042")
        await expect(phone.get_by_test_id("flow-data")).to_contain_text("HP-10042")
        assert not await phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert await violations(phone) == []
