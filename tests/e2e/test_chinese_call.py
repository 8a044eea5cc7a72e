"""A call held in Chinese, from the key that changes the language to the agent who speaks Chinese."""

from pathlib import Path

import aioice.ice
import pytest
from pypinyin import lazy_pinyin

from hub.core.free_port import free_port
from hub.core.spoken_words import spoken_words
from tests.e2e.agent_phone import AgentPhone
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.hearing import LATELY, from_line, to_line, until_heard
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until
from tests.e2e.phone import LINE, LOUD, Phone, Samples
from tests.e2e.test_calls import UNWRITTEN, calls, node_came, over, said, voice_env
from tests.e2e.test_waiting_calls import offered
from tests.fakes.speech import Speech, need

HEARS, SPEAKS = "whisper-base", "kokoro-zh"
QUESTION = "支持哪些付款方式？"
ANSWER = "支持微信支付、支付宝、银联卡。"
WISH = "请转人工客服。"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let agents' audio stay on this machine."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])


def share(of: str, found: str) -> float:
    """Return which share of the syllables of a Chinese text were found (0 to 1).

    The recogniser takes one character for another that sounds alike, as 请按九 for 起案久.
    """
    wanted = syllables(of)
    return len(wanted & syllables(found)) / len(wanted)


def syllables(text: str) -> set[str]:
    """Return the sounds of a Chinese text, without tones and signs; numbers as they are read."""
    return {one for one in lazy_pinyin(spoken_words(text, "zh")) if one.isalpha()}


async def until_told(phone: Phone, speech: Speech, text: str, after: int) -> None:
    """Wait until most of a Chinese text was said on the line, later than that sample."""

    async def told() -> bool:
        heard = phone.heard[after:][-LATELY:]
        if not (abs(heard.astype(int)) > LOUD).any():
            return False
        return share(text, (await speech.understood(from_line(heard), "zh")).text) > 0.6

    await until(f"somebody who says: {text}", told)


async def say(phone: Phone, desk: DeskAgent, audio: Samples, answer: str) -> None:
    """Say something, once more if need be, until the bot's answer has that in it."""
    for number in range(1, 4):
        await phone.say(audio)
        await phone.until_said()
        await said(desk, "inbound", number)
        newest = (await said(desk, "outbound", number))[-1]["text"]
        if answer in newest.replace("*", "").replace(" ", ""):
            return
    raise AssertionError(f"The bot never answers {answer}, but {newest}")


async def ask_for_a_person(phone: Phone, desk: DeskAgent, audio: Samples) -> None:
    """Say that a person is wanted, again if need be, until the caller is in line."""

    async def in_line() -> bool:
        if phone.is_silent:
            await phone.say(audio)
        (row,) = await calls(desk)
        return bool(row["conversation"]["work_item"])

    await until("a place in line", in_line)


async def voice_came(hub: HubProcess) -> None:
    """Wait for the Chinese voice: calls are taken before all voices are there."""

    async def came() -> bool:
        return any(SPEAKS in line and "engine_ready" in line for line in hub.log.read_text().splitlines())

    await until("the Chinese voice", came)


async def chinese_by_key(url: str) -> None:
    """Let callers of the number 200 change to Chinese, and wait for those who speak it."""
    async with DeskAgent.signed_in(url, "admin", PASSWORD) as admin:
        line = await admin.call("GET", "/settings/entry-points/question-line")
        del line["id"]
        by_language = {"language_keys": {"9": "zh"}, "queue_by_language": {"zh": "chinese"}, "greeting": {}}
        changed = {**line, **by_language}
        await admin.call("PUT", "/settings/entry-points/question-line", changed)


@pytest.mark.timeout(500)
async def test_a_caller_speaks_chinese_with_the_bot_and_with_an_agent(tmp_path: Path) -> None:
    need(HEARS, SPEAKS, "piper-en-joe")
    sip = free_port()
    voices = {"SWITCHBOARD_VOICE_RECOGNISER": HEARS, "SWITCHBOARD_VOICE_VOICES": f"piper-en-joe,{SPEAKS}"}
    hub = HubProcess(tmp_path / "hub", env={**voice_env(sip), **UNWRITTEN, **voices})
    async with Speech.open(HEARS, SPEAKS) as speech:
        question, wish = [to_line(await speech.spoken(text, "zh")) for text in (QUESTION, WISH)]
        agent_says = await speech.spoken("您好，我是李娜，请您慢慢说，我来帮您处理。", "zh")
        try:
            await hub.start()
            await node_came(hub)
            await voice_came(hub)
            await chinese_by_key(hub.url)
            async with (
                DeskAgent.signed_in(hub.url, "li", PASSWORD) as li,
                DeskAgent.signed_in(hub.url, "sam", PASSWORD) as sam,
                Phone.calling(tmp_path / "phone", f"200@127.0.0.1:{sip}") as phone,
            ):
                await until_told(phone, speech, "中文请按九", 0)
                switched = len(phone.heard)
                await phone.press("9")
                await until_told(phone, speech, "我们说中文，请问有什么可以帮您", switched)

                asked = len(phone.heard)
                await say(phone, sam, question, "支付宝")
                await until_told(phone, speech, ANSWER, asked)

                waits = len(phone.heard)
                await ask_for_a_person(phone, sam, wish)
                await until_told(phone, speech, "您是下一位", waits)
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
        finally:
            await hub.stop()
