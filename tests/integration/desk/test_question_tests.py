"""Test questions: kept, asked, and asked of a change before customers get it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.desk import Browser, Desk, open_desk

DELIVERY = {
    "title": "Delivery times",
    "body": "Orders arrive within two days.",
    "questions": ["When will my order arrive?"],
}
RETURNS = {
    "title": "Returns",
    "body": "You may send goods back within 30 days.",
    "questions": ["Can I return it?"],
}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def published(eve: Browser, fields: dict[str, Any]) -> Any:
    _, made = await eve.request("POST", "/articles", fields)
    status, out = await eve.request("POST", f"/articles/{made['id']}/publish", {})
    assert status == 200
    return out


async def keep(eve: Browser, text: str, article: str | None) -> Any:
    status, test = await eve.request("POST", "/knowledge/tests", {"text": text, "article": article})
    assert status == 201
    return test


async def test_questions_pass_when_they_are_answered_as_expected(desk: Desk):
    eve = await desk.browser("eve")
    delivery = await published(eve, DELIVERY)
    good = await keep(eve, "When will my order arrive?", delivery["id"])
    none = await keep(eve, "Who won the football game yesterday?", None)
    wrong = await keep(eve, "Do you sell elephants?", delivery["id"])
    _, results = await eve.request("POST", "/knowledge/tests-run", {})
    assert {one["test"]: one["outcome"] for one in results} == {
        good["id"]: "passed",
        none["id"]: "passed",
        wrong["id"]: "failed",
    }
    assert all(one["after"] is None for one in results)


async def test_a_change_that_breaks_a_question_says_so_and_changes_nothing(desk: Desk):
    eve = await desk.browser("eve")
    delivery = await published(eve, DELIVERY)
    await published(eve, RETURNS)
    test = await keep(eve, "When will my order arrive?", delivery["id"])
    changed = {**DELIVERY, "title": "Opening hours", "body": "We open at nine.", "questions": []}
    _, saved = await eve.request("PUT", f"/articles/{delivery['id']}", {**changed, "rev": delivery["rev"]})
    assert saved["published"] == 1
    _, (result,) = await eve.request("POST", "/knowledge/tests-run", {"article": delivery["id"]})
    assert (result["test"], result["outcome"], result["after"]) == (test["id"], "passed", "failed")
    _, (result,) = await eve.request("POST", "/knowledge/tests-run", {})
    assert result["outcome"] == "passed"


async def test_a_new_article_that_takes_anothers_question_is_named(desk: Desk):
    eve = await desk.browser("eve")
    delivery = await published(eve, {**DELIVERY, "questions": [], "title": "Delivery"})
    await keep(eve, "When will my parcel arrive?", delivery["id"])
    _, draft = await eve.request(
        "POST", "/articles", {"title": "When will my parcel arrive?", "body": "Ask the post."}
    )
    _, (result,) = await eve.request("POST", "/knowledge/tests-run", {"article": draft["id"]})
    assert (result["got"], result["after"]) == (draft["id"], "failed")


async def test_questions_are_kept_once_and_can_change(desk: Desk):
    eve = await desk.browser("eve")
    delivery = await published(eve, DELIVERY)
    test = await keep(eve, "  When   is it here? ", None)
    status, problem = await eve.request("POST", "/knowledge/tests", {"text": "When is it here?"})
    assert (status, problem["code"]) == (409, "conflict")
    status, problem = await eve.request("POST", "/knowledge/tests", {"text": "x", "article": "nowhere"})
    assert (status, problem["field"]) == (422, "article")
    path = f"/knowledge/tests/{test['id']}"
    _, changed = await eve.request("PUT", path, {"article": delivery["id"]})
    assert changed["article"] == delivery["id"]
    status, _ = await eve.request("DELETE", path)
    assert status == 204
    assert await eve.get("/knowledge/tests") == (200, [])
