"""An operator that does as the test says, and what tests of sending ask for."""

from channels.base import Handed, Post
from hub.core.models.contacts import AddressKind
from hub.core.models.conversations import Delivery, Direction, Message
from hub.core.models.delivery import Dispatch, DispatchState, Part
from hub.core.models.reasons import Reason
from hub.core.models.work import WorkItem
from hub.services.inbound import InboundMessage, Receipt
from hub.services.posting import Envelope
from tests.fakes.world import World, agent_author

NUMBER = "+4915112345678"
SCOPE = "sms:route"
BUSY = Reason("busy", detail="Too many messages.")


class Operator:
    """A provider that does what the test says, and keeps what it got."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.trouble: list[BaseException] = []
        self.found: Handed | None = None
        self.parts = 1

    async def send(self, post: Post) -> Handed:
        if self.trouble:
            raise self.trouble.pop(0)
        self.got.append(post.message.text)
        return self.handed(post.dispatch.id)

    async def find(self, post: Post) -> Handed | None:
        return self.found

    def handed(self, id: str) -> Handed:
        names = [f"{id}-{number}" for number in range(self.parts)]
        return Handed(scope=SCOPE, parts=[Part(ref=name, state=DispatchState.SENT) for name in names])


async def heard(world: World, number: str) -> Receipt:
    """A customer's SMS."""
    return await world.intake.receive(
        InboundMessage(
            entry_point="text",
            address_kind=AddressKind.PHONE,
            address=number,
            external_id=world.ids(),
            text="Where is my order?",
            at=world.clock.now(),
        )
    )


async def owned(world: World, number: str = NUMBER) -> WorkItem:
    """A customer's SMS in Ann's hands."""
    said = await heard(world, number)
    item = await world.store.get(WorkItem, said.conversation.work_item or "")
    return await world.work.accept((await world.offer(item)).id, "ann")


async def answer(
    world: World, item: WorkItem, text: str = "On its way.", envelope: Envelope | None = None
) -> Message:
    return await world.outbox.reply(
        item.conversation, by=agent_author(), text=text, client_id=world.ids(), envelope=envelope
    )


async def state(world: World, message: Message) -> tuple[DispatchState, Delivery]:
    dispatch = await world.store.get(Dispatch, message.id)
    return dispatch.state, (await world.store.get(Message, message.id)).delivery


async def notices(world: World, item: WorkItem) -> list[str]:
    messages = await world.store.find(Message, {"conversation": item.conversation}, order="seq")
    return [one.notice for one in messages if one.notice and one.direction is Direction.INTERNAL]
