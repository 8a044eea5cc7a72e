"""A message of ours as the bytes of a mail: RFC 5322 and MIME, with what has to be in an answer.

Text and HTML say the same. Whoever answers sees below our words the mail they wrote, shortened.
"""

import html
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from msgspec import Struct

from channels.email.addressing import head_address, needs_utf8, recipients
from channels.email.texts import texts
from hub.core.models.mail import Mail, MailAddress
from hub.core.text import plain, to_html

LONGEST_QUOTE = 10_000
"""Characters of the answered mail that are quoted."""
_LINE = 76  # the stock 78 makes encoded words of 76 characters: one too long (RFC 2047, 2)
_IDS = frozenset({"message-id", "in-reply-to", "references"})
_QUOTE_STYLE = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"


class Quote(Struct, frozen=True, kw_only=True):
    """The mail that is answered."""

    author: str
    at: datetime
    text: str


class File(Struct, frozen=True, kw_only=True):
    """A file to attach."""

    name: str
    type: str
    data: bytes


class Letter(Struct, frozen=True, kw_only=True):
    """What a mail is made of. `text` is Markdown unless `format` says otherwise, `signature` is Markdown.

    `reply_to` is an address; empty means that of the sender. `subject` is that of the head, with a token
    if it needs one. `by_bot` adds how to reach a person, `automatic` what keeps robots from answering.
    """

    mail: Mail
    subject: str
    text: str
    format: str = "markdown"
    choices: Sequence[str] = ()
    language: str = ""
    signature: str = ""
    quote: Quote | None = None
    files: Sequence[File] = ()
    reply_to: str = ""
    automatic: bool = False
    by_bot: bool = False


def compose(letter: Letter) -> bytes:
    """Return the mail, lines ended by CRLF. Raises PermanentFailure if an address is none."""
    head = letter.mail
    everybody = [head.sender.address, *recipients(head)]
    policy = _Policy(linesep="\r\n", utf8=needs_utf8(everybody), max_line_length=_LINE)
    message = EmailMessage(policy=policy)
    _write_head(message, letter)
    body, page = _text(letter), _page(letter)
    message.set_content(body, cte=_encoding(body))
    message.add_alternative(page, subtype="html", cte=_encoding(page))
    for file in letter.files:
        kind, _, subkind = file.type.partition("/")
        if kind in {"message", "multipart"}:  # only other mails and containers may be labelled so
            kind, subkind = "application", "octet-stream"
        message.add_attachment(
            file.data, maintype=kind, subtype=subkind or "octet-stream", filename=file.name
        )
    return message.as_bytes()


def _write_head(message: EmailMessage, letter: Letter) -> None:
    head = letter.mail
    message["From"] = head_address(head.sender)
    if head.to:
        message["To"] = _list(head.to)
    if head.cc:
        message["Cc"] = _list(head.cc)
    if letter.reply_to and letter.reply_to != head.sender.address:
        message["Reply-To"] = head_address(MailAddress(address=letter.reply_to, name=head.sender.name))
    message["Subject"] = " ".join(letter.subject.split())
    if head.date:
        message["Date"] = format_datetime(head.date)
    message["Message-ID"] = head.message_id
    if head.in_reply_to:
        message["In-Reply-To"] = head.in_reply_to
    if head.references:
        message["References"] = " ".join(head.references)
    if letter.language:
        message["Content-Language"] = letter.language
    if letter.automatic:
        message["Auto-Submitted"] = "auto-replied" if head.in_reply_to else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        message["X-Switchboard"] = "automatic"  # by which any hub knows it (inbound.MARK)


def _list(addresses: list[MailAddress]) -> tuple[Address, ...]:
    return tuple(head_address(one) for one in addresses)


def _text(letter: Letter) -> str:
    """Return the plain version: words, choices, footer, signature (RFC 3676, 4.3), quote."""
    parts = [plain(letter.text) if letter.format == "markdown" else letter.text.strip()]
    if letter.choices:
        parts.append("\n".join(f"- {choice}" for choice in letter.choices))
    if letter.by_bot:
        parts.append(texts(letter.language).automatic)
    if letter.signature:
        parts.append(f"-- \n{plain(letter.signature)}")
    if letter.quote:
        quoted = (f"> {line}".rstrip() for line in _shortened(letter.quote).splitlines())
        parts.append("\n".join([_introduction(letter.quote, letter.language), *quoted]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _page(letter: Letter) -> str:
    """Return the HTML version; it loads nothing from elsewhere."""
    parts = [to_html(letter.text, letter.format, pictures=False)]
    if letter.choices:
        parts.append(f"<ul>{''.join(f'<li>{html.escape(one)}</li>' for one in letter.choices)}</ul>")
    if letter.by_bot:
        parts.append(f"<p><em>{html.escape(texts(letter.language).automatic)}</em></p>")
    if letter.signature:
        parts.append(f"<div>--<br>{to_html(letter.signature)}</div>")
    if letter.quote:
        parts.append(f"<p>{html.escape(_introduction(letter.quote, letter.language))}</p>")
        quoted = to_html(_shortened(letter.quote), "plain")
        parts.append(f'<blockquote type="cite" style="{_QUOTE_STYLE}">{quoted}</blockquote>')
    body = "\n".join(part for part in parts if part)
    head = f'<html lang="{html.escape(letter.language or "en")}"><head><meta charset="utf-8"></head>'
    return f"<!DOCTYPE html>\n{head}\n<body>\n{body}\n</body></html>\n"


def _introduction(quote: Quote, language: str) -> str:
    words = texts(language)
    return words.wrote.format(day=quote.at.strftime(words.day), name=" ".join(quote.author.split()))


def _shortened(quote: Quote) -> str:
    text = quote.text.strip()
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()} …"


def _encoding(text: str) -> str:
    """Return how a text is made 7-bit: readable where most of it is ASCII, else shorter."""
    foreign = sum(not char.isascii() for char in text)
    return "base64" if foreign * 3 > len(text) else "quoted-printable"


class _Policy(EmailPolicy):
    """Writes message ids one a line and never encoded; the stock policy encodes long ones: a thread's end."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _IDS:
            return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _IDS:
            return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "replace")
        return bytes(super().fold_binary(name, value))
