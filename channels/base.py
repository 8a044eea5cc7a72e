"""What a channel with a provider writes: a `Provider`. The `Deliverer` around it sees to the rest."""

import asyncio
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from hub.core.models.conversations import Conversation, Message
from hub.core.models.delivery import Dispatch, Part
from hub.core.models.mail import Mail
from hub.core.models.reasons import Reason


class Post(Struct, frozen=True, kw_only=True):
    """A message to send: `dispatch.id` stays the same each time it is tried."""

    dispatch: Dispatch
    message: Message
    conversation: Conversation
    mail: Mail | None = None


class Handed(Struct, frozen=True, kw_only=True):
    """The provider took it. `parts` are named as its receipts, within `scope`, will name them.

    Without a scope receipts name the message by something that is on record already, as mails are.
    """

    scope: str
    parts: list[Part]


class SendFailure(Exception):
    """A message was not handed over, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class TemporaryFailure(SendFailure):
    """Worth trying again, `after` so many seconds if the provider said so. Nothing was handed over."""

    def __init__(self, reason: Reason, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class PermanentFailure(SendFailure):
    """The provider will never take it."""


class DoubtfulFailure(SendFailure):
    """The provider may have taken it: the connection broke before it answered."""


class Interrupted(asyncio.CancelledError):
    """The hub stops, and nothing was handed over: the message can be sent after the next start."""


class NotYet(Exception):
    """Not a failure: it should not be sent before `at` (quiet hours, rate limits)."""

    def __init__(self, reason: Reason, at: datetime) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.at = at


class Provider(Protocol):
    """Hands messages of one entry point to the outside."""

    async def send(self, post: Post) -> Handed:
        """Hand the message over. Raises a SendFailure or NotYet; anything else counts as doubtful.

        Cancelled while it is sure that nothing was handed over, it should raise Interrupted.
        """
        ...

    async def find(self, post: Post) -> Handed | None:
        """Ask the outside whether it has a message whose handing-over broke off; None if it cannot tell."""
        ...
