"""The bots of one tenant: those built in, and those that others keep, such as published flows."""

from collections.abc import Collection

from bots.phrases import PHRASES
from hub.core.bots import Bot, BotKind, BotOption, Bots


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

    async def options(self) -> list[BotOption]:
        """Return the bots that can be chosen now, the fixed ones first; these are named as their kind."""
        found = [BotOption(name=name, kind=BotKind(name), title=_title(name)) for name in self._fixed]
        for other in self._others:
            found += await other.options()
        return found


def _title(name: str) -> dict[str, str]:
    return {language: own[f"bot_{name}"] for language, own in PHRASES.items()}
