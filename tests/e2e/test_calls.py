"""Telephone calls, as people make them: a real phone calls a real hub, whose bot and whose people answer."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import numpy
import pytest
from playwright.async_api import Page, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from hub.core.free_port import free_port
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, Site, be
from tests.e2e.hearing import likeness, share, to_line, until_heard, until_told
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Phone, Samples, write_wave
from tests.fakes.speech import MODELS, Speech, need
from voice.node.music import music

RTP_PORTS = 400
UNWRITTEN = {"SWITCHBOARD_VOICE_TRANSCRIPTS": "false"}
"""Writing down who never stops speaking is another test's business, and half a core's."""


def voice_env(sip: int) -> dict[str, str]:
    """A hub with a voice node, small models, ports that others do not use."""
    first = 20_000 + sip % 20_000 // 2 * 2
    return {
        "SWITCHBOARD_VOICE_SIP_LISTEN": f"127.0.0.1:{sip}",
        "SWITCHBOARD_VOICE_RTP_PORTS": f"{first}-{first + RTP_PORTS}",
        "SWITCHBOARD_VOICE_RECOGNISER": "whisper-tiny-en",
        "SWITCHBOARD_VOICE_VOICES": "piper-en-joe",
        "SWITCHBOARD_MODELS_FOLDER": str(MODELS),
    }


async def node_came(hub: HubProcess) -> None:
    """Wait until calls are taken."""

    async def came() -> bool:
        return "voice_node_came" in hub.log.read_text()

    await until("the voice node", came)


@asynccontextmanager
async def taking_calls(folder: Path) -> AsyncIterator[tuple[HubProcess, str]]:
    """Run a hub that takes calls; yields it and where it does."""
    need("whisper-tiny-en", "piper-en-joe")
    sip = free_port()
    hub = HubProcess(folder, env=voice_env(sip))
    try:
        await hub.start()
        await node_came(hub)
        yield hub, f"127.0.0.1:{sip}"
    finally:
        await hub.stop()


async def calls(desk: DeskAgent) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.call("GET", "/conversations?list=all&channel=voice"))["items"]
    return found


async def said(desk: DeskAgent, direction: str, number: int) -> list[dict[str, Any]]:
    """Wait for so many messages of the only call there is; return their timeline."""

    async def enough() -> list[dict[str, Any]]:
        if not (rows := await calls(desk)):
            return []
        timeline = await desk.call("GET", f"/conversations/{rows[0]['conversation']['id']}/timeline")
        found = [one for one in timeline["items"] if one["direction"] == direction and one["text"]]
        return found if len(found) >= number else []

    return await until(f"{number} {direction} messages", enough)


async def over(desk: DeskAgent) -> None:
    """Wait until the only call there is has ended."""

    async def ended() -> bool:
        (row,) = await calls(desk)
        view = await desk.call("GET", f"/conversations/{row['conversation']['id']}")
        return all(one["state"] == "ended" for one in view["interactions"])

    await until("the end of the call", ended)


@pytest.mark.timeout(400)
async def test_a_caller_asks_and_is_told(tmp_path: Path) -> None:
    async with taking_calls(tmp_path / "hub") as (hub, address), Speech.open() as speech:
        question = to_line(await speech.spoken("How long does delivery take?"))
        async with (
            DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
            Phone.calling(tmp_path / "phone", f"200@{address}") as phone,
        ):
            await until_told(phone, speech, "Welcome to Harbour and Pine. What would you like to know?")
            greeted = await phone.until_spoken_to()

            await phone.say(question)
            (heard,) = await said(sam, "inbound", 1)
            assert share("How long does delivery take?", heard["text"]) > 0.5
            (answer, *_) = await said(sam, "outbound", 1)
            assert "2 to 4 working days" in answer["text"].replace("*", "")

            told = "parcels arrive working days furniture that is in stock takes"
            await until_told(phone, speech, told, after=greeted)
            await phone.hang_up()
            await over(sam)

        async with (
            DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
            Phone.calling(tmp_path / "second", f"100@{address}", user="+442079460555") as phone,
        ):
            await phone.until_heard(2)
            await phone.press("1")
            asked = (await said(sam, "outbound", 3))[-1]
            assert "order number" in asked["text"]
            await phone.press("4711#")
            assert [one["text"] for one in await said(sam, "inbound", 2)] == ["1", "4711"]


# What the browser plays to its agent, kept as samples.
LISTEN = """
window.heardSamples = [];
window.heardFrom = (since) => {
  const bytes = new Uint8Array(new Int16Array(window.heardSamples.slice(since)).buffer);
  let text = "";
  const piece = (at) => String.fromCharCode(...bytes.subarray(at, at + 8192));
  for (let at = 0; at < bytes.length; at += 8192) text += piece(at);
  return btoa(text);
};
const Original = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Original {
  constructor(...given) {
    super(...given);
    this.addEventListener("track", ({ track }) => {
      const context = new AudioContext({ sampleRate: 8000 });
      const tap = context.createScriptProcessor(4096, 1, 1);
      tap.onaudioprocess = ({ inputBuffer }) => {
        const samples = inputBuffer.getChannelData(0);
        for (const sample of samples) window.heardSamples.push(Math.round(sample * 32767));
      };
      context.createMediaStreamSource(new MediaStream([track])).connect(tap);
      tap.connect(context.destination);
    });
  }
};
"""


async def browser_heard(page: Page, since: int = 0) -> Samples:
    """Return what a browser played, later than that sample (less than 0: so many before now)."""
    return numpy.frombuffer(b64decode(await page.evaluate("since => window.heardFrom(since)", since)), "<i2")


async def take_call(page: Page) -> None:
    """Accept the call; an offer that ran out on a busy machine comes again."""
    bar = page.get_by_test_id("call-bar")
    async with asyncio.timeout(90):
        while not await bar.is_visible():
            with suppress(PlaywrightTimeout):
                await page.get_by_test_id("offer-accept").click(timeout=5000)
                await bar.wait_for(timeout=10_000)


async def until_in_call(page: Page, state: str) -> None:
    """Wait until an agent's desk shows how far the call is: two browsers and a node may take a while."""
    await expect(page.get_by_test_id("call-bar")).to_have_attribute("data-state", state, timeout=60_000)


