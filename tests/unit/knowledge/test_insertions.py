"""A reply cites the articles whose words it has, and no others."""

import pytest

from hub.core.errors import InvalidInput
from hub.core.models.conversations import Author, AuthorKind, Citation
from hub.core.models.insertions import Insertion
from hub.core.models.told import Told
from hub.services.insertions import Insertions, quotes
from tests.fakes.world import World, agent_author

LONG = """## Delivery

We deliver **from Monday to Friday** between eight in the morning and six in the evening.

- Small parcels take two days.
- Furniture takes two weeks, and the driver rings you half an hour before.

Deliveries to islands cost more. Ask us for the price before you order, please.
"""
ZH = "我们周一到周五送货，上午八点到下午六点。小包裹两天送到，家具需要两周，司机会提前半小时打电话给您。"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LONG, True),
        ("Dear Ann,\n\nwe deliver from Monday to Friday between eight in the morning and six.", True),
        ("Furniture takes two weeks, and the driver rings you half an hour before. Best regards", True),
        ("When would you like your delivery?", False),
        ("We deliver whenever you like.", False),
        ("", False),
    ],
)
def test_part_of_an_article_is_enough_and_a_few_words_are_not(text, told):
    assert quotes(text, LONG) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"您好！{ZH}", True),
        ("您好，小包裹两天送到，家具需要两周，司机会提前半小时打电话给您。", True),
        ("请问您什么时候方便收货？", False),
    ],
)
def test_chinese_is_compared_by_characters(text, told):
    assert quotes(text, ZH) is told


@pytest.mark.parametrize(("text", "told"), [("Yes, two days.", True), ("It takes two days.", False)])
def test_a_short_article_must_be_there_whole(text, told):
    assert quotes(text, "Yes: two days") is told


def test_an_article_of_pictures_is_never_quoted():
    assert quotes("...", "!!!") is False


class Office:
    """Ann, who has a customer's conversation, and an article."""

    def __init__(self, world: World, knowledge) -> None:
        self.world = world
        self.knowledge = knowledge
        self.insertions = Insertions(world.store, world.clock, world.ids)

    async def open(self) -> "Office":
        said = await self.world.say("When is it here?")
        self.conversation = said.conversation.id
        item = await self.world.work.request_person(self.conversation, reason="asked", actor="test")
        await self.world.work.accept((await self.world.offer(item)).id, "ann")
        made = await self.knowledge.create("eva", title="Delivery", body=LONG, texts={"sms": "Two days"})
        self.article = (await self.knowledge.publish(made.id, "eva")).id
        return self

    async def reply(self, text: str, **values) -> list[tuple[str, int]]:
        sent = await self.world.outbox.reply(
            self.conversation, by=agent_author(), text=text, client_id=self.world.ids(), **values
        )
        told = await self.world.store.find(Told, {"article": self.article})
        assert {one.message for one in told} >= ({sent.id} if sent.citations else set())
        return [(one.article, one.revision) for one in sent.citations]


@pytest.fixture
async def office(world, knowledge) -> Office:
    return await Office(world, knowledge).open()


async def test_what_was_put_in_and_is_still_there_is_cited(office):
    await office.insertions.note(office.conversation, office.article, 1, "ann")
    assert await office.reply(f"Hello Ann,\n\n{LONG}") == [(office.article, 1)]
    assert await office.reply("Anything else I can do for you?") == []


async def test_what_was_taken_out_again_is_not(office):
    await office.insertions.note(office.conversation, office.article, 1, "ann")
    assert await office.reply("I shall ask the driver when it is there.") == []


async def test_what_was_never_put_in_is_not(office):
    assert await office.reply(LONG) == []


async def test_the_revision_is_the_one_that_was_put_in(office):
    await office.insertions.note(office.conversation, office.article, 1, "ann")
    article = await office.knowledge.get(office.article)
    saved = await office.knowledge.save(
        article.id, "eva", rev=article.rev, body="Nine days, we are sorry to say."
    )
    await office.knowledge.publish(saved.id, "eva")
    assert await office.reply(LONG) == [(office.article, 1)]
    await office.insertions.note(office.conversation, office.article, 2, "ann")
    assert await office.reply("Nine days, we are sorry to say.") == [(office.article, 2)]


async def test_a_channels_own_text_counts_too(office):
    await office.insertions.note(office.conversation, office.article, 1, "ann")
    assert await office.reply("Two days, I think.") == [(office.article, 1)]


async def test_a_bots_words_that_an_agent_sends_on_are_cited(office):
    bot = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")
    cited = [Citation(article=office.article, revision=1, title="Delivery")]
    await office.world.outbox.reply(office.conversation, by=bot, text=LONG, client_id="b", citations=cited)
    assert await office.reply(f"As I said:\n\n{LONG}") == [(office.article, 1)]


async def test_a_bots_own_phrasing_is_known_again(office):
    bot = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")
    cited = [Citation(article=office.article, revision=1, title="Delivery", phrased="some-model")]
    text = "Your parcel should be with you two days after you ordered it."
    await office.world.outbox.reply(office.conversation, by=bot, text=text, client_id="b", citations=cited)
    sent = await office.world.outbox.reply(
        office.conversation, by=agent_author(), text=f"Hello! {text}", client_id="r"
    )
    assert sent.citations == cited


async def test_what_a_program_says_it_cites_stands(office):
    cited = [Citation(article=office.article, revision=1, title="Delivery")]
    assert await office.reply("In two days.", citations=cited) == [(office.article, 1)]


async def test_an_insertion_is_noted_once_and_only_of_what_was_saved(office):
    for _ in range(2):
        await office.insertions.note(office.conversation, office.article, 1, "ann")
    assert len(await office.world.store.find(Insertion)) == 1
    with pytest.raises(InvalidInput):
        await office.insertions.note(office.conversation, office.article, 7, "ann")
