"""Conversations as staff and customers see them: lists, timelines, merging, ending, rating."""

from typing import Any

from msgspec.structs import replace

from hub.core.errors import InvalidInput
from hub.core.events import EventKind
from hub.core.models.contacts import Channel
from hub.core.models.conversations import (
    Conversation,
    ConversationState,
    Interaction,
    InteractionState,
    Message,
    Rating,
)
from hub.core.models.integrations import Outgoing
from hub.core.models.staff import Staff
from hub.core.models.work import WorkItem, WorkState
from hub.core.permissions import visible_queues
from hub.core.records import Value
from hub.services.base import retried
from hub.services.conversation_merges import ConversationMerges
from hub.services.handoffs import plan_left
from hub.services.people import current_conversation
from hub.services.transcripts import check_not_too_often
from hub.services.work_plans import plan_closed, read_case

LISTS: dict[str, dict[str, Any]] = {
    "mine": {"work_state": {WorkState.ASSIGNED, WorkState.WRAP_UP}},
    "team": {"work_state": {WorkState.ASSIGNED, WorkState.WRAP_UP}},
    "waiting": {"work_state": {WorkState.QUEUED, WorkState.OFFERED}},
    "parked": {"work_state": WorkState.PARKED},
    "all": {},
}


class Filters(Value, frozen=True, kw_only=True):
    """What a list is narrowed to; empty means anything."""

    channel: Channel | None = None
    queue: str | None = None
    agent: str | None = None
    state: ConversationState | None = None
    tag: str | None = None
    entry_point: str | None = None
    text: str = ""