@pytest.mark.timeout(500)
async def test_a_caller_and_an_agent_in_a_browser_hear_each_other(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    sip, microphone = free_port(), tmp_path / "microphone.wav"
    async with Speech.open() as speech:
        wish = to_line(await speech.spoken("I would like to talk to a person, please."))
        story = to_line(await speech.spoken("Yesterday my new lamp arrived, and its glass is broken in two."))
        agent_says = await speech.spoken(
            "Good morning, this is Ada. Tell me what happened, and I will help you."
        )
    write_wave(microphone, to_line(agent_says, 48_000), 48_000)
    arguments = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
    )
    async with Site.open(tmp_path / "hub", env=voice_env(sip), browser_arguments=arguments) as site:
        await node_came(site.hub)
        page = await site.page()
        await page.add_init_script(LISTEN)
        ada = await site.signed_in("ada", page=page)
        await be(ada, "Available")
        async with Phone.calling(tmp_path / "phone", f"200@127.0.0.1:{sip}") as phone:
            await phone.until_spoken_to()
            await phone.say(wish)
            await take_call(ada)
            await until_in_call(ada, "connected")

            sound = to_line(agent_says)[LINE : 3 * LINE]
            joined = len(phone.heard)
            await until_heard(phone, sound, after=joined)

            await phone.repeat(story)

            async def played() -> bool:
                return likeness(await browser_heard(ada), story[LINE : 3 * LINE]) > 0.6

            await until("what the caller says, from the browser", played)

            await ada.get_by_test_id("call-hold").click()
            await expect(ada.get_by_test_id("call-hold")).to_have_attribute("aria-pressed", "true")
            held = len(phone.heard)
            figure = to_line(b"".join(islice(music(), 50, 150)))
            await until_heard(phone, figure, after=held)
            await ada.get_by_test_id("call-hold").click()
            back = len(phone.heard)
            await until_heard(phone, sound, after=back)

            await ada.get_by_test_id("call-end").click()
            await phone.until_over()
            await expect(ada.get_by_test_id("call-bar")).to_have_count(0)
