"""People and programs in the set-up: accounts, who may be deleted or switched off, tokens, audit."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.core.models.staff import PresenceState
from hub.core.models.work import WorkItem, WorkState
from tests.fakes.desk import Browser, Desk, open_desk

KIM: dict[str, Any] = {"login": "Kim", "name": "Kim", "roles": ["agent"], "skills": {"german": 3}}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


@pytest.fixture
async def adm(desk: Desk) -> Browser:
    return await desk.browser("adm")


async def test_staff(desk: Desk, adm: Browser):
    kim = {
        "login": "Kim",
        "name": "Kim",
        "password": "long enough",
        "roles": ["agent"],
        "skills": {"german": 3},
    }
    status, made = await adm.post("/settings/staff", kim)
    assert (status, made["login"]) == (201, "kim")
    assert "password_hash" not in made
    browser = await desk.browser()
    await browser.sign_in("kim", "long enough")
    path = f"/settings/staff/{made['id']}"

    for change, field in (
        ({"skills": {"klingon": 1}}, "skills.klingon"),
        ({"skills": {"german": 0}}, "skills.german"),
        ({"queues": ["nothing"]}, "queues[0]"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles[0]"),
        ({"email": "nowhere"}, "email"),
        ({"capacity": {"chat": -1}}, "capacity.chat"),
        ({"password": "short"}, "password"),
        ({"login": "ann"}, "login"),
    ):
        status, body = await adm.put(path, {**kim, "rev": 1, **change})
        assert (status, body.get("field")) == (422, field), body
    status, body = await adm.post("/settings/staff", {"login": "x", "name": "X"})
    assert (status, body["field"]) == (422, "password")

    del kim["password"]
    status, saved = await adm.put(path, {**kim, "rev": 1, "roles": ["agent", "editor"]})
    assert (status, saved["roles"]) == (200, ["agent", "editor"])
    assert (await browser.get("/session"))[0] == 200
    status, body = await adm.put(path, {**kim, "rev": 1})
    assert (status, body["code"]) == (409, "stale_revision")
    assert (await adm.put(path, {**kim, "rev": 2, "active": False}))[0] == 200
    assert (await browser.get("/session"))[0] == 401
    assert (await adm.delete(path))[0] == 204


async def test_somebody_stays_administrator(desk: Desk, adm: Browser):
    status, body = await adm.put(
        "/settings/staff/adm", {"login": "adm", "name": "A", "roles": ["agent"], "rev": 1}
    )
    assert (status, body["code"]) == (409, "conflict")
    assert (await adm.delete("/settings/staff/adm"))[0] == 409
    status, document = await adm.get("/settings-export")
    for person in document["staff"]:
        person["active"] = False
    assert (await adm.post("/settings-import", document))[0] == 409


async def test_who_worked_is_not_deleted(desk: Desk, adm: Browser):
    await desk.waiting()
    ann = await desk.browser("ann")
    await ann.put("/me/presence", {"presence": "available"})
    await desk.router.step()
    status, body = await adm.delete("/settings/staff/ann")
    assert (status, "Switch the account off" in body["detail"]) == (409, True)


async def test_who_took_work_unoffered_is_not_deleted_either(desk: Desk, adm: Browser):
    await desk.owned("ann")
    assert (await adm.delete("/settings/staff/ann"))[0] == 409


async def test_who_is_switched_off_gets_no_more_work(desk: Desk, adm: Browser):
    await desk.services.agents.set_presence("ann", PresenceState.AVAILABLE)
    item = await desk.waiting()
    await desk.router.step()
    assert (await desk.services.agents.state("ann")).held
    off = {"login": "ann", "name": "Ann", "active": False, "rev": 1}
    assert (await adm.put("/settings/staff/ann", off))[0] == 200
    state = await desk.services.agents.state("ann")
    assert (state.presence, state.held) == (PresenceState.OFFLINE, {})
    assert (await desk.store.get(WorkItem, item.id)).state is WorkState.QUEUED


async def test_tokens(desk: Desk, adm: Browser):
    status, made = await adm.post("/settings/tokens", {"name": "CRM", "scopes": ["contacts:read"]})
    assert (status, made["secret"][:4]) == (201, "sbt_")
    assert "digest" not in str((await adm.get("/settings/tokens"))[1])
    program = await desk.browser()
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    assert (await program.request("GET", "/contacts", headers=bearer))[0] == 200
    assert (await program.request("GET", "/audit", headers=bearer))[0] == 403
    path = f"/settings/tokens/{made['token']['id']}"
    assert (await adm.get(path))[1]["last_used_at"]
    for body, field in (
        ({"name": "x", "scopes": ["root"]}, "scopes[0]"),
        ({"name": "x", "scopes": []}, "scopes"),
        ({"name": "x", "scopes": ["audit:read"], "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
    ):
        status, problem = await adm.post("/settings/tokens", body)
        assert (status, problem["field"]) == (422, field)
    assert (await adm.delete(path))[0] == 204
    assert (await program.request("GET", "/contacts", headers=bearer))[0] == 401

    soon = {"name": "x", "scopes": ["contacts:read"], "expires_at": "2026-11-23T09:01:00Z"}
    secret = (await adm.post("/settings/tokens", soon))[1]["secret"]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert (await program.request("GET", "/contacts", headers=bearer))[0] == 200
    desk.clock.set(60)
    assert (await program.request("GET", "/contacts", headers=bearer))[0] == 401


async def test_a_token_cannot_make_a_stronger_one(desk: Desk, adm: Browser):
    made = (await adm.post("/settings/tokens", {"name": "s", "scopes": ["settings:write"]}))[1]
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    program = await desk.browser()
    status, body = await program.request(
        "POST", "/settings/tokens", {"name": "s", "scopes": ["audit:read"]}, bearer
    )
    assert (status, body["field"]) == (422, "scopes[0]")


async def test_audit(desk: Desk, adm: Browser):
    made = (await adm.post("/settings/skills", {"name": "French"}))[1]
    await adm.put(f"/settings/skills/{made['id']}", {"name": "Français", "rev": 1})
    await adm.delete(f"/settings/skills/{made['id']}")
    status, page = await adm.get("/audit?limit=3")
    assert status == 200
    assert [(one["action"], one["actor"]) for one in page["items"]] == [
        ("deleted", "adm"),
        ("changed", "adm"),
        ("created", "adm"),
    ]
    assert page["items"][1]["before"] == {"name": "French"}
    assert page["items"][1]["after"] == {"name": "Français"}
    status, older = await adm.get(f"/audit?before={page['next']}")
    assert older["items"][0]["action"] == "signed_in"
    assert "argon2" not in str(older)
