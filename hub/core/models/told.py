"""Who was told what: one record for each article that an answer to a customer rests on."""

from datetime import datetime

from hub.core.models.contacts import Channel
from hub.core.models.conversations import AuthorKind
from hub.core.records import Record


class Told(Record, frozen=True, kw_only=True):
    """That a customer got an answer from a saved version of an article; written with the message itself.

    `id` grows with time. `contact` is empty once the person was erased.
    """

    article: str
    revision: int
    message: str
    conversation: str
    contact: str
    channel: Channel
    phrased: str = ""  # the language model whose words it was said in; empty for the article's own
    by: str  # staff id or "bot:<name>"
    by_kind: AuthorKind
    at: datetime
