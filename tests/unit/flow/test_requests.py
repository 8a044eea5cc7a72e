"""Requests that do something are sent once at most, whatever crashes; others are sent again."""

from pathlib import Path

import pytest

from bots.flow.effects import Fetch, Result
from bots.runner import Runner
from bots.turns import Owed
from hub.core.models.flows import SENDING, DoneAction
from hub.core.models.traces import TurnTrace
from hub.core.models.work import WorkState
from hub.services.bot_turns import BotTurn
from hub.services.inbound import Receipt
from tests.fakes.flow_talk import Talk
from tests.fakes.world import World

FLOW = """
title: {en: Order, zh: 订购}
start: what
variables:
  what: {kind: text, label: {en: What, zh: 什么}}
  number: {kind: text, label: {en: Number, zh: 编号}}
steps:
  what: {kind: collect, variable: what, text: {en: What?, zh: 什么？}, next: order}
  order:
    kind: http
    method: METHOD
    url: https://shop.example/orders
    body: {what: what}
    result: {number: number}
    next: tell
    failed: person
  tell: {kind: say, text: {en: "Number {{number}}.", zh: "{{number}}"}, next: what}
  person: {kind: queue, reason: order_doubtful}
"""


class Killed(BaseException):
    """The process ends here."""


class Scene:
    """A customer at the turn in which the flow sends its request."""

    def __init__(self, world: World, method: str) -> None:
        self.talk = Talk(world)
        self.flow = FLOW.replace("METHOD", method)
        self.runner: Runner = self.talk.runner()
        self.talk.http.answer = lambda wanted: Result(value={"number": f"N{len(self.asked)}"})

    @property
    def asked(self) -> list[Fetch]:
        return self.talk.http.asked

    async def begin(self) -> Receipt:
        await self.talk.library.start(self.talk.world.database)
        await self.talk.publish(main=self.flow)
        await self.talk.serve("main")
        await self.take(await self.talk.receive("hello"))
        return await self.talk.receive("a lamp")

    async def take(self, receipt: Receipt) -> None:
        owed: Owed | None = await self.runner._turns.owed(receipt.conversation.id)
        assert owed
        await self.runner._turns.take(owed)

    async def killed_while_sending(self, receipt: Receipt) -> None:
        """Take the turn, and end while the request is on its way."""
        answer = self.talk.http.answer

        def kill(wanted: Fetch) -> Result:
            raise Killed

        self.talk.http.answer = kill
        with pytest.raises(Killed):
            await self.take(receipt)
        self.talk.http.answer = answer

    async def killed_before_it_is_kept(self, receipt: Receipt) -> None:
        """Take the turn, and end when the answer is there but nothing of the turn is stored."""
        turns = self.talk.services.bot_turns
        keep = turns.keep

        async def kill(turn: BotTurn) -> bool:
            raise Killed

        turns.keep = kill  # type: ignore[method-assign]  # the crash point
        with pytest.raises(Killed):
            await self.take(receipt)
        turns.keep = keep  # type: ignore[method-assign]


async def test_a_request_in_doubt_is_not_sent_again_but_a_person_looks(tmp_path: Path):
    async with await World.open(tmp_path) as world:
        scene = Scene(world, "POST")
        receipt = await scene.begin()
        await scene.killed_while_sending(receipt)
        (begun,) = await world.store.find(DoneAction)
        assert (begun.kind, begun.outcome) == ("http", SENDING)
        await scene.take(receipt)
        assert len(scene.asked) == 1
        item = await scene.talk.item()
        assert item
        assert (item.state, item.reason) == (WorkState.QUEUED, "order_doubtful")
        trace = await world.store.get(TurnTrace, receipt.message.id)
        (outcome,) = [step.outcome for step in trace.steps if step.step == "order"]
        assert outcome.startswith("unknown: ")
        assert (await scene.talk.data())["what"] == "a lamp"


async def test_an_answer_that_came_before_the_crash_still_counts(tmp_path: Path):
    async with await World.open(tmp_path) as world:
        scene = Scene(world, "PATCH")
        receipt = await scene.begin()
        await scene.killed_before_it_is_kept(receipt)
        await scene.take(receipt)
        assert len(scene.asked) == 1
        assert "Number N1." in [one.text for one in await scene.talk.messages()]
        assert (await scene.talk.data())["number"] == "N1"


@pytest.mark.parametrize(
    "method", ["GET", "PUT", "DELETE", "POST, idempotent: true", "patch, idempotent: true"]
)
async def test_what_may_be_sent_again_is_and_says_so(tmp_path: Path, method: str):
    async with await World.open(tmp_path) as world:
        scene = Scene(world, method.replace(", ", "\n    "))
        receipt = await scene.begin()
        await scene.killed_while_sending(receipt)
        await scene.take(receipt)
        first, again = scene.asked
        assert first == again
        assert bool(first.key) is ("idempotent" in method)
        assert await world.store.find(DoneAction) == []
        assert (await scene.talk.data())["number"] == "N2"


async def test_each_time_it_is_meant_it_is_another_request(tmp_path: Path):
    async with await World.open(tmp_path) as world:
        scene = Scene(world, "POST")
        await scene.take(await scene.begin())
        await scene.take(await scene.talk.receive("a lamp"))
        first, second = scene.asked
        assert len({first.key, second.key}) == 2
        assert [one.outcome for one in await world.store.find(DoneAction)] == ["done", "done"]
