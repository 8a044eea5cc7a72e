"""Erasing what a person wrote and was written: their conversations, and their words in those of others."""

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.calls import Call
from hub.core.models.contacts import Merge
from hub.core.models.conversations import (
    Conversation,
    Delivery,
    Direction,
    Interaction,
    InteractionState,
    Message,
    StoredFile,
)
from hub.core.models.delivery import Dispatch, DispatchState, Reference
from hub.core.models.erasures import Erasure
from hub.core.models.flows import DoneAction
from hub.core.models.integrations import Outgoing
from hub.core.models.mail import Mail
from hub.core.models.recordings import Recording
from hub.core.models.traces import TurnTrace
from hub.core.models.work import WorkItem, WorkState
from hub.core.ports import Store
from hub.core.records import Record
from hub.core.transitions import OPEN_WORK
from hub.services.base import Service, retried
from hub.services.conversations import Conversations
from hub.services.episodes import continued, plan_end
from hub.services.lines import with_newest
from hub.services.work import Work

PAGE = 100
"""Records in one commit: others' changes go in between."""
MOST = 10_000
ACTOR = "erasure"
SENDING_SECONDS = 60
"""How long a message that is being handed over right now is waited for."""
OF_A_CONVERSATION: tuple[type[Record], ...] = (
    Message,
    Mail,
    TurnTrace,
    StoredFile,
    DoneAction,
    Outgoing,
    Call,
    Recording,
)
"""Kinds that name their conversation. What belongs to a message goes with it."""


def noted(job: Erasure, gone: Iterable[Record]) -> Erasure:
    """Return the erasure with these records counted, and the bytes of files among them to be removed."""
    gone = list(gone)
    erased = Counter(job.erased) + Counter(type(record).__name__ for record in gone)
    files = {record.sha256 for record in gone if isinstance(record, StoredFile)}
    return replace(job, erased=dict(sorted(erased.items())), files=sorted({*job.files, *files}))


