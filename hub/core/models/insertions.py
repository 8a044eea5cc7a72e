"""What agents put into their replies."""

from datetime import datetime

from hub.core.records import Record


class Insertion(Record, frozen=True, kw_only=True):
    """That an agent put a saved version of an article into a reply; whether it was sent, the reply says."""

    conversation: str
    article: str
    revision: int
    by: str  # staff id
    at: datetime
