"""Conversations that customers asked to have by e-mail: what they saw of them, sent once.

A mail that may have been handed over is not sent again: what a crash left in between is given up.
"""

import asyncio
import ssl
from datetime import datetime, timedelta
from email.utils import parseaddr

import structlog
from msgspec.structs import replace

from channels.base import DoubtfulFailure, PermanentFailure, SendFailure
from channels.email.compose import Letter, compose
from channels.email.dkim import signed
from channels.email.oauth import AccessTokens, OAuthError
from channels.email.smtp_out import open_session
from channels.email.smtp_session import ConnectFailure, Envelope, Timeouts
from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import HubError, StaleRevision, Unavailable
from hub.core.models.conversations import AuthorKind, Conversation, Delivery, Direction, Message
from hub.core.models.integrations import AttemptState, Outgoing
from hub.core.models.mail import Automatic, Mail, MailAddress, Mailbox, SmtpAccount
from hub.core.text import plain
from hub.core.transitions import advance
from hub.services.bundle import Services

log = structlog.get_logger()

LOOK_EVERY = 15.0
TRIED_FOR = timedelta(days=2)
PAGE = 100
MOST_MESSAGES = 2000
_UNSEEN = frozenset({Delivery.FAILED, Delivery.PENDING})

_WORDS = {
    "en": ("Your conversation with {name}", "This is the conversation you asked us to send you.", "You"),
    "zh": ("您与 {name} 的对话记录", "以下是您要求我们发送的对话记录。", "您"),
}
_FILE = {"en": "File: {name}", "zh": "文件：{name}"}


class Transcripts:
    """Sends them from the first active mailbox that can send."""

    def __init__(
        self, services: Services, access: AccessTokens, clock: Clock, *, tls: ssl.SSLContext | None = None
    ) -> None:
        """`tls` is what servers are verified with, by default the system's certificates."""
        self._services = services
        self._store = services.store
        self._access = access
        self._clock = clock
        self._tls = tls

    async def run(self) -> None:
        """Send what is wanted until cancelled."""
        for one in await self._pending():
            if one.attempts and one.next_at is None:
                log.warning("transcript_interrupted", outgoing=one.id)
                await self._save(advance(one, AttemptState.DEAD))
        while True:
            await self.step()
            await self._clock.sleep(LOOK_EVERY)

    async def step(self) -> None:
        """Send what is due now."""
        now = self._clock.now()
        due = [one for one in await self._pending() if one.next_at is None or one.next_at <= now]
        mailbox = await self._mailbox() if due else None
        if mailbox is None or mailbox.smtp is None:
            return  # there may be one later
        for one in due:
            try:
                await self._send(one, mailbox, mailbox.smtp)
            except StaleRevision:
                continue  # somebody else has it

    async def _pending(self) -> list[Outgoing]:
        where = {"state": AttemptState.PENDING}
        found = await self._store.find(Outgoing, where, order="created_at", limit=PAGE)
        return [one for one in found if one.template == "transcript"]

    async def _mailbox(self) -> Mailbox | None:
        boxes = await self._store.find(Mailbox, {"active": True}, limit=PAGE)
        return next((box for box in boxes if box.smtp), None)

    async def _send(self, one: Outgoing, mailbox: Mailbox, account: SmtpAccount) -> None:
        taken = await self._save(replace(one, attempts=one.attempts + 1, next_at=None))
        try:
            raw = await self._written(one, mailbox)
            session = await open_session(mailbox, account, self._access, await self._context(), Timeouts())
            try:
                envelope = Envelope(id=one.id, sender=mailbox.address, recipients=[one.to], raw=raw)
                await session.hand_in(envelope)
            finally:
                await session.quit()
        except Unavailable as error:
            await self._later(taken, error)
        except (PermanentFailure, DoubtfulFailure, HubError) as error:
            log.warning("transcript_failed", outgoing=one.id, error_type=type(error).__name__)
            await self._save(advance(taken, AttemptState.DEAD))
        except (SendFailure, ConnectFailure, OAuthError) as error:
            await self._later(taken, error)
        else:
            await self._save(advance(taken, AttemptState.DELIVERED))

    async def _later(self, taken: Outgoing, error: Exception) -> None:
        """Try again after 1, 2, 4 ... up to 60 minutes, for two days."""
        at = self._clock.now() + timedelta(minutes=min(2 ** (taken.attempts - 1), 60))
        log.warning("transcript_waits", outgoing=taken.id, error_type=type(error).__name__)
        if at > taken.created_at + TRIED_FOR:
            await self._save(advance(taken, AttemptState.DEAD))
        else:
            await self._save(replace(taken, next_at=at))

    async def _written(self, one: Outgoing, mailbox: Mailbox) -> bytes:
        conversation = await self._store.get(Conversation, one.conversation)
        messages = await self._services.conversations.timeline(conversation, limit=MOST_MESSAGES)
        language = "zh" if conversation.language.startswith("zh") else "en"
        letter = transcript(one, mailbox, messages, language, self._clock.now())
        return await asyncio.to_thread(lambda: signed(compose(letter), mailbox))

    async def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        return self._tls

    async def _save(self, one: Outgoing) -> Outgoing:
        batch = Batch(at=self._clock.now(), actor="email")
        batch.save(one)
        stored: Outgoing = (await self._store.commit(batch)).stored(one)
        return stored


def transcript(
    one: Outgoing, mailbox: Mailbox, messages: list[Message], language: str, at: datetime
) -> Letter:
    """Return the mail with what the customer saw: no notes, no drafts, nothing that failed."""
    subject, intro, you = _WORDS[language]
    name = mailbox.name or parseaddr(mailbox.address)[1]
    lines = [_line(message, you, name, language) for message in messages if _was_seen(message)]
    mail = Mail(
        id=one.id,
        message_id=f"<{one.id}@{mailbox.address.rpartition('@')[2]}>",
        subject=subject.format(name=name),
        sender=MailAddress(address=mailbox.address, name=mailbox.name),
        to=[MailAddress(address=one.to)],
        date=at,
        automatic=Automatic.AUTO_REPLY,
    )
    text = "\n\n".join([intro, *lines])
    return Letter(
        mail=mail, subject=mail.subject, text=text, format="plain", language=language, automatic=True
    )


def _was_seen(message: Message) -> bool:
    internal = message.direction is Direction.INTERNAL or message.draft or message.notice
    return not internal and not (message.direction is Direction.OUTBOUND and message.delivery in _UNSEEN)


def _line(message: Message, you: str, us: str, language: str) -> str:
    who = you if message.author.kind is AuthorKind.CONTACT else message.author.name or us
    if message.author.kind is AuthorKind.BOT:
        who = us
    said = plain(message.text) if message.format == "markdown" else message.text
    files = [_FILE[language].format(name=file.name) for file in message.attachments]
    body = "\n".join(part for part in [said.strip(), *files] if part)
    return f"{who}, {message.at:%Y-%m-%d %H:%M} UTC\n{body}"
