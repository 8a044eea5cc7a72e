"""A list of ten thousand conversations is read to its end without holding all of it in the page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from hub.core.batch import Batch
from hub.core.clock import SystemClock
from hub.core.events import EventKind
from hub.core.models.contacts import Channel, Contact
from hub.core.models.conversations import Author, AuthorKind, Conversation, Direction, Message
from hub.maintenance import TENANT
from hub.store.sqlite import SqliteDatabase
from tests.e2e.desk_pages import Site

COUNT, AT_ONCE = 10_000, 500
MOST_ROWS = 100
OLDEST, NEWEST = "Customer 0 ", f"Customer {COUNT - 1} "

FRAMES = """() => new Promise(done => {
  const list = document.querySelector("[data-testid=conversation-list]"), times = [];
  let most = 0;
  const frame = now => {
    times.push(now);
    most = Math.max(most, list.querySelectorAll("li").length);
    list.scrollTop -= 300;
    if (times.length <= 120) return requestAnimationFrame(frame);
    const took = times.slice(1).map((time, place) => time - times[place]).sort((a, b) => a - b);
    done({ most, median: took[60], p95: took[114], worst: took.at(-1) });
  };
  requestAnimationFrame(frame);
})"""


async def fill(folder: Path) -> None:
    """Store conversations straight into an empty data folder."""
    clock = SystemClock()
    database = await SqliteDatabase.open(folder, clock)
    try:
        for first in range(0, COUNT, AT_ONCE):
            batch = Batch(at=clock.now())
            for number in range(first, first + AT_ONCE):
                add(batch, number)
            await database.tenant(TENANT).commit(batch)
    finally:
        await database.close()


def add(batch: Batch, number: int) -> None:
    contact = Contact(id=f"contact{number}", name=f"Customer {number} of many", created_at=batch.at)
    text = f"Question {number}"
    conversation = Conversation(
        id=f"conversation{number}",
        contact=contact.id,
        channel=Channel.CHAT,
        entry_point="shop-chat",
        opened_at=batch.at,
        last_at=batch.at,
        last_text=text,
        last_direction=Direction.INBOUND,
        interaction=f"interaction{number}",
    )
    message = Message(
        id=f"message{number}",
        conversation=conversation.id,
        interaction=conversation.interaction,
        direction=Direction.INBOUND,
        author=Author(kind=AuthorKind.CONTACT, id=contact.id, name=contact.name),
        text=text,
        at=batch.at,
        source=contact.id,
        external_id=str(number),
    )
    batch.save(contact)
    batch.message(message, conversation)
    batch.conversation(conversation, EventKind.CONVERSATION_OPENED)


async def to_the_end(page: Page, *, wheel: bool) -> None:
    """Go on to the end of what is loaded until the oldest is there."""
    rows = page.get_by_test_id("conversation-row")
    grown = """height => {
      const list = document.querySelector("[data-testid=conversation-list]");
      return list.scrollHeight > height || list.innerText.includes("Customer 0 of many");
    }"""
    height = 0
    while not await rows.filter(has_text=OLDEST).count():
        if wheel:
            await page.mouse.wheel(0, 1_000_000)
        else:
            await page.keyboard.press("End")
        await page.wait_for_function(grown, arg=height)
        height = await page.get_by_test_id("conversation-list").evaluate("list => list.scrollHeight")


@pytest.mark.timeout(180)
async def test_ten_thousand_conversations_are_scrolled(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    await fill(tmp_path / "data")
    async with Site.open(tmp_path) as site:
        page = await site.signed_in("sam")
        await site.goto(page, "/inbox/all")
        rows = page.get_by_test_id("conversation-row")
        await expect(rows.first).to_contain_text(NEWEST)
        await rows.first.focus()
        await to_the_end(page, wheel=False)
        assert await rows.count() < MOST_ROWS
        figures = await page.evaluate(FRAMES)
        record_property("milliseconds between frames", figures)  # to be read, not asserted
        assert figures["most"] < MOST_ROWS
        await page.keyboard.press("Home")
        await expect(rows.first).to_contain_text(NEWEST)
        await page.get_by_test_id("conversation-list").hover()
        await to_the_end(page, wheel=True)
        await expect(rows.last).to_contain_text(OLDEST)
        assert await rows.count() < MOST_ROWS
