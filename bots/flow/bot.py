"""Flow bots: one for every flow there is.

Conversations in progress stay on the versions they began with, of the flow and of all that it calls.
"""

from collections.abc import Collection

from msgspec.structs import replace

from bots.flow.driver import drive
from bots.flow.edge import ActingEdge, Around
from bots.flow.interpreter import start_of
from hub.core.bots import FLOW, Bot, BotKind, BotOption, Handoff, Turn, TurnInput, TurnKind
from hub.core.models.data import FlowPlace


class FlowBot:
    """Takes the turns of one flow's conversations."""

    def __init__(self, flow: str, around: Around) -> None:
        """Take the flow's name and what it works with."""
        self.name = FLOW + flow
        self._flow = flow
        self._around = around

    async def take_turn(self, turn: TurnInput) -> Turn:
        """Go on where the conversation stands, or begin; hand off with what is known if the flow is gone."""
        if turn.at is None:
            turn = replace(turn, at=self._around.clock.now())
        place = turn.memory.place
        if place is None or turn.kind is not TurnKind.MESSAGE:
            return await self._begin(turn)
        flow = await self._around.library.get(place.flow, place.version)
        if flow is None:
            return _gone(place)
        return await drive(flow, place, turn, ActingEdge(self._around, self._flow))

    async def _begin(self, turn: TurnInput) -> Turn:
        version = self._around.library.published(self._flow)
        flow = await self._around.library.get(self._flow, version) if version else None
        if flow is None or version is None:
            return Turn(handoff=Handoff(reason="flow_withdrawn"), data=turn.given)
        place = start_of(flow, self._flow, version, turn, returns=turn.memory.agent is not None)
        place = replace(place, pins=await self._around.library.pins(flow))
        return await drive(flow, place, turn, ActingEdge(self._around, self._flow))


def _gone(place: FlowPlace) -> Turn:
    return Turn(handoff=Handoff(reason="flow_withdrawn", data=place.data), data=place.data)


class FlowBots:
    """The bots of all flows (hub.core.bots.Bots). A withdrawn flow's bot still ends what was begun."""

    def __init__(self, around: Around) -> None:
        """Take what flows work with."""
        self._around = around
        self._bots: dict[str, FlowBot] = {}

    def names(self) -> Collection[str]:
        """Return the names of all flow bots there are or were."""
        return {FLOW + name for name in self._around.library.names()}

    def get(self, name: str) -> Bot | None:
        """Return a flow's bot, or None when there never was such a flow."""
        flow = name.removeprefix(FLOW)
        if not name.startswith(FLOW) or flow not in self._around.library.names():
            return None
        bot = self._bots.get(flow)
        if bot is None:
            bot = self._bots[flow] = FlowBot(flow, self._around)
        return bot

    async def options(self) -> list[BotOption]:
        """Return the flows that can be chosen now, by name."""
        library = self._around.library
        flows = {name: await library.current(name) for name in sorted(library.names())}
        return [
            BotOption(name=FLOW + name, kind=BotKind.FLOW, title=flow.title)
            for name, flow in flows.items()
            if flow
        ]
