"""The real Rasa behind our channel and keeper: dialogues, commands typed, death, and a new model."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from msgspec import UNSET

from bots.rasa.bot import sender
from bots.rasa.dialogues import RasaDialogues
from bots.rasa.keeper.place import Place
from bots.rasa.wire import Answer, Ask
from hub.core.errors import Unavailable
from tests.integration.rasa.conftest import TOKEN, Keeper, kept

pytestmark = [pytest.mark.xdist_group("rasa"), pytest.mark.timeout(420)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def keeper(place: Place) -> AsyncIterator[Keeper]:
    async with kept(place, "en", "zh") as running:
        yield running


class Talk:
    """One dialogue."""

    def __init__(self, keeper: Keeper, sender: str, language: str = "en") -> None:
        self._keeper = keeper
        self._sender = sender
        self._language = language
        self._count = 0

    async def say(self, text: str, **more: Any) -> Answer:
        """Say something; return what came back."""
        self._count += 1
        asked = {"message_id": f"{self._sender}-{self._count}"} | more
        ask = Ask(sender=self._sender, text=text, language=self._language, **asked)
        return await self._keeper.client.take(ask)


def texts(answer: Answer) -> list[str]:
    return [part.text for part in answer.messages if part.text]


def commands(answer: Answer) -> list[str]:
    return [part.custom.hub for part in answer.messages if part.custom is not UNSET]


@pytest.mark.asyncio(loop_scope="module")
class TestDialogue:
    async def test_a_complaint_is_taken_confirmed_and_reported(self, keeper: Keeper):
        talk = Talk(keeper, "t.complaint.0")
        assert (await talk.say("I want to make a complaint")).loop == "complaint_form"
        assert "two letters and six digits" in texts(await talk.say("dunno"))[0]
        assert (await talk.say("it is hp 204518")).slots == {"order_number": "HP-204518"}
        await talk.say("the table arrived with a broken leg")
        asked = await talk.say("020 7946 0018")
        assert "HP-204518" in texts(asked)[0]
        assert [one.payload for one in asked.messages[0].buttons] == [
            "/affirm",
            "/deny",
        ]
        done = await talk.say("/affirm", pressed=True)
        assert commands(done) == ["report"]
        assert done.slots == {}

    async def test_a_repair_in_chinese(self, keeper: Keeper):
        talk = Talk(keeper, "t.repair.0", "zh")
        assert (await talk.say("我要报修")).loop == "repair_form"
        await talk.say("橡木桌")
        await talk.say("桌腿松了，一直摇晃")
        asked = await talk.say("１３８ ００１３ ８０００")
        assert "13800138000" in texts(asked)[0]
        assert commands(await talk.say("对")) == ["report"]

    async def test_no_to_what_was_understood_asks_again(self, keeper: Keeper):
        talk = Talk(keeper, "t.again.0")
        for text in ("I need a repair", "a lamp", "it is dark", "02079460018"):
            await talk.say(text)
        again = await talk.say("no")
        assert again.loop == "repair_form"
        assert again.slots == {}

    async def test_a_question_in_the_middle_keeps_the_form(self, keeper: Keeper):
        talk = Talk(keeper, "t.question.0")
        await talk.say("I want to complain")
        answer = await talk.say("how long does delivery take")
        assert commands(answer) == ["ask_knowledge"]
        assert answer.loop == "complaint_form"
        assert "order number" in texts(answer)[-1]

    async def test_a_form_can_be_stopped(self, keeper: Keeper):
        talk = Talk(keeper, "t.stop.0")
        await talk.say("I want to complain")
        await talk.say("HP-204518")
        stopped = await talk.say("forget it")
        assert stopped.loop == ""
        assert stopped.slots == {}

    @pytest.mark.parametrize("text", ["/restart", "  /complaint", "/affirm{}", "／complaint", "/"])
    async def test_typed_commands_are_words(self, keeper: Keeper, text: str):
        talk = Talk(keeper, f"t.typed.{abs(hash(text))}")
        await talk.say("I need a repair")
        answer = await talk.say(text)
        assert answer.loop == "repair_form"
        assert answer.confidence < 1.0

    async def test_values_given_are_not_asked_for(self, keeper: Keeper):
        talk = Talk(keeper, "t.given.0")
        answer = await talk.say("I want to complain", values={"order_number": "HP-111111", "unknown": "x"})
        assert answer.slots == {"order_number": "HP-111111"}
        assert "went wrong" in texts(answer)[-1]

    async def test_the_same_message_again_gets_the_same_answer_and_does_nothing(self, keeper: Keeper):
        talk = Talk(keeper, "t.twice.0")
        await talk.say("I want to complain")
        first = await talk.say("HP-204518", message_id="same")
        second = await talk.say("HP-204518", message_id="same")
        assert texts(first) == texts(second)
        assert second.slots == {"order_number": "HP-204518"}

    async def test_nonsense_is_for_the_knowledge_base_to_refuse(self, keeper: Keeper):
        assert commands(await Talk(keeper, "t.noise.0").say("asdf qwer zxcv")) == ["ask_knowledge"]
        assert commands(await Talk(keeper, "t.noise.1", "zh").say("阿斯顿发的")) == ["ask_knowledge"]

    async def test_a_person_is_a_handoff_also_in_a_form(self, keeper: Keeper):
        talk = Talk(keeper, "t.person.0")
        await talk.say("I need a repair")
        assert commands(await talk.say("let me talk to your staff")) == ["handoff"]

    async def test_nobody_without_the_token(self, keeper: Keeper):
        own = keeper.lines["en"]._now
        assert own is not None
        async with aiohttp.ClientSession() as session:
            for url in (f"{keeper.url}/turn", f"{own.url}/turn", f"{own.url}/actions"):
                async with session.post(url, json={}, headers={"Authorization": "Bearer x"}) as response:
                    assert response.status == 401

    async def test_a_bad_request_is_named(self, keeper: Keeper):
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(f"{keeper.url}/turn", data=b"{") as response,
        ):
            assert response.status == 400
        with pytest.raises(Unavailable, match="404"):
            await Talk(keeper, "t.fr.0", "fr").say("bonjour")


async def test_killed_it_is_started_again_and_dialogues_go_on(place: Place):
    async with kept(place, "en") as keeper:
        talk = Talk(keeper, "k.complaint.0")
        await talk.say("I want to complain")
        line = keeper.lines["en"]
        pid = await line.ready()
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(Unavailable):
            await talk.say("HP-204518")
        async with asyncio.timeout(240):
            await line.ready(after=pid)
        assert (await talk.say("HP-204518")).slots == {"order_number": "HP-204518"}


async def test_a_dialogue_is_erased_while_rasa_runs(place: Place):
    async with kept(place, "en") as keeper:
        talk, other = Talk(keeper, sender("e", "gone", "0")), Talk(keeper, sender("e", "stays", "0"))
        for one in (talk, other):
            await one.say("I want to complain")
            await one.say("HP-204518")
        await RasaDialogues(place.folder).forget("e", ["gone"])
        assert "order_number" not in (await talk.say("hello")).slots
        assert (await other.say("It wobbles")).slots["order_number"] == "HP-204518"


async def test_slow_it_is_given_up(place: Place):
    async with kept(place, "en", seconds=1.0) as keeper:
        pid = await keeper.lines["en"].ready()
        os.kill(pid, signal.SIGSTOP)
        try:
            with pytest.raises(Unavailable, match="did not answer within 1 s"):
                await Talk(keeper, "s.slow.0").say("hello")
        finally:
            os.kill(pid, signal.SIGCONT)


async def test_a_new_model_comes_in_beside_the_old_one(place: Place):
    """Turns go on meanwhile; a dialogue ends with the model it began with."""
    domain = place.project / "en" / "domain.yml"
    before = domain.read_text("utf-8")
    async with kept(place, "en") as keeper:
        line = keeper.lines["en"]
        talk = Talk(keeper, "r.old.0")
        old = (await talk.say("I want to complain")).model
        domain.write_text(before.replace("Which product is it about?", "What is it about?"), "utf-8")
        try:
            async with asyncio.TaskGroup() as group:
                rolling = group.create_task(line.roll())
                during = Talk(keeper, "r.during.0")
                while not rolling.done():
                    assert texts(await during.say("hello"))
                    await asyncio.wait({rolling}, timeout=0.2)
            assert rolling.result() is True
            assert (await talk.say("HP-204518")).model == old
            fresh = await Talk(keeper, "r.new.0").say("I need a repair")
            assert fresh.model != old
            assert texts(fresh) == ["What is it about?"]
            assert line.standing().draining == 1
        finally:
            domain.write_text(before, "utf-8")


async def test_sources_that_cannot_be_trained_change_nothing(place: Place):
    rules = place.project / "en" / "nlu.yml"
    before = rules.read_text("utf-8")
    async with kept(place, "en") as keeper:
        rules.write_text("nlu: [", "utf-8")
        headers = {"Authorization": f"Bearer {TOKEN}"}
        try:
            async with (
                aiohttp.ClientSession(headers=headers) as session,
                session.post(f"{keeper.url}/roll") as response,
            ):
                assert response.status == 409
                assert "could not be trained" in (await response.json())["en"]
        finally:
            rules.write_text(before, "utf-8")
        assert texts(await Talk(keeper, "u.still.0").say("hello"))


def test_the_project_says_the_same_in_every_language(place: Place):
    keys = {}
    for language in place.languages():
        lines = (place.project / language / "domain.yml").read_text("utf-8").splitlines()
        keys[language] = [line.strip() for line in lines if line.startswith("  utter_")]
    assert len(set(map(tuple, keys.values()))) == 1, Path(place.project)
