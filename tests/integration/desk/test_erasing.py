"""Erasing a person from the desk: who may, what is said before, and who hears of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.models.contacts import Contact
from hub.core.models.staff import AuditEntry
from tests.fakes.desk import Desk, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def test_supervisors_erase_and_agents_do_not(desk: Desk):
    said = await desk.say("I am Quetzalcoatlus")
    contact = said.conversation.contact
    ann, sue = await desk.browser("ann"), await desk.browser("sue")
    assert (await ann.get(f"/contacts/{contact}/erasure"))[0] == 403
    assert (await ann.request("POST", f"/contacts/{contact}/erasure"))[0] == 403

    status, plan = await sue.get(f"/contacts/{contact}/erasure")
    assert (status, plan["conversations"], plan["open"]) == (200, 1, 1)
    assert (await ann.get(f"/contacts/{contact}/copy"))[0] == 403
    _, copied = await sue.get(f"/contacts/{contact}/copy")
    [thread] = copied["conversations"]
    assert "I am Quetzalcoatlus" in [one["text"] for one in thread["messages"]]
    live = await sue.live()
    status, begun = await sue.request("POST", f"/contacts/{contact}/erasure")
    assert (status, begun["done_at"]) == (202, None)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(desk.services.erasures.run())
        gone = await live.until("change", kind="contact.erased")
        task.cancel()
    await desk.services.erasures.carry_out(contact)
    assert gone["record"] is None
    assert gone["event"]["subject"] == contact
    assert await desk.store.peek(Contact, contact) is None
    assert (await sue.get(f"/contacts/{contact}"))[0] == 404
    assert (await sue.get(f"/conversations/{said.conversation.id}"))[0] == 404
    assert (await sue.get("/conversations?list=all"))[1]["items"] == []
    [listed] = (await sue.get("/erasures"))[1]
    assert listed["id"] == contact
    [entry] = [one for one in await desk.store.find(AuditEntry) if one.action == "erased"]
    assert (entry.kind, entry.subject, entry.before, entry.after) == ("contacts", contact, {}, {})
