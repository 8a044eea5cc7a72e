"""The help centre as readers, search engines and the ill-meaning meet it."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from hub.core.errors import InvalidInput
from hub.core.limits import RateLimiter
from hub.core.models.conversations import Author, AuthorKind, Citation
from hub.core.models.help_centre import HELP_CENTRE, HelpCentre, PageOpinion
from hub.core.models.knowledge import Article, Audience
from hub.services.bundle import Services
from tests.fakes.world import TENANT, World
from webchat.help.routes import OPINIONS_PER_MINUTE, SEARCHES_PER_MINUTE, HelpDeps, add_help
from webchat.help.source import ServicesSource


class Centre:
    """A help centre on a real server, without the rest of the hub."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.services: Services = world.bundle()
        self.found: list[str] = []

    async def start(self) -> None:
        async def find(question: str, language: str) -> list[str]:
            return self.found

        app = web.Application()
        deps = HelpDeps(
            tenant=TENANT,
            company="Harbour & Pine",
            database=self.world.database,
            source=ServicesSource(self.services),
            find=find,
            limiter=RateLimiter(self.world.clock),
            public_url="",
            address=lambda request: request.remote or "",
        )
        add_help(app, deps)
        self.server = TestServer(app)
        await self.server.start_server()
        self.session = ClientSession(self.server.make_url("/"), cookie_jar=CookieJar(unsafe=True))

    async def stop(self) -> None:
        await self.session.close()
        await self.server.close()

    async def switch(self, **values: Any) -> None:
        before = await self.services.help_centre.get()
        await self.services.help_centre.set(replace(before, active=True, **values), "adm")

    async def publish(self, title: str, body: str = "Two days.", **values: Any) -> Article:
        knowledge = self.services.knowledge
        made = await knowledge.create("eve", title=title, body=body, **values)
        return await knowledge.publish(made.id, "eve")

    async def get(self, path: str, **more: Any) -> tuple[int, str, Any]:
        async with self.session.get(path, allow_redirects=False, **more) as response:
            return response.status, await response.text(), response.headers


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    async with await World.open(tmp_path) as world:
        centre = Centre(world)
        await centre.start()
        yield centre
        await centre.stop()


async def test_it_is_not_there_until_it_is_switched_on(centre: Centre):
    made = await centre.publish("Delivery times")
    for path in ("/help/", "/help/en/", f"/help/en/articles/{made.id}", "/help/sitemap.xml"):
        assert (await centre.get(path))[0] == 404
    await centre.switch()
    assert (await centre.get("/help/en/"))[0] == 200


async def test_readers_are_sent_to_their_language(centre: Centre):
    await centre.switch()
    await centre.publish("Delivery times")
    await centre.publish("送货时间", language="zh")
    for asked, language in (("zh-CN,en;q=0.5", "zh"), ("de,en;q=0.5", "en"), ("fr", "en")):
        status, _, headers = await centre.get("/help", headers={"Accept-Language": asked})
        assert (status, headers["Location"]) == (302, f"/help/{language}/")


async def test_an_article_says_what_search_engines_ask_for(centre: Centre):
    await centre.switch(title={"en": "Help & answers"})
    made = await centre.publish("Delivery <times>", "It takes **two days**.", category="Orders/Delivery")
    status, text, headers = await centre.get(f"/help/en/articles/{made.id}/delivery-times")
    assert status == 200
    assert "<title>Delivery &lt;times&gt; · Help &amp; answers</title>" in text
    assert '<meta name="description" content="It takes two days.">' in text
    address = re.search(r'<link rel="canonical" href="([^"]+)">', text)
    assert address is not None
    assert address[1].endswith(f"/help/en/articles/{made.id}/delivery-times")
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert data is not None
    (question,) = json.loads(data[1])["mainEntity"]
    assert (question["name"], question["acceptedAnswer"]["text"]) == (
        "Delivery <times>",
        "It takes two days.",
    )
    assert "<strong>two days</strong>" in text
    assert 'href="/help/en/categories/Orders"' in text
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_an_article_has_one_address(centre: Centre):
    await centre.switch()
    made = await centre.publish("Delivery times")
    for path in (f"/help/en/articles/{made.id}", f"/help/zh/articles/{made.id}/x"):
        status, _, headers = await centre.get(path)
        assert (status, headers["Location"]) == (301, f"/help/en/articles/{made.id}/delivery-times")


