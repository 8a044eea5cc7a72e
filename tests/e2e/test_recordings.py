"""Recordings, as people make and hear them: a real call with a bot and an agent, played back in a browser."""

from base64 import b64decode
from pathlib import Path

import numpy
import pytest
from playwright.async_api import Page, expect

from hub.core.free_port import free_port
from tests.e2e.axe import violations
from tests.e2e.calling import ask_for_a_person, calls, messages, said, stored
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, Site, be
from tests.e2e.desk_phone import decoded, media, take_call, until_in_call
from tests.e2e.hearing import clearly, likeness, share, to_line, until_heard, until_told
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Phone, Samples, write_wave
from tests.e2e.voice_site import change_number, direct_line, node_came, voice_env
from tests.fakes.speech import Speech, need

SPEAKS_UP = "--autoplay-policy=no-user-gesture-required"
# What an audio element plays, both channels, as samples.
TAP = """
window.played = [[], []];
window.playedText = () => window.played.map((samples) => {
  const bytes = new Uint8Array(new Int16Array(samples).buffer);
  let text = "";
  const piece = (at) => String.fromCharCode(...bytes.subarray(at, at + 8192));
  for (let at = 0; at < bytes.length; at += 8192) text += piece(at);
  return btoa(text);
});
window.Audio = class extends Audio {
  constructor(...given) {
    super(...given);
    const context = new AudioContext({ sampleRate: 8000 });
    const tap = context.createScriptProcessor(4096, 2, 2);
    tap.onaudioprocess = ({ inputBuffer }) => {
      if (this.paused) return;
      for (const channel of [0, 1]) {
        const samples = inputBuffer.getChannelData(channel);
        for (const sample of samples) window.played[channel].push(Math.round(sample * 32767));
      }
    };
    context.createMediaElementSource(this).connect(tap);
    tap.connect(context.destination);
  }
};
"""


async def record_calls(url: str) -> None:
    """Let calls to the number 200 be recorded, and set up 300, where people answer."""
    await direct_line(url)
    await change_number(url, "question-line", record=True, recording_days=30)


async def played(page: Page) -> tuple[Samples, Samples]:
    """Return what the browser has played so far, left and right."""
    left, right = await page.evaluate("window.playedText()")
    return numpy.frombuffer(b64decode(left), "<i2"), numpy.frombuffer(b64decode(right), "<i2")


async def until_played(page: Page, channel: int, sound: Samples) -> None:
    async def heard() -> bool:
        return likeness((await played(page))[channel], sound) > 0.7

    await until(f"what channel {channel} should play", heard)


