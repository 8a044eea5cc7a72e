"""How bots do: figures that are written as it happens, and outlive the people they were about."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bots.guards import Limits
from bots.registry import Registry
from bots.turns import Turns
from hub.core.bots import Handoff, Say, TraceStep, Turn, TurnInput, TurnKind
from hub.core.errors import InvalidInput
from hub.core.models.conversations import Citation, Interaction, Message
from hub.core.models.data import Field
from hub.core.models.traces import TurnTrace
from hub.services.bot_reports import BotReport, BotReports, Scope
from hub.services.briefings import Briefings, Tried
from hub.services.inbound import Receipt
from hub.services.knowledge import Knowledge
from tests.fakes.world import World, agent_author

CITED = Citation(article="a", revision=2, title="Tracking")
TURNS = {
    "where": Turn(say=[Say(text="There.")], citations=[CITED], data=[Field(name="order", value=4711)]),
    "what": Turn(say=[Say(text="I do not know.")], missed=True),
    "bye": Turn(say=[Say(text="Bye!")], end=True),
    "lost": Turn(handoff=Handoff(reason="no_answer")),
}


class Scripted:
    name = "knowledge"

    async def take_turn(self, turn: TurnInput) -> Turn:
        return TURNS[turn.text]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


async def talk(world: World, visitor: str, *words: str) -> Receipt:
    turns = Turns(world, Registry(Scripted()), Limits())
    for word in words:
        said = await world.say(word, visitor=visitor)
        while owed := await turns.owed(said.conversation.id):
            await turns.take(owed)
        world.clock.set(10)
    return said


async def report(world: World, **scope: object) -> BotReport:
    today = world.clock.now().date()
    known = Scope(since=today, until=today, **scope)  # type: ignore[arg-type]  # as each test wants
    return await BotReports(world.store, world.clock, world.ids).report(known)


async def test_the_figures_of_a_day(world: World):
    await talk(world, "v1", "where", "bye")
    await talk(world, "v2", "where", "what", "agent")
    left = await talk(world, "v3", "what")
    await world.conversations.end_interaction(left.interaction.id, "customer")
    await talk(world, "v4", "lost")
    found = await report(world)
    total = found.total
    assert (total.stretches, total.contained, total.given_up, total.handed_off) == (4, 1, 1, 2)
    assert total.containment == 0.25
    assert total.turns == 7 / 4
    assert total.missed == 3
    assert total.reasons == {"asked": 1, "no_answer": 1}
    assert total.handoff_seconds == 10.0  # of 20 and 0
    assert found.bots == {"knowledge": total}
    assert found.queues == {"support": total}
    assert found.channels == {"chat": total}
    assert list(found.days) == [world.clock.now().date().isoformat()]


async def test_what_was_not_asked_for_does_not_count(world: World):
    await talk(world, "v1", "bye")
    assert (await report(world, bot="flow:orders")).total.stretches == 0
    assert (await report(world, queue="sales")).total.stretches == 0
    assert (await report(world, bot="knowledge", queue="support")).total.stretches == 1
    assert (await report(world)).total.containment == 1.0
    assert (await report(world, bot="flow:orders")).total.containment is None


async def test_opinions_count_once_each(world: World):
    said = await talk(world, "v1", "where")
    rows = await world.store.find(Message, {"conversation": said.conversation.id})
    [answer] = [one for one in rows if one.citations]
    knowledge = Knowledge(world.store, world.clock, world.ids)
    await knowledge.feedback(answer.id, False)
    await knowledge.feedback(answer.id, True)
    total = (await report(world)).total
    assert (total.helpful, total.not_helpful) == (1, 0)


async def test_erasing_a_person_keeps_the_figures(world: World):
    said = await talk(world, "v1", "where", "agent")
    trace = TurnTrace(
        id=said.message.id,
        conversation=said.conversation.id,
        interaction=said.interaction.id,
        bot="knowledge",
        kind=TurnKind.MESSAGE,
        at=world.clock.now(),
        steps=[TraceStep(flow="f", version=1, step="s", kind="collect", variables={"order": "4711"})],
    )
    await world.save(trace)
    before = await report(world)
    erasures = world.bundle().erasures
    await erasures.ask(said.conversation.contact, "adm")
    await erasures.carry_out(said.conversation.contact)
    assert (await world.store.get(Interaction, said.interaction.id)).memory is None
    assert await world.store.find(TurnTrace) == []
    assert await report(world) == before


async def test_a_time_that_is_none_is_refused(world: World):
    reports = BotReports(world.store, world.clock, world.ids)
    today = world.clock.now().date()
    for since in (today + timedelta(days=1), today - timedelta(days=100)):
        with pytest.raises(InvalidInput):
            await reports.report(Scope(since=since, until=today))


async def test_the_briefing_says_what_was_asked_tried_and_collected(world: World):
    said = await talk(world, "v1", "where", "what", "agent")
    conversation = await world.conversation(await world.work.take(said.conversation.id, "ann"))
    await world.outbox.reply(conversation.id, by=agent_author(), text="Hi", client_id="r")
    briefings = Briefings(world.store, world.clock, world.ids)
    found = await briefings.briefing(conversation)
    assert found
    assert (found.bot, found.reason, found.turns) == ("knowledge", "asked", 3)
    assert [(one.text, one.tried) for one in found.questions] == [
        ("where", Tried.ANSWERED),
        ("what", Tried.UNANSWERED),
        ("agent", Tried.REPLIED),
    ]
    assert found.questions[0].articles == [CITED]
    assert [(field.name, field.value) for field in found.data] == [("order", 4711)]


async def test_a_long_talk_has_a_short_briefing(world: World):
    said = await talk(world, "v1", "where")
    for number in range(30):
        said = await world.say(f"{number} " + "x" * 1000)
    found = await Briefings(world.store, world.clock, world.ids).briefing(
        await world.store.get(type(said.conversation), said.conversation.id)
    )
    assert found
    assert len(found.questions) == 12
    assert max(len(one.text) for one in found.questions) == 300
    assert found.questions[-1].text.startswith("29 ")


async def test_without_a_bot_there_is_no_briefing(world: World):
    said = await world.say("hello")
    assert await Briefings(world.store, world.clock, world.ids).briefing(said.conversation) is None
