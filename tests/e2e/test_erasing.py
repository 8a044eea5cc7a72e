"""A supervisor erases a person: said before, gone from the screens, the chat and every file."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.axe import violations
from tests.e2e.desk_pages import Site

MARK = "Quetzalcoatlus"


def files_with_mark(folder: Path) -> list[Path]:
    assert (folder / "hub.db").exists()
    return [file for file in folder.rglob("*") if file.is_file() and MARK.encode() in file.read_bytes()]


@pytest.mark.timeout(120)
async def test_a_person_is_erased_from_their_card(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        ada, sam = await site.signed_in("ada"), await site.signed_in("sam")
        await site.waiting("Joan", f"My {MARK} wobbles")
        for page in (ada, sam):
            await site.goto(page, "/inbox/waiting")
            await page.get_by_test_id("conversation-row").first.click()
            await expect(page.get_by_test_id("timeline").get_by_text(MARK)).to_be_visible()
        await expect(ada.get_by_role("button", name="Erase this person")).to_have_count(0)

        await sam.get_by_role("button", name="Erase this person").click()
        dialog = sam.get_by_role("dialog", name="Erase")
        await expect(dialog.get_by_text("Conversations: 1")).to_be_visible()
        assert await violations(sam) == []
        await expect(dialog.get_by_role("button", name="Erase for good")).to_be_disabled()
        await dialog.get_by_role("checkbox", name="I know that").check()
        await dialog.get_by_role("button", name="Erase for good").click()
        for page in (ada, sam):
            await expect(page.get_by_text(MARK)).to_have_count(0)
            await expect(page.get_by_test_id("conversation-row")).to_have_count(0)
        await site.hub.stop()
        assert await asyncio.to_thread(files_with_mark, site.hub.folder / "data") == []
