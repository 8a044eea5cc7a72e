"""The phone in the desk, in real browsers with recorded microphones."""

import asyncio
from base64 import b64decode
from contextlib import suppress
from pathlib import Path

import numpy
from playwright.async_api import Page, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.e2e.hearing import ALIKE, LATELY, likeness, to_line
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Samples, write_wave
from tests.fakes.speech import Speech
from voice.node.legs import RATE

PATIENCE = 60_000
"""Milliseconds for what takes two browsers, a hub, a node and a telephone on a busy machine."""


def media(microphone: Path) -> tuple[str, ...]:
    """Return the arguments of a Chromium that speaks a recording, over and over."""
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
    )


class Voices:
    """What each side says: the whole, and a piece by which others know it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pieces: dict[str, Samples] = {}

    async def speak(self, speech: Speech, name: str, text: str, silence: float) -> Path:
        """Make a recording of a text and so many seconds of silence, as a microphone takes it.

        Unequal silences let each be heard alone, again and again.
        """
        audio = await speech.spoken(text) + bytes(2 * round(silence * RATE))
        self.pieces[name] = to_line(audio)[LINE : 3 * LINE]
        path = self._folder / f"{name}.wav"
        await asyncio.to_thread(write_wave, path, to_line(audio, 48_000), 48_000)
        return path


async def played(page: Page) -> int:
    """Return how many samples a browser has played so far."""
    return int(await page.evaluate("window.heardSamples.length"))


async def hears(page: Page, piece: Samples, *, since: int) -> None:
    """Wait until a browser plays something that is said again and again, later than that sample."""

    async def heard() -> bool:
        lately = max(since, await played(page) - LATELY)
        return likeness(await browser_heard(page, lately), piece) > ALIKE

    await until("what is said to the browser", heard)


async def stage(page: Page, name: str) -> None:
    """Wait until the agent stands so to the caller and to whom they asked in."""
    await expect(page.get_by_test_id("call-bar")).to_have_attribute("data-stage", name, timeout=PATIENCE)


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


DECODE = """
async (address) => {
  const data = await (await fetch(address)).arrayBuffer();
  const sound = await new OfflineAudioContext(2, 1, 8000).decodeAudioData(data);
  const sample = (one) => Math.round(Math.max(-1, Math.min(1, one)) * 32767);  // Opus overshoots
  return [0, 1].map((channel) => Array.from(sound.getChannelData(channel), sample));
}
"""


async def decoded(page: Page, recording: str) -> tuple[Samples, Samples]:
    """Return what the browser makes of a recording's file, left and right."""
    left, right = await page.evaluate(DECODE, f"/api/v1/recordings/{recording}/audio")
    return numpy.array(left, "<i2"), numpy.array(right, "<i2")
