"""What readers of the help centre look for in vain is noted, once, without them, and not without end."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.limits import RateLimiter
from hub.core.models.gaps import AskedOn, GapReason, Unanswered
from tests.fakes.clock import FakeClock
from tests.fakes.world import World
from tests.integration.webchat.test_help import Centre
from webchat.help.searches import A_MINUTE, ALL_A_MINUTE, Noting


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    async with await World.open(tmp_path) as world:
        centre = Centre(world)
        await centre.start()
        await centre.switch()
        yield centre
        await centre.stop()


async def noted(centre: Centre) -> list[Unanswered]:
    return await centre.world.store.find(Unanswered)


async def post(centre: Centre, path: str, data: dict[str, str], **headers: str) -> str:
    async with centre.session.post(path, data=data, headers=headers) as response:
        return await response.text()


async def test_a_search_without_a_result_becomes_a_question(centre: Centre):
    await centre.publish("Delivery times")
    await centre.get("/help/en/search?q=wheelchair+ramp")
    (question,) = await noted(centre)
    assert (question.text, question.language) == ("wheelchair ramp", "en")
    assert (question.channel, question.reason) == (AskedOn.HELP_CENTRE, GapReason.MISSED)
    assert (question.contact, question.conversation, question.article) == ("", "", "")


async def test_one_with_results_does_not(centre: Centre):
    await centre.publish("Delivery times")
    await centre.get("/help/en/search?q=delivery")
    assert await noted(centre) == []


async def test_an_article_that_was_searched_for_and_did_not_help(centre: Centre):
    made = await centre.publish("Delivery times")
    _, text, _ = await centre.get("/help/en/search?q=delivery+%22times%22+delivery")
    assert "Nothing was found" in text
    _, text, _ = await centre.get("/help/en/search?q=delivery")
    link = re.search(rf'href="([^"]*{made.id}[^"]*)"', text)
    assert link is not None
    _, text, headers = await centre.get(link[1])
    assert 'name="q" value="delivery"' in text
    assert 'content="noindex"' in text
    path = f"/help/en/articles/{made.id}/opinion"
    await post(centre, path, {"helpful": "yes", "q": "delivery"})
    assert [one.reason for one in await noted(centre)] == [GapReason.MISSED]
    await post(centre, path, {"helpful": "no", "q": "delivery"})
    question = (await noted(centre))[-1]
    assert (question.text, question.reason) == ("delivery", GapReason.NOT_HELPFUL)
    assert (question.article, question.revision) == (made.id, 1)


async def test_none_of_what_was_found(centre: Centre):
    await centre.publish("Delivery times")
    _, text, _ = await centre.get("/help/en/search?q=delivery")
    assert "/help/en/search/opinion" in text
    text = await post(centre, "/help/en/search/opinion", {"q": "delivery"})
    assert 'role="status"' in text
    (question,) = await noted(centre)
    assert (question.text, question.reason, question.article) == ("delivery", GapReason.NOT_HELPFUL, "")


async def test_each_is_noted_once_however_often_it_is_sent(centre: Centre):
    await centre.publish("Delivery times")
    for q in ("ramp", "Ramp", "ramp "):
        await centre.get(f"/help/en/search?q={q}")
    assert len(await noted(centre)) == 1


async def test_nobody_can_fill_the_editors_list(centre: Centre):
    for number in range(A_MINUTE + 5):
        assert (await centre.get(f"/help/en/search?q=spam+{number}"))[0] == 200
    assert len(await noted(centre)) == A_MINUTE


async def test_other_sites_and_prefetching_count_for_nothing(centre: Centre):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}):
        await centre.get("/help/en/search?q=spam", headers=headers)
    await post(centre, "/help/en/search/opinion", {"q": "spam"}, **{"Sec-Fetch-Site": "cross-site"})
    assert await noted(centre) == []


def test_many_addresses_together_have_a_limit_too():
    noting = Noting(RateLimiter(FakeClock()))
    taken = [noting.may(f"10.0.0.{number}", "x") for number in range(ALL_A_MINUTE + 3)]
    assert taken.count(True) == ALL_A_MINUTE


def test_only_so_many_are_remembered():
    noting = Noting(RateLimiter(FakeClock()), most=2)
    assert [noting.may("10.0.0.1", text) for text in ("a", "b", "a", "c", "a")] == [
        True,
        True,
        False,
        True,
        True,
    ]


async def test_texts_of_readers_are_escaped(centre: Centre):
    await centre.publish("Delivery times", '<b>script</b> "quoted" delivery')
    _, text, _ = await centre.get("/help/en/search?q=%22%3E%3Cscript%3E+delivery")
    assert "<script>" not in text.replace('<script src="', "").replace('<script type="', "")
