"""A whole hub with its real models: what is published is found by what it means, a second later."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar

from tests.e2e.hub_process import HubProcess

PASSWORD = "harbour-demo-2026"  # noqa: S105 - of the demo company
ARTICLE = {
    "title": "Bringing an animal",
    "body": "Yes, on a lead. There is a bowl of water at the door.",
    "questions": ["Can I bring my dog into the shop?", "Are pets allowed in the store?"],
    "language": "en",
}
QUESTION = "may my poodle come along when I visit your showroom"
"""It has no word in common with the article that says anything."""


class Editor:
    """Somebody of the demo company, by the API."""

    def __init__(self, http: ClientSession, url: str) -> None:
        self._http, self._url = http, url
        self._headers: dict[str, str] = {}

    async def call(self, path: str, body: dict[str, Any]) -> Any:
        async with self._http.post(f"{self._url}/api/v1{path}", json=body, headers=self._headers) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def sign_in(self, login: str) -> None:
        session = await self.call("/session", {"login": login, "password": PASSWORD})
        self._headers = {"X-CSRF-Token": session["csrf"]}

    async def publish(self, article: dict[str, Any], approver: "Editor") -> str:
        """Write an article and take it all the way."""
        made = await self.call("/articles", article)
        step = {"revision": made["revision"]}
        await self.call(f"/articles/{made['id']}/submit", step)
        await approver.call(f"/articles/{made['id']}/approve", step)
        await approver.call(f"/articles/{made['id']}/publish", step)
        return str(made["id"])

    async def tried(self, question: str, language: str = "en") -> Any:
        return await self.call("/knowledge/test", {"question": question, "language": language})

    async def until_found(self, question: str, article: str) -> Any:
        """Wait until a question is answered by meaning, this article being first."""
        while True:
            tried = await self.tried(question)
            if tried["search"] == "meaning" and tried["results"][0]["article"] == article:
                return tried
            await asyncio.to_thread(time.sleep, 0.05)


@asynccontextmanager
async def signed_in(url: str, login: str) -> AsyncIterator[Editor]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as http:
        editor = Editor(http, url)
        await editor.sign_in(login)
        yield editor


@pytest.mark.timeout(120)
@pytest.mark.xdist_group("models")
async def test_a_published_article_is_found_by_its_meaning(tmp_path: Path) -> None:
    hub = HubProcess(tmp_path, env={"SWITCHBOARD_KNOWLEDGE_MODELS": "auto"})
    try:
        await hub.start()
        async with signed_in(hub.url, "eva") as eva, signed_in(hub.url, "kai") as kai:
            tracking = (await eva.tried("Tracking your order"))["results"][0]["article"]
            await eva.until_found("where has my parcel got to", tracking)
            assert (await eva.tried(QUESTION))["decision"] == "none"
            article = await eva.publish(ARTICLE, kai)
            async with asyncio.timeout(40):  # half a second where nothing else runs
                tried = await eva.until_found(QUESTION, article)
            assert tried["results"][0]["passage"] == ARTICLE["body"]
            assert tried["calibration"]["measured"]
            await kai.call(f"/articles/{article}/unpublish", {})
            assert article not in [one["article"] for one in (await eva.tried(QUESTION))["results"]]
    finally:
        await hub.stop()
