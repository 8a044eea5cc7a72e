"""Articles through the API: who may do what, and the way of an article to the customers."""

import struct
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.core.models.staff import Role
from tests.fakes.desk import PASSWORD, Browser, Desk, open_desk

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        for login, role in (("kai", Role.EDITOR), ("wim", Role.WRITER)):
            await opened.services.accounts.create_staff(
                by="test", id=login, login=login, name=login.title(), password=PASSWORD, roles=[role]
            )
        yield opened


async def write(browser: Browser, **fields: Any) -> dict[str, Any]:
    draft = {"title": "Returns", "body": "Within 30 days.", **fields}
    status, article = await browser.post("/articles", draft)
    assert status == 201, article
    made: dict[str, Any] = article
    return made


async def upload(browser: Browser, data: bytes, name: str = "chair.png") -> tuple[int, Any]:
    headers = {"X-File-Name": name}
    return await browser.request("POST", "/article-images", headers=headers, data=data)


async def picture(browser: Browser, id: str) -> tuple[int, dict[str, str], bytes]:
    async with browser.session.get(f"{browser.base}/kb/images/{id}") as answer:
        return answer.status, dict(answer.headers), await answer.read()


async def test_writer_reviewer_and_admin_bring_an_article_out(desk):
    admin, writer, editor = [await desk.browser(login) for login in ("adm", "wim", "kai")]
    _, policy = await editor.get("/knowledge/policy")
    assert (policy["review_required"], policy["rev"]) == (False, 0)
    strict = {"review_required": True, "separate_reviewer": True, "rev": 0}
    assert (await editor.put("/knowledge/policy", strict))[0] == 403
    assert (await admin.put("/knowledge/policy", strict))[0] == 200
    article = await write(writer, texts={"sms": "30 days."}, category="Returns/How")
    assert (article["owner"], article["texts"]) == ("wim", {"sms": "30 days."})
    path = f"/articles/{article['id']}"
    status, problem = await editor.post(f"{path}/publish")
    assert (status, problem["code"]) == (409, "conflict")
    assert (await writer.post(f"{path}/submit", {"revision": 1}))[0] == 200
    assert (await writer.post(f"{path}/approve"))[0] == 403
    status, sent_back = await editor.post(f"{path}/request-changes", {"revision": 1, "comment": "Who pays?"})
    assert (status, sent_back["state"]) == (200, "draft")
    _, (comment,) = await writer.get(f"{path}/comments")
    _, settled = await writer.put(f"/article-comments/{comment['id']}/resolved", {"resolved": True})
    assert settled["resolved_by"] == "wim"
    better = {"title": "Returns", "body": "Within 30 days. We pay.", "rev": sent_back["rev"]}
    _, saved = await writer.put(path, better)
    await writer.post(f"{path}/submit", {"revision": 2})
    _, approved = await editor.post(f"{path}/approve", {"revision": 2, "comment": "Good."})
    assert (approved["state"], approved["approved_by"]) == ("approved", "kai")
    assert (await writer.post(f"{path}/publish"))[0] == 403
    _, out = await editor.post(f"{path}/publish", {"revision": 2})
    assert (out["state"], out["published"]) == ("published", 2)
    assert desk.answering.by_words("returns").results[0].revision == 2
    _, history = await writer.get(f"{path}/history")
    assert [one["act"] for one in history][:3] == ["published", "approved", "submitted"]


async def test_schedule_expiry_and_verification(desk):
    editor = await desk.browser("eve")
    path = f"/articles/{(await write(editor))['id']}"
    at = (desk.clock.now() + timedelta(days=1)).isoformat()
    _, scheduled = await editor.post(f"{path}/schedule", {"publish_at": at, "revision": 1})
    assert scheduled["state"] == "scheduled"
    assert (await editor.post(f"{path}/unschedule"))[1]["state"] == "draft"
    await editor.post(f"{path}/publish")
    details = {"verify_every_days": 30, "owner": "kai", "expires_at": at}
    _, changed = await editor.patch(path, details)
    assert (changed["owner"], changed["verify_every_days"]) == ("kai", 30)
    assert (await editor.patch(path, {"expires_at": None}))[1]["expires_at"] is None
    _, verified = await editor.post(f"{path}/verify")
    assert verified["verified_by"] == "eve"
    assert (await editor.post(f"{path}/archive"))[1]["state"] == "archived"
    assert (await editor.post(f"{path}/bring-back"))[1]["state"] == "draft"


async def test_edit_discard_restore_and_languages(desk):
    editor = await desk.browser("eve")
    article = await write(editor)
    path = f"/articles/{article['id']}"
    _, out = await editor.post(f"{path}/publish")
    await editor.put(path, {"title": "Returns", "body": "Within 60 days.", "rev": out["rev"]})
    assert (await editor.get("/articles?edited=true"))[1][0]["id"] == article["id"]
    _, back = await editor.post(f"{path}/discard")
    assert (back["body"], back["state"]) == ("Within 30 days.", "published")
    _, restored = await editor.post(f"{path}/restore", {"number": 2})
    assert (restored["body"], restored["state"], restored["published"]) == ("Within 60 days.", "draft", 3)
    _, translation = await editor.post(f"{path}/translations", {"language": "zh"})
    assert (await editor.post(f"{path}/translations", {"language": "zh"}))[0] == 409
    await editor.post(f"{path}/publish")
    _, family = await editor.get(f"{path}/translations")
    assert [(one["language"], one["source_changed"]) for one in family] == [("en", False), ("zh", True)]
    assert (await editor.post(f"/articles/{translation['id']}/in-step"))[0] == 200
    _, counts = await editor.get("/article-counts")
    assert (counts["states"], counts["languages"]) == ({"draft": 1, "published": 1}, {"en": 1, "zh": 1})


