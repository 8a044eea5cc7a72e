"""Databases from before articles could be edited while they are live."""

import sqlite3
from pathlib import Path

import msgspec

from hub.core.batch import Batch
from hub.core.models.knowledge import Article, ArticleState
from hub.services.knowledge import Knowledge
from hub.store.sqlite import SqliteDatabase
from tests.fakes.clock import START, FakeClock

OLD_FIELDS = {
    "id",
    "rev",
    "title",
    "body",
    "state",
    "revision",
    "published",
    "author",
    "created_at",
    "updated_at",
}


async def test_an_edited_live_article_becomes_a_draft_that_is_live(tmp_path: Path) -> None:
    database = await SqliteDatabase.open(tmp_path, FakeClock())
    batch = Batch(at=START)
    for id, revision, state in (
        ("edited", 2, ArticleState.PUBLISHED),
        ("live", 1, ArticleState.PUBLISHED),
        ("put away", 2, ArticleState.ARCHIVED),
    ):
        published = None if state is ArticleState.ARCHIVED else 1
        batch.save(
            Article(
                id=id,
                title=id,
                body="Yes.",
                state=state,
                revision=revision,
                published=published,
                author="eva",
                created_at=START,
                updated_at=START,
            )
        )
    await database.tenant("acme").commit(batch)
    await database.close()
    with sqlite3.connect(tmp_path / "hub.db") as connection:
        for id, text in connection.execute("SELECT id, body FROM article").fetchall():
            body = {name: value for name, value in msgspec.json.decode(text).items() if name in OLD_FIELDS}
            connection.execute(
                "UPDATE article SET body = ? WHERE id = ?", (msgspec.json.encode(body).decode(), id)
            )
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    database = await SqliteDatabase.open(tmp_path, FakeClock())
    knowledge = Knowledge(database.tenant("acme"), FakeClock(), iter("abcdefgh").__next__)
    edited = await knowledge.get("edited")
    assert (edited.state, edited.published, edited.authors) == (ArticleState.DRAFT, 1, ["eva"])
    assert (await knowledge.get("live")).state is ArticleState.PUBLISHED
    assert (await knowledge.get("put away")).state is ArticleState.ARCHIVED
    drafts = await knowledge.search(state=ArticleState.DRAFT)
    assert [one.id for one in drafts] == ["edited"]
    await database.close()
