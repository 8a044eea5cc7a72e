"""What the runner needs of the rest of the hub; the services of hub.services fit as they are."""

from typing import Protocol

from hub.core.models.conversations import (
    Author,
    BotMemory,
    Choice,
    Citation,
    Interaction,
    Message,
)
from hub.core.models.work import Requirement, WorkItem
from hub.core.ports import Store


class Outbox(Protocol):
    """The way out."""

    async def reply(
        self,
        conversation_id: str,
        *,
        by: Author,
        text: str,
        client_id: str,
        format: str = "markdown",
        choices: list[Choice] | None = None,
        citations: list[Citation] | None = None,
    ) -> Message:
        """Store a message to the customer; the same author's same `client_id` is stored once."""
        ...

    async def draft(
        self,
        conversation_id: str,
        *,
        by: Author,
        text: str,
        client_id: str,
        citations: list[Citation] | None = None,
    ) -> Message:
        """Store what the bot would answer, for an agent to use; the customer does not see it."""
        ...


class Work(Protocol):
    """The way to a person."""

    async def request_person(
        self,
        conversation_id: str,
        *,
        reason: str,
        actor: str,
        skills: list[Requirement] | None = None,
        summary: str = "",
        queue: str | None = None,
    ) -> WorkItem:
        """Queue the conversation, once while an item is open; leaves note and a line for the customer."""
        ...


class Conversations(Protocol):
    """What is kept of a conversation."""

    async def remember(self, interaction_id: str, memory: BotMemory) -> Interaction:
        """Keep what the bot knows between turns."""
        ...

    async def end_interaction(self, interaction_id: str, by: str) -> None:
        """End the episode."""
        ...


class Services(Protocol):
    """One tenant's services."""

    @property
    def store(self) -> Store:
        """The tenant's data."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The way out."""
        ...

    @property
    def work(self) -> Work:
        """The way to a person."""
        ...

    @property
    def conversations(self) -> Conversations:
        """What is kept of a conversation."""
        ...
