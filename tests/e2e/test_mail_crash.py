"""Kill -9 while mails and SMS come in and answers go out: all is taken once, nothing is sent twice.

`SWITCHBOARD_KILLS` chooses how often, `SWITCHBOARD_SEED` when.
"""

import asyncio
import os
import random
import secrets
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from hub.core.free_port import free_port
from hub.core.models.conversations import Conversation, Direction, Message
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.mail import Quarantined
from hub.core.models.work import WorkState
from hub.core.ports import Store
from tests.e2e.clients import DeskAgent, Frame, pause
from tests.e2e.hub_process import HubProcess
from tests.e2e.mail_crowd import Crowd, Outside
from tests.e2e.stored import check_work, everything, opened, refusable
from tests.fakes.smsc import Smsc
from tests.integration.email.dovecot import PASSWORD as IMAP_PASSWORD
from tests.integration.email.dovecot import Dovecot, dovecot
from tests.integration.email.peers import Peer

KILLS = int(os.environ.get("SWITCHBOARD_KILLS", "4"))
SEED = int(os.environ.get("SWITCHBOARD_SEED") or secrets.randbelow(10**9))
AGENTS = ("ada", "ben", "li")
PASSWORD = "harbour-demo-2026"
HELP, SUPPORT, NUMBER = "help@ours.test", "support@ours.test", "+4930100"
SETTLES_WITHIN = 90.0
TAKEN = {DispatchState.SENT, DispatchState.BUFFERED, DispatchState.DELIVERED}
NOT_TAKEN = {DispatchState.PENDING, DispatchState.FAILED, DispatchState.UNKNOWN}


class Scene(Struct, frozen=True):
    """Everybody who takes part."""

    hub: HubProcess
    server: Dovecot
    crowd: Crowd
    outside: Outside
    agents: list[DeskAgent]
    draw: random.Random


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    draw = random.Random(SEED)
    door, peer, smsc = free_port(), Peer(), Smsc()
    env = {
        "SWITCHBOARD_EMAIL_SMTP_LISTEN": f"127.0.0.1:{door}",
        "SWITCHBOARD_LIMITS_API_PER_MINUTE": "1000000",
    }
    await smsc.start()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(smsc.stop)
        server = await stack.enter_async_context(dovecot())
        out = await stack.enter_async_context(peer.serving())
        hub = await HubProcess(tmp_path, env=env).start()
        stack.push_async_callback(hub.stop)
        async with DeskAgent.signed_in(hub.url, "admin", PASSWORD) as admin:
            await set_up(admin, out, server, smsc)
        agents = [
            await stack.enter_async_context(DeskAgent.signed_in(hub.url, login, PASSWORD)) for login in AGENTS
        ]
        crowd = Crowd(draw, door, server, smsc)
        yield Scene(hub, server, crowd, Outside(draw, peer, smsc), agents, draw)


async def set_up(admin: DeskAgent, out: int, server: Dovecot, smsc: Smsc) -> None:
    """Set up a mailbox that mail is routed to, one that is read, and a number; people answer them."""

    async def made(kind: str, **values: Any) -> str:
        return str((await admin.insist("POST", f"/settings/{kind}", values))["id"])

    smtp = {"host": "127.0.0.1", "port": out, "security": "none"}
    imap = {"host": "127.0.0.1", "port": server.imap_port, "security": "none", "user": "support"}
    entry = await made("entry-points", channel="email", key=HELP, name="Help", queue="service")
    await made("mailboxes", entry_point=entry, address=HELP, smtp=smtp)
    entry = await made("entry-points", channel="email", key=SUPPORT, name="Support", queue="service")
    await made("mailboxes", entry_point=entry, address=SUPPORT, smtp=smtp, imap=imap, password=IMAP_PASSWORD)
    entry = await made("entry-points", channel="sms", key=NUMBER, name="Texts", queue="service")
    centre = {"host": "127.0.0.1", "port": smsc.port, "system_id": "harbour"}
    limits = {"per_second": 1000, "per_number_per_hour": 100_000}
    await made("sms-routes", entry_point=entry, number=NUMBER, smscs=[centre], secret=smsc.password, **limits)