async def test_staff_only_articles_are_for_agents_and_not_for_the_bot(desk):
    editor, agent = await desk.browser("eve"), await desk.browser("ann")
    article = await write(editor, title="Discount codes we may give", audience="staff")
    await editor.post(f"/articles/{article['id']}/publish")
    assert desk.answering.by_words("discount codes").results == []
    _, found = await agent.get("/articles?q=discount")
    assert [one["id"] for one in found] == [article["id"]]


async def test_pictures_are_public_while_a_published_article_shows_them(desk):
    editor, customer = await desk.browser("eve"), await desk.browser()
    status, image = await upload(editor, png())
    assert status == 201
    article = await write(editor, body=f"See:\n\n![A chair](/kb/images/{image['id']})")
    assert (await picture(customer, image["id"]))[0] == 404
    status, headers, _ = await picture(editor, image["id"])
    assert (status, headers["Cache-Control"]) == (200, "private, no-store")
    path = f"/articles/{article['id']}"
    await editor.post(f"{path}/publish")
    status, headers, data = await picture(customer, image["id"])
    assert (status, headers["Content-Type"], data) == (200, "image/png", png())
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "sandbox" in headers["Content-Security-Policy"]
    await editor.post(f"{path}/unpublish")
    assert (await picture(customer, image["id"]))[0] == 404


async def test_pictures_of_staff_only_articles_are_not_public(desk):
    editor, customer = await desk.browser("eve"), await desk.browser()
    _, image = await upload(editor, png())
    article = await write(editor, body=f"![A chair](/kb/images/{image['id']})", audience="staff")
    await editor.post(f"/articles/{article['id']}/publish")
    assert (await picture(customer, image["id"]))[0] == 404


@pytest.mark.parametrize(("data", "name"), [(SVG, "a.png"), (SVG, "a.svg"), (b"%PDF-1.7 ...", "a.png")])
async def test_only_pictures_become_pictures(desk, data, name):
    editor = await desk.browser("eve")
    status, problem = await upload(editor, data, name)
    assert (status, problem["field"]) == (422, "file")


async def test_agents_read_and_do_not_write(desk):
    agent = await desk.browser("ann")
    assert (await agent.post("/articles", {"title": "x", "body": "y"}))[0] == 403
    assert (await upload(agent, png()))[0] == 403


async def test_agents_find_what_is_published_as_their_channel_brings_it(desk):
    editor, agent = await desk.browser("eve"), await desk.browser("ann")
    article = await write(editor, texts={"sms": "Send it back."}, body="Send it **back**.")
    path = f"/articles/{article['id']}"
    assert (await agent.get("/knowledge/answers"))[1] == []
    _, out = await editor.post(f"{path}/publish")
    await editor.put(path, {"title": "Draft", "body": "A draft.", "rev": out["rev"]})
    _, (found,) = await agent.get("/knowledge/answers?q=RETURNS&channel=sms&language=en")
    assert (found["title"], found["text"], found["revision"]) == ("Returns", "Send it back.", 1)
    assert (await agent.get("/knowledge/answers?q=returns"))[1][0]["text"] == "Send it **back**."
    assert (await agent.get("/knowledge/answers?q=draft"))[1] == []


async def test_previews_show_each_channel(desk):
    editor = await desk.browser("eve")
    picture = "![A chair](/kb/images/01J00000000000000000000000)"
    body = f"Costs **£4.90**.\n\n{picture}\n\n" + "Again and again. " * 30
    draft = {"title": "Delivery", "body": body, "texts": {"sms": "Costs £4.90"}, "language": "en"}
    _, shown = await editor.post("/knowledge/previews", draft)
    assert "<strong>£4.90</strong>" in shown["chat_html"]
    assert 'src="/kb/images/01J00000000000000000000000"' in shown["chat_html"]
    assert "<img" not in shown["mail_html"]
    assert "A chair" in shown["mail_html"]
    assert shown["sms"] == {"parts": ["Costs £4.90"], "alphabet": "gsm", "left": 149}
    assert shown["spoken"].startswith("Costs four pounds ninety.\n")
    assert shown["fax"][0].startswith("DELIVERY\n========\n\nCosts £4.90.")
    assert all(len(line) <= 80 for page in shown["fax"] for line in page.splitlines())
    assert shown["own"] == ["sms"]
    chinese = {"title": "配送", "body": "运费 12 元。" * 400, "language": "zh"}
    _, shown = await editor.post("/knowledge/previews", chinese)
    assert (shown["sms"]["alphabet"], len(shown["sms"]["parts"])) == ("ucs2", 48)
    assert len(shown["fax"]) == 2
