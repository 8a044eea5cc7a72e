"""What callers hear of an agent before the two can speak: a greeting of the queue's, with name and number."""

from hub.core.models.calls import Call, CallState, Party, PartyRole
from hub.core.models.conversations import Direction, Message
from hub.core.models.staff import Staff
from hub.core.models.work import Queue
from hub.services.people import current_conversation
from voice.control.ports import Send, Services
from voice.orders import Listen, Part, Speak


class Announcements:
    """Those that are being spoken. Until one is over, its agent only listens."""

    def __init__(self, services: Services, send: Send) -> None:
        self._services = services
        self._store = services.store
        self._send = send
        self._speaking: dict[str, tuple[str, str]] = {}

    async def due(self, call: Call, agent: Staff) -> str:
        """Return what is announced of an agent who comes to a caller; empty where nothing is."""
        if call.direction is not Direction.INBOUND or call.state is not CallState.UP:
            return ""
        conversation = await current_conversation(self._store, call.conversation)
        queue = await self._store.peek(Queue, conversation.queue) if conversation.queue else None
        text = queue.agent_announcement.get(conversation.language or "en", "") if queue else ""
        return text.replace("{name}", agent.name).replace("{number}", " ".join(agent.number))

    async def replaces(self, call: Call, message: Message) -> bool:
        """Say whether the line that somebody came need not be said, as they are announced."""
        if message.notice != "agent_joined":
            return False
        call = await self._store.get(Call, call.id)  # what the node's calls know may be from its beginning
        conversation = await current_conversation(self._store, call.conversation)
        staff = await self._store.peek(Staff, conversation.agent) if conversation.agent else None
        return bool(staff and await self.due(call, staff))

    async def begin(self, call: Call, party: Party) -> str:
        """Announce an agent who is in the call; return the order's id, empty where nobody is announced."""
        text = await self.due(call, await self._store.get(Staff, party.staff))
        if not text:
            return ""
        conversation = await current_conversation(self._store, call.conversation)
        order = self._services.ids()
        self._speaking[order] = call.id, party.id
        await self._let(call.id, party.id, PartyRole.LISTEN)
        language = conversation.language or "en"
        self._send(Speak(id=order, call=call.id, text=text, language=language, listen=Listen(barge_in=False)))
        return order

    async def spoken(self, order: str) -> bool:
        """Let the agent talk whose announcement is over; False when it was none."""
        known = self._speaking.pop(order, None)
        if known is None:
            return False
        await self._let(*known, PartyRole.TALK)
        return True

    async def _let(self, call: str, party: str, role: PartyRole) -> None:
        await self._services.call_parties.change(call, party, "voice", role=role)
        self._send(Part(id=self._services.ids(), call=call, party=party, role=role))