async def attend(agent: DeskAgent, draw: random.Random, closing: asyncio.Event) -> None:
    """Accept, answer and finish until closing, on whatever the hub says there is."""
    count = 0
    while not closing.is_set():
        await refusable(lambda: agent.presence("available"))
        for offer in await agent.offers():
            await refusable(partial(agent.accept, offer["id"]))
        for row in await agent.mine():
            count += 1
            await work_on(agent, draw, row, f"{agent.login} answers {count}")
        await pause(0.1)


async def work_on(agent: DeskAgent, draw: random.Random, row: Frame, text: str) -> None:
    conversation, item = row["conversation"], row["work_item"]
    if item is None:
        return
    if item["state"] == "wrap_up":
        await refusable(lambda: agent.insist("POST", f"/work/{item['id']}/complete", {}))
        return
    if conversation["last_direction"] == "inbound":
        await refusable(lambda: agent.reply(conversation["id"], text, conversation["last_seq"]))
    if draw.random() < 0.05:
        await refusable(lambda: agent.insist("POST", f"/work/{item['id']}/resolve"))


@pytest.mark.timeout(240 + KILLS * 20)
async def test_killed_between_mails_and_sms_nothing_is_lost_or_sent_twice(
    tmp_path: Path, scene: Scene
) -> None:
    try:
        await load_and_kill(scene)
        await scene.hub.stop()
        async with opened(tmp_path / "data") as store:
            await check_intake(store, scene)
            await check_answers(store, scene)
            await check_work(store)
    except BaseException as error:
        error.add_note(f"Repeat with SWITCHBOARD_SEED={SEED} SWITCHBOARD_KILLS={KILLS}")
        raise


async def load_and_kill(scene: Scene) -> None:
    """Run everybody through all kills, then let things settle."""
    crowd, closing = scene.crowd, asyncio.Event()
    async with asyncio.TaskGroup() as online:
        writing = [
            online.create_task(crowd.write_by_smtp("anna", HELP)),
            online.create_task(crowd.write_by_smtp("bela", HELP)),
            online.create_task(crowd.write_by_smtp("cleo", HELP)),
            online.create_task(crowd.write_to_mailbox("dora", SUPPORT, "support")),
            online.create_task(crowd.write_to_mailbox("emil", SUPPORT, "support")),
            online.create_task(crowd.write_by_sms("fred", "4915112345671", NUMBER[1:])),
            online.create_task(crowd.write_by_sms("gina", "4915112345672", NUMBER[1:])),
        ]
        attending = [online.create_task(attend(one, scene.draw, closing)) for one in scene.agents]
        for _ in range(KILLS):
            await pause(scene.draw.uniform(0.5, 3.0))
            await scene.hub.kill()
            await scene.hub.start()
        await pause(2.0)
        crowd.closing.set()
        await asyncio.wait_for(asyncio.gather(*writing), SETTLES_WITHIN)
        await settle(scene)
        closing.set()
        await asyncio.gather(*attending)
        await settle(scene)


async def settle(scene: Scene) -> None:
    """Wait until the mailbox is read, everybody has an answer, and no answer is on its way."""
    waits = "the mailbox"
    try:
        async with asyncio.timeout(SETTLES_WITHIN):
            while set(scene.server.flags("support").values()) != {"S"}:
                await pause(0.1)
            for row in await rows(scene.agents[0]):
                while waits := await waiting(scene, row["conversation"]["id"]):
                    await pause(0.2)
    except TimeoutError:
        raise AssertionError(f"Waited {SETTLES_WITHIN:.0f} s in vain for {waits}") from None