@pytest.mark.timeout(500)
async def test_a_call_is_recorded_and_played_back_in_a_browser(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    sip, microphone = free_port(), tmp_path / "microphone.wav"
    async with Speech.open() as speech:
        wish = await clearly(speech, "I would like to talk to a person, please.")
        story = to_line(await speech.spoken("Yesterday my new lamp arrived, and its glass is broken in two."))
        agent_says = await speech.spoken(
            "Good morning, this is Ada. Tell me what happened, and I will help you."
        )
        write_wave(microphone, to_line(agent_says, 48_000), 48_000)
        env = voice_env(sip)
        async with Site.open(tmp_path / "hub", env=env, browser_arguments=media(microphone)) as site:
            await node_came(site.hub)
            await record_calls(site.hub.url)
            page = await site.page()
            await page.add_init_script(TAP)
            ada = await site.signed_in("ada", page=page)
            await be(ada, "Available")
            async with (
                DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam,
                Phone.calling(tmp_path / "phone", f"200@127.0.0.1:{sip}") as phone,
            ):
                await until_told(phone, speech, "This call is recorded", enough=0.7)
                await phone.until_spoken_to()
                await ask_for_a_person(phone, sam, wish)
                await take_call(ada)
                await until_in_call(ada, "connected")
                await expect(ada.get_by_test_id("recording-strip")).to_contain_text("being recorded")
                ours = to_line(agent_says)[LINE : 3 * LINE]
                joined = len(phone.heard)
                await until_heard(phone, ours, after=joined)
                await phone.say(numpy.tile(story, 2))  # of what is said once, a busy machine may lose a part
                await phone.until_said()
                theirs = story[LINE : 3 * LINE]
                await phone.hang_up()

                (row,) = await calls(sam)
                conversation = row["conversation"]["id"]
                recording = await stored(sam, conversation)
                assert recording["complete"]
                assert recording["seconds"] > len(story) / LINE

            await expect(ada.get_by_test_id("waves")).to_be_visible()
            await ada.get_by_test_id("player-toggle").click()
            await expect(ada.get_by_test_id("player")).to_have_attribute("data-playing", "true")
            await until_played(ada, 0, wish[LINE // 2 :])
            left, right = await played(ada)
            assert likeness(right, wish[LINE // 2 :]) < 0.6

            await ada.get_by_label("Place in the recording").fill(str(max(recording["seconds"] - 20, 0)))
            await until_played(ada, 1, ours)
            await until_played(ada, 0, theirs)

            wished = await _wished(site)
            (heard,) = [line for line in recording["lines"] if line["message"] == wished]
            lit = ada.locator("[data-lit]")
            await ada.get_by_test_id("play-from").filter(has_text=_clock(heard["begun"])).first.click()
            await expect(lit).to_contain_text("person")
            assert await violations(ada) == []

            supervisor = await site.signed_in("sam", page=await site.page())
            await site.goto(supervisor, "/recordings")
            await supervisor.get_by_label("Number").fill("+44 20 7946 0123")
            await expect(supervisor.get_by_test_id("recording")).to_have_count(1)
            await expect(supervisor.get_by_test_id("recording")).to_contain_text("Ada")
            await supervisor.get_by_label("Number").fill("+44 20 7946 9999")
            await expect(supervisor.get_by_test_id("recording")).to_have_count(0)
            assert await violations(supervisor) == []
    spool = tmp_path / "hub" / "data" / "spool"
    assert [path.name for path in spool.rglob("*.*")] == []


async def _wished(site: Site) -> str:
    """Return the id of the message in which the caller asked for a person."""
    async with DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam:
        return str(next(one["id"] for one in await messages(sam, "inbound") if "person" in one["text"]))


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


@pytest.mark.timeout(500)
async def test_a_message_is_left_and_heard(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    sip = free_port()
    async with (
        Speech.open() as speech,
        Site.open(tmp_path / "hub", env=voice_env(sip), browser_arguments=(SPEAKS_UP,)) as site,
    ):
        message = await clearly(speech, "This is Vera. Please call me back about my broken lamp.")
        await node_came(site.hub)
        await record_calls(site.hub.url)
        async with (
            DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam,
            Phone.calling(tmp_path / "phone", f"300@127.0.0.1:{sip}") as phone,
        ):
            await until_told(phone, speech, "leave a message")
            before = len(phone.heard)
            await phone.press("2")
            tone = tone_of(LINE)
            await phone.until("the tone", lambda heard: likeness(heard[before:], tone) > 0.8)
            await phone.say(message)
            await phone.until_said()
            await phone.press("#")
            await phone.until_over()
            (left,) = await said(sam, "inbound", 1)
            assert share("Please call me back about my broken lamp", left["text"]) > 0.4
            (row,) = await calls(sam)
            recording = await stored(sam, row["conversation"]["id"])
            assert (recording["kind"], recording["message"]) == ("message", left["id"])
            assert row["work_item"]["reason"] == "voicemail"

        page = await site.page()
        await page.add_init_script(TAP)
        ada = await site.signed_in("ada", page=page)
        await site.goto(ada, f"/inbox/all/{row['conversation']['id']}")
        await expect(ada.get_by_test_id("conversation-row").get_by_label("Voicemail")).to_be_visible()
        await ada.get_by_test_id("message").get_by_test_id("player-toggle").click()
        await expect(ada.get_by_label("Place in the recording")).not_to_have_value("0")
        left_channel, right_channel = await decoded(ada, recording["id"])
        pieces = [message[at : at + LINE // 2] for at in range(LINE, 3 * LINE, LINE // 2)]
        found = [likeness(left_channel, piece) for piece in pieces]
        assert max(found) > 0.7, found  # a busy machine's phone stutters between them
        assert right_channel.astype(float).std() < left_channel.astype(float).std() / 10
        assert await violations(ada) == []


def tone_of(rate: int) -> Samples:
    """The tone after which one speaks."""
    found: Samples = (8000 * numpy.sin(2 * numpy.pi * 1000 * numpy.arange(rate // 4) / rate)).astype("<i2")
    return found
