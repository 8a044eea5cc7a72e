"""What callers say: doubtful words are asked about, silence too; other languages; what was really heard."""

import pytest
from msgspec.structs import replace

from hub.core.models.calls import Call
from hub.core.models.contacts import Address, AddressKind, Contact, EntryPoint
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    BotMemory,
    Choice,
    Citation,
    Conversation,
    Direction,
    Interaction,
    Message,
)
from hub.core.models.told import Told
from hub.core.models.work import WorkItem, WorkState
from hub.services.bot_turns import BotTurn, Said
from tests.fakes.voice_world import CALLER, FakeNode, texts, until
from tests.fakes.world import World
from voice.control.phrases import language_wanted, means, phrase
from voice.orders import Answer, HangUp, Speak

pytestmark = pytest.mark.usefixtures("followed")


async def with_bot(node: FakeNode, called: str = "sip:200@hub") -> Call:
    await node.reports(node.ringing(called=called), node.answered())
    return await node.world.store.get(Call, "c1")


async def bot_says(world: World, call: Call, text: str, **values: object) -> Message:
    """The bot answers the newest message; return what it says."""
    (asked, *_) = await world.store.find(
        Message, {"conversation": call.conversation}, order="seq", descending=True
    )
    said = Said(text=text, **values)  # type: ignore[arg-type]  # fields of Said by name
    await world.bot_turns.keep(
        BotTurn(
            id=asked.id,
            conversation=call.conversation,
            interaction=call.interaction,
            bot="knowledge",
            memory=BotMemory(bot="knowledge", answered_seq=asked.seq, turns=1),
            says=[said],
        )
    )
    found = await world.store.find(
        Message, {"conversation": call.conversation}, order="seq", descending=True, limit=1
    )
    return found[0]


async def test_silence_is_asked_about_and_then_ends_the_call(node: FakeNode) -> None:
    await with_bot(node)
    for _ in range(3):
        await node.reports(node.nothing(understood=True))
    assert [text[:20] for text in node.said()[1:]] == [
        phrase(name, "en")[:20] for name in ("nothing_1", "nothing_2", "nothing_last")
    ]
    assert node.ordered(HangUp)[-1].after_speech


async def test_words_end_the_count_of_silences(node: FakeNode) -> None:
    await with_bot(node)
    for _ in range(4):
        await node.reports(node.nothing(understood=True), node.heard("Wait a moment"))
    assert node.ordered(HangUp) == []


async def test_what_was_not_understood_three_times_brings_a_person(world: World, node: FakeNode) -> None:
    await with_bot(node)
    await node.reports(node.nothing(understood=False))
    assert node.said()[-1] == "I am sorry, I did not catch that."
    await node.reports(node.nothing(understood=False), node.heard("mumble", confidence=0.1))
    (item,) = await world.store.find(WorkItem)
    assert (item.reason, item.state) == ("not_understood", WorkState.QUEUED)
    assert await texts(world) == []


async def test_a_menu_is_said_again_with_its_keys(world: World, node: FakeNode) -> None:
    call = await with_bot(node)
    await node.reports(node.heard("Hello"))
    choices = [Choice(label="Delivery", value="d"), Choice(label="Returns", value="r", key="9")]
    await bot_says(world, call, "What is it about?", choices=choices)
    await node.reports(node.nothing(understood=False))
    again = node.ordered(Speak)[-1]
    assert "You can also use the keys" in again.text
    assert "For Delivery, press 1." in again.text
    assert "For Returns, press 9." in again.text
    assert (again.listen.digits, again.listen.words) == (1, ["Delivery", "Returns"])


@pytest.mark.parametrize("answer", ["Yes.", "1"])
async def test_doubtful_words_are_asked_about(world: World, node: FakeNode, answer: str) -> None:
    await with_bot(node)
    await node.reports(node.heard("How long does a lamp take", confidence=0.3))
    assert await texts(world) == []
    assert "Did you say: How long does a lamp take?" in node.said()[-1]
    await node.reports(node.pressed(answer) if answer == "1" else node.heard(answer))
    assert await texts(world) == ["How long does a lamp take"]


@pytest.mark.parametrize("answer", ["No!", "2"])
async def test_what_was_not_said_is_said_again(world: World, node: FakeNode, answer: str) -> None:
    await with_bot(node)
    await node.reports(node.heard("How long does a lamb take", confidence=0.3))
    await node.reports(node.pressed(answer) if answer == "2" else node.heard(answer))
    assert node.said()[-1] == "Then please say it once more."
    await node.reports(node.heard("How long does a lamp take"))
    assert await texts(world) == ["How long does a lamp take"]


async def test_a_doubtful_choice_that_was_offered_is_taken(world: World, node: FakeNode) -> None:
    call = await with_bot(node)
    await node.reports(node.heard("Hello"))
    await bot_says(world, call, "What is it about?", choices=[Choice(label="Returns", value="r")])
    await node.reports(node.heard("returns.", confidence=0.2))
    assert (await texts(world))[-1] == "Returns"


@pytest.mark.parametrize("said", ["中文", "请说中文。", "Chinese, please.", "Do you speak Chinese?"])
async def test_a_caller_changes_the_language(world: World, node: FakeNode, said: str) -> None:
    call = await with_bot(node)
    await node.reports(node.heard(said))
    assert node.ordered(Speak)[-1].language == "zh"
    assert node.said()[-1] == phrase("language_set", "zh")
    conversation = await world.store.get(Conversation, call.conversation)
    contact = await world.store.get(Contact, conversation.contact)
    assert (conversation.language, contact.language) == ("zh", "zh")
    assert await texts(world) == []


