"""A chat as its two sides live it."""

import asyncio

from hub.core.events import Change, EventKind
from hub.core.models.conversations import Citation, Interaction
from hub.core.models.work import WorkItem
from hub.core.typing_bus import Typing
from tests.fakes.world import TENANT, agent_author
from tests.integration.webchat.harness import Chat, Place, Widget
from webchat.receipts import EVERY


async def test_hello_is_answered_with_everything_the_widget_needs(chat: Chat):
    widget = await chat.widget(language="zh-CN")
    welcome = widget.welcome
    assert welcome["entry"]["greeting"] == "您好！"
    assert welcome["conversation"] is None
    assert welcome["messages"] == []
    assert welcome["limits"]["file_bytes"] == 64 * 1024
    assert welcome["state"]["handler"] == "none"
    assert welcome["state"]["open"] is True


async def test_an_acknowledged_message_is_stored_and_comes_back_as_ones_own(chat: Chat):
    widget = await chat.widget()
    ack = await widget.send("Where is my parcel?", id="01HZY")
    own = await widget.get("message")
    assert (own["from"], own["client_id"], own["seq"]) == ("me", "01HZY", ack["seq"])
    again = await chat.widget(visitor=widget.welcome["visitor"])
    assert again.texts == ["Where is my parcel?"]


async def test_a_message_and_its_acknowledgement_come_in_one_text(chat: Chat):
    socket = await chat.connect()
    await socket.send_json({"type": "hello"})
    await socket.receive_json()
    for number in range(2):  # the first one opens the conversation, the second is an ordinary one
        await socket.send_json({"type": "send", "id": f"m{number}", "text": "hello"})
        frames: list[dict[str, object]] = []
        while not any(frame["type"] == "ack" for frame in frames):
            said = await socket.receive_json()
            frames = said if isinstance(said, list) else [said]
        assert "message" in [frame["type"] for frame in frames], frames
    await socket.close()


async def test_sending_twice_stores_once(chat: Chat):
    widget = await chat.widget()
    first = await widget.send("once", id="same")
    second = await widget.send("once", id="same")
    assert first["seq"] == second["seq"]
    assert (await chat.widget(visitor=widget.welcome["visitor"])).texts == ["once"]


async def test_a_bot_answers_with_its_source_and_can_be_judged(chat: Chat):
    widget = await chat.widget()
    await widget.send("Do you ship abroad?")
    conversation = await _conversation(chat)
    source = Citation(article="a1", revision=2, title="Shipping")
    answer = await chat.bot_says(conversation, "**Yes**, <script>x</script>", citations=[source])
    frame = await widget.get("message", **{"from": "bot"})
    assert frame["html"].startswith("<p><strong>Yes</strong>")
    assert "<script" not in frame["html"]
    assert frame["citations"] == [{"article": "a1", "revision": 2, "title": "Shipping"}]
    await widget.say("feedback", message=answer.id, helpful=False)
    await widget.get("done", command="feedback")
    again = await chat.widget(visitor=widget.welcome["visitor"])
    assert again.welcome["messages"][-1]["feedback"] is False


async def test_a_person_is_asked_for_waits_accepts_answers_and_resolves(chat: Chat):
    chat.line.place = Place(3, 120)
    widget = await chat.widget()
    await widget.send("hello")
    await widget.say("person")
    waiting = await widget.get("state", handler="waiting")
    assert (waiting["position"], waiting["wait_seconds"]) == (3, 120)
    chat.line.place = Place(1, 30)
    await chat.world.clock.advance(5)
    assert (await widget.get("state"))["position"] == 1
    item = (await chat.world.store.find(WorkItem))[0]
    assert item.reason == "asked"
    offer = await chat.world.offer(item)
    await chat.world.work.accept(offer.id, "ann")
    assert (await widget.get("state", handler="agent"))["agent"] == "Ann"
    await chat.world.outbox.reply(item.conversation, by=agent_author(), text="Hi, I am Ann", client_id="1")
    assert (await widget.get("message", **{"from": "agent"}))["name"] == "Ann"
    await chat.world.work.resolve(item.id, "ann")
    ended = await widget.get("state", ended=True)
    assert ended["rate"] is True
    await widget.say("rate", score=5, comment="quick")
    assert (await widget.get("state", rate=False))["ended"] is True
    await widget.drain()
    assert {"type": "done", "command": "rate"} in widget.frames
    interactions = await chat.world.store.find(Interaction)
    assert [one.rating.score for one in interactions if one.rating] == [5]


async def test_asking_for_a_person_first_of_all_opens_a_conversation(chat: Chat):
    widget = await chat.widget()
    await widget.say("person")
    await widget.get("state", handler="waiting")
    assert "I would like to talk to a person, please." in widget.texts


async def test_outside_hours_the_customer_leaves_a_message_that_becomes_work(chat: Chat):
    chat.open_hours = False
    widget = await chat.widget()
    assert widget.welcome["entry"]["open"] is False
    assert widget.welcome["entry"]["opens_at"] == "2026-11-23T21:00:00Z"
    assert widget.welcome["entry"]["closed_text"] == "We are closed."
    await widget.send("Please call me back")
    await widget.say("person")
    await widget.get("message", notice="left_message")
    assert [item.reason for item in await chat.world.store.find(WorkItem)] == ["closed"]


async def test_the_hours_are_looked_at_again_by_themselves(chat: Chat):
    widget = await chat.widget()
    await widget.drain()
    chat.open_hours = False
    await chat.world.clock.advance(60)
    assert (await widget.get("state"))["open"] is False


