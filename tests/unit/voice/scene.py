"""A call with a made-up caller, made-up people and made-up engines."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hub.core.models.calls import PartyRole
from tests.fakes.clock import FakeClock, settle
from tests.fakes.threads import Inline
from tests.fakes.voice import FakeLeg, FakeRecogniser, FakeSynthesiser
from voice.node.call import STEPS, Call
from voice.node.legs import Down, Leg, LegError, Up
from voice.node.spool import Spool
from voice.orders import Answer, Join, Listen, Orders, Speak
from voice.reports import Cause, Ended, Report

NOWHERE = Path("/nonexistent/recordings")


def move(call: Call) -> None:
    """Let 20 ms pass for a call."""
    for step in STEPS:
        step(call)


class Scene:
    """A call, and all that is around it."""

    def __init__(self, caller: FakeLeg | None = None, rings_for: float = 0.0, folder: Path = NOWHERE) -> None:
        self.clock = FakeClock()
        self.caller = caller or FakeLeg()
        self.recogniser = FakeRecogniser()
        self.synthesiser = FakeSynthesiser()
        self.agents: dict[str, FakeLeg] = {}
        self.reports: list[Report] = []
        self.letting_in: asyncio.Event | None = None
        self.rings_for = rings_for
        self.phones: dict[str, FakeLeg] = {}
        self.spool = Spool(folder, "http://hub/voice/recordings", "token", self.clock, Inline())
        self._orders = 0

    async def run(self) -> None:
        """Be the call until it is over, and all it has begun."""
        async with asyncio.TaskGroup() as tasks:
            self.call = Call(
                "c1",
                self.caller,
                self.recogniser,
                self.synthesiser,
                self,
                self.clock,
                self.reports.append,
                tasks,
                self.spool,
                self.rings_for,
            )
            await self.call.run()

    async def phone(self, uri: str, *, caller: str = "", trunk: str = "") -> Leg:
        if uri == "sip:nowhere":
            raise LegError(Cause.UNREACHABLE)
        leg = self.phones[uri] = FakeLeg(caller)
        return leg

    async def browser(self, offer: str, name: str) -> tuple[Leg, str]:
        if self.letting_in:
            await self.letting_in.wait()
        if offer == "garbage":
            raise ValueError(offer)
        leg = self.agents[name] = FakeLeg()
        return leg, "answer"

    async def order(self, order: Orders) -> None:
        await self.call.order(order)
        await settle()

    def id(self) -> str:
        self._orders += 1
        return f"o{self._orders}"

    async def up(self) -> None:
        await self.order(Answer(id=self.id(), call="c1", language="en"))

    async def say(self, text: str, listen: Listen | None = None) -> None:
        await self.order(Speak(id=self.id(), call="c1", text=text, language="en", listen=listen or Listen()))

    async def join(self, agent: str = "ann", role: PartyRole = PartyRole.TALK, to: str = "") -> FakeLeg:
        await self.order(Join(id=self.id(), call="c1", party=agent, offer="offer", role=role, to=to))
        self.agents[agent].happen(Up())
        await settle()
        return self.agents[agent]

    async def tick(self, frames: int = 1) -> None:
        for _ in range(frames):
            move(self.call)
            await settle(3)

    async def hear(self, frames: list[bytes]) -> None:
        for frame in frames:
            self.caller.incoming.append(frame)
            await self.tick()

    def told(self, kind: type[Report]) -> list[Report]:
        return [one for one in self.reports if isinstance(one, kind)]


@asynccontextmanager
async def scene(
    *, up: bool = True, caller: FakeLeg | None = None, rings_for: float = 0.0, folder: Path = NOWHERE
) -> AsyncIterator[Scene]:
    one = Scene(caller, rings_for, folder)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(one.run())
        await settle()
        if up:
            await one.up()
        yield one
        one.caller.happen(Down(Cause.NORMAL))
        await settle()
        assert running.done()
    assert one.recogniser.open == []
    assert all(leg.over for leg in (*one.agents.values(), *one.phones.values()))
    assert len(one.told(Ended)) == 1
