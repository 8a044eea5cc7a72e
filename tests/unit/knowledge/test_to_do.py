"""What waits for whom: reviews, comments, articles to be verified."""

import pytest
from msgspec.structs import replace

from hub.core.errors import InvalidInput
from hub.services.article_to_do import ToDo
from hub.services.knowledge import Knowledge

DAY = 86_400


async def to_do(knowledge: Knowledge, staff: str, *, publishes: bool = True) -> list[tuple[str, str, str]]:
    found: list[ToDo] = await knowledge.to_do(staff, publishes=publishes)
    return [(one.kind.value, one.by, one.text) for one in found]


async def test_a_review_waits_for_those_who_may_decide(knowledge):
    article = await knowledge.create("eva", title="Returns", body="Within 30 days.")
    await knowledge.submit(article.id, "eva", comment="Please check the days")
    waits = [("review", "eva", "Please check the days")]
    assert await to_do(knowledge, "kai") == waits
    assert await to_do(knowledge, "eva") == []  # who sent it need not be told
    assert await to_do(knowledge, "wim", publishes=False) == []
    await knowledge.approve(article.id, "kai")
    assert await to_do(knowledge, "kai") == []


async def test_nobody_is_asked_to_review_what_they_may_not(knowledge):
    policy = await knowledge.policy()
    await knowledge.set_policy(replace(policy, separate_reviewer=True), "admin")
    article = await knowledge.create("eva", title="Returns", body="Within 30 days.")
    article = await knowledge.save(article.id, "kai", rev=article.rev, body="Within 60 days.")
    await knowledge.submit(article.id, "eva")
    assert await to_do(knowledge, "kai") == []
    assert await to_do(knowledge, "ann") == [("review", "eva", "")]


async def test_a_comment_waits_for_owner_author_and_whom_it_names(knowledge):
    article = await knowledge.create("eva", title="Returns", body="Within 30 days.", owner="ann")
    said = await knowledge.comment(article.id, "ben", "Is it 30?", mentions=["bob"])
    waits = [("comment", "ben", "Is it 30?")]
    for name in ("eva", "ann", "bob"):
        assert await to_do(knowledge, name) == waits
    for name in ("ben", "li"):
        assert await to_do(knowledge, name) == []
    await knowledge.settle(said.id, "eva", resolved=True)
    assert await to_do(knowledge, "bob") == []
    await knowledge.settle(said.id, "eva", resolved=False)
    await knowledge.archive(article.id, "eva")
    assert await to_do(knowledge, "bob") == []


async def test_changes_that_were_asked_for_wait_for_the_author(knowledge):
    article = await knowledge.create("eva", title="Returns", body="Within 30 days.")
    await knowledge.submit(article.id, "eva")
    await knowledge.request_changes(article.id, "kai", comment="It is 60.")
    assert await to_do(knowledge, "eva") == [("comment", "kai", "It is 60.")]


async def test_a_comment_names_colleagues(knowledge):
    article = await knowledge.create("eva", title="Returns", body="Within 30 days.")
    with pytest.raises(InvalidInput) as error:
        await knowledge.comment(article.id, "ben", "Is it 30?", mentions=["nobody"])
    assert error.value.field == "mentions[0]"


async def test_an_article_to_be_verified_waits_for_its_owner(knowledge, world):
    article = await knowledge.create("eva", title="Returns", body="Within 30 days.", owner="ann")
    await knowledge.publish(article.id, "eva")
    await knowledge.set_details(article.id, "eva", verify_every_days=30)
    assert await to_do(knowledge, "ann") == []
    world.clock.set(30 * DAY)
    assert await to_do(knowledge, "ann") == [("verify", "", "")]
    assert await to_do(knowledge, "eva") == []
    await knowledge.verify(article.id, "ann")
    assert await to_do(knowledge, "ann") == []