async def test_who_changes_the_language_waits_where_it_is_spoken(world: World, node: FakeNode) -> None:
    entry = await world.store.get(EntryPoint, "line-200")
    await world.save(replace(entry, queue_by_language={"zh": "sales"}))
    call = await with_bot(node)
    await node.reports(node.heard("中文"))
    item = await world.work.request_person(call.conversation, reason="asked", actor="bot:knowledge")
    assert (item.queue, item.language) == ("sales", "zh")


async def test_the_language_is_remembered(world: World, node: FakeNode) -> None:
    await with_bot(node)
    await node.reports(node.heard("中文"), node.ended())
    await node.reports(node.ringing("c2"), node.answered("c2"))
    assert [order.language for order in node.ordered(Answer)] == ["en", "zh"]
    assert node.said("c2") == ["您好。"]


async def test_a_key_changes_the_language_and_a_flow_begins_again_in_it(world: World, node: FakeNode) -> None:
    entry = await world.store.get(EntryPoint, "line-100")
    await world.save(replace(entry, language_keys={"9": "zh"}))
    call = await with_bot(node, "sip:100@hub")
    assert node.said() == ["中文请按 9。"]
    before = await world.store.get(Interaction, call.interaction)
    await node.reports(node.pressed("9"))
    after = await world.store.get(Interaction, call.interaction)
    assert before.memory
    assert before.memory.entry
    assert after.memory
    assert after.memory.entry
    assert after.memory.entry.id != before.memory.entry.id
    assert (await world.store.get(Conversation, call.conversation)).language == "zh"
    assert await texts(world) == []


def test_other_words_change_no_language() -> None:
    assert language_wanted("Do you sell Chinese tables?") == ""
    assert language_wanted("I bought an English lamp") == ""
    assert means("I want you to call me back", "words_call_back", "en")
    assert not means("call", "words_call_back", "en")
    assert means("麻烦请回拨给我", "words_call_back", "zh")


async def test_an_interrupted_answer_shows_what_was_heard(world: World, node: FakeNode) -> None:
    call = await with_bot(node)
    await node.reports(node.heard("How long does delivery take?"))
    cited = [Citation(article="a1", revision=1, title="Delivery")]
    message = await bot_says(world, call, "Two days. In towns, one.", citations=cited)
    await until(lambda: message.id in [order.id for order in node.ordered(Speak)])
    await node.reports(node.spoken(message.id, "Two days.", complete=False))
    assert (await world.store.get(Message, message.id)).heard == "Two days."
    assert len(await world.store.find(Told)) == 1


async def test_what_nobody_heard_was_not_told(world: World, node: FakeNode) -> None:
    call = await with_bot(node)
    await node.reports(node.heard("How long does delivery take?"))
    cited = [Citation(article="a1", revision=1, title="Delivery")]
    message = await bot_says(world, call, "Two days.", citations=cited)
    await node.reports(node.spoken(message.id, "", complete=False))
    assert (await world.store.get(Message, message.id)).heard == ""
    assert await world.store.find(Told) == []


async def test_a_complete_answer_needs_no_mark(world: World, node: FakeNode) -> None:
    call = await with_bot(node)
    await node.reports(node.heard("Hello"))
    message = await bot_says(world, call, "Hello!")
    await node.reports(node.spoken(message.id, "Hello!"))
    assert (await world.store.get(Message, message.id)).heard is None


async def test_a_known_caller_is_greeted_by_name(world: World, node: FakeNode) -> None:
    entry = await world.store.get(EntryPoint, "line-200")
    await world.save(replace(entry, greeting={"en": "Good day, {name}."}))
    await with_bot(node)
    assert node.said() == ["Good day."]
    await node.reports(node.ended())
    (address,) = await world.store.find(Address, {"kind": AddressKind.PHONE, "value": CALLER})
    contact = await world.store.get(Contact, address.contact)
    await world.save(replace(contact, name="Mia Lund", priority=30))
    await node.reports(node.ringing("c2"), node.answered("c2"))
    assert node.said("c2") == ["Good day, Mia Lund."]


async def test_priority_of_person_and_number_count_together(world: World, node: FakeNode) -> None:
    entry = await world.store.get(EntryPoint, "line-300")
    await world.save(replace(entry, priority=10))
    (await with_bot(node, "sip:300@hub"))
    (item,) = await world.store.find(WorkItem)
    assert item.priority == 10


async def test_open_matters_are_told_to_bot_and_agent(world: World, node: FakeNode) -> None:
    first = await with_bot(node, "sip:300@hub")
    await node.reports(node.ringing("c2"))  # on another line of ours, while the first still waits
    second = await world.store.get(Call, "c2")
    conversation = await world.store.get(Conversation, second.conversation)
    assert first.conversation != second.conversation
    assert [field.name for field in conversation.data] == ["open_matters"]
    notices = await world.store.find(Message, {"conversation": conversation.id})
    shown = [(one.notice, one.notice_vars["count"]) for one in notices if one.notice == "open_matters"]
    assert shown == [("open_matters", "1")]
    assert all(one.direction is Direction.INTERNAL for one in notices if one.notice == "open_matters")
    assert Author(kind=AuthorKind.SYSTEM, id="system") in [one.author for one in notices]
