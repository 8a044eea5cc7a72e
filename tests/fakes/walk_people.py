"""What customers, the bot and agents do in a random walk: one random step each."""

from collections import deque
from datetime import timedelta
from random import Random
from typing import Protocol

from hub.core.errors import HubError
from hub.core.models.conversations import Author, AuthorKind, Conversation, Message
from hub.core.models.staff import PresenceState
from hub.core.models.work import Offer, WorkItem, WorkState
from hub.services.inbound import InboundMessage
from tests.fakes.clock import FakeClock
from tests.fakes.walk_company import ADDRESS_KIND, AGENTS, BOT, ENTRIES, QUEUES, VISITORS, requirements
from tests.fakes.walk_fold import Fold
from tests.fakes.walk_site import Site

MEETING = 0.4
"""How often a step is about the same conversation as the one before: races need two of a kind."""

REASONS = ("asked", "no_answer", "closed")


class Scene(Protocol):
    """What a step sees and acts on."""

    draw: Random
    clock: FakeClock
    fold: Fold

    @property
    def site(self) -> Site: ...

    def new_id(self) -> str: ...


class Customers:
    """Customers and the bot that answers them first. Sends what was not acknowledged again."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._threads: dict[tuple[str, str], str] = {}
        self._last: tuple[str, str] | None = None
        self._origin: dict[str, tuple[str, str]] = {}
        self._unacknowledged: dict[str, None] = {}
        self.acknowledged: dict[str, str] = {}
        self._recent: deque[str] = deque(maxlen=50)

    async def write(self) -> None:
        thread = (self._scene.draw.choice(VISITORS), self._scene.draw.choice(ENTRIES))
        if self._last and self._scene.draw.random() < MEETING:
            thread = self._last
        external_id = self._scene.new_id()
        self._origin[external_id] = thread
        self._unacknowledged[external_id] = None
        await self._send(external_id)

    async def burst(self) -> None:
        """Several come at the same time, and none waits for the others."""
        for _ in range(self._scene.draw.randint(2, 4)):
            await self.write()
            self._scene.clock.set(0.1)

    async def send_again(self) -> None:
        if self._unacknowledged:
            await self._send(next(iter(self._unacknowledged)))

    async def repeat(self) -> None:
        """A message that was acknowledged comes once more; it must change nothing."""
        if not self.acknowledged:
            return
        external_id = self._scene.draw.choice(self._recent)
        receipt = await self._scene.site.intake.receive(self._inbound(external_id, self._origin[external_id]))
        assert receipt.duplicate, f"{external_id} was stored twice"
        assert receipt.message.id == self.acknowledged[external_id]

    async def ask_for_person(self) -> None:
        conversation = self._pick()
        if conversation:
            draw = self._scene.draw
            await self._scene.site.work.request_person(
                conversation,
                reason=draw.choice(REASONS),
                actor=draw.choice(("bot:knowledge", "customer")),
                skills=requirements(draw) if draw.random() < 0.4 else None,
                priority=draw.choice((0, 0, 0, 3)),
                summary=draw.choice(("", "What it is about")),
                queue=draw.choice((None, None, *QUEUES)),
            )

    async def leave(self) -> None:
        conversation = await self._pick_conversation()
        if conversation:
            await self._scene.site.conversations.end_interaction(
                conversation.interaction, conversation.contact
            )

    async def rate(self) -> None:
        conversation = await self._pick_conversation()
        if conversation:
            score = self._scene.draw.randint(1, 5)
            await self._scene.site.conversations.rate(conversation.interaction, score)

    async def bot_answers(self) -> None:
        conversation = await self._pick_conversation()
        if conversation and conversation.handler == BOT:
            author = Author(kind=AuthorKind.BOT, id=f"bot:{BOT}", name="Bot")
            await self._scene.site.outbox.reply(
                conversation.id, by=author, text="An answer", client_id=self._scene.new_id()
            )

    async def _send(self, external_id: str) -> None:
        thread = self._origin[external_id]
        receipt = await self._scene.site.intake.receive(self._inbound(external_id, thread))
        self._unacknowledged.pop(external_id, None)
        self.acknowledged[external_id] = receipt.message.id
        self._recent.append(external_id)
        self._threads[thread] = receipt.conversation.id
        parked = receipt.conversation.work_state is WorkState.PARKED
        assert receipt.duplicate or not parked, (
            f"{receipt.conversation} stays parked though the customer wrote"
        )

    def _inbound(self, external_id: str, thread: tuple[str, str]) -> InboundMessage:
        visitor, entry = thread
        return InboundMessage(
            entry_point=entry,
            address_kind=ADDRESS_KIND[entry],
            address=visitor,
            external_id=external_id,
            text="Hello",
            at=self._scene.clock.now(),
        )

    def _pick(self) -> str | None:
        if not self._threads:
            return None
        if self._last not in self._threads or self._scene.draw.random() >= MEETING:
            self._last = self._scene.draw.choice(list(self._threads))
        return self._threads[self._last]

    async def _pick_conversation(self) -> Conversation | None:
        id = self._pick()
        return await self._scene.site.store.get(Conversation, id) if id else None


class Agents:
    """Agents at their desks. Replies whose outcome was not heard are sent again."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._unheard: list[tuple[str, str, str]] = []
        self.sent: dict[str, str] = {}

    async def presence(self) -> None:
        draw = self._scene.draw
        state = draw.choice([PresenceState.AVAILABLE] * 6 + [PresenceState.AWAY, PresenceState.OFFLINE])
        reason = "lunch" if state is PresenceState.AWAY else ""
        await self._scene.site.agents.set_presence(draw.choice(AGENTS), state, reason)

    async def accept(self) -> None:
        offer = self._offer()
        if offer:
            await self._scene.site.work.accept(offer.id, offer.agent)

    async def decline(self) -> None:
        offer = self._offer()
        if offer:
            await self._scene.site.work.decline(offer.id, offer.agent)

    async def answer_late(self) -> None:
        """Accept or decline whatever there ever was, as a slow browser does."""
        fold, work = self._scene.fold, self._scene.site.work
        if fold.recent_offers:
            offer = fold.offers[self._scene.draw.choice(fold.recent_offers)]
            answer = self._scene.draw.choice((work.accept, work.decline))
            await answer(offer.id, offer.agent)

    async def reply(self) -> None:
        item = self._mine()
        if item:
            note = (item.conversation, item.agent or "", self._scene.new_id())
            self._unheard.append(note)
            await self._send(note)

    async def send_again(self) -> None:
        if self._unheard:
            await self._send(self._unheard[0])

    async def transfer(self) -> None:
        item, draw = self._mine(), self._scene.draw
        if not item:
            return
        to = draw.randrange(3)
        await self._scene.site.work.transfer(
            item.id,
            item.agent or "",
            queue=draw.choice(QUEUES) if to == 0 else None,
            skills=requirements(draw) if to == 1 else None,
            agent=draw.choice(AGENTS) if to == 2 else None,
            note=draw.choice(("", "Please help")),
        )

    async def park(self) -> None:
        item, draw = self._mine(), self._scene.draw
        if item:
            until = draw.choice((None, self._scene.clock.now() + timedelta(seconds=draw.randint(1, 600))))
            await self._scene.site.work.park(item.id, item.agent or "", until)

    async def unpark(self) -> None:
        item = self._one(WorkState.PARKED)
        if item:
            await self._scene.site.work.unpark(item.id, item.preferred_agent or "")

    async def resolve(self) -> None:
        item = self._one(WorkState.ASSIGNED, WorkState.ASSIGNED, WorkState.PARKED)
        if item:
            await self._scene.site.work.resolve(item.id, item.agent or item.preferred_agent or "")

    async def complete(self) -> None:
        item = self._one(WorkState.WRAP_UP)
        if item:
            await self._scene.site.work.complete(item.id, item.agent or "", "done", "A note")

    async def take(self) -> None:
        item = self._one(*WorkState)
        if item:
            await self._scene.site.work.take(item.conversation, self._scene.draw.choice(AGENTS))

    async def _send(self, note: tuple[str, str, str]) -> None:
        conversation, agent, client_id = note
        author = Author(kind=AuthorKind.AGENT, id=agent, name=agent)
        seen = self._scene.draw.choice((None, 0, self._scene.fold.seq))
        site = self._scene.site
        try:
            message = await site.outbox.reply(
                conversation, by=author, text="A reply", client_id=client_id, seen_seq=seen
            )
        except HubError:
            self._unheard.remove(note)
            stored = await site.plain.count(Message, {"source": agent, "external_id": client_id})
            assert not stored, f"{client_id} of {agent} is stored, and refused when sent again"
            raise
        self._unheard.remove(note)
        self.sent[client_id] = message.id

    def _offer(self) -> Offer | None:
        offers = self._scene.fold.open_offers()
        return self._scene.draw.choice(offers) if offers else None

    def _mine(self) -> WorkItem | None:
        return self._one(WorkState.ASSIGNED)

    def _one(self, *states: WorkState) -> WorkItem | None:
        items = self._scene.fold.in_state(*states)
        return self._scene.draw.choice(items) if items else None
