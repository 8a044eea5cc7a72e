"""The bots of one tenant: those built in, and those that others keep, such as published flows."""

from collections.abc import Collection

from hub.core.bots import Bot, Bots


class Registry:
    """Fixed bots by name, then those of other registries, in order. It is itself one (hub.core.bots.Bots)."""

    def __init__(self, *bots: Bot, others: Collection[Bots] = ()) -> None:
        """Take the fixed bots, and registries whose bots come and go."""
        self._fixed = {bot.name: bot for bot in bots}
        self._others = tuple(others)

    def names(self) -> Collection[str]:
        """Return all names, also those of bots that were."""
        return {*self._fixed, *(name for other in self._others for name in other.names())}

    def get(self, name: str) -> Bot | None:
        """Return the bot of this name, or None."""
        if name in self._fixed:
            return self._fixed[name]
        return next((bot for other in self._others if (bot := other.get(name))), None)
