"""Signing in and out, CSRF, rate limits, the second factor, the first administrator."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from hub.core.models.staff import PresenceState
from tests.fakes.desk import PASSWORD, Desk, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def test_sign_in_and_out(desk: Desk):
    ann = await desk.browser("ann")
    status, body = await ann.get("/session")
    assert status == 200
    assert body["staff"]["name"] == "Ann"
    assert body["csrf"] == ann.csrf
    assert "password_hash" not in body["staff"]
    assert "conversations:write" in body["staff"]["permissions"]
    await ann.put("/me/presence", {"presence": "available"})

    assert (await ann.delete("/session"))[0] == 204
    assert (await ann.get("/session"))[0] == 401
    assert (await desk.services.agents.state("ann")).presence is PresenceState.OFFLINE


async def test_cookie_is_guarded(desk: Desk):
    browser = await desk.browser()
    async with browser.session.post(
        f"{browser.base}/api/v1/session", json={"login": "ann", "password": PASSWORD}
    ) as response:
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("login", ["ann", "nobody"])
async def test_wrong_password_says_nothing_about_the_login(desk: Desk, login: str):
    browser = await desk.browser()
    status, body = await browser.post("/session", {"login": login, "password": "wrong"})
    assert status == 401
    assert body["code"] == "not_signed_in"
    assert body["detail"] == "User name or password is wrong."


async def test_login_ignores_case(desk: Desk):
    await (await desk.browser()).sign_in("ANN")


async def test_sessions_end(desk: Desk):
    ann = await desk.browser("ann")
    for _ in range(13):  # kept alive by use
        desk.clock.set(11 * 3600)
        assert (await ann.get("/session"))[0] == 200
    desk.clock.set(timedelta(days=7).total_seconds() - 13 * 11 * 3600 + 1)
    assert (await ann.get("/session"))[0] == 401
    bob = await desk.browser("bob")
    desk.clock.set(12 * 3600 + 1)
    status, body = await bob.get("/session")
    assert (status, body["code"]) == (401, "not_signed_in")


async def test_writes_need_the_csrf_token(desk: Desk):
    ann = await desk.browser("ann")
    ann.csrf = "wrong"
    status, body = await ann.put("/me/presence", {"presence": "available"})
    assert (status, body["code"]) == (403, "not_allowed")
    assert "X-CSRF-Token" in body["detail"]
    assert (await ann.get("/session"))[0] == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_writes_from_other_sites_are_refused(desk: Desk, headers: dict[str, str]):
    ann = await desk.browser("ann")
    status, _ = await ann.request("PUT", "/me/presence", {"presence": "available"}, headers)
    assert status == 403
    login = {"login": "ann", "password": PASSWORD}
    assert (await ann.request("POST", "/session", login, headers))[0] == 403


async def test_own_origin_is_accepted(desk: Desk):
    ann = await desk.browser("ann")
    headers = {"Origin": ann.base, "Sec-Fetch-Site": "same-origin"}
    assert (await ann.request("PUT", "/me/presence", {"presence": "away"}, headers))[0] == 200


async def test_sign_ins_are_limited(tmp_path: Path):
    async with open_desk(tmp_path, sign_ins_per_minute=3) as desk:
        browser = await desk.browser()
        for _ in range(3):
            assert (await browser.post("/session", {"login": "ann", "password": "x"}))[0] == 401
        status, body = await browser.post("/session", {"login": "ann", "password": PASSWORD})
        assert (status, body["code"]) == (429, "too_many")
        assert body["retry_after"] == 20
        desk.clock.set(20)
        assert (await browser.post("/session", {"login": "ann", "password": PASSWORD}))[0] == 200


async def test_requests_are_limited_per_session(tmp_path: Path):
    async with open_desk(tmp_path, api_per_minute=5) as desk:
        ann, bob = await desk.browser("ann"), await desk.browser("bob")
        statuses = [(await ann.get("/session"))[0] for _ in range(6)]
        assert statuses == [200] * 5 + [429]
        assert (await bob.get("/session"))[0] == 200


async def test_change_password(desk: Desk):
    ann, other = await desk.browser("ann"), await desk.browser("ann")
    status, body = await ann.put("/me/password", {"old": "wrong", "new": "another password"})
    assert (status, body["field"]) == (422, "old")
    status, body = await ann.put("/me/password", {"old": PASSWORD, "new": "short"})
    assert (status, body["field"]) == (422, "new")
    assert (await ann.put("/me/password", {"old": PASSWORD, "new": "another password"}))[0] == 204
    assert (await ann.get("/session"))[0] == 200
    assert (await other.get("/session"))[0] == 401
    await (await desk.browser()).sign_in("ann", "another password")


async def test_profile(desk: Desk):
    ann = await desk.browser("ann")
    status, body = await ann.patch("/me", {"language": "zh", "preferences": {"theme": "dark"}})
    assert (status, body["language"], body["preferences"]) == (200, "zh", {"theme": "dark"})
    status, body = await ann.patch("/me", {"language": "xx"})
    assert (status, body["field"]) == (422, "language")
    status, body = await ann.patch("/me", {"roles": ["admin"]})
    assert (status, body["field"]) == (422, "roles")


async def test_second_factor(desk: Desk):
    ann = await desk.browser("ann")
    status, body = await ann.post("/me/totp")
    assert status == 201
    assert body["uri"].startswith("otpauth://totp/")
    app = pyotp.TOTP(body["secret"])
    status, problem = await ann.put("/me/totp", {"code": "000000"})
    assert (status, problem["field"]) == (422, "code")
    assert (await ann.put("/me/totp", {"code": app.at(desk.clock.now())}))[0] == 204

    browser = await desk.browser()
    login = {"login": "ann", "password": PASSWORD}
    status, problem = await browser.post("/session", login)
    assert (status, problem["code"]) == (401, "code_needed")
    used = app.at(desk.clock.now())
    assert (await browser.post("/session", {**login, "code": used}))[0] == 401  # confirmed with it above
    desk.clock.set(30)
    code = app.at(desk.clock.now())
    assert (await browser.post("/session", {**login, "code": code}))[0] == 200
    status, problem = await browser.post("/session", {**login, "code": code})
    assert (status, problem["code"]) == (401, "not_signed_in")  # no code works twice

    assert (await ann.delete("/me/totp", {"password": "wrong"}))[0] == 422
    assert (await ann.delete("/me/totp", {"password": PASSWORD}))[0] == 204
    assert (await browser.post("/session", login))[0] == 200


async def test_first_admin(desk: Desk):
    accounts = desk.services.accounts
    browser = await desk.browser()
    assert await browser.get("/setup") == (200, {"needed": False})
    assert await accounts.first_admin_link("http://hub") is None
    await desk.services.accounts.create_staff(by="t", login="x", name="X", password=PASSWORD, roles=["admin"])
    staff = await accounts.by_login("adm")
    other = await accounts.by_login("x")
    assert staff
    assert other
    for admin in (staff, other):  # behind the services' back, which would refuse
        batch = desk.services.settings.batch("test")
        batch.delete(admin)
        await desk.store.commit(batch)

    link = await accounts.first_admin_link("http://hub/")
    assert link
    token = link.removeprefix("http://hub/desk/setup?token=")
    assert await browser.get("/setup") == (200, {"needed": True})
    root = {"token": token, "login": "root", "name": "Root", "password": "long enough"}
    assert (await browser.post("/setup", {**root, "token": "guess"}))[0] == 403
    status, body = await browser.post("/setup", {**root, "password": "short"})
    assert (status, body["field"]) == (422, "password")
    status, body = await browser.post("/setup", root)
    assert (status, body["staff"]["login"]) == (201, "root")
    assert (await browser.get("/settings/staff"))[0] == 200
    assert (await browser.post("/setup", {**root, "login": "again"}))[0] == 403
