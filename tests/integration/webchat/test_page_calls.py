"""Calls from the page, on the server's side: who calls, what they are shown, and when the call ends."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.core.errors import Conflict, TooMany, Unavailable
from hub.core.models.calls import Call, CallState
from hub.core.models.contacts import Address, AddressKind, EntryPoint
from hub.core.models.conversations import Author, AuthorKind, Choice, Conversation, Interaction
from hub.services.inbound import InboundMessage
from tests.fakes.world import World
from tests.integration.webchat.harness import Chat, Place, Widget
from webchat.calls import RETURNS_WITHIN
from webchat.lines import MOST_AT_ONCE

OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"


@pytest.fixture(autouse=True)
async def callable_site(chat: Chat) -> None:
    await chat.can_be_called()


async def placed(widget: Widget, id: str = "k1") -> dict[str, Any]:
    await widget.say("call", id=id, offer=OFFER)
    return await widget.get("placed", id=id)


async def shown(widget: Widget, **like: Any) -> None:
    """Wait until the call stands like that, if it was not shown already."""
    before = [frame for frame in widget.frames if frame["type"] == "call"]
    if not any(like.items() <= frame.items() for frame in before):
        await widget.get("call", **like)


async def the_call(world: World) -> Call:
    (call,) = await world.store.find(Call)
    return call


async def heard(chat: Chat, call: Call, text: str) -> None:
    """What a node understood of the caller's words, as voice.control stores it."""
    interaction = await chat.world.store.get(Interaction, call.interaction)
    address = await chat.world.store.get(Address, interaction.address)
    await chat.services.intake.receive(
        InboundMessage(
            entry_point=call.entry_point,
            address_kind=address.kind,
            address=address.value,
            external_id=chat.world.ids(),
            text=text,
            at=chat.world.clock.now(),
        )
    )


async def test_a_visitor_calls_and_is_the_contact_of_their_chat(chat: Chat) -> None:
    widget = await chat.widget(language="zh-CN")
    assert widget.welcome["state"]["calls"] is True
    await widget.send("hello")
    answer = await placed(widget)
    call = await the_call(chat.world)
    assert (answer["call"], answer["answer"]) == (call.id, "v=0 the answer")
    assert (call.entry_point, call.called, chat.phone.offers) == ("line", "100", [OFFER])
    spoken = await chat.world.store.get(Conversation, call.conversation)
    written = (await chat.world.store.find(Conversation, {"entry_point": "site"}))[0]
    assert spoken.contact == written.contact
    assert (spoken.language, spoken.queue) == ("zh", "support")
    assert (await widget.get("call"))["state"] == "ringing"


async def test_a_visitor_who_never_wrote_may_call(chat: Chat) -> None:
    widget = await chat.widget()
    await placed(widget)
    (address,) = await chat.world.store.find(Address)
    assert address.kind is AddressKind.VISITOR
    assert (await chat.world.store.get(Interaction, (await the_call(chat.world)).interaction)).address == (
        address.id
    )


async def test_a_known_customer_calls_as_themselves(chat: Chat) -> None:
    widget = await chat.widget(identity=chat.identity("42"))
    await placed(widget)
    (address,) = await chat.world.store.find(Address)
    assert (address.kind, address.value, address.verified) == (AddressKind.EXTERNAL, "42", True)


async def test_what_is_said_is_shown_with_keys(chat: Chat) -> None:
    widget = await chat.widget()
    await placed(widget)
    call = await the_call(chat.world)
    await chat.services.calls.answered(call.id)
    await heard(chat, call, "where is my order")
    assert (await widget.get("caption"))["text"] == "where is my order"
    await shown(widget, state="up", handler="bot")
    bot = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="Bot")
    await chat.world.outbox.reply(
        call.conversation,
        by=bot,
        text="**Two** days",
        format="markdown",
        client_id="b1",
        choices=[Choice(label="Orders", value="o"), Choice(label="Star", value="s", key="*")],
    )
    said = await widget.get("caption")
    assert (said["from"], said["text"]) == ("bot", "Two days")
    assert [(one["label"], one["key"]) for one in said["choices"]] == [("Orders", "1"), ("Star", "*")]


async def test_who_waits_is_told_their_place_and_who_comes(chat: Chat) -> None:
    widget = await chat.widget()
    await placed(widget)
    call = await the_call(chat.world)
    chat.line.place = Place(3, 120)
    await chat.services.work.request_person(call.conversation, reason="asked", actor="x")
    waiting = await widget.get("call", handler="waiting")
    assert (waiting["position"], waiting["wait_seconds"]) == (3, 120)
    chat.line.place = Place(2, 60)
    await chat.world.clock.advance(6)
    assert (await widget.get("call", handler="waiting"))["position"] == 2


async def test_hanging_up_ends_the_call(chat: Chat) -> None:
    widget = await chat.widget()
    await placed(widget)
    await widget.say("hang_up")
    await widget.get("call", state="ended")
    assert (await the_call(chat.world)).state is CallState.ENDED


