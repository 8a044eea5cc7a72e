"""Flows as editors keep them, their saved versions, and what bots caused."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from hub.core.records import Record

SENDING = "sending"


class FlowState(StrEnum):
    """Life of a flow."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Flow(Record, frozen=True, kw_only=True):
    """A flow as its editor sees it; customers get the published version. Its id is a word: "order-status".

    `text` is its definition (YAML, docs/flows.md). `revision` counts saved versions; `published` is the
    number of the one that new conversations begin with, if any.
    """

    title: dict[str, str] = {}
    text: str
    state: FlowState = FlowState.DRAFT
    revision: int = 1
    published: int | None = None
    author: str = ""
    created_at: datetime
    updated_at: datetime


class FlowVersion(Record, frozen=True, kw_only=True):
    """One saved version of a flow; never changes. Unique by flow and number."""

    flow: str
    number: int
    text: str
    author: str
    at: datetime


class DoneAction(Record, frozen=True, kw_only=True):
    """An action that was performed; its id is the action's key, so it is done once.

    `reference` is the number customers know a matter by. Unique, where there is one. A request to the
    outside ("http") is on record before it is sent, with SENDING as its outcome; `result` came of it.
    """

    kind: str
    conversation: str
    outcome: str = "done"
    made: str = ""  # the record it made: a conversation, a message, a work item
    reference: str | None = None
    result: Any = None
    at: datetime
