"""A supervisor sees who waits and why, helps by hand, and reads afterwards why somebody was chosen."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import Site, choose, offered

WAITING, IN_PROGRESS = 0, 3


async def open_second_step_late(admin: DeskAgent) -> None:
    """Ask for Orders 3, after ten minutes for Orders 1, and never for less."""
    queue = await admin.call("GET", "/settings/queues/service")
    steps = [
        {"after": after, "skills": [{"skill": "orders", "minimum": grade}]}
        for after, grade in ((0, 3), (600, 1))
    ]
    draft = {name: value for name, value in queue.items() if name != "id"}
    await admin.call("PUT", "/settings/queues/service", {**draft, "steps": steps})


async def expect_number(page: Page, column: int, number: int) -> None:
    """Wait until the queue's row says so."""
    row = page.get_by_test_id("queue-table").get_by_role("row", name="Customer service")
    await expect(row.get_by_role("cell").nth(column)).to_have_text(str(number))


@pytest.mark.timeout(180)
async def test_waiting_work_is_explained_and_moved_by_hand(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        admin = await site.agent("admin")
        await open_second_step_late(admin)
        await site.agent("li", "away")  # without her nobody here would have Orders 3, and the step be skipped
        ben = await site.agent("ben")
        sam = await site.signed_in("sam")
        await site.goto(sam, "/live")
        await expect_number(sam, WAITING, 0)

        customer = await site.waiting("Joan", "My chair came without legs")
        await expect_number(sam, WAITING, 1)
        await sam.get_by_test_id("explain").click()
        answer = sam.get_by_role("dialog", name="Why not yet?")
        for words in (
            "Does not have the skill Orders (needs grade 3).",
            re.compile(r"Will match when step 2 opens in \d+ s."),
            re.compile(r"Opens in (9|10):\d\d: Orders ≥ 1"),
        ):
            await expect(answer.get_by_text(words)).to_be_visible()
        await sam.keyboard.press("Escape")

        await sam.get_by_test_id("assign").click()
        await choose(sam.get_by_role("dialog", name="Assign"), "Agent", "Ben Okafor Available")
        await sam.get_by_test_id("assign-submit").click()
        await expect_number(sam, WAITING, 0)
        await expect_number(sam, IN_PROGRESS, 1)
        await customer.until("Ben", lambda one: one.state.get("agent") == "Ben Okafor")
        assert len(await ben.mine()) == 1

        await sam.get_by_role("tab", name="Agents").click()
        await sam.get_by_role("button", name="Actions for Ben Okafor").click()
        await sam.get_by_role("menuitem", name="Their conversations").click()
        await sam.get_by_test_id("conversation-row").click()
        await sam.get_by_test_id("more").click()
        await sam.get_by_role("menuitem", name="Back to queue").click()
        await expect(sam.get_by_role("button", name="Why not yet?")).to_be_visible()
        assert await ben.mine() == []

        ada = await site.agent("ada")
        await ada.accept((await offered(ada))["id"])
        await sam.get_by_role("button", name="Why this agent?").click()
        decision = sam.get_by_role("dialog", name="Why this agent?")
        await expect(decision.get_by_text("Ada Winter").first).to_be_visible()
        await expect(decision.get_by_text("Ben Okafor")).to_be_visible()
        await expect(decision.get_by_text("Has Orders at grade 2, needs 3.")).to_be_visible()
        await site.goto(sam, "/live")
        await expect_number(sam, IN_PROGRESS, 1)
