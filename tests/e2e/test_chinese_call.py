"""A call held in Chinese, from the key that changes the language to the agent who speaks Chinese."""

from pathlib import Path

import pytest

from tests.e2e.agent_phone import AgentPhone
from tests.e2e.calling import ask, ask_for_a_person, calls, over
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, offered
from tests.e2e.hearing import to_line, until_heard, until_told
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until
from tests.e2e.phone import LINE, Phone
from tests.e2e.voice_site import UNWRITTEN, change_number, taking_calls
from tests.fakes.speech import Speech, need

HEARS, SPEAKS = "whisper-base", "kokoro-zh"
QUESTION = "支持哪些付款方式？"
ANSWER = "支持微信支付、支付宝、银联卡。"
WISH = "请转人工客服。"


async def voice_came(hub: HubProcess) -> None:
    """Wait for the Chinese voice: calls are taken before all voices are there."""

    async def came() -> bool:
        return any(SPEAKS in line and "engine_ready" in line for line in hub.log.read_text().splitlines())

    await until("the Chinese voice", came)


@pytest.mark.timeout(500)
async def test_a_caller_speaks_chinese_with_the_bot_and_with_an_agent(tmp_path: Path) -> None:
    need(HEARS, SPEAKS)
    voices = {"SWITCHBOARD_VOICE_RECOGNISER": HEARS, "SWITCHBOARD_VOICE_VOICES": f"piper-en-joe,{SPEAKS}"}
    chinese = {"language_keys": {"9": "zh"}, "queue_by_language": {"zh": "chinese"}, "greeting": {}}
    async with Speech.open(HEARS, SPEAKS) as speech:
        question, wish = [to_line(await speech.spoken(text, "zh")) for text in (QUESTION, WISH)]
        agent_says = await speech.spoken("您好，我是李娜，请您慢慢说，我来帮您处理。", "zh")
        async with taking_calls(tmp_path / "hub", {**UNWRITTEN, **voices}) as (hub, address):
            await voice_came(hub)
            await change_number(hub.url, "question-line", **chinese)
            async with (
                DeskAgent.signed_in(hub.url, "li", PASSWORD) as li,
                DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
                Phone.calling(tmp_path / "phone", f"200@{address}") as phone,
            ):
                await until_told(phone, speech, "中文请按九", language="zh")
                switched = len(phone.heard)
                await phone.press("9")
                what = "我们说中文，请问有什么可以帮您"
                await until_told(phone, speech, what, after=switched, language="zh")

                asked = await ask(phone, sam, question, "支付宝")
                await until_told(phone, speech, ANSWER, after=asked, language="zh")

                waits = len(phone.heard)
                await ask_for_a_person(phone, sam, wish)
                await until_told(phone, speech, "您是下一位", after=waits, language="zh")
                assert (await calls(sam))[0]["conversation"]["queue"] == "chinese"

                await li.presence("available")
                await li.accept((await offered(li))["id"])
                joined = len(phone.heard)
                async with AgentPhone.joining(li, (await calls(sam))[0]["conversation"]["id"]) as agent:
                    agent.repeat(agent_says)
                    await until_heard(phone, to_line(agent_says)[LINE : 3 * LINE], after=joined)
                    await phone.repeat(question)
                    await until_heard(agent, question)
                await phone.hang_up()
                await over(sam)
