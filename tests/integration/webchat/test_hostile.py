"""What strangers, broken widgets and forgers try, and what they get."""

import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import WSServerHandshakeError
from msgspec.structs import replace

from hub.core.models.contacts import Address, AddressKind, EntryPoint
from hub.core.models.conversations import Message, StoredFile
from tests.fakes.world import World
from tests.integration.webchat.harness import ORIGIN, SECRET, Chat

PDF = b"%PDF-1.7 a small file"


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        ("{not json", ""),
        ("[]", ""),
        ('{"type": "nonsense"}', "type"),
        ('{"text": "no type"}', "type"),
        ('{"type": "send", "id": "a", "text": 7}', "text"),
        ('{"type": "send", "text": "no id"}', "id"),
        ('{"type": "send", "id": "a b", "text": "x"}', "id"),
        ('{"type": "send", "id": "a", "text": "x", "files": ["ok", 5]}', "files[1]"),
        ('{"type": "send", "id": "a", "text": "x", "sudo": true}', "sudo"),
        ('{"type": "send", "id": "a", "text": "   "}', "text"),
        ('{"type": "send", "id": "a", "text": "x", "files": ["01HNOTMINE"]}', "files[0]"),
        ('{"type": "rate", "score": 6}', "score"),
        ('{"type": "read", "seq": -1}', "seq"),
        ('{"type": "transcript", "email": "not an address"}', "email"),
        ('{"type": "feedback", "message": "01HNOTMINE", "helpful": true}', "message"),
        ('{"type": "hello"}', "type"),
        ("[" * 50_000, ""),
    ],
)
async def test_a_bad_frame_is_refused_by_name_and_the_connection_stays(chat: Chat, frame: str, field: str):
    widget = await chat.widget()
    await widget.socket.send_str(frame)
    error = await widget.get("error")
    assert error.get("field", "") == field
    assert error["message"]
    await widget.send("still here", id="after")


async def test_an_error_names_the_message_it_is_about(chat: Chat):
    widget = await chat.widget()
    await widget.say("send", id="m1", text=5)
    assert (await widget.get("error"))["id"] == "m1"


async def test_binary_frames_are_refused(chat: Chat):
    widget = await chat.widget()
    await widget.socket.send_bytes(b"\x00\xff")
    assert (await widget.get("error"))["code"] == "invalid_input"
    await widget.send("still here")


async def test_a_message_that_is_too_long_is_refused(chat: Chat):
    widget = await chat.widget()
    await widget.say("send", id="m1", text="x" * 8001)
    error = await widget.get("error")
    assert (error["field"], error["id"]) == ("text", "m1")
    assert "8000" in error["message"]
    await widget.send("x" * 8000)


async def test_a_frame_of_absurd_size_ends_the_connection_only(chat: Chat):
    widget = await chat.widget()
    await widget.socket.send_str(json.dumps({"type": "send", "id": "a", "text": "x" * 300_000}))
    closed = await widget.socket.receive()
    assert closed.data == 1009
    await chat.widget(visitor=widget.welcome["visitor"])


async def test_too_many_messages_are_refused_with_a_time_to_wait(tmp_path: Path):
    async with await World.open(tmp_path) as world, Chat(world, tmp_path, chat_messages_per_minute=6) as chat:
        widget = await chat.widget()
        for number in range(6):
            await widget.send("spam", id=f"s{number}")
        await widget.say("send", id="s7", text="one too many")
        error = await widget.get("error")
        assert (error["code"], error["id"], error["retry_after"]) == ("too_many", "s7", 10.0)
        world.clock.set(10)
        await widget.send("one too many", id="s7")
        again = await chat.widget(visitor=widget.welcome["visitor"])
        await again.say("send", id="s8", text="a new connection does not help")
        assert (await again.get("error"))["code"] == "too_many"


