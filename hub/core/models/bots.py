"""How far bots may go with a customer before a person takes over."""

from hub.core.records import Record


class BotLimits(Record, frozen=True, kw_only=True):
    """Limits for one entry point, or (`entry_point` empty) for all that have none of their own.

    `words` reach a person besides those the hub knows, by language. Unique by entry point.
    """

    entry_point: str = ""
    turn_seconds: float = 8.0  # a bot that takes longer hands off
    turns: int = 20
    minutes: int = 0  # with the customer, 0 for any time
    repeats: int = 2  # the same answer once more after this many hands off
    misses: int = 2  # so many questions without an answer in a row hand off
    words: dict[str, list[str]] = {}
