"""What becomes of gaps: drafted in one commit, asked again, merged, taken apart."""

import pytest

from hub.core.errors import Conflict, InvalidInput, NotFound
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Conversation, Message
from hub.core.models.gaps import AskedOn, Gap, GapReason, GapState, QuestionVector, Reasked, Unanswered
from hub.core.models.knowledge import Article
from hub.services.gap_plans import plan_unanswered
from hub.services.gaps import Gaps
from hub.services.help_centre import HelpCentres
from tests.fakes.world import World, agent_author


@pytest.fixture
def gaps(world: World) -> Gaps:
    return Gaps(world.store, world.clock, world.ids)


async def missed(world: World, text: str, visitor: str = "v1") -> Unanswered:
    said = await world.say(text, visitor=visitor)
    question = await world.store.get(Message, said.message.id)
    conversation = await world.store.get(Conversation, question.conversation)
    batch = world.outbox.batch("bot:knowledge")
    await plan_unanswered(world.store, batch, conversation, question, GapReason.MISSED)
    await world.store.commit(batch)
    return await world.store.get(Unanswered, question.id)


async def sorted_in(world: World, gaps: Gaps, text: str, visitor: str = "v1", gap: str | None = None) -> Gap:
    """Have a question missed and sorted into a gap, a new one if none is named."""
    found = await gaps.sort_in((await missed(world, text, visitor)).id, gap, "en")
    assert found
    return found


async def drafted(world: World, gaps: Gaps, knowledge, text: str = "Do you ship to Norway?") -> Gap:
    """A gap with a published article."""
    gap = await sorted_in(world, gaps, text)
    article = await gaps.draft(gap.id, "eva", knowledge)
    await knowledge.publish(article.id, "eva")
    return await world.store.get(Gap, gap.id)


def outcome(world: World, answered: int, asked: int = 1, revision: int = 1) -> Reasked:
    return Reasked(revision=revision, asked=asked, answered=answered, at=world.clock.now())


async def test_draft_and_gap_are_one_commit(world, gaps, knowledge):
    gap = await gaps.sort_in((await missed(world, "Do you ship to Norway?")).id, None, "en")
    commits: list[set[str]] = []
    stop = world.database.subscribe(lambda changes: commits.append({one.event.kind.value for one in changes}))
    await gaps.draft(gap.id, "eva", knowledge)
    stop()
    assert commits == [{"article.changed", "gap.changed"}]


async def test_a_draft_that_comes_too_late_leaves_no_article(world, gaps, knowledge):
    gap = await gaps.sort_in((await missed(world, "Do you ship to Norway?")).id, None, "en")
    await gaps.dismiss(gap.id, "kai")
    with pytest.raises(Conflict):
        await gaps.draft(gap.id, "eva", knowledge)
    assert await world.store.find(Article) == []


async def test_an_agents_good_answer_closes_the_gap_of_its_question(world, gaps, knowledge):
    question = await missed(world, "Do you ship to Norway?")
    gap = await gaps.sort_in(question.id, None, "en")
    item = await world.work.request_person(question.conversation, reason="asked", actor="test")
    await world.work.accept((await world.offer(item)).id, "ann")
    said = await world.outbox.reply(
        question.conversation, by=agent_author(), text="Yes, within five days.", client_id="r1"
    )
    article = await gaps.draft_from_answer(said, "ann", knowledge)
    stored = await world.store.get(Gap, gap.id)
    assert (stored.state, stored.article) == (GapState.DRAFTED, article.id)


async def test_an_answered_gap_that_is_asked_again_opens_again(world, gaps, knowledge):
    gap = await drafted(world, gaps, knowledge)
    assert [one.id for one in await gaps.to_reask([gap.article])] == [gap.id]
    late = await missed(world, "Norway?", "v2")
    answered = await gaps.reasked(gap.id, outcome(world, 1))
    assert (answered.state, answered.reasked.answered) == (GapState.ANSWERED, 1)
    assert await gaps.to_reask() == []
    still = await gaps.sort_in(late.id, gap.id, "en")  # asked before the answer was there
    assert still.state is GapState.ANSWERED
    await world.clock.advance(1)
    again = await gaps.sort_in((await missed(world, "To Norway?", "v3")).id, gap.id, "en")
    assert (again.state, again.reopened, again.count) == (GapState.OPEN, True, 3)
    assert await gaps.to_reask() == []  # nothing new was published


@pytest.mark.parametrize(
    ("answered", "state"), [(2, GapState.ANSWERED), (1, GapState.OPEN), (0, GapState.OPEN)]
)
async def test_most_ways_to_ask_must_be_answered(world, gaps, knowledge, answered, state):
    gap = await drafted(world, gaps, knowledge)
    changed = await gaps.reasked(gap.id, outcome(world, answered, asked=3 if answered == 2 else 2))
    assert (changed.state, changed.reasked.answered, changed.reopened) == (state, answered, False)


async def test_a_gap_waits_for_the_next_publication_of_its_article(world, gaps, knowledge):
    gap = await drafted(world, gaps, knowledge)
    await gaps.reasked(gap.id, outcome(world, 0))
    assert await gaps.to_reask() == []
    article = await knowledge.get(gap.article)
    saved = await knowledge.save(article.id, "eva", rev=article.rev, title="Norway", body="Yes.")
    assert await gaps.to_reask() == []
    await knowledge.publish(saved.id, "eva")
    assert [one.id for one in await gaps.to_reask()] == [gap.id]
    assert (await gaps.reasked(gap.id, outcome(world, 1, revision=2))).state is GapState.ANSWERED
    await knowledge.unpublish(saved.id, "eva")
    assert [one.id for one in await gaps.to_reask()] == [gap.id]
    gone = await gaps.reasked(gap.id, None)
    assert (gone.state, gone.reopened, gone.reasked) == (GapState.OPEN, True, None)