async def test_too_many_frames_of_any_kind_are_refused(tmp_path: Path):
    async with await World.open(tmp_path) as world, Chat(world, tmp_path, chat_messages_per_minute=2) as chat:
        widget = await chat.widget()
        for _ in range(25):
            await widget.say("typing", on=True)
        assert (await widget.get("error"))["code"] == "too_many"


async def test_transcripts_to_any_address_are_rare(chat: Chat):
    widget = await chat.widget()
    await widget.send("hello")
    for _ in range(3):
        await widget.say("transcript", email="victim@example.com")
    assert (await widget.get("error"))["code"] == "too_many"


async def test_too_many_connections_from_one_address_are_refused(tmp_path: Path):
    async with await World.open(tmp_path) as world, Chat(world, tmp_path, chat_hellos_per_minute=2) as chat:
        await chat.widget()
        await chat.widget()
        with pytest.raises(WSServerHandshakeError) as refused:
            await chat.connect()
        assert refused.value.status == 429


async def test_whoever_says_nothing_is_let_go(tmp_path: Path):
    async with await World.open(tmp_path) as world, Chat(world, tmp_path, hello_seconds=0.05) as chat:
        socket = await chat.connect()
        assert (await socket.receive_json())["code"] == "hello_timeout"
        assert (await socket.receive()).data == 4408


async def test_hello_comes_first(chat: Chat):
    socket = await chat.connect()
    await socket.send_json({"type": "send", "id": "a", "text": "x"})
    error = await socket.receive_json()
    assert (error["type"], error["field"]) == ("error", "type")
    await socket.send_json({"type": "hello"})
    assert (await socket.receive_json())["type"] == "welcome"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "https://shop.example.evil.example"])
async def test_other_pages_may_not_use_the_chat(chat: Chat, origin: str):
    with pytest.raises(WSServerHandshakeError) as refused:
        await chat.connect(origin=origin)
    assert refused.value.status == 403
    answer = await chat.http.options("/chat/v1/files?key=site", headers={"Origin": origin})
    assert answer.status == 403


async def test_an_unknown_key_is_refused(chat: Chat):
    with pytest.raises(WSServerHandshakeError) as refused:
        await chat.connect(key="nobody")
    assert refused.value.status == 404
    answer = await chat.http.get("/chat/v1/socket?key=nobody")
    assert (await answer.json(content_type=None))["detail"].startswith("There is no chat with this key")


async def test_an_entry_point_switched_off_is_gone(chat: Chat):
    entry = await chat.world.store.get(EntryPoint, "shop")
    await chat.world.save(_changed(entry, active=False))
    with pytest.raises(WSServerHandshakeError):
        await chat.connect(key="shop")


# --- who is who ----------------------------------------------------------------------------------------


async def test_a_signed_identity_is_believed(chat: Chat):
    widget = await chat.widget(identity=chat.identity("42"))
    assert widget.welcome["name"] == "Kim"
    await widget.send("hello")
    address = (await chat.world.store.find(Address, {"kind": AddressKind.EXTERNAL, "value": "42"}))[0]
    assert address.verified


async def test_a_known_customer_finds_the_conversation_at_another_browser(chat: Chat):
    widget = await chat.widget(identity=chat.identity("42"))
    await widget.send("from my laptop")
    assert (await chat.widget(identity=chat.identity("42"))).texts == ["from my laptop"]
    assert (await chat.widget(identity=chat.identity("43"))).texts == []


def _forged(chat: Chat) -> dict[str, str]:
    now = chat.world.clock.now().timestamp()
    claims: dict[str, Any] = {"sub": "42", "exp": int(now) + 300}
    other = "another secret that is long enough too"
    return {
        "not a token": "nonsense",
        "unsigned": jwt.encode(claims, "", "none"),
        "another secret": jwt.encode(claims, other, "HS256"),
        "another algorithm": jwt.encode(claims, SECRET * 3, "HS512"),
        "no expiry": jwt.encode({"sub": "42"}, SECRET, "HS256"),
        "expired": jwt.encode({**claims, "exp": int(now)}, SECRET, "HS256"),
        "not yet": jwt.encode({**claims, "nbf": int(now) + 3600}, SECRET, "HS256"),
        "no subject": jwt.encode({"exp": claims["exp"]}, SECRET, "HS256"),
        "empty subject": jwt.encode({**claims, "sub": ""}, SECRET, "HS256"),
    }


