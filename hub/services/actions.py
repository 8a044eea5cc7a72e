"""What bots cause besides words: matters of their own, messages on other channels, call-backs, ratings.

Each action has a key, made of the message that caused it; what was done once for a key is not done again.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from msgspec.structs import replace

from hub.core.bots import Action, Callback, CreateWork, Rate, SendEmail, SendSms, Voicemail
from hub.core.clock import Clock
from hub.core.errors import Conflict, Duplicate, HubError, InvalidInput, NotFound, StaleRevision, Unavailable
from hub.core.ids import Ids
from hub.core.models.conversations import Conversation, Message
from hub.core.models.data import Field, FieldType
from hub.core.models.flows import SENDING, DoneAction
from hub.core.models.recordings import Recording, RecordingKind
from hub.core.ports import QueueFor, Store
from hub.services.base import Service, retried
from hub.services.conversations import Conversations
from hub.services.matters import VOICEMAIL, Matter, find_matter, plan_matter
from hub.services.references import reference_of
from hub.services.side_messages import plan_sent

log = structlog.get_logger()

REFERENCES = 50
"""Numbers tried until a free one is found."""


class Actions(Service):
    """Performs bots' actions."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, conversations: Conversations, queue_for: QueueFor = str
    ) -> None:
        """Also take who stores ratings, and the overflow rule."""
        super().__init__(store, clock, ids)
        self._conversations = conversations
        self._queue_for = queue_for

    async def perform(self, actions: list[Action], *, key: str, conversation: Conversation, bot: str) -> None:
        """Perform actions in order; raise HubError for the first that cannot be."""
        for number, action in enumerate(actions):
            await self.do(action, key=f"{key}-{number}", conversation=conversation.id, bot=bot)

    async def do(self, action: Action, *, key: str, conversation: str, bot: str) -> DoneAction:
        """Perform one action, once by its key; raise HubError when it cannot be."""
        for attempt in range(REFERENCES):
            try:
                return await self._once(action, key, conversation, bot, attempt)
            except Duplicate:
                continue  # the number is taken
        raise Unavailable("No free number was found for this matter.")

    async def find(self, reference: str, match: Mapping[str, str]) -> dict[str, str] | None:
        """Return what its customer may know of a matter, if what they say of it matches its data."""
        return await find_matter(self.store, reference, match)

    @retried
    async def begin_request(self, key: str, conversation: str) -> DoneAction | None:
        """Put a request to the outside on record before it is sent; return what is on record already.

        While its outcome is SENDING it was sent or not: nobody knows.
        """
        if known := await self.store.peek(DoneAction, key):
            return known
        batch = self.batch("")
        batch.save(DoneAction(id=key, kind="http", conversation=conversation, outcome=SENDING, at=batch.at))
        await self.store.commit(batch)
        return None

    @retried
    async def end_request(self, key: str, outcome: str, result: Any) -> None:
        """Record what came of a request, so that a turn that is taken again goes the same way."""
        begun = await self.store.get(DoneAction, key)
        batch = self.batch("")
        batch.save(replace(begun, outcome=outcome, result=result))
        await self.store.commit(batch)

    @retried
    async def _once(
        self, action: Action, key: str, conversation_id: str, bot: str, attempt: int
    ) -> DoneAction:
        if known := await self.store.peek(DoneAction, key):
            return known
        conversation = await self.store.get(Conversation, conversation_id)
        if isinstance(action, Rate):
            await self._conversations.rate(conversation.interaction, action.score, action.comment)
        batch = self.batch(f"bot:{bot}")
        done = DoneAction(
            id=key, kind=str(type(action).__struct_config__.tag), conversation=conversation_id, at=batch.at
        )
        match action:
            case SendSms() | SendEmail():
                done = await plan_sent(self.store, batch, self.ids, conversation, action, done, bot)
            case CreateWork() | Callback() | Voicemail():
                matter = _matter(action, reference_of(key, attempt))
                if isinstance(action, Voicemail):
                    matter = replace(matter, recording=await self._recording(action.said))
                done = await plan_matter(
                    self.store, batch, self.ids, conversation, matter, done, bot, self._queue_for
                )
        batch.save(done)
        stored: DoneAction = (await self.store.commit(batch)).stored(done)
        return stored

    async def _recording(self, said: str) -> Recording | None:
        """Return the recording of a message that was left on the phone, or None where it was written."""
        message = await self.store.peek(Message, said) if said else None
        recording = await self.store.peek(Recording, message.external_id) if message else None
        return recording if recording and recording.kind is RecordingKind.MESSAGE else None


def _matter(action: CreateWork | Callback | Voicemail, reference: str) -> Matter:
    if isinstance(action, CreateWork):
        return Matter(
            subject=action.subject,
            reason="created",
            reference=reference,
            queue=action.queue,
            skills=action.skills,
            data=action.data,
            summary=action.summary,
            priority=action.priority,
        )
    if isinstance(action, Callback):
        number = Field(
            name="callback_number",
            label={"en": "Call back", "zh": "回拨号码"},
            type=FieldType.PHONE,
            value=action.number,
        )
        return Matter(
            subject=f"Call {action.number}",
            reason="callback",
            reference=reference,
            queue=action.queue,
            skills=action.skills,
            data=[*action.data, number],
            summary=action.summary,
            not_before=action.at,
        )
    return Matter(
        subject=" ".join(action.text.split())[:120],
        reason=VOICEMAIL,
        reference=reference,
        queue=action.queue,
        data=action.data,
        message=action.text,
    )


def refusal(error: HubError) -> str:
    """Return why an action was not performed, for a trace."""
    known = isinstance(error, Conflict | InvalidInput | NotFound) and not isinstance(error, StaleRevision)
    return error.message if known else error.code
