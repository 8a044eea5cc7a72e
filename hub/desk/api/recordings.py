"""Recordings of calls and messages that callers left: what there is, how loud, and the sound itself."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import phonenumbers
from msgspec import Meta, Struct

from hub.core.errors import NotAllowed, NotFound
from hub.core.models.conversations import Conversation, Message
from hub.core.models.recordings import Recording, RecordingKind, RecordingState
from hub.core.models.work import WorkItem
from hub.core.permissions import Permission
from hub.core.tape import AUDIO_TYPE
from hub.desk.context import Context
from hub.desk.endpoint import Sound, endpoint
from hub.desk.recording_views import RecordingView, Waveform, recording_view, waveform
from hub.services.recordings import audible

READ, LISTEN = Permission.CONVERSATIONS_READ, Permission.RECORDINGS_READ
MOST_MESSAGES = 2000
LOOKED_AT = 5000
"""Recordings that a search by agent looks through, newest first."""


class RecordingQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which recordings: all of what is given must hold.

    `number` as people write it, `agent` who spoke, `work_item` a work item or a conversation; `since` and
    `until` are days (UTC), `before` is the id of the last one seen.
    """

    number: Annotated[str, Meta(max_length=40)] = ""
    agent: str = ""
    work_item: Annotated[str, Meta(max_length=64)] = ""
    kind: RecordingKind | None = None
    since: date | None = None
    until: date | None = None
    before: str = ""
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class RecordingPage(Struct, frozen=True, kw_only=True):
    """Recordings, newest first; `next` continues after them, and is empty at the end."""

    items: list[RecordingView]
    next: str


@endpoint("GET", "/conversations/{id}/recordings", permission=READ)
async def conversation_recordings(ctx: Context, id: str) -> list[RecordingView]:
    """List a conversation's recordings, oldest first, with when each of its messages was spoken."""
    conversation = await ctx.conversation(id)
    store = ctx.services.store
    merged = await store.find(Conversation, {"merged_into": conversation.id})
    family = {conversation.id, *(one.id for one in merged)}
    found = audible(await store.find(Recording, {"conversation": family}))
    if not found:
        return []
    messages = await store.find(Message, {"conversation": family}, order="seq", limit=MOST_MESSAGES)
    return [recording_view(one, messages, may_hear=_may_hear(ctx, one)) for one in found]


@endpoint("GET", "/recordings/{id}/waveform", permission=READ)
async def recording_waveform(ctx: Context, id: str) -> Waveform:
    """Return how loud the caller and the others are."""
    return waveform(await _audible(ctx, id))


@endpoint("GET", "/recordings/{id}/audio", permission=READ)
async def recording_audio(ctx: Context, id: str) -> Sound:
    """Return the sound, Opus in Ogg: the caller left, the others right. Each listening is on record."""
    recording = await _audible(ctx, id)
    tape = await ctx.services.recordings.tape(recording)
    await ctx.services.recordings.heard(recording, ctx.actor)
    return Sound(data=tape.audio, type=AUDIO_TYPE)


@endpoint("GET", "/recordings", permission=LISTEN)
async def find_recordings(ctx: Context, query: RecordingQuery) -> RecordingPage:
    """Find recordings by number, agent, work item and day, newest first."""
    found = await _found(ctx, query)
    views = [recording_view(one, [], may_hear=_may_hear(ctx, one)) for one in found[: query.limit]]
    return RecordingPage(items=views, next=views[-1].id if len(found) > query.limit else "")


@endpoint("DELETE", "/recordings/{id}", permission=Permission.CONTACTS_ERASE)
async def delete_recording(ctx: Context, id: str) -> None:
    """Delete a recording for good; that it was is on record."""
    recording = await ctx.services.store.get(Recording, id)
    await ctx.services.recording_retention.delete(recording.id, ctx.actor)


async def _audible(ctx: Context, id: str) -> Recording:
    recording = await ctx.services.store.get(Recording, id)
    if not ctx.has(LISTEN):
        await ctx.conversation(recording.conversation)
    if not _may_hear(ctx, recording):
        raise NotAllowed("You may hear recordings of your own calls. Ask a supervisor for others.")
    if recording.state is not RecordingState.STORED:
        raise NotFound("This recording is not here yet: it comes once the voice node has delivered it.")
    return recording


def _may_hear(ctx: Context, recording: Recording) -> bool:
    """Say whether somebody may listen: to their own calls, to what callers left, or to all."""
    if ctx.has(LISTEN):
        return True
    own = ctx.caller.staff is not None and ctx.caller.staff.id in recording.agents
    return own or recording.kind is RecordingKind.MESSAGE


async def _found(ctx: Context, query: RecordingQuery) -> list[Recording]:
    """Return one more than a page of what is asked for."""
    where: dict[str, object] = {}
    if query.number:
        where["number"] = _e164(query.number)
    if query.work_item:
        where |= await _about(ctx, query.work_item)
    if query.kind:
        where["kind"] = query.kind
    store, found = ctx.services.store, list[Recording]()
    below = _end_of(query.until)
    last = await store.peek(Recording, query.before) if query.before else None
    if last:
        below = last.started_at
    for _ in range(LOOKED_AT // 200):
        page = await store.find(
            Recording, where, order="started_at", descending=True, below=below, above=_begin_of(query.since),
            limit=200,
        )  # fmt: skip
        found += [one for one in audible(page)[::-1] if not query.agent or query.agent in one.agents]
        if len(page) < 200 or len(found) > query.limit:
            break
        below = page[-1].started_at
    return found[: query.limit + 1]


async def _about(ctx: Context, name: str) -> dict[str, object]:
    """Return how the recordings of a work item or of a conversation are found."""
    item = await ctx.services.store.peek(WorkItem, name)
    return {"interaction": item.interaction} if item else {"conversation": name}


def _e164(number: str) -> str:
    """Return a number in E.164 form where it is written with its country, else as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number.strip()
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _begin_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) - timedelta(microseconds=1) if day else None


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(), UTC) if day else None


ENDPOINTS = [
    conversation_recordings,
    recording_waveform,
    recording_audio,
    find_recordings,
    delete_recording,
]