@pytest.mark.filterwarnings("ignore:The HMAC key is")  # PyJWT's advice on the forgers' keys
@pytest.mark.parametrize(
    "kind",
    [
        "not a token",
        "unsigned",
        "another secret",
        "another algorithm",
        "no expiry",
        "expired",
        "not yet",
        "no subject",
        "empty subject",
    ],
)
async def test_a_bad_identity_is_refused_and_the_visitor_stays_anonymous(chat: Chat, kind: str):
    known = await chat.widget(identity=chat.identity("42"))
    await known.send("private")
    widget = await chat.widget(identity=_forged(chat)[kind])
    error = await widget.get("error")
    assert (error["code"], error["field"]) == ("not_signed_in", "identity")
    assert widget.welcome["name"] == ""
    assert widget.texts == []
    await widget.send("anonymous")


async def test_an_entry_point_without_a_secret_believes_nobody(chat: Chat):
    widget = await chat.widget(key="shop", identity=chat.identity("42", secret="a" * 40))
    assert (await widget.get("error"))["field"] == "identity"


async def test_logging_in_keeps_the_anonymous_conversation(chat: Chat):
    widget = await chat.widget()
    await widget.send("before log-in")
    known = await chat.widget(visitor=widget.welcome["visitor"], identity=chat.identity("42"))
    assert known.texts == ["before log-in"]
    await known.send("after log-in")
    elsewhere = await chat.widget(identity=chat.identity("42"))
    assert elsewhere.texts == ["before log-in", "after log-in"]


async def test_logging_in_joins_an_anonymous_visitor_with_the_known_customer(chat: Chat):
    laptop = await chat.widget(identity=chat.identity("42"))
    await laptop.send("earlier")
    phone = await chat.widget()
    await phone.send("anonymous on the phone")
    await chat.widget(visitor=phone.welcome["visitor"], identity=chat.identity("42"))
    messages = await chat.world.store.find(Message)
    addresses = await chat.world.store.find(Address)
    assert len({address.contact for address in addresses}) == 1
    assert len(messages) == 2


async def test_after_logging_out_the_next_person_sees_nothing(chat: Chat):
    kim = await chat.widget(identity=chat.identity("42"))
    await kim.send("private")
    nobody = await chat.widget(visitor=kim.welcome["visitor"])
    assert nobody.texts == []
    other = await chat.widget(visitor=kim.welcome["visitor"], identity=chat.identity("43"))
    assert other.texts == []
    await other.send("mine")
    assert (await chat.widget(identity=chat.identity("42"))).texts == ["private"]


async def test_a_visitor_token_cannot_be_made_up(chat: Chat):
    widget = await chat.widget()
    await widget.send("private")
    body, mac = widget.welcome["visitor"].split(".")
    for forged in (body, f"{body}.", f"{body}.{mac[:-2]}AA", f"x{body}.{mac}", "", "…"):
        assert (await chat.widget(visitor=forged)).texts == []


async def test_one_visitor_cannot_repeat_anothers_message_to_learn_it(chat: Chat):
    one = await chat.widget()
    await one.send("private", id="guessed")
    other = await chat.widget()
    await other.send("hello", id="guessed")
    await other.get("message")
    await other.drain()
    assert other.texts == ["hello"]


async def test_html_from_customers_is_shown_as_text(chat: Chat):
    widget = await chat.widget()
    await widget.send('<img src=x onerror="alert(1)"> [x](javascript:alert(1))')
    html = (await widget.get("message"))["html"]
    assert "<img" not in html
    assert "href" not in html


# --- files ---------------------------------------------------------------------------------------------


