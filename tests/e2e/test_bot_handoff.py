"""A flow collects, a person takes over with typed values, and sends the customer back for more."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.clients import ChatCustomer, DeskAgent
from tests.e2e.desk_pages import Site, accept, be, choose

INTAKE = """
title: {en: Delivery, zh: 送货}
languages: [en, zh]
region: GB
timezone: Europe/London
start: day
variables:
  day: {kind: date, label: {en: Day, zh: 日期}}
  phone: {kind: phone, label: {en: Phone, zh: 电话}}
steps:
  day: {kind: collect, variable: day, text: {en: Which day?, zh: 哪一天？}, next: phone}
  phone: {kind: collect, variable: phone, text: {en: Which phone number?, zh: 电话号码？}, next: person}
  person: {kind: queue}
"""
FLOOR = """
title: {en: Floor, zh: 楼层}
languages: [en, zh]
start: floor
variables:
  price: {kind: amount, unit: GBP, label: {en: Price, zh: 价格}}
  floor: {kind: number, label: {en: Floor, zh: 楼层}}
steps:
  floor:
    kind: collect
    variable: floor
    text: {en: "It costs {{price}}. Which floor?", zh: "费用 {{price}}。几楼？"}
    next: done
  done: {kind: end, close: false, text: {en: Thank you!, zh: 谢谢！}}
"""


async def publish(admin: DeskAgent, name: str, text: str) -> None:
    flow = await admin.call("POST", "/flows", {"id": name, "text": text})
    await admin.call("POST", f"/flows/{name}/publish", {"revision": flow["revision"]})


async def begin_with(admin: DeskAgent, bot: str) -> None:
    """Let the shop's chat begin with a bot."""
    entries = await admin.call("GET", "/settings/entry-points")
    shop = next(one for one in entries if one["key"] == "harbour-pine")
    draft = {name: value for name, value in shop.items() if name != "id"}
    await admin.call("PUT", f"/settings/entry-points/{shop['id']}", {**draft, "bot": bot})


async def says(customer: ChatCustomer, text: str) -> None:
    """Wait until the customer was told something."""
    await customer.until(text, lambda one: any(text in message["text"] for message in one.view))


def fact(page: Page, name: str) -> str:
    return f'[data-testid="collected"] [data-field="{name}"]'


@pytest.mark.timeout(180)
async def test_collected_handed_over_sent_back_and_returned(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        admin = await site.agent("admin", "offline")
        for name, text in (("intake", INTAKE), ("floor", FLOOR)):
            await publish(admin, name, text)
        await begin_with(admin, "flow:intake")
        ada = await site.signed_in("ada")
        await be(ada, "Available")

        customer = await site.customer("Joan")
        await customer.send("Hello")
        await says(customer, "Which day?")
        await customer.send("2027-03-09")
        await says(customer, "Which phone number?")
        await customer.send("020 7946 0123")
        await accept(ada)

        # What was collected, typed: a date is said as one, a number can be called.
        await expect(ada.locator(fact(ada, "day"))).to_have_text(re.compile("Tuesday,? 9 March 2027"))
        phone = ada.locator(fact(ada, "phone")).get_by_role("link")
        await expect(phone).to_have_attribute("href", "tel:+442079460123")
        await expect(ada.get_by_test_id("briefing").get_by_text("020 7946 0123")).to_be_visible()
        assert await violations(ada) == []

        # Back into a flow, with a value; the agent watches and writes beside it.
        await ada.get_by_test_id("more").click()
        await ada.get_by_test_id("send-to-flow").click()
        dialog = ada.get_by_role("dialog", name="Send into a flow")
        await choose(dialog, "Flow", "Floor")
        await dialog.get_by_label("Price").fill("25")
        assert await violations(ada) == []
        await ada.get_by_test_id("flow-send").click()
        await says(customer, "Which floor?")
        await expect(ada.get_by_test_id("take-back")).to_be_visible()
        await expect(ada.get_by_test_id("timeline").get_by_text("Which floor?")).to_be_visible()
        await customer.send("3")
        await says(customer, "Thank you!")

        # The result is there, and so is the customer.
        await expect(ada.locator(fact(ada, "floor"))).to_have_text("3")
        await expect(ada.locator(fact(ada, "price"))).to_have_text("£25.00")
        await expect(ada.get_by_test_id("take-back")).to_have_count(0)
        await customer.until("ada again", lambda one: one.state.get("handler") == "agent")

        # Sent once more, and taken back in the middle: what is known stays.
        await ada.get_by_test_id("more").click()
        await ada.get_by_test_id("send-to-flow").click()
        await choose(dialog, "Flow", "Floor")
        await expect(dialog.get_by_label("Price")).to_have_value("25")
        await dialog.get_by_label("Floor").fill("")  # what is given is not asked again
        await ada.get_by_test_id("flow-send").click()
        await ada.get_by_test_id("take-back").click()
        await expect(ada.get_by_test_id("take-back")).to_have_count(0)
        await expect(ada.locator(fact(ada, "day"))).to_have_text(re.compile("9 March 2027"))
        assert customer.faults == []


@pytest.mark.timeout(180)
async def test_supervisors_see_how_bots_do_and_set_their_limits(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        sam = await site.signed_in("sam")
        customer = await site.waiting("Joan", "My chair came without legs")
        await customer.until("a line", lambda one: one.state.get("handler") in ("waiting", "agent"))
        await site.goto(sam, "/bots")
        await expect(sam.get_by_test_id("bot-tiles")).to_be_visible()
        await expect(sam.get_by_role("row", name="Knowledge bot")).to_be_visible()
        await expect(sam.get_by_text("The customer asked for a person")).to_be_visible()
        assert await violations(sam) == []
        async with sam.expect_download() as saving:
            await sam.get_by_test_id("bots-file").click()
        saved = (await (await saving.value).path()).read_text("utf-8-sig")
        assert re.search(r"^bot,knowledge,1,0,0,1,0,", saved, re.MULTILINE)

        admin = await site.signed_in("admin")
        await site.goto(admin, "/admin/bot-limits")
        await admin.get_by_test_id("new-bot-limits").click()
        await admin.get_by_label("Turns", exact=True).fill("5")
        words = admin.get_by_role("combobox", name="Words for a person (English)")
        await words.fill("complaints desk")
        await words.press("Enter")
        assert await violations(admin) == []
        await admin.get_by_test_id("save").click()
        await expect(admin.get_by_role("row", name=re.compile("All entry points 5"))).to_be_visible()
        second = await site.customer("Kim")
        await second.send("is this the complaints desk?")
        await second.until("a line", lambda one: one.state.get("handler") in ("waiting", "agent"))