class Conversations(ConversationMerges):
    """Everything about a conversation that is neither a message nor work. Merging is inherited."""

    async def page(
        self,
        staff: Staff,
        list_name: str,
        filters: Filters,
        *,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Conversation]:
        """Return a page of a list, newest first, older than sequence number `before`.

        An agent sees the queues they serve; supervisors and admins see all.
        """
        if list_name not in LISTS:
            raise InvalidInput(
                f"There is no list {list_name!r}; use one of {', '.join(LISTS)}.", field="list"
            )
        where = {**LISTS[list_name], **_where(filters)}
        if list_name == "mine":
            where["agent"] = staff.id
        allowed = visible_queues(staff)
        if allowed is not None and list_name != "mine":
            wanted = {where["queue"]} if "queue" in where else allowed
            where["queue"] = wanted & allowed
        if filters.text:
            return await self._found(filters, where, before, limit)
        found: list[Conversation] = []
        while len(found) < limit:
            rows = await self.store.find(
                Conversation, where, order="last_seq", descending=True, below=before, limit=limit
            )
            found += [row for row in rows if not filters.tag or filters.tag in row.tags]
            if len(rows) < limit:
                break
            before = rows[-1].last_seq
        return found[:limit]

    async def timeline(
        self,
        conversation: Conversation,
        *,
        whole_contact: bool = False,
        before: int | None = None,
        limit: int = 50,
    ) -> list[Message]:
        """Return messages oldest first: of the conversation with all merged into it, or of the contact."""
        if whole_contact:
            family = await self.store.find(Conversation, {"contact": conversation.contact}, limit=10_000)
        else:
            family = [conversation, *await self._merged_into(conversation.id)]
        messages = await self.store.find(
            Message,
            {"conversation": {one.id for one in family}},
            order="seq",
            descending=True,
            below=before,
            limit=limit,
        )
        return messages[::-1]

    @retried
    async def edit(
        self,
        conversation_id: str,
        by: str,
        *,
        subject: str | None = None,
        tags: list[str] | None = None,
        language: str | None = None,
    ) -> Conversation:
        """Change subject, tags or language."""
        conversation = await self.store.get(Conversation, conversation_id)
        changed = replace(
            conversation,
            subject=conversation.subject if subject is None else subject,
            tags=conversation.tags if tags is None else sorted(set(tags)),
            language=conversation.language if language is None else language,
        )
        return await self._saved(changed, by)

    @retried
    async def read(self, conversation_id: str, by: str, seq: int) -> Conversation:
        """Record that the owning agent has read up to `seq`; others' looking does not count."""
        conversation = await self.store.get(Conversation, conversation_id)
        if conversation.agent != by or seq <= conversation.read_seq:
            return conversation
        return await self._saved(replace(conversation, read_seq=min(seq, conversation.last_seq)), by)

    @retried
    async def end_interaction(self, interaction_id: str, by: str) -> None:
        """Let the customer (or a bot) end the episode: an unanswered work item is abandoned."""
        interaction = await self.store.get(Interaction, interaction_id)
        if interaction.state is InteractionState.ENDED:
            return
        conversation = await current_conversation(self.store, interaction.conversation)
        batch = self.batch(by)
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        if item and item.state in {WorkState.QUEUED, WorkState.OFFERED} and not item.call_back:
            conversation = plan_closed(
                batch,
                self.ids,
                await read_case(self.store, item, conversation),
                WorkState.ABANDONED,
                "abandoned",
            )
        conversation = plan_left(batch, self.ids, conversation, interaction)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)

    @retried
    async def rate(self, interaction_id: str, score: int, comment: str = "") -> Interaction:
        """Store what the customer thought of it, 1 to 5; a later rating replaces the earlier one."""
        if not 1 <= score <= 5:
            raise InvalidInput("A rating is a number from 1 to 5.", field="score")
        interaction = await self.store.get(Interaction, interaction_id)
        batch = self.batch(interaction.contact)
        rated = replace(interaction, rating=Rating(score=score, comment=comment[:2000], at=batch.at))
        batch.save(rated)
        batch.event(
            EventKind.INTERACTION_RATED, rated, conversation=rated.conversation, data={"score": score}
        )
        stored: Interaction = (await self.store.commit(batch)).stored(rated)
        return stored

    async def request_transcript(self, conversation_id: str, email: str) -> None:
        """Note that the customer wants the conversation by e-mail; channels.email.transcripts sends it."""
        if email.count("@") != 1 or not all(email.split("@")) or len(email) > 254 or " " in email:
            raise InvalidInput("This is not an e-mail address.", field="email")
        batch = self.batch("customer")
        await check_not_too_often(self.store, conversation_id, batch.at)
        wanted = Outgoing(
            id=self.ids(),
            channel=Channel.EMAIL,
            to=email,
            template="transcript",
            conversation=conversation_id,
            created_at=batch.at,
        )
        batch.save(wanted)
        await self.store.commit(batch)

    async def _saved(self, conversation: Conversation, by: str) -> Conversation:
        batch = self.batch(by)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: Conversation = (await self.store.commit(batch)).stored(conversation)
        return stored

    async def _found(
        self, filters: Filters, where: dict[str, Any], before: int | None, limit: int
    ) -> list[Conversation]:
        hits = [hit.conversation for hit in await self.store.search(filters.text, limit=500)]
        for contact in await self.store.search_contacts(filters.text, limit=100):
            of_contact = await self.store.find(Conversation, {"contact": contact}, limit=100)
            hits += [one.id for one in of_contact]
        rows = [await self.store.peek(Conversation, id) for id in dict.fromkeys(hits)]
        matching = [
            row
            for row in rows
            if row
            and (before is None or row.last_seq < before)
            and (not filters.tag or filters.tag in row.tags)
            and all(_matches(getattr(row, field), wanted) for field, wanted in where.items())
        ]
        return sorted(matching, key=lambda row: row.last_seq, reverse=True)[:limit]

    async def _merged_into(self, conversation_id: str) -> list[Conversation]:
        direct = await self.store.find(Conversation, {"merged_into": conversation_id})
        return direct + [deep for one in direct for deep in await self._merged_into(one.id)]


def _where(filters: Filters) -> dict[str, Any]:
    named = {name: getattr(filters, name) for name in ("channel", "queue", "agent", "state", "entry_point")}
    return {name: value for name, value in named.items() if value is not None}


def _matches(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, (set, frozenset)) else value == wanted
