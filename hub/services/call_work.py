"""What becomes of an agent's work when its call is handed on."""

from hub.core.errors import Conflict
from hub.core.events import EventKind
from hub.core.models.calls import Call
from hub.core.models.conversations import Author, AuthorKind, Conversation
from hub.core.models.work import WorkItem, WorkState
from hub.core.records import Value
from hub.services.base import Service, retried
from hub.services.lines import plan_note, plan_notice
from hub.services.people import current_conversation
from hub.services.work_plans import Case, plan_back_to_queue, plan_release, plan_wrap_up, read_case


class Target(Value, frozen=True, kw_only=True):
    """Who is asked into a call, or gets it: `id` is of a colleague, a queue or a flow, or a number."""

    kind: str
    id: str
    note: str = ""


class CallWork(Service):
    """The work item of a call."""

    async def item(self, call: Call, agent: str) -> WorkItem:
        """Return the item of a call that an agent has in hand; raise Conflict if they have not."""
        case = await self._case(call)
        if case is None or case.item.state is not WorkState.ASSIGNED or case.item.agent != agent:
            raise Conflict("Somebody else has this call now.")
        return case.item

    @retried
    async def note(self, call: Call, by: Author, text: str) -> None:
        """Leave colleagues a line about a call that is handed on."""
        conversation = await self.store.get(Conversation, call.conversation)
        batch = self.batch(by.id)
        plan_note(batch, self.ids, conversation, by=by, text=text)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)

    @retried
    async def leave_outside(self, call: Call, by: str) -> None:
        """Begin the agent's wrap-up while the caller speaks on with somebody outside."""
        case = await self._case(call)
        if case is None or case.item.state is not WorkState.ASSIGNED:
            return
        batch = self.batch(by)
        _, conversation = plan_wrap_up(batch, self.ids, case)
        conversation = plan_notice(batch, self.ids, conversation, "transferred", internal=True)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)

    @retried
    async def come_back(self, call: Call, by: str) -> None:
        """Put a caller whom nobody took in line again, for the same agent first, and say so to staff."""
        case = await self._case(call)
        if case is None or case.item.state is not WorkState.ASSIGNED:
            return
        batch = self.batch(by)
        plan_release(batch, case)
        agent = case.item.agent
        _, conversation = plan_back_to_queue(batch, self.ids, case, preferred_agent=agent)
        conversation = plan_notice(batch, self.ids, conversation, "transfer_failed", internal=True)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)

    async def _case(self, call: Call) -> Case | None:
        conversation = await current_conversation(self.store, call.conversation)
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        return await read_case(self.store, item, conversation) if item else None


def agent_author(staff: str, name: str) -> Author:
    """Return an agent as the author of a note."""
    return Author(kind=AuthorKind.AGENT, id=staff, name=name)
