"""What we add to mails in the customer's language: the line above a quote, the words below a bot's."""

from typing import Final

from msgspec import Struct


class Texts(Struct, frozen=True):
    """The additions in one language; `wrote` takes day, time and name."""

    wrote: str
    day: str  # strftime
    automatic: str


ENGLISH: Final = Texts(
    wrote="On {day}, {name} wrote:",
    day="%Y-%m-%d at %H:%M UTC",
    automatic="This answer was written automatically. To reach a person, answer with the word “agent”.",
)
CHINESE: Final = Texts(
    wrote="{day}，{name} 写道：",
    day="%Y年%m月%d日 %H:%M（UTC）",
    automatic="本邮件由系统自动回复。如需人工服务，请回复“人工”。",
)


def texts(language: str) -> Texts:
    """Return the additions for a language tag (RFC 5646): Chinese for zh, else English."""
    return CHINESE if language.partition("-")[0].lower() == "zh" else ENGLISH
