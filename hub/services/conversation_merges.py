"""Merging conversations of one contact, and taking a merge back."""

from msgspec.structs import replace

from hub.core.errors import Conflict, InvalidInput
from hub.core.events import EventKind
from hub.core.models.calls import Call, CallState
from hub.core.models.contacts import Merge, MergeUndo
from hub.core.models.conversations import (
    Conversation,
    ConversationState,
)
from hub.core.models.work import WorkItem, WorkState
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.work_plans import plan_closed, read_case


class ConversationMerges(Service):
    """A merged conversation's messages stay where they are; the target's timeline includes them."""

    @retried
    async def merge(self, source_id: str, target_id: str, by: str) -> Merge:
        """Show the source's messages in the target and close the source. Both must be of one contact.

        Messages stay where they are and the target's timeline includes them, so undoing is exact.
        """
        if source_id == target_id:
            raise InvalidInput("This is the same conversation. Choose another one.", field="into")
        source = await self.store.get(Conversation, source_id)
        target = await self.store.get(Conversation, target_id)
        if ConversationState.MERGED in {source.state, target.state}:
            raise Conflict("One of them was merged already. Look at it again, then decide.")
        if source.contact != target.contact:
            raise Conflict("They belong to different contacts. If these are one person, merge them first.")
        live = {"interaction": source.interaction, "state": {CallState.RINGING, CallState.UP}}
        if await self.store.find(Call, live, limit=1):
            raise Conflict("A call goes on in it. Merge the other one into it, or wait until it is over.")
        batch = self.batch(by)
        moved: list[str] = []
        if source.work_item:
            item = await self.store.get(WorkItem, source.work_item)
            source = plan_closed(
                batch, self.ids, await read_case(self.store, item, source), WorkState.CANCELLED, "merged"
            )
            moved.append(item.id)
        merge = Merge(
            id=self.ids(),
            kind="conversation",
            source=source.id,
            target=target.id,
            moved=MergeUndo(work_items=moved),
            by=by,
            at=batch.at,
        )
        batch.save(merge)
        merged = advance(source, ConversationState.MERGED, merged_into=target.id)
        batch.conversation(merged, EventKind.CONVERSATION_MERGED)
        batch.conversation(target, EventKind.CONVERSATION_CHANGED)
        stored: Merge = (await self.store.commit(batch)).stored(merge)
        return stored

    @retried
    async def undo_merge(self, merge_id: str, by: str) -> Merge:
        """Make the source a conversation of its own again."""
        merge = await self.store.get(Merge, merge_id)
        if merge.kind != "conversation":
            raise InvalidInput("This is not a merge of conversations.", field="merge")
        if merge.undone_at:
            return merge
        source = await self.store.get(Conversation, merge.source)
        batch = self.batch(by)
        back = ConversationState.RESOLVED if source.resolved_at else ConversationState.OPEN
        batch.conversation(advance(source, back, merged_into=None), EventKind.CONVERSATION_MERGED)
        undone = replace(merge, undone_at=batch.at)
        batch.save(undone)
        stored: Merge = (await self.store.commit(batch)).stored(undone)
        return stored
