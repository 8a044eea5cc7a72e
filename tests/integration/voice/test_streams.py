"""The door for media streams: who is let in, what ends a call and what does not, what is taken back."""

import asyncio
import base64
import hashlib
import hmac
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import numpy
import pytest
from msgspec.structs import replace

from tests.fakes.streams import SECRET, AsteriskFarSide, FarSide, JsonAsteriskFarSide, TwilioFarSide
from tests.fakes.voice import voice
from tests.integration.voice.streaming import SETTINGS, streams
from voice.node.legs import FRAME_SECONDS, RATE, SILENT, Down, Key, Leg, LegError, LegEvent, Up
from voice.node.streams.door import LARGEST
from voice.node.streams.leg import MARK_EVERY, MOST_MALFORMED
from voice.reports import Cause

WITHIN = 60.0
BEARER = {"Authorization": f"Bearer {SECRET}"}
FORMS: list[type[FarSide]] = [TwilioFarSide, AsteriskFarSide, JsonAsteriskFarSide]


class Talk:
    """A call that is up, and its far side."""

    def __init__(self, leg: Leg, far: FarSide) -> None:
        self.leg = leg
        self.far = far
        self.events = leg.events()

    async def event(self) -> LegEvent:
        async with asyncio.timeout(WITHIN):
            return await anext(self.events)

    async def over(self) -> list[LegEvent]:
        async with asyncio.timeout(WITHIN):
            return [one async for one in self.events]

    async def took(self, *names: str) -> None:
        """Wait until the far side was told all of that."""
        async with asyncio.timeout(WITHIN):
            while not set(names) <= {one.get("event", one.get("command")) for one in self.far.took}:
                await turn()


async def turn() -> None:
    """Let 5 ms of the line pass."""
    passed = asyncio.Event()
    asyncio.get_running_loop().call_later(FRAME_SECONDS / 4, passed.set)
    await passed.wait()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN):
        while not condition():
            await turn()


@asynccontextmanager
async def talking(form: type[FarSide] = TwilioFarSide) -> AsyncIterator[Talk]:
    async with streams() as (url, came), form.calling(url, "/100", headers=BEARER) as far:
        async with asyncio.timeout(WITHIN):
            talk = Talk(await came.get(), far)
        await talk.leg.answer()
        assert await talk.event() == Up()
        yield talk


# --- who is let in ---------------------------------------------------------------------------------------


async def status(url: str, path: str, **headers: str) -> int:
    """Return what opening a stream is answered with."""
    async with aiohttp.ClientSession() as client:
        try:
            async with client.ws_connect(f"{url}{path}", headers=headers):
                return 101
        except aiohttp.WSServerHandshakeError as error:
            return error.status


async def test_a_token_opens_wherever_it_is_shown_and_a_wrong_one_nowhere() -> None:
    async with streams() as (url, _):
        basic = base64.b64encode(f"asterisk:{SECRET}".encode()).decode()
        assert await status(url, "/streams/twilio/100", **BEARER) == 101
        assert await status(url, "/streams/asterisk", Authorization=f"Basic {basic}") == 101
        assert await status(url, f"/streams/asterisk/100?token={SECRET}") == 101
        assert await status(url, f"/streams/twilio/100/{SECRET}") == 101
        assert await status(url, "/streams/twilio/100") == 401
        assert await status(url, "/streams/twilio/100/wrong") == 401
        assert await status(url, "/streams/twilio?token=") == 401
        assert await status(url, "/streams/twilio", Authorization="Bearer wrong") == 401
        assert await status(url, "/streams/twilio", Authorization="Basic %%%") == 401
        assert await status(url, "/streams/twilio", **{"X-Twilio-Signature": "x"}) == 401
        assert await status(url, "/streams/other", **BEARER) == 404
        assert await status(url, "/", **BEARER) == 404


def signature(address: str, token: str = SECRET) -> str:
    return base64.b64encode(hmac.new(token.encode(), address.encode(), hashlib.sha1).digest()).decode()


async def test_who_signs_the_address_is_let_in_as_it_is_known_outside() -> None:
    settings = replace(SETTINGS, token="", signing_token=SECRET, address="wss://voice.example.com")
    async with streams(settings) as (url, _):
        path, outside = "/streams/twilio/100", "wss://voice.example.com/streams/twilio/100"
        for right in (outside, f"{outside}/", outside.replace("wss", "https")):
            assert await status(url, path, **{"X-Twilio-Signature": signature(right)}) == 101
        for wrong in (signature(outside, "another token of ours"), signature(f"{outside}1"), ""):
            assert await status(url, path, **{"X-Twilio-Signature": wrong}) == 401
        assert await status(url, path, Authorization="Bearer ") == 401
    async with streams(replace(settings, address="")) as (url, _):
        assert await status(url, path, **{"X-Twilio-Signature": signature(f"{url}{path}")}) == 101


