"""Building the phraser of one tenant from the configuration."""

from bots.knowledge.phrasing.client import ChatClient
from bots.knowledge.phrasing.phraser import Phraser
from hub.core.clock import Clock
from hub.core.config import Config, duration
from hub.core.phrasing_settings import key_of
from hub.core.typing_bus import Typing, TypingBus

BOT = "bot:knowledge"
"""Who is said to write while the endpoint is waited for."""


def build_phraser(config: Config, clock: Clock, typing: TypingBus, tenant: str) -> Phraser | None:
    """Return who phrases answers, or None where that is off; customers see meanwhile that somebody writes."""
    settings = config.phrasing
    if not settings.is_on:
        return None

    def thinking(conversation: str, on: bool) -> None:
        typing.publish(Typing(tenant=tenant, conversation=conversation, on=on, staff=BOT))

    chat = ChatClient(settings, key_of(settings))
    return Phraser(chat, clock, settings, duration(settings.timeout), thinking)
