"""A caller speaks into the bot's answer, by a real phone: the bot stops, listens, and answers that."""

from pathlib import Path
from typing import Any

import pytest

from hub.core.spoken import spoken
from tests.e2e.calling import ask, messages, over
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.hearing import clearly, from_line, place, share, until_told
from tests.e2e.patience import until
from tests.e2e.phone import LINE, LOUD, Phone, from_first
from tests.e2e.voice_site import taking_calls
from tests.fakes.speech import Speech

QUESTION = "How long does delivery take?"
ANOTHER = "Let me ask instead about the opening hours of your shop and when your shop is open."
"""What it is about is said more than once: a busy machine's line may lose a word."""
FALLS_SILENT = 2 * LINE
"""What a busy machine may take to notice that somebody speaks; on a quiet one it is a tenth of that."""


@pytest.mark.timeout(400)
async def test_a_caller_interrupts_and_is_answered(tmp_path: Path) -> None:
    async with taking_calls(tmp_path / "hub") as (hub, address), Speech.open() as speech:
        question, another = [await clearly(speech, text) for text in (QUESTION, ANOTHER)]
        async with (
            DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
            Phone.calling(tmp_path / "phone", f"200@{address}") as phone,
        ):
            await phone.until_spoken_to()
            asked = await ask(phone, sam, question, "2 to 4 working days")
            await phone.until_heard(4, after=asked)
            interrupted = len(phone.said)
            again = await ask(phone, sam, another, "Customer service answers Monday to Friday")

            once = phone.said[interrupted : interrupted + len(another) + 3 * LINE]
            begun = interrupted + place(once, another[:LINE])
            ended = begun + len(another)
            assert abs(phone.heard[begun + FALLS_SILENT : ended].astype(int)).max() < LOUD
            told = "customer service answers Monday to Friday"
            await until_told(phone, speech, told, enough=0.4, after=again)

            first = await heard_only(sam)
            kept, whole = first["heard"], spoken(first["text"], "en")
            line = from_first(phone.heard[asked : begun + FALLS_SILENT])
            really = (await speech.understood(from_line(line))).text
            assert whole.startswith(kept)
            assert "minutes" in whole  # at its end
            assert "minutes" not in kept
            # On a busy machine a small recogniser makes out half of it.
            assert min(share(kept, really), share(really, kept)) > 0.3, (kept, really)
            assert "minutes" not in really
            await phone.hang_up()
            await over(sam)


async def heard_only(desk: DeskAgent) -> dict[str, Any]:
    """Wait until the conversation says which part of an answer was heard; return that message."""

    async def noted() -> dict[str, Any] | None:
        told = await messages(desk, "outbound")
        return next((one for one in told if one["heard"] is not None and "working" in one["text"]), None)

    return await until("what was heard of an answer", noted)