async def test_a_certificate_makes_it_wss(tmp_path: Any) -> None:
    file = tmp_path / "certificate.pem"
    made = await asyncio.create_subprocess_exec(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", str(tmp_path / "key.pem"), "-out", str(file),
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await made.wait() == 0
    settings = replace(SETTINGS, certificate=str(file), key=str(tmp_path / "key.pem"))
    trusted = ssl.create_default_context(cafile=str(file))
    async with streams(settings) as (url, came):
        assert url.startswith("https")
        async with TwilioFarSide.calling(url, "/100", headers=BEARER, ssl=trusted):
            async with asyncio.timeout(WITHIN):
                assert (await came.get()).called == "100"


async def test_more_than_there_may_be_are_not_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.node.streams.door.SPARE", 0)
    async with streams(most_calls=1) as (url, came), TwilioFarSide.calling(url, headers=BEARER):
        async with asyncio.timeout(WITHIN):
            await came.get()
        assert await status(url, "/streams/twilio", **BEARER) == 503


# --- who calls whom --------------------------------------------------------------------------------------


class Quiet(TwilioFarSide):
    """Says nothing of the numbers."""

    parameters: dict[str, str] = {}


async def test_the_numbers_come_from_parameters_then_query_then_path_then_headers() -> None:
    async with streams() as (url, came):
        named = BEARER | {"X-Called": "400", "X-Caller": "+4420", "X-Name": "Ann"}
        for form, path, called, caller in [
            (TwilioFarSide, "/300?called=200&caller=1", "100", "+442079460123"),
            (Quiet, "/300?called=200&caller=1", "200", "1"),
            (Quiet, "/300", "300", "+4420"),
            (Quiet, "", "400", "+4420"),
        ]:
            async with form.calling(url, path, headers=named), asyncio.timeout(WITHIN):
                leg = await came.get()
                assert (leg.called, leg.remote, leg.name) == (called, caller, "Ann")


# --- what ends a call, and what does not -----------------------------------------------------------------


@pytest.mark.parametrize("first", ["{", '{"event":"start"}', b"\0\1", "x" * (LARGEST + 1)])
async def test_who_does_not_begin_a_call_is_sent_away(first: str | bytes) -> None:
    async with streams() as (url, came), aiohttp.ClientSession() as client:
        async with client.ws_connect(f"{url}/streams/twilio", headers=BEARER) as socket:
            await (socket.send_str(first) if isinstance(first, str) else socket.send_bytes(first))
            async with asyncio.timeout(WITHIN):
                assert [one async for one in socket] == []
        assert came.empty()
        async with TwilioFarSide.calling(url, "/100", headers=BEARER):  # the others call
            async with asyncio.timeout(WITHIN):
                await came.get()


async def test_who_says_nothing_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.node.streams.door.BEGINS_WITHIN", 0.05)
    async with streams() as (url, came), aiohttp.ClientSession() as client:
        async with client.ws_connect(f"{url}/streams/asterisk", headers=BEARER) as socket:
            async with asyncio.timeout(WITHIN):
                assert [one async for one in socket] == []
        assert came.empty()


async def test_audio_before_the_beginning_is_passed_over() -> None:
    async with streams() as (url, came), aiohttp.ClientSession() as client:
        socket = await client.ws_connect(f"{url}/streams/asterisk", headers=BEARER)
        await socket.send_bytes(b"\xff" * 160)
        await AsteriskFarSide(socket).begin()
        async with asyncio.timeout(WITHIN):
            assert (await came.get()).called == ""
        await socket.close()


@pytest.mark.parametrize("form", FORMS)
async def test_some_nonsense_is_passed_over_and_too_much_ends_that_call_alone(form: type[FarSide]) -> None:
    async with talking(form) as talk, talking() as other:
        for _ in range(MOST_MALFORMED):
            await talk.far.socket.send_str("{nonsense")
        await talk.far.press("1")
        assert await talk.event() == Key("1")
        await talk.far.socket.send_str("{nonsense")
        assert await talk.over() == [Down(Cause.FAILED)]
        await until(lambda: talk.far.over.is_set())
        await other.far.press("2")
        assert await other.event() == Key("2")


@pytest.mark.parametrize("form", FORMS)
async def test_a_second_beginning_changes_nothing(form: type[FarSide]) -> None:
    async with talking(form) as talk:
        await talk.far.begin()
        await talk.far.press("1")
        assert await talk.event() == Key("1")


async def test_a_message_that_is_too_large_ends_its_call() -> None:
    async with talking() as talk:
        await talk.far.socket.send_str("x" * (LARGEST + 1))
        assert await talk.over() == [Down(Cause.NORMAL)]


async def test_a_line_that_breaks_ends_its_call() -> None:
    async with talking() as talk:
        assert talk.far.socket._response.connection
        transport = talk.far.socket._response.connection.transport
        assert isinstance(transport, asyncio.WriteTransport)
        transport.abort()
        assert await talk.over() == [Down(Cause.NORMAL)]


@pytest.mark.parametrize("form", FORMS)
async def test_we_hang_up(form: type[FarSide]) -> None:
    async with talking(form) as talk:
        await talk.leg.hang_up()
        assert await talk.over() == [Down(Cause.NORMAL)]
        await until(lambda: talk.far.over.is_set())
        if form is not TwilioFarSide:  # there, closing is all there is
            await talk.took("HANGUP")


async def test_when_the_door_closes_its_calls_end() -> None:
    async with streams() as (url, came), aiohttp.ClientSession() as client:
        socket = await client.ws_connect(f"{url}/streams/asterisk", headers=BEARER)
        await AsteriskFarSide(socket).begin()
        async with asyncio.timeout(WITHIN):
            talk = Talk(await came.get(), AsteriskFarSide(socket))
    assert await talk.over() == [Down(Cause.NORMAL)]


async def test_a_stream_cannot_be_transferred() -> None:
    async with talking() as talk:
        with pytest.raises(LegError):
            await talk.leg.transfer("sip:other@example.com")


# --- what is heard ---------------------------------------------------------------------------------------


def loud(samples: bytes) -> bool:
    return bool((abs(numpy.frombuffer(samples, "<i2").astype(int)) > 500).any())


@pytest.mark.parametrize("form", FORMS)
async def test_what_we_say_is_played_and_what_waits_can_be_taken_back(form: type[FarSide]) -> None:
    async with talking(form) as talk:
        for frame in voice(10):
            talk.leg.say(frame)
        await until(lambda: loud(bytes(talk.far.heard)))
        talk.far.plays = False
        for frame in voice(20):
            talk.leg.say(frame)
        await until(lambda: len(talk.far.waiting) >= 20)
        talk.leg.clear()
        await talk.took("clear" if form is TwilioFarSide else "FLUSH_MEDIA")
        assert not [one for one in talk.far.waiting if isinstance(one, bytes)]


async def test_keys_we_press_are_heard_as_their_sounds() -> None:
    async with talking() as talk:
        await talk.leg.send_keys("5")
        for _ in range(12):
            talk.leg.say(SILENT)
        await until(lambda: loud(bytes(talk.far.heard)))


@pytest.mark.parametrize("form", FORMS)
async def test_a_far_side_that_is_behind_is_given_time_by_leaving_out_silence(form: type[FarSide]) -> None:
    async with talking(form) as talk:
        talk.far.plays = False  # as if its clock were slow
        for frame in voice(MARK_EVERY + 40):
            talk.leg.say(frame)
            await turn()
        await until(lambda: talk.far.pieces >= MARK_EVERY + 38)  # the resampler keeps the last
        talk.far.plays = True
        mark = str(MARK_EVERY)
        await until(lambda: talk.far.marked == [mark])
        await talk.far.press("1")
        assert await talk.event() == Key("1")  # what was sent before it, the mark, has arrived
        for frame in [SILENT] * 20 + voice(5):
            talk.leg.say(frame)
        await until(lambda: talk.far.pieces >= MARK_EVERY + 43)
        await until(lambda: not talk.far.waiting)
        assert talk.far.pieces <= MARK_EVERY + 45


async def test_what_marks_say_was_not_played_is_told_when_it_is_taken_back() -> None:
    async with talking() as talk:
        talk.far.plays = False
        for frame in voice(MARK_EVERY + 20):
            talk.leg.say(frame)
            await turn()
        talk.far.plays = True
        await until(lambda: talk.far.marked)
        await talk.far.press("1")
        assert await talk.event() == Key("1")
        assert 15 <= talk.leg.clear() <= 20  # the resampler keeps the last
        assert talk.leg.clear() == 0


async def test_a_far_side_that_is_full_gets_no_more_until_it_is_not() -> None:
    async with talking(AsteriskFarSide) as talk:
        assert isinstance(talk.far, AsteriskFarSide)
        await talk.far.event("MEDIA_XOFF")
        await talk.took("FLUSH_MEDIA")
        for frame in voice(20):
            talk.leg.say(frame)
        await talk.far.event("MEDIA_XON")
        await talk.far.press("1")
        assert await talk.event() == Key("1")
        assert not loud(bytes(talk.far.heard))
        for frame in voice(20):
            talk.leg.say(frame)
        await until(lambda: loud(bytes(talk.far.heard)))


async def test_what_is_said_at_both_ends_is_heard_at_the_other_at_full_length() -> None:
    async with talking(JsonAsteriskFarSide) as talk:
        spoken = b"".join(voice(50))
        talk.far.say(numpy.frombuffer(spoken, "<i2")[::2].tobytes())  # 16 kHz to 8 kHz
        heard = bytearray()

        def listen() -> bool:
            while frame := talk.leg.hear():
                heard.extend(frame)
            return len(heard) > 2 * RATE

        await until(listen)
        level = numpy.frombuffer(bytes(heard), "<i2").astype(int)
        assert 0.9 < (abs(level) > 200).reshape(-1, 320).any(axis=1).sum() / 50 < 1.1
