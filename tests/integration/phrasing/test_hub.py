"""Phrased answers in the whole hub: what customers read, what agents and editors see, what is on record."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar

from hub.app import running
from hub.core.clock import SystemClock
from hub.core.config import Config, Data, Knowledge, Server
from hub.core.free_port import free_port
from hub.core.phrasing_settings import Phrasing
from hub.demo.seed import PASSWORD
from tests.e2e.clients import ChatCustomer, Frame
from tests.fakes.chat_endpoint import ChatEndpoint, answers
from tests.fakes.desk import open_desk

GOOD = "Lamps and electrical items have a warranty of 2 years [1]. All furniture has a 5-year warranty [1]."
SAID = "Lamps and electrical items have a warranty of 2 years. All furniture has a 5-year warranty."
WRONG = "Lamps have a warranty of 10 years [1]."
PLAIN = "Normal wear, stains and damage from moving are not covered."
QUESTION = "How long is the warranty on order number 4711-22?"


class Visitor(ChatCustomer):
    """A customer who also notices that somebody writes."""

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.typing: list[bool] = []

    def _take(self, frame: Frame) -> None:
        if frame["type"] == "typing":
            self.typing.append(frame["on"])
        super()._take(frame)

    @property
    def told(self) -> list[Frame]:
        return [one for one in self.view if one["from"] == "bot"]

    async def ask(self, text: str) -> Frame:
        """Ask and return what the bot says to it."""
        before = len(self.told)
        await self.send(text)
        await self.until("an answer", lambda one: len(one.told) > before)
        return self.told[-1]


class Staff:
    """Somebody of the demo company, by the API."""

    def __init__(self, http: ClientSession, url: str) -> None:
        self._http, self._url = http, f"{url}/api/v1"
        self._headers: dict[str, str] = {}

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        async with self._http.request(
            method, f"{self._url}{path}", json=body, headers=self._headers
        ) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def sign_in(self, login: str) -> None:
        body = {"login": login, "password": PASSWORD}
        self._headers = {"X-CSRF-Token": (await self.call("POST", "/session", body))["csrf"]}


@asynccontextmanager
async def hub(folder: Path, phrasing: Phrasing) -> AsyncIterator[tuple[Visitor, Staff]]:
    """A hub whose knowledge bot searches by words, a visitor of its shop and an administrator."""
    config = Config(
        server=Server(port=free_port()),
        data=Data(folder=str(folder)),
        knowledge=Knowledge(models="off"),
        phrasing=phrasing,
    )
    async with (
        running(config, SystemClock(), demo=True) as url,
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as http,
        asyncio.TaskGroup() as group,
    ):
        visitor = Visitor(http, url, key="harbour-pine", name="vera")
        task = group.create_task(visitor.run())
        await visitor.until("a connection", lambda one: one.connections)
        staff = Staff(http, url)
        await staff.sign_in("admin")
        yield visitor, staff
        task.cancel()


@pytest.mark.timeout(120)
async def test_a_checked_answer_is_said_and_on_record_and_any_other_is_the_articles(tmp_path: Path):
    async with ChatEndpoint().running() as endpoint:
        settings = Phrasing(url=endpoint.url, model="some-model", timeout="1500ms")
        async with hub(tmp_path, settings) as (visitor, staff):
            endpoint.reply = answers(GOOD)
            said = await visitor.ask(QUESTION)
            assert said["text"] == SAID
            assert [set(one) for one in said["citations"]] == [{"article", "revision", "title"}]
            assert visitor.typing[0] is True
            sent = endpoint.asked[0]["messages"][1]["content"]
            assert "on order number [number]?" in sent
            assert "4711" not in sent
            await _is_on_record(staff, said["id"], SAID)

            await _editors_see_both(staff, endpoint)

            endpoint.reply = answers(WRONG)
            assert PLAIN in (await visitor.ask("what is the warranty period"))["text"]
            endpoint.reply = endpoint.never
            assert PLAIN in (await visitor.ask("how many years of warranty"))["text"]
            asked = len(endpoint.asked)
            await visitor.ask("who painted the mona lisa")
            assert len(endpoint.asked) == asked  # nobody is asked where there is no sure answer


async def _is_on_record(staff: Staff, message_id: str, text: str) -> None:
    """Staff see in whose words it was, in the conversation and at the article."""
    listed = (await staff.call("GET", "/conversations?list=all"))["items"]
    (conversation,) = [one["conversation"]["id"] for one in listed if one["conversation"]["handler"]]
    page = await staff.call("GET", f"/conversations/{conversation}/timeline")
    (message,) = [one for one in page["items"] if one["id"] == message_id]
    assert message["text"] == text
    (cited,) = message["citations"]
    assert cited["phrased"] == "some-model"
    told = await staff.call("GET", f"/articles/{cited['article']}/told")
    assert [(one["message"], one["phrased"]) for one in told["items"]] == [(message_id, "some-model")]


async def _editors_see_both(staff: Staff, endpoint: ChatEndpoint) -> None:
    """Trying a question shows both answers and what the check finds."""

    async def tried(question: str) -> Any:
        return await staff.call("POST", "/knowledge/phrasing", {"question": question})

    endpoint.reply = answers(GOOD)
    good = await tried(QUESTION)
    assert (good["outcome"], good["raw"], good["findings"]) == ("phrased", GOOD, [])
    assert good["said_html"] == f"<p>{SAID}</p>"
    assert good["asked"].endswith("order number [number]?")
    endpoint.reply = answers(WRONG)
    bad = await tried(QUESTION)
    assert (bad["outcome"], bad["raw"]) == ("number", WRONG)
    assert bad["findings"] == [
        {"fault": "number", "sentence": "Lamps have a warranty of 10 years.", "what": "10 year"}
    ]
    assert PLAIN in bad["said_html"]
    assert (await tried("who painted the mona lisa"))["outcome"] == "not_phrased"


async def test_it_is_off_unless_configured(tmp_path: Path):
    async with open_desk(tmp_path) as desk:
        eve = await desk.browser("eve")
        _, tried = await eve.post("/knowledge/phrasing", {"question": QUESTION})
    assert tried["outcome"] == "off"