class Threads(Service):
    """Takes conversations away, page by page."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, work: Work, conversations: Conversations
    ) -> None:
        """Also take who closes what is open."""
        super().__init__(store, clock, ids)
        self._work = work
        self._conversations = conversations

    async def erase(self, job: Erasure, conversation: Conversation) -> None:
        """Close a conversation and erase it; the times of its work and its rating stay."""
        where = {"conversation": conversation.id}
        await self._close(where)
        await self._sent(conversation)
        for done in await self.store.find(DoneAction, where, limit=MOST):
            if done.made:  # maybe a message to an address of somebody else, with this person's data
                await self._erase_foreign(job, {"id": done.made})
        for kind in OF_A_CONVERSATION:
            while await self._page(job.id, kind, where):
                pass
        await self._remove(job.id, conversation.id)

    async def erase_elsewhere(self, job: Erasure) -> None:
        """Erase what the person's addresses wrote in conversations of others, and their part in these."""
        while await self._erase_foreign(job, {"source": set(job.addresses)}):
            pass
        for kind in ("address", "contact"):
            ids = set(job.addresses if kind == "address" else job.contacts)
            while found := await self.store.find(Interaction, {kind: ids}, limit=PAGE):
                for interaction in found:
                    await self._leave(interaction.id, set(job.addresses))

    async def _close(self, where: dict[str, str]) -> None:
        """End episodes and open work: agents get their capacity back, and intervals are written."""
        for interaction in await self.store.find(Interaction, where, limit=MOST):
            if interaction.state is InteractionState.ACTIVE:
                await self._conversations.end_interaction(interaction.id, ACTOR)
        for item in await self.store.find(WorkItem, where, limit=MOST):
            if item.state is WorkState.WRAP_UP:
                await self._work.complete(item.id, ACTOR)
            elif item.state in OPEN_WORK:
                await self._work.cancel(item.id, ACTOR, "erased")

    async def _sent(self, conversation: Conversation) -> None:
        """Wait while a message is being handed over: only then is it known to whom it went."""
        for _ in range(SENDING_SECONDS):
            where = {"conversation": conversation.id, "delivery": Delivery.PENDING}
            pending = await self.store.find(Message, where, limit=MOST)
            leaving = [await self.store.peek(Dispatch, one.id) for one in pending]
            if not any(one and one.state is DispatchState.SENDING for one in leaving):
                return
            await self.clock.sleep(1)

    @retried
    async def _page(self, job_id: str, kind: type[Record], where: dict[str, str]) -> bool:
        """Erase the next records of a kind; say whether there were any."""
        found = await self.store.find(kind, where, limit=PAGE)
        if not found:
            return False
        batch = self.batch(ACTOR)
        gone: list[Record] = []
        for record in found:
            gone += [record, *(await self._parts(record) if isinstance(record, Message) else ())]
        for record in gone:
            batch.delete(record)
        batch.save(noted(await self.store.get(Erasure, job_id), gone))
        await self.store.commit(batch)
        return True

    async def _parts(self, message: Message) -> list[Record]:
        """Return what belongs to a message: its mail head, its way out, its names outside."""
        mail = await self.store.peek(Mail, message.id)
        dispatch = await self.store.peek(Dispatch, message.id)
        names = await self.store.find(Reference, {"message": message.id}, limit=MOST)
        return [*(one for one in (mail, dispatch) if one), *names]

    @retried
    async def _remove(self, job_id: str, conversation_id: str) -> None:
        """Erase the conversation itself and the person out of its episodes."""
        conversation = await self.store.peek(Conversation, conversation_id)
        if conversation is None:
            return
        job = await self.store.get(Erasure, job_id)
        batch = self.batch(ACTOR)
        for interaction in await self.store.find(Interaction, {"conversation": conversation_id}, limit=MOST):
            batch.save(_blank(interaction))
        merges = {
            merge.id: merge
            for field in ("source", "target")
            for merge in await self.store.find(Merge, {field: conversation_id}, limit=MOST)
        }
        gone = [conversation, *merges.values()]
        for record in gone:
            batch.delete(record)
        batch.event(
            EventKind.CONVERSATION_ERASED,
            conversation,
            conversation=conversation.id,
            queue=conversation.queue or "",
            agent=conversation.agent or "",
        )
        batch.save(replace(noted(job, gone), dialogues=[*job.dialogues, conversation.id]))
        await self.store.commit(batch)

    async def _erase_foreign(self, job: Erasure, where: dict[str, str | set[str]]) -> bool:
        """Erase messages that are in somebody else's conversation; say whether there were any."""
        found = await self.store.find(Message, where, limit=PAGE)
        for message in found:
            await self._pluck(job.id, message.id)
        return bool(found)

    @retried
    async def _pluck(self, job_id: str, message_id: str) -> None:
        """Take one message out of a conversation that stays, and out of what lists show of that."""
        message = await self.store.get(Message, message_id)
        gone: list[Record] = [message, *await self._parts(message)]
        originals = [one.original for one in gone if isinstance(one, Mail) and one.original]
        for attachment in [*message.attachments, *originals]:
            file = await self.store.peek(StoredFile, attachment.file)
            gone += [file] if file else []
        if trace := await self.store.peek(TurnTrace, message_id):
            gone.append(trace)
        batch = self.batch(ACTOR)
        for record in gone:
            batch.delete(record)
        if conversation := await self.store.peek(Conversation, message.conversation):
            await self._plan_preview(batch, conversation, message.id)
        batch.save(noted(await self.store.get(Erasure, job_id), gone))
        await self.store.commit(batch)

    async def _plan_preview(self, batch: Batch, conversation: Conversation, without: str) -> None:
        """Add the conversation as lists should show it without a message."""
        newest = await self.store.find(
            Message, {"conversation": conversation.id}, order="seq", descending=True, limit=PAGE
        )
        shown = [
            one
            for one in newest
            if one.id != without and one.direction is not Direction.INTERNAL and not one.notice
        ]
        left = with_newest(conversation, shown[0]) if shown else replace(conversation, last_text="")
        batch.conversation(replace(left, last_at=conversation.last_at), EventKind.CONVERSATION_CHANGED)

    @retried
    async def _leave(self, interaction_id: str, addresses: set[str]) -> None:
        """End the person's episode in somebody else's conversation, which goes on in an earlier one."""
        interaction = await self.store.get(Interaction, interaction_id)
        batch = self.batch(ACTOR)
        conversation = await self.store.peek(Conversation, interaction.conversation)
        if conversation and interaction.state is InteractionState.ACTIVE:
            plan_end(batch, interaction, rating=False)
            await self.store.commit(batch)
            return await self._leave(interaction_id, addresses)
        if conversation and conversation.interaction == interaction.id:
            where = {"conversation": conversation.id}
            others = await self.store.find(
                Interaction, where, order="started_at", descending=True, limit=MOST
            )
            usable = [one for one in others if one.address and one.address not in addresses]
            if usable:
                batch.conversation(continued(conversation, usable[0]), EventKind.CONVERSATION_CHANGED)
        batch.save(_blank(interaction))
        await self.store.commit(batch)
        return None


def _blank(interaction: Interaction) -> Interaction:
    """Return an episode with its times and the rating's number, and nothing of the person."""
    rating = replace(interaction.rating, comment="") if interaction.rating else None
    return replace(interaction, contact="", address="", memory=None, rating=rating)
