"""The demo company's flows in the whole hub: chat over its socket, look-ups over HTTP, traces by the API."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp

from hub.app import running
from hub.core.clock import SystemClock
from hub.core.config import Config, Data, Server
from hub.core.free_port import free_port
from hub.demo.seed import PASSWORD
from tests.e2e.clients import ChatCustomer


class Visitor:
    """Writes in the chat and reads what comes."""

    def __init__(self, customer: ChatCustomer) -> None:
        self.customer = customer
        self.seen = 0

    async def say(self, text: str, expect: str) -> str:
        """Say something, wait for words in what is said, return all that was said since."""
        await self.customer.send(text)
        await self.customer.until(expect, lambda one: expect in self.new())
        said = self.new()
        self.seen = len(self.customer.view)
        return said

    def new(self) -> str:
        return "\n".join(str(message["html"]) for message in self.customer.view[self.seen :])


async def test_orders_complaints_and_results(tmp_path: Path):
    port = free_port()
    config = Config(server=Server(port=port), data=Data(folder=str(tmp_path)))
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        running(config, SystemClock(), demo=True) as url,
        aiohttp.ClientSession(cookie_jar=jar) as http,
        asyncio.TaskGroup() as group,
    ):
        customer = ChatCustomer(http, url, key="service-desk", name="vera")
        task = group.create_task(customer.run())
        visitor = Visitor(customer)
        await visitor.say("Where is my order?", "order number")
        await visitor.say("hp 10042", "postcode")
        await visitor.say("BS1 4DJ", "anything else for you")
        assert "Northline" in "\n".join(str(one["html"]) for one in customer.view)
        await visitor.say("yes", "What can I do for you")
        await visitor.say("21", "What is it about")
        await visitor.say("it is damaged", "Which order")
        await visitor.say("skip", "own words")
        await visitor.say("A leg is cracked.", "When was that")
        await visitor.say("yesterday", "your name")
        await visitor.say("Vera", "reach you")
        await visitor.say("020 7946 0123", "Is this right")
        number = "".join(
            filter(str.isdigit, (await visitor.say("yes", "anything else for you")).split("strong")[1])
        )
        assert len(number) == 9
        await visitor.say("*", "What can I do for you")
        await visitor.say("22", "nine digits")
        await visitor.say(number, "phone number you gave")
        await visitor.say("+44 20 7946 0123", "Nobody has looked into it yet")
        await _traced(http, url)
        task.cancel()


async def _traced(http: aiohttp.ClientSession, url: str) -> None:
    """Look at what the flows did, and take it again: it goes the same way."""
    body = {"login": "admin", "password": PASSWORD}
    async with http.post(f"{url}/api/v1/session", json=body) as response:
        headers = {"X-CSRF-Token": (await response.json())["csrf"]}
    async with http.get(f"{url}/api/v1/conversations?list=all") as response:
        listed = [one["conversation"] for one in (await response.json())["items"]]
    (conversation,) = [one["id"] for one in listed if one["handler"] == "flow:reception"]
    (matter,) = [one for one in listed if one["reference"]]
    assert matter["subject"] == "Complaint: Damaged on delivery"
    async with http.get(f"{url}/api/v1/conversations/{conversation}/flow-traces") as response:
        traces = await response.json()
    steps = [(step["flow"], step["step"]) for trace in traces for step in trace["steps"]]
    assert ("order-status", "look") in steps
    assert ("complaint", "open") in steps
    address = f"{url}/api/v1/conversations/{conversation}/flow-replay"
    async with http.post(address, json={"text": ""}, headers=headers) as response:
        replayed: list[dict[str, Any]] = await response.json()
    assert [one for one in replayed if not one["same"]] == []
    assert len(replayed) == len(traces)