async def test_notes_never_reach_the_customer(chat: Chat):
    widget = await chat.widget()
    await widget.send("hello")
    conversation = await _conversation(chat)
    await chat.world.outbox.note(conversation, by=agent_author(), text="secret note", client_id="n1")
    await chat.bot_says(conversation, "public")
    await widget.get("message", text="public")
    again = await chat.widget(visitor=widget.welcome["visitor"])
    resumed = await chat.widget(visitor=widget.welcome["visitor"], last_seq=1)
    for one in (widget, again, resumed):
        assert "secret note" not in str(one.frames) + str(one.welcome)


async def test_typing_goes_both_ways_and_stops_with_the_connection(chat: Chat):
    widget = await chat.widget()
    await widget.send("hello")
    conversation = await _conversation(chat)
    heard: list[Typing] = []
    chat.typing.subscribe(TENANT, conversation, heard.append)
    await widget.say("typing", on=True)
    chat.typing.publish(Typing(tenant=TENANT, conversation=conversation, staff="ann", name="Ann", on=True))
    assert await widget.get("typing") == {"type": "typing", "on": True, "name": "Ann"}
    await widget.drain()
    await widget.close()
    await chat.server.close()
    assert [(one.staff, one.on) for one in heard if not one.staff] == [("", True), ("", False)]


async def test_receipts_go_both_ways(chat: Chat):
    widget = await chat.widget()
    ack = await widget.send("hello")
    await widget.say("person")
    item = (await _items(chat, widget))[0]
    await chat.world.work.accept((await chat.world.offer(item)).id, "ann")
    answer = await chat.world.outbox.reply(item.conversation, by=agent_author(), text="hi", client_id="1")
    await widget.get("message", text="hi")
    await widget.say("delivered", seq=answer.seq)
    await _receipt(chat)
    await widget.say("read", seq=answer.seq + 1_000_000)
    await widget.drain()
    async with asyncio.TaskGroup() as tasks:
        written = tasks.create_task(_receipt(chat))
        await chat.world.clock.advance(EVERY)
        await written
    interaction = await chat.world.store.get(Interaction, item.interaction)
    assert answer.seq <= interaction.seen_seq < answer.seq + 1000
    await chat.world.conversations.read(item.conversation, "ann", ack["seq"])
    assert await widget.get("receipt") == {"type": "receipt", "seq": ack["seq"], "delivery": "read"}
    again = await chat.widget(visitor=widget.welcome["visitor"])
    assert again.welcome["messages"][0]["delivery"] == "read"


async def test_ending_and_the_transcript(chat: Chat):
    widget = await chat.widget()
    await widget.send("hello")
    await widget.say("transcript", email="kim@example.com")
    await widget.get("done", command="transcript")
    await widget.say("end")
    await widget.get("state", ended=True)
    await widget.say("send", id="more", text="one more thing")
    assert (await widget.get("state", ended=False))["handler"] == "bot"


async def test_a_second_tab_follows_the_first(chat: Chat):
    one = await chat.widget()
    two = await chat.widget(visitor=one.welcome["visitor"])
    await one.send("from tab one")
    await two.get("message", text="from tab one")
    await two.send("from tab two", id="t2")
    await one.get("message", text="from tab two")
    assert one.texts == two.texts == ["from tab one", "from tab two"]


async def test_older_messages_come_on_request(chat: Chat):
    widget = await chat.widget()
    for number in range(55):
        await widget.send(f"m{number}", id=f"h{number}")
    again = await chat.widget(visitor=widget.welcome["visitor"])
    assert again.welcome["more"] is True
    assert len(again.welcome["messages"]) == 50
    await again.say("history", before=again.welcome["messages"][0]["seq"])
    history = await again.get("history")
    assert [one["text"] for one in history["messages"]] == [f"m{number}" for number in range(5)]
    assert history["more"] is False


async def test_a_merged_conversation_is_followed_and_stays_whole(chat: Chat):
    widget = await chat.widget()
    await widget.send("first matter")
    first = await _conversation(chat)
    await widget.say("end")
    await widget.get("state", ended=True)
    chat.world.clock.set(100 * 3600)
    await widget.send("second matter", id="s2")
    second = await _conversation(chat)
    assert first != second
    await chat.world.conversations.merge(second, first, "ann")
    await widget.drain()
    await chat.world.outbox.notice(first, "transferred")
    await widget.get("message", notice="transferred")
    again = await chat.widget(visitor=widget.welcome["visitor"])
    assert [text for text in again.texts if "matter" in text] == ["first matter", "second matter"]


async def test_language_can_be_changed(chat: Chat):
    widget = await chat.widget(language="en")
    await widget.say("language", language="zh")
    assert (await widget.get("entry"))["entry"]["greeting"] == "您好！"


async def _conversation(chat: Chat) -> str:
    """The newest interaction's conversation."""
    newest = await chat.world.store.find(Interaction, order="started_at", descending=True, limit=1)
    return newest[0].conversation


async def _receipt(chat: Chat) -> None:
    """Wait until a receipt is written."""
    written = asyncio.Event()

    def hear(changes: list[Change]) -> None:
        if any(change.event.kind is EventKind.INTERACTION_CHANGED for change in changes):
            written.set()

    end = chat.world.database.subscribe(hear)
    async with asyncio.timeout(60):
        await written.wait()
    end()


async def _items(chat: Chat, widget: Widget) -> list[WorkItem]:
    await widget.get("state", handler="waiting")
    return await chat.world.store.find(WorkItem)