async def rows(agent: DeskAgent) -> list[Frame]:
    found: list[Frame] = (await agent.insist("GET", "/conversations?list=all&limit=200"))["items"]
    return [row for row in found if row["conversation"]["channel"] in ("email", "sms")]


async def waiting(scene: Scene, conversation: str) -> str:
    """Name a customer who waits for an answer, or an answer that waits to be sent for the first time."""
    agent = scene.agents[0]
    path = f"/conversations/{conversation}/timeline?limit=50"
    said = [one for one in (await agent.insist("GET", path))["items"] if one["direction"] != "internal"]
    for one in said:
        if one["delivery"] == "pending":
            dispatch = (await agent.insist("GET", f"/messages/{one['id']}/mail"))["dispatch"]
            if dispatch["state"] == "sending" or not dispatch.get("reason"):
                return f"{one['text']!r}: {dispatch}"
    if said[-1]["direction"] == "inbound":
        return f"{said[-1]['text']!r}: {await agent.insist('GET', f'/conversations/{conversation}')}"
    return ""


async def check_intake(store: Store, scene: Scene) -> None:
    """What was acknowledged is stored, and nothing is stored twice."""
    came = [one.text for one in await everything(store, Message) if one.direction is Direction.INBOUND]
    taken, kills = scene.crowd.taken, f"{KILLS} kills, {len(scene.crowd.taken)} acknowledged"
    lost = set(taken) - set(came)
    doubled = [text for text, times in Counter(came).items() if times > 1]
    assert not lost, f"{kills}, lost: {lost}"
    assert not doubled, f"{kills}, doubled: {doubled}"
    assert not await everything(store, Quarantined)
    assert len(taken) > 10 * KILLS, f"{kills}: this was no load"
    sys.stdout.write(f"{kills}, {scene.crowd.repeated} handed in again, 0 lost, 0 doubled\n")


async def check_answers(store: Store, scene: Scene) -> None:
    """Each answer arrived once at most, and its state says so."""
    texts = {one.id: one.text for one in await everything(store, Message)}
    states = {texts[one.id]: one.state for one in await everything(store, Dispatch)}
    told = {message["id"] for agent in scene.agents for message in agent.sent.values()}
    assert not told - set(texts), "answers that the hub said it has are gone"
    arrived = Counter(scene.outside.reached)
    twice = [text for text, times in arrived.items() if times > 1]
    assert not twice, f"arrived twice: {twice}"
    stuck = [text for text, state in states.items() if state is DispatchState.SENDING]
    assert not stuck, f"still being sent: {stuck}"
    for text, state in states.items():
        allowed = TAKEN | {DispatchState.UNKNOWN} if text in arrived else NOT_TAKEN
        assert state in allowed, f"{text!r} {'arrived' if text in arrived else 'did not arrive'}: {state}"
    await check_came_back(store)
    counts = ", ".join(f"{times} {state}" for state, times in Counter(states.values()).items())
    sys.stdout.write(f"{len(states)} answers, {len(arrived)} arrived, none twice: {counts}\n")


async def check_came_back(store: Store) -> None:
    """Of every answer that failed or is in doubt staff were told; if that was the last word, it is work."""
    newest: dict[str, Message] = {}
    trouble, notices = Counter[str](), Counter[str]()
    for message in await everything(store, Message):
        if message.seq > (newest[message.conversation].seq if message.conversation in newest else 0):
            newest[message.conversation] = message
        trouble[message.conversation] += message.delivery in ("unknown", "failed")
        notices[message.conversation] += message.notice in ("delivery_unknown", "delivery_failed")
    assert not trouble - notices, f"nobody was told: {trouble - notices}"
    for conversation in await everything(store, Conversation):
        last = newest.get(conversation.id)
        if last and last.notice.startswith("delivery_"):
            assert conversation.work_state not in (None, WorkState.WRAP_UP), f"{conversation} is nobody's"
