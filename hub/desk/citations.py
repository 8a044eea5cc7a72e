"""What an agent says an answer rests on."""

from collections.abc import Sequence

from msgspec import Struct

from hub.core.errors import InvalidInput
from hub.core.models.conversations import Citation
from hub.core.models.knowledge import Revision
from hub.core.ports import Store


class Cited(Struct, frozen=True, kw_only=True):
    """A saved version of an article."""

    article: str
    revision: int


async def citations_of(store: Store, cited: Sequence[Cited]) -> list[Citation]:
    """Return citations with their titles, each article once; raises InvalidInput for what was never saved."""
    found: dict[str, Citation] = {}
    for index, one in enumerate(cited):
        where = {"article": one.article, "number": one.revision}
        known = await store.find(Revision, where, limit=1)
        if not known:
            raise InvalidInput("There is no such version of an article.", field=f"citations[{index}]")
        found[one.article] = Citation(article=one.article, revision=one.revision, title=known[0].title)
    return list(found.values())
