"""The public help centre: what an administrator decides of it, and what its readers say."""

from datetime import datetime

from hub.core.records import Record

HELP_CENTRE = "help"
"""The id of the one record there is."""


class HelpCentre(Record, frozen=True, kw_only=True):
    """Whether published articles for customers can be read by everybody, under which name.

    `title` and `intro` are by language; without a title the company's name stands. `entry_point` is the
    chat that "ask us" opens.
    """

    active: bool = False
    title: dict[str, str] = {}
    intro: dict[str, str] = {}
    entry_point: str | None = None


class PageOpinion(Record, frozen=True, kw_only=True):
    """Whether a reader of the help centre found an article helpful; nobody knows who."""

    article: str
    revision: int
    helpful: bool
    at: datetime
