"""The calls of one node that go on, as everything in the hub that looks after them knows them."""

import asyncio
from itertools import takewhile

from hub.core.hours import is_open
from hub.core.models.calls import Call
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import Conversation, Interaction, InteractionState, Message
from hub.core.models.work import Calendar
from hub.services.people import current_conversation
from hub.services.waiting import wait_for
from voice.control.phrases import phrase
from voice.control.ports import Send, Services
from voice.control.script import is_for_caller
from voice.orders import HangUp, Listen, Speak
from voice.reports import Spoken

CATCH_UP = 20
"""Messages that are looked through for what was to be said while the link was broken."""
LONGEST = 60.0
"""Seconds after which a text counts as said, whatever the node has told."""


class OpenCalls:
    """Calls by id and by interaction, and the way to their node."""

    def __init__(self, services: Services, node: str, send: Send) -> None:
        self.services = services
        self.store = services.store
        self.node = node
        self.send = send
        self._calls: dict[str, Call] = {}
        self._by_interaction: dict[str, str] = {}
        self._saying: dict[str, asyncio.Event] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def know(self, call: Call) -> None:
        """Remember a call that goes on."""
        self._calls[call.id] = call
        if call.interaction:
            self._by_interaction[call.interaction] = call.id

    def forget(self, call: Call) -> None:
        """Forget a call that is over."""
        known = self._calls.pop(call.id, None)
        for one in (call, known):
            if one and self._by_interaction.get(one.interaction) == call.id:
                del self._by_interaction[one.interaction]

    def get(self, call_id: str) -> Call | None:
        """Return a call as it was when it became known, if it goes on."""
        return self._calls.get(call_id)

    def of(self, interaction: str) -> str | None:
        """Return the id of the call that goes on in an interaction."""
        return self._by_interaction.get(interaction)

    async def conversation(self, call: Call) -> Conversation:
        """Return the conversation that a call is part of now."""
        return await current_conversation(self.store, call.conversation)

    async def language(self, call: Call) -> str:
        """Return the language a call is held in."""
        return (await self.conversation(call)).language or "en"

    async def outside_hours(self, call: Call, entry: EntryPoint) -> bool:
        """Say whether an entry point was closed when a call began: who came in time is served to the end."""
        calendar = await self.store.peek(Calendar, entry.calendar) if entry.calendar else None
        return calendar is not None and not is_open(calendar, call.started_at)

    async def missed(self, call: Call) -> list[Message | Interaction]:
        """Return what the node may not have heard of: what was to be said since the caller spoke, the end.

        What it has done already, it does not do again.
        """
        newest = await self.store.find(
            Message, {"conversation": call.conversation}, order="seq", descending=True, limit=CATCH_UP
        )
        said = takewhile(is_for_caller, (one for one in newest if one.interaction == call.interaction))
        interaction = await self.store.get(Interaction, call.interaction)
        over = [interaction] if interaction.state is InteractionState.ENDED else []
        return [*reversed(list(said)), *over]

    def speak(
        self, call: Call, text: str, language: str, *, id: str = "", listen: Listen | None = None
    ) -> str:
        """Say something after what is being said; return the order's id."""
        order = id or f"{call.id}-{self.services.ids()}"
        self.send(
            Speak(id=order, call=call.id, text=text, language=language, listen=listen or Listen(digits=1))
        )
        return order

    async def say(self, call: Call, text: str, language: str, *, listen: Listen | None = None) -> None:
        """Say something that is no message, and return when it was said, or interrupted."""
        order = self.speak(call, text, language, listen=listen)
        over = self._saying[order] = asyncio.Event()
        try:
            await wait_for(over, self.services.clock, LONGEST)
        finally:
            del self._saying[order]

    def said(self, report: Spoken) -> None:
        """Tell whoever waits for it that a text was said."""
        if over := self._saying.get(report.order):
            over.set()

    def part(self, call: Call, key: str, language: str, **values: str) -> None:
        """Say a last phrase and end the call."""
        self.speak(call, phrase(key, language, **values), language)
        self.hang_up(call.id)

    def hang_up(self, call_id: str) -> None:
        """End a call once everything was said."""
        self.send(HangUp(id=f"{call_id}-bye", call=call_id, after_speech=True))
