from datetime import timedelta

from hub.core.models.conversations import Author, AuthorKind, Citation, Message
from hub.core.models.told import Told
from hub.services.told import Tellings
from tests.fakes.world import World

BOT = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")


async def tell(world: World, *cited: Citation, visitor: str = "v1", by: Author = BOT) -> Message:
    said = await world.say("Where is my order?", visitor=visitor)
    return await world.outbox.reply(
        said.conversation.id,
        by=by,
        text="On its way.",
        client_id=world.ids(),
        citations=list(cited),
    )


def cite(article: str, revision: int = 1) -> Citation:
    return Citation(article=article, revision=revision, title=article.title())


async def test_an_answer_with_articles_is_on_record_with_who_got_it(world):
    message = await tell(world, cite("delivery", 3), cite("returns"))
    rows = await world.store.find(Told)
    assert {(row.article, row.revision) for row in rows} == {("delivery", 3), ("returns", 1)}
    for row in rows:
        said = await world.store.get(Message, row.message)
        assert (row.message, row.conversation) == (message.id, said.conversation)
        assert row.contact
        assert row.by == "bot:knowledge"


async def test_an_answer_without_articles_is_not(world):
    await tell(world)
    assert await world.store.find(Told) == []


async def test_an_answer_stored_twice_counts_once(world):
    said = await world.say("Where is my order?")
    for _ in range(2):
        await world.outbox.reply(
            said.conversation.id, by=BOT, text="Here.", client_id="one", citations=[cite("delivery")]
        )
    assert len(await world.store.find(Told)) == 1


async def test_a_page_is_narrowed_to_a_version_and_a_time(world):
    told = Tellings(world.store, world.clock, world.ids)
    await tell(world, cite("delivery", 1))
    await world.clock.advance(3600)
    noon = world.clock.now()
    await tell(world, cite("delivery", 2), visitor="v2")
    await world.clock.advance(3600)
    await tell(world, cite("delivery", 2), visitor="v3")
    assert [row.revision for row in await told.page("delivery")] == [2, 2, 1]
    assert len(await told.page("delivery", revision=2)) == 2
    assert [row.at for row in await told.page("delivery", until=noon)][:1] == [noon]
    assert len(await told.page("delivery", since=noon + timedelta(seconds=1))) == 1
    assert await told.count("delivery") == 3
    assert await told.count("delivery", 1) == 1


async def test_pages_follow_each_other_without_loss(world):
    told = Tellings(world.store, world.clock, world.ids)
    for number in range(5):
        await tell(world, cite("delivery"), visitor=f"v{number}")
    first = await told.page("delivery", limit=2)
    rest = await told.page("delivery", limit=9, before=first[-1].id)
    assert len({row.id for row in [*first, *rest]}) == 5
    assert len([row async for row in told.each("delivery")]) == 5


async def test_an_erased_person_is_taken_out_and_the_count_stays(world):
    told = Tellings(world.store, world.clock, world.ids)
    await tell(world, cite("delivery"))
    (row,) = await told.page("delivery")
    assert await told.forget(row.contact, "admin") == 1
    assert [row.contact for row in await told.page("delivery")] == [""]
    assert await told.count("delivery") == 1
