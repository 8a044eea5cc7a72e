"""The hub with the real Rasa: whatever becomes of Rasa, the customer gets an answer or a person."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bots.rasa.keeper.place import Place
from hub.demo.seed import PASSWORD
from tests.e2e.clients import ChatCustomer, DeskAgent, pause
from tests.e2e.hub_process import HubProcess
from tests.integration.rasa.conftest import TOKEN, kept

pytestmark = [pytest.mark.xdist_group("rasa"), pytest.mark.timeout(420)]


@asynccontextmanager
async def customer(url: str, name: str) -> AsyncIterator[ChatCustomer]:
    """A customer in a chat whose bot is Rasa."""
    async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
        made = ChatCustomer(http, url, key="harbour-pine", name=name)
        running = group.create_task(made.run())
        await made.until("a connection", lambda one: one.connections)
        try:
            yield made
        finally:
            running.cancel()


async def heard(chat: ChatCustomer, words: str) -> None:
    """Wait until the customer is told something."""
    await chat.until(words, lambda one: any(words in frame.get("text", "") for frame in one.view))


async def handed_over(chat: ChatCustomer) -> None:
    """Wait until the customer is told that a person takes over, and waits for one."""
    await heard(chat, "I am getting a person for you.")
    await chat.until("a line", lambda one: one.state.get("handler") in {"waiting", "agent"})


async def until_up(url: str) -> None:
    """Wait until the hub has seen that Rasa answers."""
    async with aiohttp.ClientSession() as http, asyncio.timeout(60):
        while True:
            async with http.get(f"{url}/metrics") as answer:
                if "switchboard_rasa_up 1.0" in await answer.text():
                    return
            await pause(0.2)


async def test_a_customer_always_gets_an_answer_or_a_person(place: Place, tmp_path: Path) -> None:
    async with kept(place, "en") as keeper:
        line = keeper.lines["en"]
        hub = HubProcess(
            tmp_path,
            env={
                "SWITCHBOARD_RASA_URL": keeper.url,
                "SWITCHBOARD_RASA_TOKEN": TOKEN,
                "SWITCHBOARD_RASA_TIMEOUT": "3s",
            },
        )
        await hub.start()
        try:
            async with DeskAgent.signed_in(hub.url, "admin", PASSWORD) as admin:
                entry = await admin.call("GET", "/settings/entry-points/shop-chat")
                del entry["id"]
                await admin.call("PUT", "/settings/entry-points/shop-chat", entry | {"bot": "rasa"})
            async with (
                customer(hub.url, "answered") as answered,
                customer(hub.url, "slow") as slow,
                customer(hub.url, "killed") as killed,
            ):
                await answered.send("I want to make a complaint")
                await heard(answered, "What is your order number?")
                await answered.send("/restart")
                await heard(answered, "does not look like an order number")

                pid = await line.ready()
                os.kill(pid, signal.SIGSTOP)
                await slow.send("I need a repair")
                await handed_over(slow)

                os.kill(pid, signal.SIGKILL)
                await killed.send("I need a repair")
                await handed_over(killed)

                await line.ready(after=pid)
                await until_up(hub.url)
                await answered.send("HP-204518")
                await heard(answered, "What went wrong?")
        finally:
            await hub.stop()
