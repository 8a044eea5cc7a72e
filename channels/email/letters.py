"""Gathers what a message of ours becomes a mail from: its queue's signature, what it answers, its files."""

import asyncio

from channels.base import PermanentFailure, Post
from channels.email.compose import File, Letter, Quote, compose
from channels.email.dkim import signed
from channels.email.tokens import Tokens
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import AuthorKind, Message
from hub.core.models.delivery import Reference
from hub.core.models.mail import Mail, Mailbox
from hub.core.models.reasons import Reason
from hub.core.models.work import Queue
from hub.core.ports import Store
from hub.core.text import plain
from hub.services.files import Files
from hub.services.threads import MAIL_SCOPE

FALLBACK_LANGUAGE = "en"


class Letters:
    """Writes messages as mails, the same each time but for the boundaries between their parts."""

    def __init__(self, store: Store, files: Files, tokens: Tokens) -> None:
        """Take where messages and files are, and what signs the names of conversations."""
        self._store = store
        self._files = files
        self._tokens = tokens

    async def write(self, post: Post, mailbox: Mailbox) -> bytes:
        """Return the mail's bytes, signed if the mailbox has a key. Raises SendFailure and HubError."""
        if post.mail is None:
            raise PermanentFailure(Reason("no_mail_head"))
        letter = await self._letter(post, post.mail, mailbox)
        return await asyncio.to_thread(_finished, letter, mailbox)

    async def _letter(self, post: Post, mail: Mail, mailbox: Mailbox) -> Letter:
        conversation, message = post.conversation, post.message
        plus = self._tokens.address(mailbox.address, conversation.id) if mailbox.plus_addressing else ""
        by_subject = mailbox.rewrites_ids and not plus
        return Letter(
            mail=mail,
            subject=self._tokens.subject(mail.subject, conversation.id) if by_subject else mail.subject,
            text=message.text,
            format=message.format,
            choices=[choice.label for choice in message.choices],
            language=conversation.language,
            signature=await self._signature(post),
            quote=await self._quote(mail),
            files=[await self._file(attachment.file) for attachment in message.attachments],
            reply_to=plus,
            automatic=post.dispatch.automatic,
            by_bot=message.author.kind is AuthorKind.BOT,
        )

    async def _signature(self, post: Post) -> str:
        """Return the signature of the conversation's queue, or its entry point's, in its language."""
        name = post.conversation.queue
        if not name:
            entry = await self._store.peek(EntryPoint, post.dispatch.entry_point)
            name = entry.queue if entry else ""
        queue = await self._store.peek(Queue, name) if name else None
        texts = queue.mail_signature if queue else {}
        language = post.conversation.language
        for wanted in (language, language.partition("-")[0], FALLBACK_LANGUAGE):
            if wanted in texts:
                return texts[wanted]
        return ""

    async def _quote(self, mail: Mail) -> Quote | None:
        """Return the mail that is answered, if it is to be quoted, we have it and it says something."""
        if not mail.in_reply_to or not mail.quotes:
            return None
        key = {"scope": MAIL_SCOPE, "key": mail.in_reply_to}
        for known in await self._store.find(Reference, key, limit=1):
            message = await self._store.peek(Message, known.message)
            head = await self._store.peek(Mail, known.message)
            if message and head and message.text.strip():
                author = head.sender.name or head.sender.address
                text = plain(message.text) if message.format == "markdown" else message.text
                return Quote(author=author, at=head.date or message.at, text=text)
        return None

    async def _file(self, file_id: str) -> File:
        stored, data = await self._files.get(file_id)
        return File(name=stored.name, type=stored.type, data=data)


def _finished(letter: Letter, mailbox: Mailbox) -> bytes:
    return signed(compose(letter), mailbox)