async def test_a_dismissed_gap_is_left_alone(world, gaps, knowledge):
    gap = await drafted(world, gaps, knowledge)
    await gaps.dismiss(gap.id, "eva")
    assert await gaps.to_reask() == []
    assert await gaps.reasked(gap.id, outcome(world, 1)) is None


async def test_each_way_to_ask_is_asked_once(world, gaps):
    gap = await gaps.sort_in((await missed(world, "Do you ship to Norway?")).id, None, "en")
    for visitor, text in (("v2", "do you  ship to norway?"), ("v3", "Norway?")):
        await world.clock.advance(1)
        await gaps.sort_in((await missed(world, text, visitor)).id, gap.id, "en")
    assert [one.text for one in await gaps.ways(gap.id)] == ["Norway?", "do you ship to norway?"]


async def two(world: World, gaps: Gaps) -> tuple[Gap, Gap]:
    one = await sorted_in(world, gaps, "Do you ship to Norway?")
    await world.clock.advance(60)
    two = await sorted_in(world, gaps, "Delivery to Oslo?", "v2")
    return one, await sorted_in(world, gaps, "Oslo?", "v3", gap=two.id)


async def test_merged_gaps_are_one_with_all_questions(world, gaps):
    norway, oslo = await two(world, gaps)
    merged = await gaps.merge(oslo.id, norway.id, "eva")
    assert (merged.id, merged.count, merged.title) == (norway.id, 3, "Do you ship to Norway?")
    assert (merged.channels, merged.first_at, merged.last_at) == ({"chat": 3}, norway.first_at, oslo.last_at)
    assert len(await gaps.examples(norway.id)) == 3
    assert await world.store.peek(Gap, oslo.id) is None
    with pytest.raises(NotFound):  # whoever compared with the one that is gone compares again
        await gaps.sort_in((await missed(world, "Norge?", "v4")).id, oslo.id, "en")


async def test_merging_keeps_what_editors_decided(world, gaps, knowledge):
    norway, oslo = await two(world, gaps)
    article = await gaps.draft(oslo.id, "eva", knowledge)
    taken = await gaps.merge(oslo.id, norway.id, "eva")
    assert (taken.state, taken.article) == (GapState.DRAFTED, article.id)
    other = await gaps.sort_in((await missed(world, "Bergen?", "v5")).id, None, "en")
    await gaps.dismiss(other.id, "eva")
    kept = await gaps.merge(taken.id, other.id, "eva")
    assert (kept.state, kept.article, kept.count) == (GapState.DISMISSED, "", 4)


async def test_gaps_of_two_languages_do_not_merge(world, gaps):
    norway, _ = await two(world, gaps)
    chinese = await gaps.sort_in((await missed(world, "能送到挪威吗", "v9")).id, None, "zh")
    for wrong in (chinese.id, norway.id):
        with pytest.raises(InvalidInput):
            await gaps.merge(norway.id, wrong, "eva")


async def test_a_question_is_moved_out_by_hand(world, gaps):
    _, oslo = await two(world, gaps)
    (newest, oldest) = await gaps.examples(oslo.id)
    alone = await gaps.move_out(oldest.id, None, "eva")
    assert (alone.title, alone.count, alone.channels) == ("Delivery to Oslo?", 1, {"chat": 1})
    left = await world.store.get(Gap, oslo.id)
    assert (left.title, left.count, left.reasons) == ("Oslo?", 1, {"missed": 1})
    assert (await gaps.move_out(newest.id, alone.id, "eva")).count == 2
    assert await world.store.peek(Gap, oslo.id) is None
    norway = (await gaps.page(GapState.OPEN, "last_at"))[-1]
    (only,) = await gaps.examples(norway.id)
    for wrong in (None, norway.id):
        with pytest.raises(InvalidInput):
            await gaps.move_out(only.id, wrong, "eva")


async def test_what_the_help_centre_did_not_find_is_noted_without_a_person(world, gaps):
    centre = HelpCentres(world.store, world.clock, world.ids)
    await centre.searched("ship to Oslo? jane@doe.example +47 22 33 44 55", "en", GapReason.MISSED)
    await centre.searched(" 22 33 44 55 66 ", "en", GapReason.MISSED)
    (noted,) = await world.store.find(Unanswered)
    assert (noted.text, noted.channel) == ("ship to Oslo? … …", AskedOn.HELP_CENTRE)
    assert (noted.contact, noted.conversation) == ("", "")
    gap = await gaps.sort_in(noted.id, None, "en")
    assert gap.channels == {"help_centre": 1}


def test_questions_come_from_every_channel():
    assert {one.value for one in AskedOn} == {*(one.value for one in Channel), "help_centre"}


async def test_erasing_a_person_erases_what_their_questions_mean(world, gaps):
    one = await missed(world, "Do you ship to Norway?")
    await gaps.sort_in(one.id, None, "en", QuestionVector(id=one.id, model="m", data=b"12"))
    await gaps.forget(one.contact, "admin")
    assert await world.store.find(QuestionVector) == []
