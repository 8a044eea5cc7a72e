"""Which articles an agent's reply says: found in the reply itself, whatever the browser remembers.

What agents put into their replies is noted when they do it. A reply rests on such an article if its words
are still in there: so neither a reload nor another machine nor a second thought makes the record untrue.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence

from hub.core.errors import InvalidInput
from hub.core.models.conversations import AuthorKind, Citation, Message
from hub.core.models.insertions import Insertion
from hub.core.models.knowledge import Revision
from hub.core.ports import Store
from hub.core.text import plain
from hub.services.article_rules import revision_id
from hub.services.base import Service

LOOKED_AT = 50
CANDIDATES = 12
"""So many of the newest insertions, and of the bots' newest answers, are looked for in a reply."""
LONGEST = 20_000
RUN = 5
"""Words, or Chinese characters, in a row that count as taken over."""
ENOUGH = 7
"""So many such runs make a quotation: a sentence of eleven words; of a short text half of its runs do."""

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


class Insertions(Service):
    """Notes what agents put into their replies."""

    async def note(self, conversation: str, article: str, revision: int, by: str) -> None:
        """Note that an agent put a saved version of an article into a reply; again changes nothing."""
        if await self.store.peek(Revision, revision_id(article, revision)) is None:
            raise InvalidInput("There is no such version of an article.", field="revision")
        batch = self.batch(by)
        id = f"{conversation} {revision_id(article, revision)}"
        batch.save_content(
            Insertion(
                id=id, conversation=conversation, article=article, revision=revision, by=by, at=batch.at
            )
        )
        await self.store.commit(batch)


async def cited_in(store: Store, conversation: str, text: str) -> list[Citation]:
    """Return the articles whose words are in a reply: of those put in, and of what bots said or drafted."""
    if not text.strip():
        return []
    found = {one.article: one for one in await _from_bots(store, conversation, text)}
    rows = await store.find(
        Insertion, {"conversation": conversation}, order="at", descending=True, limit=CANDIDATES
    )
    for row in rows:
        revision = await store.peek(Revision, revision_id(row.article, row.revision))
        if row.article in found or revision is None:
            continue
        if await asyncio.to_thread(_any_quoted, text, [revision.body, *revision.texts.values()]):
            found[row.article] = Citation(article=row.article, revision=row.revision, title=revision.title)
    return list(found.values())


async def _from_bots(store: Store, conversation: str, text: str) -> list[Citation]:
    """Return what the bots' messages rest on whose own words are in a reply; they may be phrased anew."""
    where = {"conversation": conversation}
    said = await store.find(Message, where, order="seq", descending=True, limit=LOOKED_AT)
    answers = [one for one in said if one.author.kind is AuthorKind.BOT and one.citations]
    quoted = [one for one in answers[:CANDIDATES] if await asyncio.to_thread(_any_quoted, text, [one.text])]
    return [cited for one in reversed(quoted) for cited in one.citations]


def quotes(text: str, source: str) -> bool:
    """Say whether a text has a good part of another's words in it, in the same order."""
    words = _words(source)
    run = min(RUN, len(words))
    if not run:
        return False
    runs = _runs(words, run)
    return len(runs & _runs(_words(text), run)) >= min(ENOUGH, (len(runs) + 1) // 2)


def _any_quoted(text: str, sources: Iterable[str]) -> bool:
    return any(quotes(text, source) for source in sources)


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text[:LONGEST]).casefold())


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}
