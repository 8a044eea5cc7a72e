"""A bot that says what the test says, and what tests of handing over ask for."""

from bots.guards import Limits
from bots.registry import Registry
from bots.turns import Turns
from hub.core.bots import Say, Turn, TurnInput
from hub.core.models.conversations import Conversation
from hub.core.models.data import Field, FieldType
from hub.core.models.reports import Interval, IntervalKind
from hub.core.models.work import WorkItem
from hub.services.inbound import Receipt
from tests.fakes.world import World
from tests.unit.bots.talk import spoken

DATA = [Field(name="order", label={"en": "Order", "zh": "订单"}, type=FieldType.NUMBER, value=4711)]


class Scripted:
    """A bot that does what the customer's words name; `during` happens while it takes its turn."""

    name = "knowledge"

    def __init__(self, **turns: Turn) -> None:
        self.turns = {"hello": Turn(say=[Say(text="Hello!")], data=DATA), **turns}
        self.during: list[object] = []
        self.heard: list[TurnInput] = []

    async def take_turn(self, turn: TurnInput) -> Turn:
        self.heard.append(turn)
        while self.during:
            await self.during.pop()  # type: ignore[misc]  # coroutines that the test put in
        return self.turns.get(turn.text, Turn(say=[Say(text=f"You said {turn.text}")]))


async def attend(world: World, bot: Scripted, said: Receipt, limits: Limits | None = None) -> None:
    """Take all turns that are owed, as the runner does."""
    turns = Turns(world, Registry(bot), limits or Limits())
    while owed := await turns.owed(said.conversation.id):
        await turns.take(owed)


async def conversation_of(world: World, said: Receipt) -> Conversation:
    return await world.store.get(Conversation, said.conversation.id)


async def items(world: World, said: Receipt) -> list[WorkItem]:
    return await world.store.find(WorkItem, {"conversation": said.conversation.id})


async def told(world: World, said: Receipt) -> str:
    """Return the last line of the bot that the customer sees."""
    return (await spoken(world, said))[-1]


async def taken_over(world: World, said: Receipt, agent: str = "ann") -> WorkItem:
    return await world.work.take(said.conversation.id, agent)


# --- on record ------------------------------------------------------------------------------------------


async def stretches(world: World) -> list[tuple[str, int, int]]:
    found = await world.store.find(Interval, {"kind": IntervalKind.BOT})
    return [(one.outcome, one.turns, one.missed) for one in found]