async def test_languages_name_each_other_and_untranslated_stays_hidden(centre: Centre):
    await centre.switch()
    made = await centre.publish("Delivery times")
    alone = await centre.publish("Gift cards")
    draft = await centre.services.knowledge.translate(made.id, "eve", "zh")
    path = f"/help/en/articles/{made.id}/delivery-times"
    assert "hreflang" not in (await centre.get(path))[1]
    saved = await centre.services.knowledge.save(draft.id, "eve", rev=draft.rev, title="送货时间")
    await centre.services.knowledge.publish(saved.id, "eve")
    _, text, _ = await centre.get(path)
    assert f'hreflang="zh-Hans" href="{centre.server.make_url("")}'[:-1] in text
    _, text, _ = await centre.get("/help/zh/")
    assert "送货时间" in text
    assert alone.title not in text
    _, text, headers = await centre.get("/help/sitemap.xml")
    assert headers["Content-Type"].startswith("application/xml")
    assert text.count("<loc>") == 2 + 3
    assert text.count("xhtml:link") == 4 + 4  # both first pages, both languages of an article


async def test_lists_say_what_they_are_about_and_in_which_languages_they_are(centre: Centre):
    await centre.switch()
    await centre.publish("Delivery times", category="Orders")
    _, text, _ = await centre.get("/help/en/")
    assert '<meta name="description" content="Answers about Orders">' in text
    assert "hreflang" not in text  # there is nothing in another language yet
    await centre.publish("送货时间", language="zh", category="订单")
    _, text, _ = await centre.get("/help/en/")
    assert re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="[^"]+(/help/\w+/)">', text) == [
        ("en", "/help/en/"),
        ("zh-Hans", "/help/zh/"),
    ]
    _, text, _ = await centre.get("/help/en/categories/Orders")
    assert '<meta name="description" content="Answers about Delivery times">' in text
    _, text, _ = await centre.get("/help/sitemap.xml")
    assert text.count('hreflang="zh-Hans"') == 2  # of both first pages


async def test_an_excerpt_has_no_headings_and_whole_words(centre: Centre):
    await centre.switch()
    made = await centre.publish("Delivery times", "# When\n\n" + "working days " * 30, category="Orders")
    _, text, _ = await centre.get(f"/help/en/articles/{made.id}/delivery-times")
    found = re.search(r'<meta name="description" content="([^"]+)">', text)
    assert found is not None
    assert found[1].startswith("working days")
    assert found[1].endswith(("days…", "working…"))


async def test_what_is_not_there_is_said_in_the_readers_language(centre: Centre):
    await centre.switch()
    await centre.publish("送货时间", language="zh")
    status, text, _ = await centre.get("/help/zh/nowhere")
    assert (status, '<html lang="zh-Hans">' in text) == (404, True)


async def test_nobody_is_sent_to_a_chat_that_is_not_there(centre: Centre):
    await centre.switch()
    made = await centre.publish("Delivery times")
    _, text, _ = await centre.get("/help/en/search?q=xyzzy")
    assert "look through all articles" in text
    _, text, _ = await centre.get(f"/help/en/articles/{made.id}/delivery-times?helped=no")
    assert "Ask us" not in text


async def test_only_published_articles_for_customers_are_shown(centre: Centre):
    await centre.switch()
    staff = await centre.publish("Discount rules", audience=Audience.STAFF)
    draft = await centre.services.knowledge.create("eve", title="Not yet", body="x")
    live = await centre.publish("Delivery times", "Two days.")
    changed = await centre.services.knowledge.save(live.id, "eve", rev=live.rev, body="Nine days.")
    _, text, _ = await centre.get("/help/en/")
    assert "Delivery times" in text
    assert "Discount rules" not in text
    assert "Not yet" not in text
    for hidden in (staff.id, draft.id, "01ABC", "../../etc/passwd", "%00"):
        assert (await centre.get(f"/help/en/articles/{hidden}"))[0] in (404, 400)
    path = f"/help/en/articles/{live.id}/delivery-times"
    assert "Nine days." not in (await centre.get(path))[1]
    await centre.services.knowledge.publish(changed.id, "eve")
    assert "Nine days." in (await centre.get(path))[1]
    await centre.services.knowledge.unpublish(changed.id, "eve")
    assert (await centre.get(path))[0] == 404


