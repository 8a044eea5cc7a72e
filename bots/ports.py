"""What the runner needs of the rest of the hub; the services of hub.services fit as they are."""

from typing import Protocol

from hub.core.bots import Action
from hub.core.models.conversations import Conversation
from hub.core.ports import Store
from hub.services.bot_turns import BotTurn


class BotTurns(Protocol):
    """Where turns are kept."""

    async def keep(self, turn: BotTurn) -> bool:
        """Store a turn as a whole; False, with nothing stored, when it is not the bot's any more."""
        ...


class Actions(Protocol):
    """What bots may cause besides words."""

    async def perform(self, actions: list[Action], *, key: str, conversation: Conversation, bot: str) -> None:
        """Perform the actions in order, each once by key and number however often this is called."""
        ...


class Services(Protocol):
    """One tenant's services."""

    @property
    def store(self) -> Store:
        """The tenant's data."""
        ...

    @property
    def bot_turns(self) -> BotTurns:
        """Where turns are kept."""
        ...