async def test_a_file_goes_up_with_a_message_and_comes_down_as_a_download(chat: Chat):
    widget = await chat.widget()
    answer = await chat.upload(widget.welcome["visitor"], PDF, "Übersicht 说明.pdf")
    assert answer.status == 201
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    stored = await answer.json()
    assert (stored["name"], stored["type"], stored["size"]) == (
        "Übersicht 说明.pdf",
        "application/pdf",
        len(PDF),
    )
    await widget.send("", id="f1", files=[stored["id"]])
    file = (await widget.get("message"))["files"][0]
    kept = await chat.world.store.get(StoredFile, file["id"])
    assert kept.conversation == (await chat.world.store.find(Message))[0].conversation
    got = await chat.http.get(file["url"])
    assert await got.read() == PDF
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in got.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "data", [b"<!doctype html><script>alert(1)</script>", b"<svg onload=alert(1)>", b"MZ\x90\x00\x03" * 9]
)
async def test_content_decides_what_a_file_is_not_its_name(chat: Chat, data: bytes):
    widget = await chat.widget()
    answer = await chat.upload(widget.welcome["visitor"], data, "photo.png", **{"Content-Type": "image/png"})
    assert answer.status == 422
    assert (await answer.json(content_type=None))["detail"]


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(chat: Chat):
    widget = await chat.widget()
    answer = await chat.upload(widget.welcome["visitor"], b"%PDF-" + b"x" * 70_000)
    problem = await answer.json(content_type=None)
    assert (answer.status, problem["code"]) == (413, "too_large")


async def test_a_file_without_length_is_counted_while_it_comes(chat: Chat):
    widget = await chat.widget()

    async def endless() -> Any:
        for _ in range(100):
            yield b"%PDF-" + b"x" * 10_000

    answer = await chat.upload(widget.welcome["visitor"], endless())
    assert answer.status == 413


@pytest.mark.parametrize("token", ["", "nonsense", "e30.AAAA"])
async def test_uploading_needs_a_visitor(chat: Chat, token: str):
    assert (await chat.upload(token, PDF)).status == 401


async def test_uploading_needs_a_name_and_content(chat: Chat):
    widget = await chat.widget()
    token = widget.welcome["visitor"]
    assert (await (await chat.upload(token, PDF, "")).json(content_type=None))["field"] == "X-File-Name"
    assert (await chat.upload(token, b"")).status == 422


async def test_a_download_address_is_for_one_file_and_one_hour(chat: Chat):
    widget = await chat.widget()
    ids = [
        (await (await chat.upload(widget.welcome["visitor"], PDF, name)).json())["id"]
        for name in ("a.pdf", "b.pdf")
    ]
    await widget.send("files", id="f", files=ids)
    message = await widget.get("message")
    first, second = (file["url"] for file in message["files"])
    swapped = f"{second.partition('?')[0]}?{first.partition('?')[2]}"
    assert (await chat.http.get(swapped)).status == 403
    assert (await chat.http.get(first.partition("?")[0])).status == 403
    chat.world.clock.set(3601)
    assert (await chat.http.get(first)).status == 403
    await widget.say("link", file=ids[0], message=message["id"])
    fresh = await widget.get("link")
    assert (await chat.http.get(fresh["url"])).status == 200


async def test_anothers_upload_cannot_be_attached_or_linked(chat: Chat):
    one = await chat.widget()
    file = (await (await chat.upload(one.welcome["visitor"], PDF)).json())["id"]
    await one.send("mine", id="m", files=[file])
    message = await one.get("message")
    other = await chat.widget()
    await other.say("send", id="x", text="give it", files=[file])
    assert (await other.get("error"))["field"] == "files[0]"
    await other.say("link", file=file, message=message["id"])
    assert (await other.get("error"))["field"] == "message"


async def test_the_script_is_compressed_and_kept_until_it_changes(chat: Chat):
    first = await chat.http.get("/chat/v1/widget.js")
    assert first.status == 200
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = await chat.http.get("/chat/v1/widget.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304


def _changed(entry: EntryPoint, **values: Any) -> EntryPoint:
    return replace(entry, **values)
