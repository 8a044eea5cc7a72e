"""A mail's own page: what may load and run in it; pictures fetched for it; a timeline's mails at once."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from hub.core.models.contacts import AddressKind
from hub.core.models.conversations import Attachment
from hub.core.models.mail import Mail, MailAddress
from hub.core.text import clean_mail
from hub.services.inbound import InboundMessage, Receipt
from hub.services.pictures import LARGEST, Pictures
from tests.fakes.desk import Browser, Desk, open_desk

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
DATA = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"


class Gallery:
    """A web server with pictures that remembers who asked for what."""

    def __init__(self) -> None:
        self.asked: list[web.Request] = []
        app = web.Application()
        app.router.add_get("/{name}", self._answer)
        self.server = TestServer(app)

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        match request.match_info["name"]:
            case "moved":
                raise web.HTTPFound("/a.png")
            case "round":
                raise web.HTTPFound("/round")
            case "away":
                raise web.HTTPFound("file:///etc/passwd")
            case "large":
                return web.Response(body=PNG + b"\0" * LARGEST)
            case "svg":
                return web.Response(body=SVG, content_type="image/svg+xml")
            case "gone":
                raise web.HTTPNotFound
            case _:
                return web.Response(body=PNG, content_type="text/html", headers={"Set-Cookie": "who=you"})

    @property
    def base(self) -> str:
        return str(self.server.make_url("/"))[:-1]


@asynccontextmanager
async def gallery() -> AsyncIterator[Gallery]:
    shown = Gallery()
    await shown.server.start_server()
    yield shown
    await shown.server.close()


@pytest.fixture
async def pictures() -> AsyncIterator[Gallery]:
    async with gallery() as shown:
        yield shown


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, pictures=Pictures(allow_private=True)) as desk:
        yield desk


async def mailed(desk: Desk, html: str = "", number: int = 1, **values: Any) -> Receipt:
    """A mail of a customer's comes in; further ones join it."""
    head = Mail(
        id="",
        message_id=f"<{number}@home>",
        in_reply_to="<1@home>" if number > 1 else "",
        subject="Sofa",
        sender=MailAddress(address="vera@home.example"),
        html=clean_mail(html),
        quoted="> earlier",
    )
    inbound = InboundMessage(
        entry_point="post",
        address_kind=AddressKind.EMAIL,
        address="vera@home.example",
        external_id=f"m{number}",
        text=f"Mail {number}",
        at=desk.clock.now(),
        mail=head,
    )
    return await desk.services.intake.receive(replace(inbound, **values))


async def answer(browser: Browser, path: str) -> Any:
    status, body = await browser.get(path)
    assert status == 200, body
    return body


async def page(browser: Browser, message: str, query: str = "") -> tuple[str, dict[str, str]]:
    async with browser.session.get(f"{browser.base}/api/v1/messages/{message}/page{query}") as response:
        assert response.status == 200, await response.text()
        return await response.text(), dict(response.headers)


async def test_a_page_loads_nothing_and_runs_only_what_measures_it(desk: Desk):
    got = await mailed(desk, '<p onclick="x()">Hi<script>x()</script><img src="https://evil.example/a.png">')
    html, headers = await page(await desk.browser("ann"), got.message.id)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src data:;" in policy
    assert "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox" in policy
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert html.count("<script>") == 1
    assert html.index("<script>") < html.index("<p>Hi")
    assert 'data-remote="https://evil.example/a.png"' in html
    assert " src=" not in html


async def test_pictures_are_fetched_by_the_hub_and_only_when_asked(desk: Desk, pictures: Gallery):
    names = ("a.png?u=1&x=2", "moved", "round", "away", "large", "svg", "gone")
    tags = "".join(f'<img src="{pictures.base}/{name}" alt="{name}">' for name in names).replace("&", "&amp;")
    got = await mailed(desk, tags + '<img src="http://127.0.0.1:1/closed.png"><img src="ftp://x/y.png">')
    ann = await desk.browser("ann")
    await page(ann, got.message.id)
    assert pictures.asked == []
    html, headers = await page(ann, got.message.id, "?pictures=true")
    assert html.count(f'src="{DATA}"') == 2
    assert f'<img src="{DATA}" alt="a.png?u=1&amp;x=2">' in html
    assert html.count(" data-remote=") == len(names) - 2 + 1
    assert "img-src data:;" in headers["Content-Security-Policy"]
    assert pictures.asked[0].query_string == "u=1&x=2"
    for request in pictures.asked:
        assert "Referer" not in request.headers
        assert "Cookie" not in request.headers


async def test_pictures_in_private_networks_are_not_fetched(pictures: Gallery):
    named = pictures.base.replace("127.0.0.1", "localhost")
    addresses = [
        f"{pictures.base}/a.png",
        f"{named}/a.png",
        f"http://[::ffff:127.0.0.1]:{pictures.server.port}/a",
    ]
    assert await Pictures().fetch(addresses) == {}
    assert pictures.asked == []


async def test_pictures_that_came_with_the_mail_are_in_the_page(desk: Desk):
    stored = await desk.services.files.put("logo.png", PNG, "", "test")
    await desk.save(replace(stored, id="svg", type="image/svg+xml", rev=0))
    files = [
        Attachment(file=stored.id, name="logo.png", type="image/png", size=len(PNG)),
        Attachment(file="svg", name="x.svg", type="image/svg+xml", size=9),
    ]
    html = f'<p>Hi<img src="cid:{stored.id}"><img src="cid:svg"><img src="cid:unknown">'
    got = await mailed(desk, html, attachments=files)
    shown, _ = await page(await desk.browser("ann"), got.message.id)
    assert shown.count(f'src="{DATA}"') == 1
    assert 'src="cid:svg"' in shown


async def test_a_page_is_for_those_who_may_see_the_conversation(desk: Desk):
    got = await mailed(desk, "<p>Hi")
    plain = await mailed(desk, number=2)
    for login, message, status in (("bob", got.message.id, 404), ("ann", plain.message.id, 404)):
        browser = await desk.browser(login)
        async with browser.session.get(f"{browser.base}/api/v1/messages/{message}/page") as response:
            assert response.status == status


async def test_a_timeline_brings_its_mails_with_it(desk: Desk):
    first = await mailed(desk, '<p>Hi<img src="https://shop.example/a.png">')
    for number in range(2, 51):
        await mailed(desk, number=number)
    ann = await desk.browser("ann")
    found = await answer(ann, f"/conversations/{first.conversation.id}/timeline?limit=60")
    mails = {view["message"]: view for view in found["mails"]}
    assert len(mails) == 50
    assert set(mails) <= {message["id"] for message in found["items"]}
    view = mails[first.message.id]
    assert (view["has_page"], view["has_quoted"], view["remote_pictures"]) == (True, True, 1)
    assert (view["mail"]["html"], view["mail"]["quoted"], view["mail"]["subject"]) == ("", "", "Sofa")
    whole = await answer(ann, f"/messages/{first.message.id}/mail")
    assert whole["mail"]["quoted"] == "> earlier"
    assert "data-remote" in whole["mail"]["html"]


async def test_a_chats_timeline_has_no_mails(desk: Desk):
    said = await desk.say()
    ann = await desk.browser("ann")
    assert (await answer(ann, f"/conversations/{said.conversation.id}/timeline"))["mails"] == []
