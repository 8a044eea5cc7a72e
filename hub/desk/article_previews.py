"""What each channel would make of an article, before anybody gets it."""

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping

from channels.sms.text import sms_text, split
from hub.core.models.contacts import Channel
from hub.core.records import Value
from hub.core.spoken import spoken
from hub.core.text import plain, to_html

FAX_COLUMNS = 80
FAX_LINES = 60
"""What a page of the finest fax still shows readably, with its margins (A4, 10 characters an inch)."""


class SmsPreview(Value, frozen=True, kw_only=True):
    """An answer as SMS: the text of each, its alphabet ("gsm", "ucs2") and the room left in the last."""

    parts: list[str]
    alphabet: str
    left: int


class ChannelPreviews(Value, frozen=True, kw_only=True):
    """An article as each channel brings it. HTML is safe to show; `fax` has one text for each page.

    `own` names the channels that have a text of their own.
    """

    chat_html: str
    mail_html: str
    mail_text: str
    sms: SmsPreview
    fax: list[str]
    spoken: str
    own: list[Channel]


def previews(title: str, body: str, texts: Mapping[Channel, str], language: str) -> ChannelPreviews:
    """Return what customers would get on each channel."""

    def text(channel: Channel) -> str:
        return texts.get(channel) or body

    sms = split(sms_text(text(Channel.SMS), "markdown"), straighten=True)
    return ChannelPreviews(
        chat_html=to_html(text(Channel.CHAT)),
        mail_html=to_html(text(Channel.EMAIL), pictures=False),
        mail_text=plain(text(Channel.EMAIL)),
        sms=SmsPreview(parts=sms.texts, alphabet=sms.alphabet, left=sms.left),
        fax=fax_pages(title, text(Channel.FAX)),
        spoken=spoken(text(Channel.VOICE), language),
        own=[channel for channel, own in texts.items() if own.strip()],
    )


def fax_pages(title: str, body: str) -> list[str]:
    """Return an article as pages of plain text, with the title on the first."""
    lines = [title.upper(), "=" * min(_columns(title), FAX_COLUMNS), ""]
    for line in plain(body).splitlines():
        lines += list(_wrapped(line)) or [""]
    return ["\n".join(lines[start : start + FAX_LINES]) for start in range(0, len(lines), FAX_LINES)]


def _columns(text: str) -> int:
    """Return how wide a text is printed; Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _wrapped(line: str) -> Iterator[str]:
    if _columns(line) == len(line):
        yield from textwrap.wrap(line, FAX_COLUMNS)
        return
    row = ""
    for char in line:
        if _columns(row + char) > FAX_COLUMNS:
            yield row
            row = ""
        row += char
    yield row
