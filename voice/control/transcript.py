"""What people say to each other in a call: written into the conversation while they speak."""

from hub.core.errors import Conflict
from hub.core.models.calls import Call
from hub.core.models.staff import Staff
from hub.services.call_work import agent_author
from voice.control.open_calls import OpenCalls
from voice.control.script import SAID
from voice.orders import CALLER, Transcribe
from voice.reports import Connected, Heard, Reports


class CallTranscript:
    """The transcripts of one node's calls. What the caller says to people is a message as ever."""

    def __init__(self, calls: OpenCalls) -> None:
        self._calls = calls
        self._services = calls.services
        self._store = calls.store

    async def take(self, report: Reports) -> bool:
        """Ask for a transcript once somebody has come; take what a person said. Say whether that was all."""
        if isinstance(report, Connected) and self._calls.get(report.call):
            order = f"{report.call}-transcribe-{report.number}"
            self._calls.send(Transcribe(id=order, call=report.call, on=True))
        elif isinstance(report, Heard) and report.party != CALLER:
            await self._said(report)
            return True
        return False

    async def _said(self, report: Heard) -> None:
        """Store what the agent said who has the conversation; what others say stays among them."""
        call = self._calls.get(report.call)
        staff = await self._store.peek(Staff, report.party)
        if call is None or staff is None or not call.conversation:
            return
        if (await self._store.get(Call, call.id)).held:
            return  # among colleagues, while the caller hears music
        conversation = await self._calls.conversation(call)
        try:
            await self._services.outbox.reply(
                conversation.id,
                by=agent_author(staff.id, staff.name),
                text=report.text,
                client_id=f"{SAID}{call.id}-{report.number}",
                format="plain",
            )
        except Conflict:
            return  # a colleague, who does not speak for us to the customer
