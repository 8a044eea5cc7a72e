"""An administrator opens the hub to programs, and changes the set-up with a way back."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from tests.e2e.desk_pages import Site, choose, save


class Receiver:
    """Somebody else's system: believes what is signed with the secret it was told."""

    def __init__(self) -> None:
        self.url = ""
        self.secret = ""
        self.answer = 410
        self.genuine: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator["Receiver"]:
        receiver = cls()
        app = web.Application()
        app.router.add_post("/hook", receiver._take)
        runner = web.AppRunner(app)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
            yield receiver
        finally:
            await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        parts = dict(part.split("=", 1) for part in request.headers["X-Switchboard-Signature"].split(","))
        signed = parts["t"].encode() + b"." + body
        wanted = hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted, parts["v1"]):
            return web.Response(status=401)
        await self.genuine.put((json.loads(body)["event"], request.headers["X-Switchboard-Delivery"]))
        return web.Response(status=self.answer)


async def status(site: Site, path: str, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    async with site.http.get(f"{site.hub.url}/api/v1{path}", headers=headers) as answer:
        return answer.status


async def made_secret(page: Page) -> str:
    """Read the secret that is shown this once, and close it."""
    secret = await page.get_by_test_id("secret").inner_text()
    await page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    await expect(page.get_by_text(secret)).to_have_count(0)
    return secret


async def rename_skill(site: Site, page: Page, name: str) -> None:
    await site.goto(page, "/admin/skills/furniture")
    await page.get_by_role("textbox", name="Name", exact=True).fill(name)
    await save(page)


@pytest.mark.timeout(180)
async def test_a_token_opens_what_its_scope_says(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        page = await site.signed_in("admin")
        await site.goto(page, "/admin/tokens")
        await page.get_by_test_id("new-tokens").click()
        dialog = page.get_by_role("dialog", name="New API token")
        await dialog.get_by_role("textbox", name="Name").fill("Wallboard")
        await choose(dialog, "Permissions", "live:read")
        await dialog.get_by_role("button", name="Make token").click()
        token = await made_secret(page)
        await page.reload()
        await expect(page.get_by_role("row", name="Wallboard")).to_be_visible()
        assert token not in await page.content()
        assert await status(site, "/live", token) == 200
        assert await status(site, "/settings/skills", token) == 403
        assert await status(site, "/live", token[:-1]) == 401


@pytest.mark.timeout(180)
async def test_webhooks_are_signed_logged_and_sent_again(tmp_path: Path) -> None:
    private = {"SWITCHBOARD_WEBHOOKS_ALLOW_PRIVATE": "true"}
    async with Site.open(tmp_path, env=private) as site, Receiver.open() as receiver:
        page = await site.signed_in("admin")
        await site.goto(page, "/admin/webhooks/new")
        await page.get_by_role("textbox", name="Address").fill(receiver.url)
        await choose(page, "Events", "conversation.opened")
        await page.get_by_test_id("save").click()
        receiver.secret = await made_secret(page)

        joan = await site.customer("Joan")
        await joan.send("Hello")
        event, delivery = await asyncio.wait_for(receiver.genuine.get(), 60)
        assert event == "conversation.opened"

        receiver.answer = 200
        await page.get_by_role("button", name=receiver.url).click()
        log = page.get_by_role("dialog")
        await expect(log.get_by_text("Given up")).to_be_visible()
        await expect(log.get_by_text("HTTP 410", exact=True)).to_be_visible()
        await log.get_by_role("button", name="Send again").click()
        assert await asyncio.wait_for(receiver.genuine.get(), 60) == (event, delivery)
        await expect(log.get_by_text("Delivered")).to_be_visible()


@pytest.mark.timeout(180)
async def test_the_set_up_goes_out_and_comes_back(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        page = await site.signed_in("admin")
        await site.goto(page, "/admin/file")
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Export").click()
        file = tmp_path / "setup.json"
        await (await download.value).save_as(file)

        await rename_skill(site, page, "Chairs and tables")
        await site.goto(page, "/admin/file")
        await page.locator("input[type=file]").set_input_files(file)
        await expect(page.get_by_text("Created: 0, changed: 1")).to_be_visible()
        await site.goto(page, "/admin/skills")
        await expect(page.get_by_role("button", name="Furniture advice")).to_be_visible()
        await expect(page.get_by_text("Chairs and tables")).to_have_count(0)

        await site.goto(page, "/admin/audit")
        await page.get_by_role("button", name="Furniture advice").first.click()
        entry = page.get_by_role("region").filter(has_text="Before")
        for text in ("Before", "After", "Chairs and tables", "Furniture advice"):
            await expect(entry.get_by_text(text).first).to_be_visible()

        await site.goto(page, "/admin/skills/orders")
        await page.get_by_role("button", name="Delete").click()
        await page.get_by_role("button", name="Delete").last.click()
        refusal = page.get_by_role("alert").filter(has_text="Customer service")
        await expect(refusal).to_be_visible()
