"""Review, schedule, publication, expiry: the way of an article to the customers and back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hub.core.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed, StaleRevision
from hub.core.events import EventKind
from hub.core.models.knowledge import (
    Article,
    ArticleAct,
    ArticleState,
    Audience,
    KnowledgePolicy,
    RevisionKind,
)
from hub.services.article_timer import ArticleTimer
from hub.services.knowledge import Knowledge, Wanted

DAY = timedelta(days=1)


async def draft(knowledge: Knowledge, **fields: Any) -> Article:
    content: dict[str, Any] = {"title": "Returns", "body": "Within 30 days.", **fields}
    return await knowledge.create("eva", **content)


async def live(knowledge: Knowledge, **fields: Any) -> Article:
    return await knowledge.publish((await draft(knowledge, **fields)).id, "eva")


async def strict(knowledge: Knowledge) -> None:
    policy = await knowledge.policy()
    await knowledge.set_policy(replace(policy, review_required=True, separate_reviewer=True), "admin")


async def acts(knowledge: Knowledge, article: Article) -> list[tuple[ArticleAct, str]]:
    return [(one.act, one.by) for one in reversed(await knowledge.history(article.id))]


async def test_two_people_bring_an_article_to_the_customers(knowledge):
    await strict(knowledge)
    article = await draft(knowledge)
    with pytest.raises(Conflict, match="Send it to review"):
        await knowledge.publish(article.id, "eva")
    article = await knowledge.submit(article.id, "eva", comment="Please look")
    assert article.state is ArticleState.IN_REVIEW
    with pytest.raises(NotAllowed, match="somebody else"):
        await knowledge.approve(article.id, "eva")
    with pytest.raises(Conflict, match="in review"):
        await knowledge.publish(article.id, "kai")
    article = await knowledge.approve(article.id, "kai", revision=1)
    assert (article.state, article.approved_by) == (ArticleState.APPROVED, "kai")
    article = await knowledge.publish(article.id, "eva")
    assert (article.state, article.published, article.authors) == (ArticleState.PUBLISHED, 1, [])
    assert await acts(knowledge, article) == [
        (ArticleAct.CREATED, "eva"),
        (ArticleAct.SUBMITTED, "eva"),
        (ArticleAct.APPROVED, "kai"),
        (ArticleAct.PUBLISHED, "eva"),
    ]


async def test_who_wrote_any_part_cannot_approve_it(knowledge):
    await strict(knowledge)
    article = await draft(knowledge)
    article = await knowledge.save(article.id, "kai", rev=article.rev, title="Returning things")
    await knowledge.submit(article.id, "kai")
    for author in ("eva", "kai"):
        with pytest.raises(NotAllowed):
            await knowledge.approve(article.id, author)
    assert (await knowledge.approve(article.id, "max")).state is ArticleState.APPROVED


async def test_changes_are_requested_with_a_reason_that_stays_open(knowledge):
    article = await knowledge.submit((await draft(knowledge)).id, "eva")
    with pytest.raises(InvalidInput) as error:
        await knowledge.request_changes(article.id, "kai", comment="  ")
    assert error.value.field == "comment"
    article = await knowledge.request_changes(article.id, "kai", comment="Say who pays.")
    assert article.state is ArticleState.DRAFT
    (comment,) = await knowledge.comments(article.id)
    assert (comment.text, comment.by, comment.revision, comment.resolved_at) == (
        "Say who pays.",
        "kai",
        1,
        None,
    )
    settled = await knowledge.settle(comment.id, "eva", resolved=True)
    assert settled.resolved_by == "eva"
    assert (await knowledge.settle(comment.id, "eva", resolved=False)).resolved_at is None


@pytest.mark.parametrize("reached", ["in_review", "approved", "scheduled"])
async def test_what_is_edited_has_to_be_reviewed_anew(knowledge, world, reached):
    article = await knowledge.submit((await draft(knowledge)).id, "eva")
    if reached != "in_review":
        article = await knowledge.approve(article.id, "kai")
    if reached == "scheduled":
        article = await knowledge.schedule(article.id, "kai", world.clock.now() + DAY)
    assert article.state.value == reached
    edited = await knowledge.save(article.id, "eva", rev=article.rev, body="Within 60 days.")
    assert (edited.state, edited.approved_by, edited.publish_at, edited.due_at) == (
        ArticleState.DRAFT,
        "",
        None,
        None,
    )


@pytest.mark.parametrize("step", ["submit", "approve", "publish", "schedule", "request_changes"])
async def test_nobody_decides_on_a_revision_they_have_not_seen(knowledge, world, step):
    article = await draft(knowledge)
    await knowledge.save(article.id, "eva", rev=article.rev, body="Within 60 days.")
    more = {"schedule": {"publish_at": world.clock.now() + DAY}, "request_changes": {"comment": "No."}}
    with pytest.raises(Conflict, match="newer"):
        await getattr(knowledge, step)(article.id, "kai", revision=1, **more.get(step, {}))


async def test_a_discarded_edit_is_the_published_text_again(knowledge):
    article = await live(knowledge, questions=["How?"])
    article = await knowledge.save(article.id, "eva", rev=article.rev, body="Within 60 days.")
    await knowledge.submit(article.id, "eva")
    article = await knowledge.discard(article.id, "eva")
    assert (article.state, article.body, article.revision, article.published) == (
        ArticleState.PUBLISHED,
        "Within 30 days.",
        3,
        3,
    )
    newest = (await knowledge.revisions(article.id))[0]
    assert (newest.kind, newest.copy_of, newest.questions) == (RevisionKind.DISCARDED, 1, ["How?"])
    with pytest.raises(Conflict, match="nothing to go back to"):
        await knowledge.discard((await draft(knowledge)).id, "eva")


async def test_any_revision_can_be_restored_as_a_draft(knowledge):
    article = await live(knowledge)
    article = await knowledge.save(article.id, "eva", rev=article.rev, body="Within 60 days.")
    article = await knowledge.publish(article.id, "eva")
    article = await knowledge.restore(article.id, "kai", 1)
    assert (article.body, article.state, article.published) == ("Within 30 days.", ArticleState.DRAFT, 2)
    kinds = [(one.number, one.kind, one.copy_of, one.author) for one in await knowledge.revisions(article.id)]
    assert kinds == [
        (3, RevisionKind.RESTORED, 1, "kai"),
        (2, RevisionKind.EDITED, None, "eva"),
        (1, RevisionKind.CREATED, None, "eva"),
    ]


async def test_saving_the_same_again_is_no_revision(knowledge, world):
    article = await live(knowledge)
    seq = await world.store.last_seq()
    same = await knowledge.save(article.id, "eva", rev=article.rev, body=article.body, title=" Returns ")
    assert same == article
    assert await world.store.last_seq() == seq


async def test_unpublishing_leaves_an_edit_as_far_as_it_is(knowledge):
    article = await live(knowledge)
    article = await knowledge.save(article.id, "eva", rev=article.rev, body="Within 60 days.")
    await knowledge.submit(article.id, "eva")
    article = await knowledge.unpublish(article.id, "eva")
    assert (article.state, article.published) == (ArticleState.IN_REVIEW, None)


async def test_a_schedule_publishes_when_its_time_comes_and_survives_a_restart(knowledge, world):
    article = await draft(knowledge)
    at = world.clock.now() + DAY
    await knowledge.schedule(article.id, "eva", at)
    timer = ArticleTimer(world.store, knowledge, world.clock)
    assert await timer.step() is False
    assert (await knowledge.get(article.id)).state is ArticleState.SCHEDULED
    world.clock.set(2 * 86_400)  # the hub was down when the time came
    await ArticleTimer(world.store, Knowledge(world.store, world.clock, world.ids), world.clock).step()
    article = await knowledge.get(article.id)
    assert (article.state, article.published, article.publish_at) == (ArticleState.PUBLISHED, 1, None)
    assert (await acts(knowledge, article))[-1] == (ArticleAct.PUBLISHED, "schedule")


async def test_the_timer_sleeps_until_something_is_due_and_hears_of_changes(knowledge, world):
    timer = ArticleTimer(world.store, knowledge, world.clock)
    stop = timer.listen(world.database)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(timer.run())
        article = await draft(knowledge)
        now = world.clock.now()
        await knowledge.set_details(article.id, "eva", expires_at=now + 2 * DAY)
        await knowledge.schedule(article.id, "eva", now + DAY)
        for state in (ArticleState.PUBLISHED, ArticleState.ARCHIVED):
            async with asyncio.timeout(60):
                while (await knowledge.get(article.id)).state is not state:
                    await world.clock.advance(300)  # small: who is slow must not find both times past
        task.cancel()
    stop()
    assert [act for act, _ in await acts(knowledge, article)][-2:] == [
        ArticleAct.PUBLISHED,
        ArticleAct.EXPIRED,
    ]


async def test_both_missed_while_down_end_in_the_archive(knowledge, world):
    article = await draft(knowledge)
    now = world.clock.now()
    await knowledge.set_details(article.id, "eva", expires_at=now + 2 * DAY)
    await knowledge.schedule(article.id, "eva", now + DAY)
    world.clock.set(5 * 86_400)
    assert await ArticleTimer(world.store, knowledge, world.clock).step() is False
    article = await knowledge.get(article.id)
    assert (article.state, article.published, article.due_at) == (ArticleState.ARCHIVED, None, None)


async def test_an_expired_article_that_is_being_edited_stays_with_its_editors(knowledge, world):
    article = await live(knowledge)
    article = await knowledge.set_details(article.id, "eva", expires_at=world.clock.now() + DAY)
    await knowledge.save(article.id, "eva", rev=article.rev, body="Within 60 days.")
    world.clock.set(86_400)
    await ArticleTimer(world.store, knowledge, world.clock).step()
    article = await knowledge.get(article.id)
    assert (article.state, article.published, article.body) == (ArticleState.DRAFT, None, "Within 60 days.")


@pytest.mark.parametrize("failing", ["a", "b"])
async def test_one_article_that_fails_does_not_hold_up_others(knowledge, world, failing):
    ids = {name: (await draft(knowledge, title=name)).id for name in "ab"}
    for id in ids.values():
        await knowledge.schedule(id, "eva", world.clock.now() + DAY)
    world.clock.set(86_400)

    class Half(Knowledge):
        async def act_due(self, article_id: str) -> Article:
            if article_id == ids[failing]:
                raise StaleRevision("Always somebody else.")
            return await super().act_due(article_id)

    half = Half(world.store, world.clock, world.ids)
    assert await ArticleTimer(world.store, half, world.clock).step() is True
    states = {name: (await knowledge.get(id)).state for name, id in ids.items()}
    other = {"a": "b", "b": "a"}[failing]
    assert (states[failing], states[other]) == (ArticleState.SCHEDULED, ArticleState.PUBLISHED)


async def test_times_that_make_no_sense_are_refused(knowledge, world):
    article = await draft(knowledge)
    now = world.clock.now()
    with pytest.raises(InvalidInput) as error:
        await knowledge.schedule(article.id, "eva", now)
    assert error.value.field == "publish_at"
    await knowledge.set_details(article.id, "eva", expires_at=now + DAY)
    with pytest.raises(InvalidInput) as error:
        await knowledge.schedule(article.id, "eva", now + 2 * DAY)
    assert error.value.field == "expires_at"


async def test_unscheduling_goes_back_to_where_it_was(knowledge, world):
    article = await knowledge.schedule((await draft(knowledge)).id, "eva", world.clock.now() + DAY)
    article = await knowledge.unschedule(article.id, "eva")
    assert (article.state, article.due_at) == (ArticleState.DRAFT, None)
    await knowledge.submit(article.id, "eva")
    await knowledge.approve(article.id, "kai")
    await knowledge.schedule(article.id, "eva", world.clock.now() + DAY)
    assert (await knowledge.unschedule(article.id, "eva")).state is ArticleState.APPROVED


async def test_a_stale_article_is_listed_reminded_of_once_and_verified(knowledge, world):
    article = await live(knowledge, owner="ann")
    article = await knowledge.set_details(article.id, "eva", verify_every_days=30)
    due = Wanted(due=True)
    assert await knowledge.select(due) == []
    world.clock.set(30 * 86_400)
    seq = await world.store.last_seq()
    timer = ArticleTimer(world.store, knowledge, world.clock)
    await timer.step()
    await timer.step()
    reminders = [one for one in await world.store.events_after(seq) if one.kind is EventKind.ARTICLE_DUE]
    assert [(one.subject, one.data) for one in reminders] == [(article.id, {"owner": "ann"})]
    assert [one.id for one in await knowledge.select(due)] == [article.id]
    assert (await knowledge.counts()).due == 1
    article = await knowledge.verify(article.id, "ann")
    assert (article.verified_by, article.verify_at) == ("ann", world.clock.now() + 30 * DAY)
    assert await knowledge.select(due) == []


async def test_new_articles_are_verified_as_often_as_the_tenant_says(knowledge):
    await knowledge.set_policy(KnowledgePolicy(id="policy", verify_every_days=90), "admin")
    assert (await draft(knowledge)).verify_every_days == 90


async def test_of_two_admins_the_second_is_told(knowledge):
    await strict(knowledge)
    with pytest.raises(StaleRevision):
        await knowledge.set_policy(KnowledgePolicy(id="policy"), "admin")


async def test_an_owner_works_here(knowledge):
    with pytest.raises(InvalidInput) as error:
        await draft(knowledge, owner="nobody")
    assert error.value.field == "owner"


async def test_translations_are_a_family_and_know_when_their_source_changed(knowledge):
    source = await live(knowledge)
    translation = await knowledge.translate(source.id, "li", "zh")
    assert (translation.language, translation.family, translation.state) == (
        "zh",
        source.id,
        ArticleState.DRAFT,
    )
    with pytest.raises(Conflict, match="already"):
        await knowledge.translate(source.id, "li", "zh")
    with pytest.raises(Conflict, match="already"):
        await knowledge.save(translation.id, "li", rev=translation.rev, language="en")

    async def behind() -> list[tuple[str, bool, bool]]:
        return [
            (one.language, one.is_source, one.source_changed)
            for one in await knowledge.translations(translation.id)
        ]

    assert await behind() == [("en", True, False), ("zh", False, False)]
    source = await knowledge.save(source.id, "eva", rev=source.rev, body="Within 60 days.")
    assert await behind() == [("en", True, False), ("zh", False, False)]  # customers do not have it yet
    await knowledge.publish(source.id, "eva")
    assert await behind() == [("en", True, False), ("zh", False, True)]
    await knowledge.in_step(translation.id, "li")
    assert await behind() == [("en", True, False), ("zh", False, False)]
    source = await knowledge.get(source.id)
    await knowledge.save(source.id, "eva", rev=source.rev, body="Within 90 days.")
    await knowledge.discard(source.id, "eva")  # a new revision that says the same
    assert await behind() == [("en", True, False), ("zh", False, False)]


async def test_an_article_that_stands_alone_can_join_another(knowledge):
    source, alone = await live(knowledge), await live(knowledge, title="退货", language="zh")
    joined = await knowledge.join(alone.id, "li", source.id)
    assert (joined.family, joined.state) == (source.id, ArticleState.PUBLISHED)
    assert [one.article for one in await knowledge.translations(source.id)] == [source.id, alone.id]
    with pytest.raises(Conflict):
        await knowledge.join(source.id, "li", alone.id)
    with pytest.raises(Conflict, match="already"):
        await knowledge.join((await live(knowledge, language="zh")).id, "li", source.id)


async def test_an_article_from_before_there_were_families_gets_one(knowledge, world):
    article = await live(knowledge)
    await world.save(replace(article, family=None))
    translation = await knowledge.translate(article.id, "li", "zh")
    assert translation.family == (await knowledge.get(article.id)).family == article.id


async def test_lists_filter_and_count(knowledge):
    await live(knowledge, category=" Delivery / Abroad ", owner="ann")
    await live(knowledge, title="Staff", audience=Audience.STAFF, category="Delivery")
    edited = await live(knowledge, title="Edited", language="zh")
    await knowledge.save(edited.id, "eva", rev=edited.rev, body="New")

    async def titles(**wanted: Any) -> list[str]:
        return sorted(one.title for one in await knowledge.select(Wanted(**wanted)))

    assert await titles(category="Delivery") == ["Returns", "Staff"]
    assert await titles(category="Delivery/Abroad") == ["Returns"]
    assert await titles(audience=Audience.STAFF) == ["Staff"]
    assert await titles(owner="ann") == ["Returns"]
    assert await titles(edited=True) == ["Edited"]
    assert await titles(state=ArticleState.DRAFT) == ["Edited"]
    counts = await knowledge.counts()
    assert counts.states == {"draft": 1, "published": 2}
    assert counts.categories == {"": 1, "Delivery": 2, "Delivery/Abroad": 1}
    assert (counts.owners, counts.audiences) == ({"": 2, "ann": 1}, {"customers": 2, "staff": 1})
    assert (counts.languages, counts.edited) == ({"en": 2, "zh": 1}, 1)


async def test_what_cannot_be_done_is_said(knowledge):
    article = await draft(knowledge)
    for step in (knowledge.unschedule, knowledge.bring_back, knowledge.verify):
        with pytest.raises(Conflict):
            await step(article.id, "eva")
    with pytest.raises(InvalidInput):
        await knowledge.set_details(article.id, "eva", verify_every_days=-1)
    with pytest.raises(InvalidInput, match="title"):
        await knowledge.set_details(article.id, "eva", title="x")
    await knowledge.archive(article.id, "eva")
    with pytest.raises(IllegalTransition):
        await knowledge.submit(article.id, "eva")
