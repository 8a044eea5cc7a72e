"""Kill -9 under load, again and again: what was acknowledged is there, once; what was begun goes on.

`SWITCHBOARD_KILLS` chooses how often, `SWITCHBOARD_SEED` when.
"""

import asyncio
import os
import random
import secrets
import sys
from collections import Counter
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from hub.core.models.conversations import Direction, Message
from tests.e2e.clients import ChatCustomer, DeskAgent, Frame, pause
from tests.e2e.hub_process import HubProcess
from tests.e2e.stored import check_work, everything, opened, refusable

KILLS = int(os.environ.get("SWITCHBOARD_KILLS", "6"))
SEED = int(os.environ.get("SWITCHBOARD_SEED") or secrets.randbelow(10**9))
CUSTOMERS = 12
AGENTS = ("ada", "ben", "li")
PASSWORD = "harbour-demo-2026"
NO_LIMITS = {
    "SWITCHBOARD_LIMITS_CHAT_MESSAGES_PER_MINUTE": "100000",
    "SWITCHBOARD_LIMITS_CHAT_HELLOS_PER_MINUTE": "100000",
    "SWITCHBOARD_LIMITS_API_PER_MINUTE": "1000000",
}
SETTLES_WITHIN = 40.0


async def chatter(customer: ChatCustomer, draw: random.Random) -> None:
    """Write for ever, and ask for a person whenever nobody has taken over."""
    for number in range(10**9):
        await customer.send(f"{customer.name} says {number}")
        if customer.state.get("handler") in ("bot", "none"):
            await customer.command(type="person")
        await pause(draw.uniform(0.05, 0.4))


async def attend(agent: DeskAgent, draw: random.Random, closing: asyncio.Event) -> None:
    """Accept, answer, hand on and finish until closing, on whatever the hub says there is."""
    while not closing.is_set():
        await refusable(lambda: agent.presence("available"))
        for offer in await agent.offers():
            await refusable(partial(agent.accept, offer["id"]))
        for row in await agent.mine():
            await work_on(agent, draw, row)
        await pause(0.1)


async def work_on(agent: DeskAgent, draw: random.Random, row: Frame) -> None:
    conversation, item = row["conversation"], row["work_item"]
    if item is None:
        return
    if item["state"] == "wrap_up":
        await refusable(lambda: agent.insist("POST", f"/work/{item['id']}/complete", {}))
        return
    if conversation["last_direction"] == "inbound":
        await refusable(
            lambda: agent.reply(conversation["id"], f"{agent.login} answers", conversation["last_seq"])
        )
    chance = draw.random()
    if chance < 0.03:
        await refusable(lambda: agent.insist("POST", f"/work/{item['id']}/resolve"))
    elif chance < 0.05:
        body = {"queue": "service", "note": "Yours"}
        await refusable(lambda: agent.insist("POST", f"/work/{item['id']}/transfer", body))


@pytest.mark.timeout(120 + KILLS * 15)
async def test_killed_under_load_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    draw = random.Random(SEED)
    hub = await HubProcess(tmp_path, env=NO_LIMITS).start()
    try:
        async with aiohttp.ClientSession() as http:
            customers = [
                ChatCustomer(http, hub.url, key="harbour-pine", name=f"c{number:02}")
                for number in range(CUSTOMERS)
            ]
            async with AsyncExitStack() as stack:
                agents = [
                    await stack.enter_async_context(DeskAgent.signed_in(hub.url, login, PASSWORD))
                    for login in AGENTS
                ]
                await load_and_kill(hub, customers, agents, draw)
    except BaseException as error:
        error.add_note(f"Repeat with SWITCHBOARD_SEED={SEED} SWITCHBOARD_KILLS={KILLS}")
        raise
    finally:
        await hub.stop()
    await check_stored(tmp_path / "data", customers, agents)


async def load_and_kill(
    hub: HubProcess, customers: list[ChatCustomer], agents: list[DeskAgent], draw: random.Random
) -> None:
    """Run everybody through all kills, then let things settle and look at what everybody saw."""
    closing = asyncio.Event()
    async with asyncio.TaskGroup() as online:
        staying = [online.create_task(one.run()) for one in customers]
        staying += [online.create_task(one.listen()) for one in agents]
        attending = [online.create_task(attend(one, draw, closing)) for one in agents]
        writing = [online.create_task(chatter(one, draw)) for one in customers]
        for _ in range(KILLS):
            await pause(draw.uniform(0.3, 2.5))
            await hub.kill()
            await hub.start()
        await pause(2.0)
        for task in writing:
            task.cancel()
        for customer in customers:
            await customer.until("its acknowledgements", lambda one: not one.unacknowledged, SETTLES_WITHIN)
        await until_newest(agents[0], customers, answered=True)
        closing.set()
        await asyncio.wait(attending)
        await until_newest(agents[0], customers)
        for task in staying:
            task.cancel()


async def until_newest(agent: DeskAgent, customers: list[ChatCustomer], *, answered: bool = False) -> None:
    """Wait until every customer sees the newest message, and if `answered`, until it is not their own."""
    async with asyncio.timeout(SETTLES_WITHIN):
        for customer in customers:
            while True:
                path = f"/conversations/{customer.conversation}/timeline?limit=1"
                newest = (await agent.insist("GET", path))["items"][-1]
                waits = answered and newest["direction"] == "inbound"
                if not waits and customer.view[-1]["seq"] >= newest["seq"]:
                    break
                await pause(0.1)


async def check_stored(folder: Path, customers: list[ChatCustomer], agents: list[DeskAgent]) -> None:
    async with opened(folder) as store:
        messages = await everything(store, Message)
        check_acknowledged(messages, customers, agents)
        for customer in customers:
            check_view(customer, messages)
        for agent in agents:
            assert not agent.faults, agent.faults
        await check_work(store)


def check_acknowledged(
    messages: list[Message], customers: list[ChatCustomer], agents: list[DeskAgent]
) -> None:
    """What customers and agents were told is stored is stored, once, under the number they were told."""
    told = {id: seq for one in customers for id, seq in one.acknowledged.items()}
    told |= {id: message["seq"] for one in agents for id, message in one.sent.items()}
    stored: dict[str, list[int]] = {}
    for message in messages:
        stored.setdefault(message.external_id.rpartition(":")[2], []).append(message.seq)
    lost = [id for id in told if id not in stored]
    doubled = [id for id, seqs in stored.items() if len(seqs) > 1]
    changed = [id for id, seq in told.items() if stored.get(id, [seq]) != [seq]]
    kills = f"{KILLS} kills, {len(told)} messages acknowledged"
    assert not lost, f"{kills}, lost: {lost}"
    assert not doubled, f"{kills}, doubled: {doubled}"
    assert not changed, f"{kills}, stored under another number: {changed}"
    assert len(told) > 20 * KILLS, f"{kills}: this was no load"
    sys.stdout.write(f"{kills}, 0 lost, 0 doubled\n")


def check_view(customer: ChatCustomer, messages: list[Message]) -> None:
    """The customer saw every message of the conversation once, in order."""
    assert not customer.faults, f"{customer.name}: {customer.faults}"
    assert customer.connections > KILLS // 2, f"{customer.name} was hardly ever connected"
    seen = [frame["seq"] for frame in customer.view]
    there = sorted(
        message.seq
        for message in messages
        if message.conversation == customer.conversation and message.direction is not Direction.INTERNAL
    )
    twice = Counter(seen) - Counter(there)
    assert seen == there, f"{customer.name} saw {twice} too often, and not {set(there) - set(seen)}"
