"""Pages, their security headers, and what operators ask."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request
from msgspec.structs import replace

import hub.desk.pages
from hub.core.batch import Batch, Sealed
from hub.core.errors import Unavailable
from hub.core.models.integrations import Cursor
from tests.fakes.desk import Desk, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser app as Vite leaves it."""
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><div id=root></div>")
    (static / "assets" / "index-abc.js").write_text("1")
    (tmp_path / "hidden.txt").write_text("hidden")
    monkeypatch.setattr(hub.desk.pages, "STATIC", static)
    return static


async def text(desk: Desk, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    browser = await desk.browser()
    async with browser.session.get(f"{browser.base}{path}", headers=headers) as response:
        return response.status, await response.text(), dict(response.headers)


async def test_start_page(desk: Desk):
    status, page, headers = await text(desk, "/")
    assert status == 200
    for link in ("/shop/", "/desk/inbox", "/desk/knowledge", "/desk/live"):
        assert f'href="{link}' in page
    assert "<code>ann</code>" in page
    assert "<script" not in page
    assert "$" not in page
    assert 'lang="en"' in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("path", "accept", "language"),
    [("/?lang=zh", "en", "zh"), ("/", "zh-CN,zh;q=0.9", "zh"), ("/", "fr,en;q=0.5", "en"), ("/", "", "en")],
)
async def test_start_page_speaks_the_readers_language(desk: Desk, path: str, accept: str, language: str):
    _, page, _ = await text(desk, path, **{"Accept-Language": accept})
    assert f'<html lang="{language}">' in page


async def test_pages_carry_strict_policies(desk: Desk, built: Path):
    for path in ("/", "/desk/inbox", "/health", "/api/v1/setup", "/nothing"):
        _, _, headers = await text(desk, path)
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe-eval" not in policy
        scripts = re.search(r"script-src ([^;]*)", policy)
        assert scripts is None or scripts[1] == "'self'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
    _, _, headers = await text(desk, "/api/v1/setup")
    assert headers["Cache-Control"] == "no-store"


async def test_browser_app(desk: Desk, built: Path):
    status, page, headers = await text(desk, "/desk/inbox/mine")
    assert (status, "root" in page, headers["Cache-Control"]) == (200, True, "no-cache")
    status, _, headers = await text(desk, "/desk/assets/index-abc.js")
    assert (status, "immutable" in headers["Cache-Control"]) == (200, True)
    assert (await text(desk, "/desk/assets/old.js"))[0] == 404
    assert "hidden" not in (await text(desk, "/desk/..%2Fhidden.txt"))[1]
    assert (await text(desk, "/desk"))[0] == 200


async def test_a_reloaded_page_keeps_the_policy_it_came_with(desk: Desk, built: Path):
    _, _, headers = await text(desk, "/desk/inbox")
    status, _, again = await text(desk, "/desk/inbox", **{"If-None-Match": headers["Etag"]})
    assert status == 304
    # The headers of a 304 replace the stored ones (RFC 9111, 4.3.4).
    assert (
        again.get("Content-Security-Policy", headers["Content-Security-Policy"])
        == (headers["Content-Security-Policy"])
    )


async def test_a_missing_browser_app_says_what_to_do(desk: Desk, built: Path):
    (built / "index.html").unlink()
    status, page, _ = await text(desk, "/desk/")
    assert (status, "make build-ui" in page) == (404, True)


async def test_shop_gives_pages_and_nothing_else(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "shop.html").write_text("<h1>$shop</h1>")
    (tmp_path / "shop" / "shop.en.json").write_text('{"shop": "Shop"}')
    (tmp_path / "shop" / "shop.zh.json").write_text('{"shop": "商店"}')
    (tmp_path / "shop" / "seed.py").write_text("secret")
    monkeypatch.setattr(hub.desk.pages, "SHOP", tmp_path / "shop")
    status, page, headers = await text(desk, "/shop")
    assert (status, page) == (200, "<h1>Shop</h1>")
    assert (await text(desk, "/shop/?lang=zh"))[1] == "<h1>商店</h1>"
    assert (await text(desk, "/shop/shop.en.json"))[0] == 404
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert (await text(desk, "/shop/seed.py"))[0] == 404


async def test_the_shop_is_whole_in_every_language(desk: Desk):
    for language, words in (("en", "Made this season"), ("zh", "本季新作")):
        status, page, _ = await text(desk, f"/shop/?lang={language}")
        assert (status, words in page, "$" in page) == (200, True, False)


async def test_health_and_readiness(desk: Desk):
    assert (await text(desk, "/health"))[0] == 200
    assert (await text(desk, "/ready"))[0] == 200
    seen = await desk.store.get(Cursor, "ready")
    assert (await text(desk, "/ready"))[0] == 200
    assert (await desk.store.get(Cursor, "ready")).rev == seen.rev, "asking often does not write often"
    desk.clock.set(1)
    assert (await text(desk, "/ready"))[0] == 200
    assert (await desk.store.get(Cursor, "ready")).rev == seen.rev + 1
    desk.router.close()
    status, body, _ = await text(desk, "/ready")
    assert (status, '"router": false' in body) == (503, True)


async def test_a_hub_short_of_disk_is_not_ready_and_says_so(desk: Desk):
    desk.free = 3 << 20
    status, body, _ = await text(desk, "/ready")
    assert status == 503
    assert '"disk": false' in body
    assert '"store": true' in body
    assert "has 3 MB left, less than data.least_free (100 MB). Free some space." in body
    desk.free = 1 << 30
    desk.clock.set(1)
    status, body, _ = await text(desk, "/ready")
    assert (status, '"problems": []' in body) == (200, True)


async def test_a_hub_that_cannot_write_is_not_ready_and_says_why(desk: Desk):
    class Full:
        def __getattr__(self, name: str) -> Any:
            return getattr(desk.store, name)

        async def commit(self, batch: Batch) -> Sealed:
            raise Unavailable("The disk that holds the database is full: nothing was stored.")

    full = replace(desk.deps, services=replace(desk.services, store=Full()))
    answer = await hub.desk.pages.Readiness(full).answer(make_mocked_request("GET", "/ready"))
    assert answer.status == 503
    assert "The disk that holds the database is full" in str(answer.text)


async def test_metrics_name_nobody(desk: Desk):
    ann = await desk.browser("ann")
    await desk.owned("ann")
    live = await ann.live()
    _, page, _ = await text(desk, "/metrics")
    for name in (
        "switchboard_http_request_seconds_bucket",
        'switchboard_open_sockets{side="desk"} 1.0',
        "switchboard_commits_total",
        'switchboard_events_total{kind="message.added"}',
    ):
        assert name in page
    for personal in ("Vera", "Ann", '"ann"', "A person"):
        assert personal not in page
    await live.socket.close()
