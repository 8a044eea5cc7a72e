"""What the customer gets to see."""

from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    Conversation,
    Direction,
    Interaction,
    InteractionState,
    Message,
    Rating,
)
from hub.core.models.work import WorkState
from tests.fakes.clock import START
from webchat.ports import Opening
from webchat.tokens import Signer
from webchat.view import entry_view, may_see, message_frame, pick, state_frame


class Place(Struct, frozen=True):
    """Implements webchat.ports.Place."""

    position: int
    wait_seconds: int | None


SIGNER = Signer(b"secret")
OPEN = Opening(True)
CONVERSATION = Conversation(
    id="c", contact="k", channel=Channel.CHAT, entry_point="e", opened_at=START, last_at=START
)
INTERACTION = Interaction(
    id="i",
    conversation="c",
    contact="k",
    address="a",
    channel=Channel.CHAT,
    entry_point="e",
    started_at=START,
)


def message(kind: AuthorKind = AuthorKind.CONTACT, **values: Any) -> Message:
    return Message(
        **{
            "id": "m",
            "seq": 7,
            "conversation": "c",
            "interaction": "i",
            "direction": Direction.INBOUND if kind is AuthorKind.CONTACT else Direction.OUTBOUND,
            "author": Author(kind=kind, id="staff-id", name="Ann"),
            "text": "hello",
            "at": START,
            "source": "a",
            "external_id": "v1:01HCLIENT",
            **values,
        }
    )


def test_staff_are_shown_by_name_never_by_id():
    frame = message_frame(message(AuthorKind.AGENT), SIGNER, "acme", START)
    assert (frame.sender, frame.name, frame.client_id) == ("agent", "Ann", None)
    assert "staff-id" not in str(frame)


@pytest.mark.parametrize(("name", "shown"), [("knowledge", ""), ("Pina", "Pina")])
def test_a_bots_technical_name_is_not_shown(name: str, shown: str):
    said = message(AuthorKind.BOT, author=Author(kind=AuthorKind.BOT, id="bot:knowledge", name=name))
    assert message_frame(said, SIGNER, "acme", START).name == shown


@pytest.mark.parametrize(("read_seq", "expected"), [(0, "delivered"), (6, "delivered"), (7, "read")])
def test_own_messages_say_how_far_they_came(read_seq: int, expected: str):
    frame = message_frame(message(), SIGNER, "acme", START, read_seq=read_seq)
    assert (frame.sender, frame.client_id, frame.delivery) == ("me", "01HCLIENT", expected)


def test_notes_are_not_for_customers():
    assert not may_see(message(AuthorKind.AGENT, direction=Direction.INTERNAL))
    assert may_see(message(AuthorKind.AGENT))


@pytest.mark.parametrize(
    ("language", "expected"), [("zh", "您好"), ("zh-CN", "您好"), ("fr", "Hello"), ("", "Hello")]
)
def test_texts_are_picked_by_language(language: str, expected: str):
    assert pick({"zh": "您好", "en": "Hello"}, language, "en") == expected
    assert pick({}, language, "en") == ""


def test_an_entry_says_when_it_opens():
    entry = EntryPoint(
        id="e", channel=Channel.CHAT, key="k", name="Shop", queue="q", closed_text={"en": "Closed"}
    )
    view = entry_view(entry, "zh", Opening(False, START))
    assert (view.open, view.opens_at, view.closed_text) == (False, START, "Closed")


def test_the_state_without_a_conversation():
    state = state_frame(None, None, OPEN)
    assert (state.handler, state.rate, state.ended) == ("none", False, False)


@pytest.mark.parametrize(
    ("handler", "work_state", "expected"),
    [
        ("knowledge", None, "bot"),
        ("", WorkState.QUEUED, "waiting"),
        ("", WorkState.OFFERED, "waiting"),
        ("agent", WorkState.ASSIGNED, "agent"),
        ("", None, "none"),
    ],
)
def test_who_speaks_for_us(handler: str, work_state: WorkState | None, expected: str):
    conversation = replace(CONVERSATION, handler=handler, work_state=work_state, agent="ann")
    state = state_frame(conversation, INTERACTION, OPEN, place=Place(2, 60), agent="Ann")
    assert state.handler == expected
    assert state.position == (2 if expected == "waiting" else None)
    assert state.agent == ("Ann" if expected == "agent" else None)


def test_a_rating_is_asked_for_once_after_the_end():
    ended = replace(INTERACTION, state=InteractionState.ENDED, ended_at=START, rating_asked=True)
    assert state_frame(CONVERSATION, ended, OPEN).rate is True
    rated = replace(ended, rating=Rating(score=4, at=START))
    after = state_frame(CONVERSATION, rated, OPEN)
    assert (after.rate, after.ended, after.handler) == (False, True, "none")
