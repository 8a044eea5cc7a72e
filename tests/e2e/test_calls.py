"""Telephone calls, as people make them: a real phone calls a real hub, whose bot and whose people answer."""

from itertools import islice
from pathlib import Path

import pytest
from playwright.async_api import expect

from hub.core.free_port import free_port
from tests.e2e.calling import ask, ask_for_a_person, over, said
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, Site, be
from tests.e2e.desk_phone import LISTEN, hears, media, take_call, until_in_call
from tests.e2e.hearing import clearly, share, to_line, until_heard, until_told
from tests.e2e.phone import LINE, Phone, write_wave
from tests.e2e.voice_site import node_came, taking_calls, voice_env
from tests.fakes.speech import Speech, need
from voice.node.music import music


@pytest.mark.timeout(400)
async def test_a_caller_asks_and_is_told(tmp_path: Path) -> None:
    async with taking_calls(tmp_path / "hub") as (hub, address), Speech.open() as speech:
        question = await clearly(speech, "How long does delivery take?")
        async with (
            DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
            Phone.calling(tmp_path / "phone", f"200@{address}") as phone,
        ):
            await until_told(phone, speech, "Welcome to Harbour and Pine. What would you like to know?")
            await phone.until_spoken_to()

            asked = await ask(phone, sam, question, "2 to 4 working days")
            heard = [one["text"] for one in await said(sam, "inbound", 1)]
            assert max(share("How long does delivery take?", text) for text in heard) > 0.5

            told = "parcels arrive working days furniture that is in stock takes"
            await until_told(phone, speech, told, after=asked)
            await phone.hang_up()
            await over(sam)

        async with (
            DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
            Phone.calling(tmp_path / "second", f"100@{address}", user="+442079460555") as phone,
        ):
            await phone.until_heard(2)
            await phone.press("1")
            assert "order number" in (await said(sam, "outbound", 3))[-1]["text"]
            await phone.press("4711#")
            assert [one["text"] for one in await said(sam, "inbound", 2)] == ["1", "4711"]


@pytest.mark.timeout(500)
async def test_a_caller_and_an_agent_in_a_browser_hear_each_other(tmp_path: Path) -> None:
    need("whisper-tiny-en", "piper-en-joe")
    sip, microphone = free_port(), tmp_path / "microphone.wav"
    async with Speech.open() as speech:
        wish = await clearly(speech, "I would like to talk to a person, please.")
        story = to_line(await speech.spoken("Yesterday my new lamp arrived, and its glass is broken in two."))
        agent_says = await speech.spoken(
            "Good morning, this is Ada. Tell me what happened, and I will help you."
        )
    write_wave(microphone, to_line(agent_says, 48_000), 48_000)
    async with Site.open(tmp_path / "hub", env=voice_env(sip), browser_arguments=media(microphone)) as site:
        await node_came(site.hub)
        page = await site.page()
        await page.add_init_script(LISTEN)
        ada = await site.signed_in("ada", page=page)
        await be(ada, "Available")
        async with (
            DeskAgent.signed_in(site.hub.url, "sam", PASSWORD) as sam,
            Phone.calling(tmp_path / "phone", f"200@127.0.0.1:{sip}") as phone,
        ):
            await phone.until_spoken_to()
            await ask_for_a_person(phone, sam, wish)
            await take_call(ada)
            await until_in_call(ada, "connected")

            sound = to_line(agent_says)[LINE : 3 * LINE]
            joined = len(phone.heard)
            await until_heard(phone, sound, after=joined)

            await phone.repeat(story)
            await hears(ada, story[LINE : 3 * LINE], since=0)

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