async def test_a_call_that_ends_on_our_side_is_told(chat: Chat) -> None:
    widget = await chat.widget()
    await placed(widget)
    call = await the_call(chat.world)
    await chat.phone.hang_up(call.id)
    await widget.get("call", state="ended")


async def test_a_page_that_is_closed_ends_its_call(chat: Chat) -> None:
    widget = await chat.widget()
    call = (await placed(widget))["call"]
    await widget.close()
    waited = 0
    while not chat.phone.hung_up:
        async with chat.http.get("/chat/v1/calls?key=site") as response:
            assert response.ok  # the server has had its turn
        await chat.world.clock.advance(1)
        waited += 1
    assert chat.phone.hung_up == [call]
    assert waited >= RETURNS_WITHIN


async def test_a_page_that_comes_back_keeps_its_call(chat: Chat) -> None:
    widget = await chat.widget()
    call = (await placed(widget))["call"]
    visitor = widget.welcome["visitor"]
    chat.cut()
    again = await chat.widget(visitor=visitor, call=call)
    await again.get("call", state="ringing")
    await chat.world.clock.advance(RETURNS_WITHIN + 1)
    await again.drain()
    assert chat.phone.hung_up == []
    await again.say("hang_up")
    await again.get("call", state="ended")


async def test_a_call_of_somebody_else_cannot_be_taken_over(chat: Chat) -> None:
    call = (await placed(await chat.widget()))["call"]
    stranger = await chat.widget(call=call)
    assert (await stranger.get("call"))["state"] == "ended"
    await stranger.say("hang_up")
    await stranger.drain()
    assert chat.phone.hung_up == []


async def test_a_visitor_is_in_one_call_at_a_time(chat: Chat) -> None:
    widget = await chat.widget()
    first = (await placed(widget))["call"]
    second = (await placed(widget, "k2"))["call"]
    assert chat.phone.hung_up == [first]
    calls = {call.id: call for call in await chat.world.store.find(Call)}
    assert calls[first].interaction != calls[second].interaction
    assert calls[second].state is CallState.RINGING


@pytest.mark.parametrize(
    "fault",
    [TooMany("All lines are busy.", retry_after=30), Unavailable("No node."), Conflict("Not an offer.")],
)
async def test_what_is_wrong_is_told_and_nothing_is_left(chat: Chat, fault: Any) -> None:
    chat.phone.fault = fault
    widget = await chat.widget()
    await widget.say("call", id="k1", offer=OFFER)
    error = await widget.get("error", id="k1")
    assert (error["code"], error["message"]) == (fault.code, fault.message)
    assert await chat.world.store.find(Conversation) == []
    chat.phone.fault = None
    await placed(widget, "k2")


@pytest.mark.parametrize(
    "offer", ["", "hello", "v=0\r\nm=video 9 x\r\n", "v=0\r\nm=audio 9 x\r\n" + "x" * 20_000]
)
async def test_what_is_no_offer_never_reaches_a_node(chat: Chat, offer: str) -> None:
    widget = await chat.widget()
    await widget.say("call", id="k1", offer=offer)
    assert (await widget.get("error"))["code"] == "invalid_input"
    assert chat.phone.offers == []


async def test_calls_are_limited_by_number_and_by_minute(chat: Chat) -> None:
    widgets = [await chat.widget() for _ in range(MOST_AT_ONCE)]
    for one in widgets:
        await placed(one)
    widget = await chat.widget()
    await widget.say("call", id="late", offer=OFFER)
    assert (await widget.get("error"))["code"] == "too_many"  # in this minute
    chat.world.clock.set(60)
    await widget.say("call", id="late", offer=OFFER)
    error = await widget.get("error")
    assert "too many calls from your network" in error["message"]


async def test_without_a_line_there_are_no_calls(chat: Chat) -> None:
    await chat.can_be_called(None)
    widget = await chat.widget()
    assert widget.welcome["state"]["calls"] is False
    await widget.say("call", id="k1", offer=OFFER)
    assert (await widget.get("error"))["code"] == "not_found"


async def test_a_line_that_is_switched_off_is_not_called(chat: Chat) -> None:
    line = await chat.world.store.get(EntryPoint, "line")
    await chat.world.save(replace(line, active=False))
    widget = await chat.widget()
    await widget.say("call", id="k1", offer=OFFER)
    assert (await widget.get("error"))["code"] == "not_found"


async def test_that_calls_work_is_told_when_it_changes(chat: Chat) -> None:
    chat.phone.works = False
    widget = await chat.widget()
    assert widget.welcome["state"]["calls"] is False
    async with chat.http.get("/chat/v1/calls?key=site") as response:
        assert await response.json() == {"calls": False}
    await widget.send("hello")
    chat.phone.works = True
    await chat.world.clock.advance(6)
    await widget.get("state", calls=True)
    async with chat.http.get("/chat/v1/calls?key=site") as response:
        assert await response.json() == {"calls": True}
        assert response.headers["Access-Control-Allow-Origin"] == "*"
