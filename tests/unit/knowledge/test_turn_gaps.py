"""What of a bot's turn becomes a question without an answer: parts of a message, choices nobody took."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.core.models.conversations import Author, AuthorKind, Choice, Citation, Conversation, Message
from hub.core.models.gaps import GapReason, Unanswered
from hub.services.gap_plans import UNDECIDED, plan_bot_turn
from tests.fakes.world import World

BOT = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")
MEANT = [
    Choice(label="Delivery times", value="article:times"),
    Choice(label="Delivery abroad", value="article:abroad"),
    Choice(label="None of these", value="none"),
]
QUESTION = "change the delivery"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


async def turn(world: World, text: str, reply: str = "", **shown: Any) -> Message:
    """Let a customer say something, keep what the bot's turn shows of it, and let the bot reply."""
    said = await world.say(text, visitor="v1")
    conversation = await world.store.get(Conversation, said.conversation.id)
    question = await world.store.get(Message, said.message.id)
    batch = world.outbox.batch(BOT.id)
    await plan_bot_turn(world.store, batch, conversation, question, **{"missed": False, **shown})
    await world.store.commit(batch)
    if reply:
        told = [Citation(article=one, revision=1, title=one) for one in shown.get("told", ())]
        await world.outbox.reply(
            conversation.id,
            by=BOT,
            text=reply,
            client_id=world.ids(),
            choices=shown.get("choices"),
            citations=told,
        )
    return question


async def unanswered(world: World) -> list[tuple[str, GapReason]]:
    return [(one.text, one.reason) for one in await world.store.find(Unanswered)]


async def test_a_part_without_an_answer_is_noted_beside_the_others(world):
    await turn(
        world, "Hi! When are you open? Do you sell bikes?", told={"hours"}, unanswered="Do you sell bikes?"
    )
    assert await unanswered(world) == [("Do you sell bikes?", GapReason.MISSED)]


async def test_an_answer_alone_is_no_gap(world):
    await turn(world, "When are you open?", told={"hours"})
    assert await unanswered(world) == []


async def ask_back(world: World) -> None:
    await turn(world, f"Hi! {QUESTION}", "Which one?", choices=MEANT, unanswered=QUESTION)
    assert await unanswered(world) == [(QUESTION, GapReason.NOT_CHOSEN)]


@pytest.mark.parametrize("typed", ["Delivery abroad", "2", "the second one", "第二个"])
async def test_a_choice_taken_in_any_words_leaves_nothing(world, typed):
    await ask_back(world)
    await turn(world, typed, told={"abroad"})
    assert await unanswered(world) == []


async def test_a_choice_taken_after_asking_which_leaves_nothing(world):
    await ask_back(world)
    await turn(world, "yes", "Which one do you mean?")
    await turn(world, "the first", told={"times"})
    assert await unanswered(world) == []


async def test_none_of_these_makes_the_first_question_a_gap_at_once(world):
    await ask_back(world)
    await turn(world, "None of these", missed=True, unanswered=QUESTION)
    (noted,) = await world.store.find(Unanswered)
    assert (noted.text, noted.reason) == (QUESTION, GapReason.MISSED)
    assert noted.ready_at == world.clock.now()


async def test_another_question_leaves_the_first_undecided(world):
    await ask_back(world)
    await turn(world, "When are you open?", told={"hours"})
    (noted,) = await world.store.find(Unanswered)
    assert noted.reason is GapReason.NOT_CHOSEN
    assert noted.ready_at == world.clock.now() + UNDECIDED


async def test_an_unclear_part_waits_for_its_choice_beside_an_answer(world):
    await turn(
        world,
        "When are you open? And the delivery?",
        "8 to 20. Is it one of these?",
        told={"hours"},
        choices=MEANT,
        unanswered="And the delivery?",
    )
    assert await unanswered(world) == [("And the delivery?", GapReason.NOT_CHOSEN)]
    await turn(world, "1", told={"times"})
    assert await unanswered(world) == []