async def test_a_search_shows_what_the_bots_find_and_then_the_words(centre: Centre):
    await centre.switch()
    one = await centre.publish("Delivery times")
    two = await centre.publish("Gift cards", "Cards are sent by delivery service.")
    staff = await centre.publish("Secret delivery", audience=Audience.STAFF)
    centre.found = [staff.id, two.id]
    _, text, _ = await centre.get("/help/en/search?q=delivery")
    shown = re.findall(r'<li><a href="/help/en/articles/(\w+)', text)
    assert shown == [two.id, one.id]
    assert 'content="noindex"' in text
    centre.found = []
    _, text, _ = await centre.get("/help/en/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in text
    assert "Nothing was found" in text


async def test_searching_too_often_has_to_wait(centre: Centre):
    await centre.switch()
    answers = [(await centre.get("/help/en/search?q=x"))[0] for _ in range(SEARCHES_PER_MINUTE + 1)]
    assert (answers[0], answers[-1]) == (200, 429)


async def test_a_reader_says_whether_it_helped(centre: Centre):
    await centre.switch()
    made = await centre.publish("Delivery times")
    path = f"/help/en/articles/{made.id}/opinion"
    async with centre.session.post(path, data={"helpful": "no", "revision": "1"}) as response:
        assert response.status == 200
        assert "Thank you" in await response.text()
    (said,) = await centre.world.store.find(PageOpinion)
    assert (said.article, said.revision, said.helpful) == (made.id, 1, False)
    (use,) = await centre.services.article_use.of([made.id])
    assert (use.helpful, use.not_helpful) == (0, 1)


async def test_other_sites_cannot_speak_for_readers(centre: Centre):
    await centre.switch()
    made = await centre.publish("Delivery times")
    path = f"/help/en/articles/{made.id}/opinion"
    headers = {"Sec-Fetch-Site": "cross-site"}
    async with centre.session.post(path, data={"helpful": "no"}, headers=headers):
        pass
    assert await centre.world.store.find(PageOpinion) == []
    for _ in range(OPINIONS_PER_MINUTE + 3):
        async with centre.session.post(path, data={"helpful": "yes"}):
            pass
    assert len(await centre.world.store.find(PageOpinion)) == OPINIONS_PER_MINUTE


async def test_who_has_the_page_already_is_told_so(centre: Centre):
    await centre.switch()
    await centre.publish("Delivery times")
    _, _, headers = await centre.get("/help/en/")
    status, text, _ = await centre.get("/help/en/", headers={"If-None-Match": headers["ETag"]})
    assert (status, text) == (304, "")
    await centre.publish("Gift cards")
    status, text, _ = await centre.get("/help/en/", headers={"If-None-Match": headers["ETag"]})
    assert status == 200


async def test_the_chat_is_offered_when_there_is_one(centre: Centre):
    await centre.switch()
    assert "widget.js" not in (await centre.get("/help/en/"))[1]
    await centre.switch(entry_point="shop")
    _, text, _ = await centre.get("/help/en/")
    assert 'src="/chat/v1/widget.js" data-key="shop"' in text
    style = re.search(r'<link rel="stylesheet" href="([^"]+)">', text)
    script = re.search(r'<script src="(/help/[^"]+)"', text)
    assert style is not None
    assert script is not None
    for path in (style[1], script[1]):
        status, _, headers = await centre.get(path)
        assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert (await centre.get("/help/assets/x/page.html"))[0] == 404


async def test_robots_know_where_to_look(centre: Centre):
    assert "Sitemap" not in (await centre.get("/robots.txt"))[1]
    await centre.switch()
    assert "/help/sitemap.xml" in (await centre.get("/robots.txt"))[1]


async def test_what_is_read_most_comes_first(centre: Centre):
    await centre.switch()
    made = [await centre.publish(f"Article {number}") for number in range(8)]
    assert "Read most" not in (await centre.get("/help/en/"))[1]
    said = await centre.world.say("?")
    bot = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")
    cited = [Citation(article=made[5].id, revision=1, title="x")]
    await centre.world.outbox.reply(said.conversation.id, by=bot, text="x", client_id="x", citations=cited)
    await centre.switch(intro={"en": "Ask away"})
    _, text, _ = await centre.get("/help/en/")
    popular = text.partition("Read most")[2].partition("</section>")[0]
    assert re.findall(r">(Article \d)<", popular) == ["Article 5"]


async def test_settings_are_checked(centre: Centre):
    for wrong in ({"title": {"en": "x" * 99}}, {"entry_point": "nowhere"}):
        with pytest.raises(InvalidInput):
            await centre.services.help_centre.set(HelpCentre(id=HELP_CENTRE, **wrong), "adm")
