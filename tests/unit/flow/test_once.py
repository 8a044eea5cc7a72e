"""A turn that is taken again after a crash does nothing twice; flows and agents hand the customer on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.runner import Runner
from bots.turns import Owed
from hub.core.models.conversations import AuthorKind
from hub.core.models.data import Entry, EntryKind, Field
from hub.core.models.flows import DoneAction
from hub.core.models.work import WorkItem, WorkState
from hub.services.bot_turns import BotTurn
from hub.services.inbound import Receipt
from tests.fakes.flow_talk import Talk, talking
from tests.fakes.world import World

FLOW = """
title: {en: Report, zh: 报告}
start: what
variables:
  what: {kind: text, label: {en: What, zh: 什么}}
  day: {kind: date, label: {en: Day, zh: 日期}}
  number: {kind: text, label: {en: Number, zh: 编号}}
steps:
  what: {kind: collect, variable: what, text: {en: What happened?, zh: 什么}, next: open}
  open:
    kind: create_work
    subject: {en: "{{what}}", zh: "{{what}}"}
    reference: number
    next: again
    failed: person
  again: {kind: create_work, subject: {en: "Second", zh: "二"}, next: day, failed: person}
  day: {kind: collect, variable: day, text: {en: "{{number}}. When?", zh: 何时}, next: done}
  done: {kind: end, text: {en: Thanks, zh: 谢谢}}
  person: {kind: queue}
"""


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, FLOW) as opened:
        yield opened


class Crash(Exception):
    """The process ends."""


async def test_a_crash_in_the_middle_does_nothing_twice(tmp_path: Path):
    async with await World.open(tmp_path) as world:
        talk = Talk(world)
        stop = await talk.library.start(world.database)
        await talk.publish(main=FLOW)
        await talk.serve("main")
        runner = talk.runner()
        kept = talk.services.bot_turns.keep

        async def crash(turn: BotTurn) -> bool:
            raise Crash

        first = await talk.receive("hello")
        await runner._turns.take(await owed(runner, first))
        second = await talk.receive("a broken lamp")
        talk.services.bot_turns.keep = crash  # type: ignore[method-assign]  # the crash point
        for _ in range(2):
            with pytest.raises(Crash):
                await runner._turns.take(await owed(runner, second))
        talk.services.bot_turns.keep = kept  # type: ignore[method-assign]
        await runner._turns.take(await owed(runner, second))
        stop()
        done = await world.store.find(DoneAction, order="at")
        assert len(done) == 2
        assert len(await world.store.find(WorkItem)) == 2
        said = [one.text for one in await talk.messages() if one.author.kind is AuthorKind.BOT]
        numbers = {one.reference for one in done}
        assert said[0] == "What happened?"
        assert len(said) == 2
        assert said[1].removesuffix(". When?") in numbers
        assert (await talk.data())["what"] == "a broken lamp"


async def owed(runner: Runner, receipt: Receipt) -> Owed:
    found = await runner._turns.owed(receipt.conversation.id)
    assert found
    return found


async def test_values_go_to_the_flow_and_come_back_to_the_agent(talk: Talk):
    await talk.say("hello")
    await talk.services.work.take((await talk.conversation()).id, "ann")
    conversation = await talk.conversation()
    assert conversation.handler == "agent"
    entry = Entry(
        id="entry-1",
        kind=EntryKind.RETURNED,
        given=[Field(name="what", value="a broken lamp")],
        by="ann",
        agent="ann",
    )
    await talk.services.bot_turns.enter(conversation.id, "flow:main", entry, "ann")
    says = await talk.answers()
    assert says[0].endswith("When?")
    assert (await talk.item()) is not None
    await talk.say("tomorrow")
    conversation = await talk.conversation()
    item = await talk.item()
    assert item
    assert (conversation.handler, item.state, item.agent) == ("agent", WorkState.ASSIGNED, "ann")
    data = {field.name: field.value for field in conversation.data}
    assert data["what"] == "a broken lamp"
    assert data["day"] == "2026-11-24"
    assert data["number"] in {one.reference for one in await talk.world.store.find(DoneAction)}


ODD = {
    "an expression that cannot be": "{kind: set, values: {n: 1 / 0}, next: bye}",
    "a step that is not there": "{kind: goto, next: nowhere}",
    "a circle": "{kind: goto, next: odd}",
    "a variable that is not there": "{kind: set, values: {unheard: missing + 1}, next: bye}",
    "a value that is too large": "{kind: set, values: {n: \"join(split(what, ''), what)\"}, next: odd}",
    "a flow that calls itself": "{kind: call, flow: main, give: {what: what}, next: bye, failed: bye}",
    "a number of nothing": "{kind: send_sms, to: what, text: {en: X, zh: X}, next: bye, failed: nowhere}",
}


@pytest.mark.parametrize("step", ODD.values(), ids=ODD)
async def test_an_odd_flow_ends_with_a_person_who_has_what_was_said(tmp_path: Path, step: str):
    flow = f"""
title: {{en: Odd, zh: 怪}}
start: what
variables:
  what: {{kind: text, label: {{en: What, zh: 什么}}}}
  n: {{}}
steps:
  what: {{kind: collect, variable: what, text: {{en: What?, zh: 什么}}, next: odd}}
  odd: {step}
  bye: {{kind: end, text: {{en: Bye, zh: 再见}}}}
"""
    async with talking(tmp_path, flow) as talk:
        await talk.say("hello")
        said = await talk.say("it is broken")
        item = await talk.item()
        assert item
        assert (item.state, item.reason) == (WorkState.QUEUED, "flow_failed")
        assert said
        assert (await talk.data())["what"] == "it is broken"
