"""Who was told what, and gaps, through the API."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bots.gaps import GapSorter
from hub.core.models.conversations import Author, AuthorKind, Citation, Conversation, Message
from hub.services.gap_plans import plan_bot_turn
from tests.fakes.desk import Browser, Desk, open_desk

BOT = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def article(desk: Desk, title: str = "Delivery") -> Any:
    eve = await desk.browser("eve")
    status, made = await eve.request("POST", "/articles", {"title": title, "body": "Two days."})
    assert status == 201
    return made


async def asked(desk: Desk, text: str, visitor: str = "v1") -> Message:
    receipt = await desk.say(text, visitor=visitor)
    return await desk.store.get(Message, receipt.message.id)


async def owned(desk: Desk, text: str = "When is it here?") -> tuple[Browser, str]:
    question = await asked(desk, text)
    ann = await desk.browser("ann")
    await ann.request("PUT", "/me/presence", {"presence": "available"})
    status, _ = await ann.request("POST", f"/conversations/{question.conversation}/take")
    assert status == 200
    return ann, question.conversation


async def missed(desk: Desk, text: str, visitor: str = "v1") -> Message:
    question = await asked(desk, text, visitor)
    conversation = await desk.store.get(Conversation, question.conversation)
    batch = desk.services.outbox.batch("bot:knowledge")
    await plan_bot_turn(desk.store, batch, conversation, question, missed=True)
    await desk.store.commit(batch)
    return question


async def sort(desk: Desk) -> None:
    assert await GapSorter(desk.services.gaps, desk.clock).sort()


async def test_an_agents_answer_with_an_article_is_on_record(desk: Desk):
    made = await article(desk)
    ann, conversation = await owned(desk)
    cited = [{"article": made["id"], "revision": 1}]
    reply = {"client_id": "r1", "text": "Two days.", "citations": cited}
    status, message = await ann.request("POST", f"/conversations/{conversation}/messages", reply)
    assert status == 201
    (citation,) = message["citations"]
    assert (citation["article"], citation["revision"], citation["title"]) == (made["id"], 1, "Delivery")
    status, page = await ann.request("GET", f"/articles/{made['id']}/told")
    (row,) = page["items"]
    assert (row["conversation"], row["by_kind"], page["total"]) == (conversation, "agent", 1)
    assert row["contact"]["id"]


async def test_what_was_put_into_a_reply_is_on_record_from_any_machine(desk: Desk):
    made = await article(desk)
    ann, conversation = await owned(desk)
    put_in = {"article": made["id"], "revision": 1}
    status, _ = await ann.request("POST", f"/conversations/{conversation}/insertions", put_in)
    assert status == 204
    elsewhere = await desk.browser("ann")
    reply = {"client_id": "r1", "text": "Hello! Two days. Best regards, Ann"}
    _, message = await elsewhere.request("POST", f"/conversations/{conversation}/messages", reply)
    assert [one["article"] for one in message["citations"]] == [made["id"]]
    _, page = await ann.request("GET", f"/articles/{made['id']}/told")
    assert page["total"] == 1
    reply = {"client_id": "r2", "text": "Anything else?"}
    _, message = await elsewhere.request("POST", f"/conversations/{conversation}/messages", reply)
    assert message["citations"] == []
    status, problem = await ann.request(
        "POST", f"/conversations/{conversation}/insertions", {**put_in, "revision": 9}
    )
    assert (status, problem["field"]) == (422, "revision")


async def test_articles_are_ranked_by_what_became_of_them(desk: Desk):
    quiet, told = await article(desk, "Quiet"), await article(desk, "Told")
    question = await asked(desk, "When is it here?")
    cited = [Citation(article=told["id"], revision=1, title="Told")]
    said = await desk.services.outbox.reply(
        question.conversation, by=BOT, text="Soon", client_id="b", citations=cited
    )
    await desk.clock.advance(60)
    await article(desk, "Newest")
    eve = await desk.browser("eve")

    async def titles(query: str) -> list[str]:
        _, found = await eve.request("GET", f"/articles?{query}")
        return [one["title"] for one in found]

    assert (await titles("order=told"))[0] == "Told"
    assert (await titles("order=told&q=quiet")) == ["Quiet"]
    await desk.services.knowledge.feedback(said.id, helpful=True)
    assert (await titles("order=helpful&days=7"))[0] == "Told"
    await desk.clock.advance(8 * 86400)
    eve = await desk.browser("eve")  # the session has ended meanwhile
    _, (use, _) = await eve.request("GET", f"/knowledge/use?articles={told['id']},{quiet['id']}&days=7")
    assert (use["told"], use["helpful"]) == (0, 0)
    assert (await titles("order=helpful&days=7"))[0] == "Newest"
    status, _ = await eve.request("GET", "/articles?order=beauty")
    assert status == 422


async def test_a_version_that_was_never_saved_cannot_be_cited(desk: Desk):
    made = await article(desk)
    ann, conversation = await owned(desk)
    cited = [{"article": made["id"], "revision": 7}]
    reply = {"client_id": "r1", "text": "Two days.", "citations": cited}
    status, problem = await ann.request("POST", f"/conversations/{conversation}/messages", reply)
    assert (status, problem["field"]) == (422, "citations[0]")


async def test_an_editor_sees_that_it_was_told_but_not_to_whom(desk: Desk):
    made = await article(desk)
    question = await asked(desk, "When is it here?")
    cited = [Citation(article=made["id"], revision=1, title="Delivery")]
    await desk.services.outbox.reply(
        question.conversation, by=BOT, text="Soon", client_id="b", citations=cited
    )
    eve, sue = await desk.browser("eve"), await desk.browser("sue")
    _, page = await eve.request("GET", f"/articles/{made['id']}/told?revision=1")
    (row,) = page["items"]
    assert (row["contact"], row["conversation"], row["message"], row["revision"]) == (None, None, None, 1)
    _, page = await sue.request("GET", f"/articles/{made['id']}/told?revision=1")
    assert page["items"][0]["conversation"] == question.conversation
    _, page = await sue.request("GET", f"/articles/{made['id']}/told?revision=2")
    assert (page["items"], page["total"]) == ([], 0)
    async with sue.session.get(f"{sue.base}/api/v1/articles/{made['id']}/told-file") as response:
        assert response.status == 200
        assert question.conversation in await response.text()


async def test_how_an_article_does(desk: Desk):
    made = await article(desk)
    question = await asked(desk, "When is it here?")
    cited = [Citation(article=made["id"], revision=1, title="Delivery")]
    said = await desk.services.outbox.reply(
        question.conversation, by=BOT, text="Soon", client_id="b", citations=cited
    )
    await desk.services.knowledge.feedback(said.id, helpful=False)
    eve = await desk.browser("eve")
    _, (use,) = await eve.request("GET", f"/knowledge/use?articles={made['id']},{made['id']}")
    assert use == {"article": made["id"], "told": 1, "helpful": 0, "not_helpful": 1, "handed_off": 0}


async def test_from_gap_to_draft(desk: Desk):
    await missed(desk, "Do you ship to Norway?")
    await missed(desk, "Is shipping to Norway possible?", "v2")
    await sort(desk)
    eve = await desk.browser("eve")
    _, found = await eve.request("GET", "/gaps")
    (gap,) = found["items"]
    assert (gap["count"], found["counts"]) == (2, {"open": 1, "drafted": 0, "answered": 0, "dismissed": 0})
    _, view = await eve.request("GET", f"/gaps/{gap['id']}")
    assert {one["text"] for one in view["examples"]} == {
        "Do you ship to Norway?",
        "Is shipping to Norway possible?",
    }
    status, drafted = await eve.request("POST", f"/gaps/{gap['id']}/draft")
    assert (status, len(drafted["questions"]), drafted["state"]) == (201, 2, "draft")
    status, problem = await eve.request("POST", f"/gaps/{gap['id']}/draft")
    assert (status, problem["code"]) == (409, "conflict")
    _, view = await eve.request("GET", f"/gaps/{gap['id']}")
    assert view["titles"][drafted["id"]] == drafted["title"]


async def test_gaps_are_merged_and_questions_moved_out(desk: Desk):
    await missed(desk, "Do you ship to Norway?")
    await missed(desk, "Do you buy used sofas?", "v2")
    await sort(desk)
    eve, ann = await desk.browser("eve"), await desk.browser("ann")
    _, found = await eve.request("GET", "/gaps?order=last_at")
    one, other = found["items"]
    assert (await ann.request("POST", f"/gaps/{one['id']}/merge", {"into": other["id"]}))[0] == 403
    status, merged = await eve.request("POST", f"/gaps/{one['id']}/merge", {"into": other["id"]})
    assert (status, merged["id"], merged["count"]) == (200, other["id"], 2)
    assert (await eve.request("GET", f"/gaps/{one['id']}"))[0] == 404
    _, view = await eve.request("GET", f"/gaps/{other['id']}")
    moved = view["examples"][0]
    status, alone = await eve.request("POST", f"/unanswered/{moved['id']}/move", {"into": None})
    assert (status, alone["title"], alone["count"]) == (200, moved["text"], 1)
    status, problem = await eve.request("POST", f"/unanswered/{moved['id']}/move", {})
    assert (status, problem["field"]) == (422, "into")
    assert (await eve.request("POST", "/unanswered/none/move", {}))[0] == 404


async def test_a_gap_is_dismissed_and_put_back(desk: Desk):
    await missed(desk, "Tell me a joke")
    await sort(desk)
    eve = await desk.browser("eve")
    _, found = await eve.request("GET", "/gaps")
    path = f"/gaps/{found['items'][0]['id']}"
    _, gap = await eve.request("POST", f"{path}/dismiss")
    assert gap["state"] == "dismissed"
    _, found = await eve.request("GET", "/gaps?state=dismissed&order=last_at")
    assert len(found["items"]) == 1
    _, gap = await eve.request("POST", f"{path}/reopen")
    assert gap["state"] == "open"


async def test_an_agents_good_answer_becomes_a_draft(desk: Desk):
    ann, conversation = await owned(desk, "Do you ship to Norway?")
    reply = {"client_id": "r1", "text": "Yes, within five days."}
    _, message = await ann.request("POST", f"/conversations/{conversation}/messages", reply)
    status, drafted = await ann.request("POST", f"/messages/{message['id']}/article")
    assert status == 201
    assert (drafted["questions"], drafted["body"]) == (["Do you ship to Norway?"], "Yes, within five days.")
    assert (drafted["state"], drafted["published"]) == ("draft", None)


async def test_a_customers_message_does_not(desk: Desk):
    question = await asked(desk, "Do you ship to Norway?")
    ann = await desk.browser("ann")
    status, problem = await ann.request("POST", f"/messages/{question.id}/article")
    assert (status, problem["code"]) == (422, "invalid_input")
