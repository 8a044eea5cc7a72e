"""Bots that entry points, keywords and rules may name: what there is at the moment of saving."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.desk import Browser, open_desk

FLOW = """
title: {en: Visit, zh: 参观}
languages: [en, zh]
start: bye
steps:
  bye: {kind: end, text: {en: Come and see us, zh: 欢迎光临}}
"""
PLACES: list[tuple[str, dict[str, Any], str]] = [
    (
        "entry-points",
        {"channel": "chat", "key": "w2", "name": "Second", "queue": "support", "bot": "flow:visit"},
        "bot",
    ),
    (
        "sms-routes",
        {
            "entry_point": "texts",
            "number": "+4930123456",
            "smscs": [{"host": "smsc.shop.example", "system_id": "shop"}],
            "secret": "8letters",
            "flows": {"VISIT": "flow:visit"},
        },
        "flows.VISIT",
    ),
    (
        "rules",
        {
            "name": "Visits",
            "conditions": [{"fact": "subject", "values": ["visit"]}],
            "route": {"bot": "flow:visit"},
        },
        "route.bot",
    ),
]


@pytest.fixture
async def adm(tmp_path: Path) -> AsyncIterator[Browser]:
    async with open_desk(tmp_path) as desk:
        yield await desk.browser("adm")


async def publish(adm: Browser) -> None:
    made = (await adm.post("/flows", {"id": "visit", "text": FLOW}))[1]
    status, body = await adm.post("/flows/visit/publish", {"revision": made["revision"]})
    assert status == 200, body


async def names(adm: Browser) -> list[str]:
    status, body = await adm.get("/bots")
    assert status == 200, body
    return [one["name"] for one in body]


async def test_the_list_follows_what_editors_publish(adm: Browser) -> None:
    assert await names(adm) == ["knowledge"]
    await publish(adm)
    assert (await adm.get("/bots"))[1][-1] == {
        "name": "flow:visit",
        "kind": "flow",
        "title": {"en": "Visit", "zh": "参观"},
    }
    assert (await adm.post("/flows/visit/withdraw"))[0] == 200
    assert await names(adm) == ["knowledge"]


@pytest.mark.parametrize(("kind", "record", "field"), PLACES, ids=[place[0] for place in PLACES])
async def test_a_flow_is_taken_once_it_is_published(
    adm: Browser, kind: str, record: dict[str, Any], field: str
) -> None:
    status, body = await adm.post(f"/settings/{kind}", record)
    assert (status, body["field"]) == (422, field), body
    assert "'visit' is not published" in body["detail"]
    await publish(adm)
    status, made = await adm.post(f"/settings/{kind}", record)
    assert status == 201, made
    assert (await adm.post("/flows/visit/withdraw"))[0] == 200
    changed = {name: value for name, value in made.items() if name not in {"id", "created_at"}}
    status, body = await adm.put(f"/settings/{kind}/{made['id']}", changed)
    assert (status, body["field"]) == (422, field), body


async def test_bots_that_are_not_set_up_here_are_refused(adm: Browser) -> None:
    entry = {**PLACES[0][1], "bot": "rasa"}
    status, body = await adm.post("/settings/entry-points", entry)
    assert (status, body["field"], body["detail"]) == (422, "bot", "There is no bot 'rasa'; use knowledge.")
    assert (await adm.post("/settings/entry-points", {**entry, "bot": None}))[0] == 201


async def test_an_import_is_held_to_the_bots_there_are(adm: Browser) -> None:
    document = (await adm.get("/settings-export"))[1]
    document["entry_points"][0]["bot"] = "flow:visit"
    status, body = await adm.post("/settings-import", document)
    assert (status, body["field"]) == (422, "entry_points[0].bot"), body
    await publish(adm)
    status, body = await adm.post("/settings-import", document)
    assert (status, body) == (200, {"created": 0, "changed": 1, "unchanged": body["unchanged"]})

    # What was so already is left alone, whatever became of its bot.
    assert (await adm.post("/flows/visit/withdraw"))[0] == 200
    status, body = await adm.post("/settings-import", document)
    assert (status, body["changed"]) == (200, 0), body
