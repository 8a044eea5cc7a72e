"""The one way out: replies, notes and system lines; and the receipts that come back.

Chat has no separate sending step: what is committed is what the widget shows, and its receipts are
two numbers on the interaction. On channels with a provider a message is stored as `pending` together
with its dispatch, which the channel's deliverer takes (services.delivery).
"""

from msgspec.structs import replace

from hub.core.errors import Conflict, Duplicate, InvalidInput, MovedOn
from hub.core.events import EventKind
from hub.core.models.contacts import Address
from hub.core.models.conversations import (
    Attachment,
    Author,
    AuthorKind,
    Choice,
    Citation,
    Conversation,
    Delivery,
    Direction,
    Interaction,
    Message,
)
from hub.core.models.staff import Staff
from hub.core.models.work import WorkItem
from hub.services.base import Service, retried
from hub.services.insertions import cited_in
from hub.services.lines import plan_note, plan_notice, with_newest
from hub.services.posting import POSTED, Envelope, Via, plan_dispatch, plan_via
from hub.services.told import plan_told

UNSEEN_LOOKED_AT = 50


class Outbox(Service):
    """Messages from us."""

    @retried
    async def reply(
        self,
        conversation_id: str,
        *,
        by: Author,
        text: str,
        client_id: str,
        format: str = "markdown",
        attachments: list[Attachment] | None = None,
        choices: list[Choice] | None = None,
        citations: list[Citation] | None = None,
        seen_seq: int | None = None,
        force: bool = False,
        via: Via | None = None,
        envelope: Envelope | None = None,
    ) -> Message:
        """Store a message to the customer; the same `client_id` of the same author is stored once.

        It goes the way the conversation came last, or `via` another one, on which it then goes on. What an
        agent's text has from articles is cited beside `citations`.

        Raises MovedOn when others wrote after `seen_seq` and not `force`, and Conflict when a person
        writes into a conversation that another person owns.
        """
        if not text.strip() and not attachments:
            raise InvalidInput("The message is empty. Write something or attach a file.", field="text")
        conversation = await self.store.get(Conversation, conversation_id)
        if by.kind is AuthorKind.AGENT:
            try:
                await self._check_owner(conversation, by)
                if seen_seq is not None and not force:
                    await self._check_seen(conversation, by, seen_seq)
            except Conflict:
                if sent := await self._sent(by, client_id):
                    return sent
                raise
            citations = _united(citations, await cited_in(self.store, conversation_id, text))
        batch = self.batch(by.id)
        interaction = await self.store.get(Interaction, conversation.interaction)
        address = None
        if via:
            conversation, interaction, address = await plan_via(
                self.store, batch, self.ids, conversation, via
            )
        posted = interaction.channel in POSTED
        message = Message(
            id=self.ids(),
            conversation=conversation.id,
            interaction=interaction.id,
            direction=Direction.OUTBOUND,
            author=by,
            text=text,
            format=format,
            at=batch.at,
            source=by.id,
            external_id=client_id,
            delivery=Delivery.PENDING if posted else Delivery.SENT,
            attachments=attachments or [],
            choices=choices or [],
            citations=citations or [],
        )
        batch.message(message, conversation)
        plan_told(batch, self.ids, message, conversation.contact, interaction.channel)
        if posted:
            address = address or await self.store.get(Address, interaction.address)
            wanted = envelope or Envelope()
            await plan_dispatch(
                self.store, batch, self.ids, message, conversation, interaction, address, wanted
            )
        batch.save(with_newest(conversation, message))
        try:
            stored: Message = (await self.store.commit(batch)).stored(message)
        except Duplicate as error:
            stored = await self.store.get(Message, error.existing)
        return stored

    @retried
    async def note(
        self,
        conversation_id: str,
        *,
        by: Author,
        text: str,
        client_id: str,
        mentions: list[str] | None = None,
    ) -> Message:
        """Store an internal note; `mentions` are staff ids who are told of it."""
        if not text.strip():
            raise InvalidInput("The note is empty. Write something.", field="text")
        conversation = await self.store.get(Conversation, conversation_id)
        for index, staff_id in enumerate(mentions or []):
            if await self.store.peek(Staff, staff_id) is None:
                raise InvalidInput("There is nobody with this id.", field=f"mentions[{index}]")
        batch = self.batch(by.id)
        note = plan_note(
            batch, self.ids, conversation, by=by, text=text, client_id=client_id, mentions=mentions
        )
        batch.save(with_newest(conversation, note))
        try:
            stored: Message = (await self.store.commit(batch)).stored(note)
        except Duplicate as error:
            stored = await self.store.get(Message, error.existing)
        return stored

    @retried
    async def notice(
        self, conversation_id: str, notice: str, vars: dict[str, str] | None = None, actor: str = "system"
    ) -> None:
        """Store a system line for customer and staff, named by its message key."""
        conversation = await self.store.get(Conversation, conversation_id)
        batch = self.batch(actor)
        batch.save(plan_notice(batch, self.ids, conversation, notice, vars))
        await self.store.commit(batch)

    @retried
    async def receipt(
        self, interaction_id: str, *, delivered_seq: int | None = None, read_seq: int | None = None
    ) -> Interaction:
        """Record how far the customer's side has received and read; receipts never go backwards."""
        interaction = await self.store.get(Interaction, interaction_id)
        read = max(interaction.seen_seq, read_seq or 0)
        delivered = max(interaction.delivered_seq, delivered_seq or 0, read)
        if (delivered, read) == (interaction.delivered_seq, interaction.seen_seq):
            return interaction
        batch = self.batch(interaction.contact)
        changed = replace(interaction, delivered_seq=delivered, seen_seq=read)
        batch.save(changed)
        batch.event(
            EventKind.INTERACTION_CHANGED,
            changed,
            conversation=changed.conversation,
            data={"delivered_seq": delivered, "seen_seq": read},
        )
        stored: Interaction = (await self.store.commit(batch)).stored(changed)
        return stored

    async def _sent(self, by: Author, client_id: str) -> Message | None:
        """Return what a repeated request stored the first time; by now the conversation may have moved on."""
        known = await self.store.find(Message, {"source": by.id, "external_id": client_id}, limit=1)
        return known[0] if known else None

    async def _check_owner(self, conversation: Conversation, by: Author) -> None:
        if not conversation.work_item:
            raise Conflict("Nobody has this conversation. Take it first, then answer.")
        item = await self.store.get(WorkItem, conversation.work_item)
        if item.agent != by.id or conversation.agent != by.id:
            raise Conflict("You do not have this conversation. Take it first, or write a note.")

    async def _check_seen(self, conversation: Conversation, by: Author, seen_seq: int) -> None:
        if conversation.last_seq <= seen_seq:
            return
        newer = await self.store.find(
            Message,
            {"conversation": conversation.id},
            order="seq",
            descending=True,
            above=seen_seq,
            limit=UNSEEN_LOOKED_AT,
        )
        if any(message.author.id != by.id and not message.notice for message in newer):
            raise MovedOn(
                "Something new arrived since you began to write. Look at it, or send anyway.",
                last_seq=conversation.last_seq,
            )


def _united(said: list[Citation] | None, found: list[Citation]) -> list[Citation]:
    return list({one.article: one for one in (*found, *(said or []))}.values())
