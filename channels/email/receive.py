"""From the bytes of a mail to intake: parsed, its files stored, recognised, taken in; or put aside.

`receive` returns once everything is durable. It raises Unavailable when nothing can be stored now: then
the mail must not be acknowledged, and comes again. Whatever else is wrong with a mail, it is kept with
the reason, and the next one has its turn.
"""

import asyncio
import hashlib
from collections.abc import Sequence

import structlog
from msgspec import Struct
from prometheus_client import Counter

from channels.email import bounces
from channels.email.inbound import attachment, automatic, external_id, stored_head, text_of, writer
from channels.email.mailboxes import Mailboxes
from channels.email.senders import check_sender
from channels.email.tokens import Tokens
from channels.email.understanding.model import ParsedMail, Unreadable
from channels.email.understanding.parse import parse
from hub.core.batch import Batch
from hub.core.errors import Duplicate, InvalidInput, NotAllowed, StaleRevision, Unavailable
from hub.core.models.contacts import AddressKind
from hub.core.models.conversations import Direction, Message
from hub.core.models.delivery import Reference
from hub.core.models.mail import Automatic, Mail, MailAddress, Mailbox, Quarantined
from hub.core.models.reasons import Reason
from hub.services.bundle import Services
from hub.services.files import StagedFile
from hub.services.inbound import InboundMessage, Receipt
from hub.services.threads import MAIL_SCOPE

log = structlog.get_logger()

RECEIVED = Counter(
    "switchboard_mail_received_total", "Mails that came in, by what became of them", ["outcome"]
)
PARSE_SECONDS = 60.0
PARSED_AT_ONCE = 4
"""Mails in threads of the parser; waiting for one does not count as parsing."""
SMALL = 16 * 1024
"""Bytes up to which a mail is parsed at once: a thread would take longer than that."""
BY = "email"
NOTHING = Reason("mail_empty")


class Prepared(Struct, frozen=True, kw_only=True):
    """A mail whose bytes are all stored, ready to be taken in; or why it cannot be."""

    raw_hash: str
    mailbox: Mailbox
    original: StagedFile
    inbound: InboundMessage | None = None
    parsed: ParsedMail | None = None
    ours: bool = False
    """One of our mailboxes is its sender."""
    refused: Reason = NOTHING

    @property
    def names(self) -> set[str]:
        """Return what ties this mail to others: its sender, its id and those it refers to."""
        if self.parsed is None:
            return set()
        parsed = self.parsed
        own = {parsed.from_.address, parsed.message_id, parsed.in_reply_to, *parsed.references}
        return {name for name in own if name}


class Receiver:
    """Takes mails in for one tenant, whichever way they come."""

    def __init__(self, services: Services, tokens: Tokens, mailboxes: Mailboxes) -> None:
        """Take the tenant's services, what reads the tokens of our addresses and subjects, and those."""
        self._services = services
        self._tokens = tokens
        self._mailboxes = mailboxes
        self._parsers = asyncio.Semaphore(PARSED_AT_ONCE)

    async def receive(self, raw: bytes, mailbox: Mailbox, recipients: Sequence[str] = ()) -> Receipt | None:
        """Take a mail in that came to a mailbox; None if it was put aside or is one we sent ourselves.

        `recipients` are the addresses it was sent to, where that is known.
        """
        return await self.accept(await self.prepare(raw, mailbox, recipients))

    async def prepare(self, raw: bytes, mailbox: Mailbox, recipients: Sequence[str] = ()) -> Prepared:
        """Parse a mail and store its files. Several may be prepared at once, and taken in in order."""
        files = self._services.files
        original = await files.stage("mail.eml", raw or b"\n", BY, type="message/rfc822")
        digest = original.record.sha256
        empty = Prepared(raw_hash=digest, mailbox=mailbox, original=original)
        try:
            parsed = await self._parsed(raw)
            sender = writer(parsed)
            if sender is None:
                return _refused(empty, Reason("mail_without_sender"))
            staged = [
                await files.stage(file.name, content, BY, type=_declared(file.type))
                for file, content in zip(parsed.attachments, parsed.contents, strict=True)
            ]
            ours = await self._mailboxes.is_ours(sender.address)
            inbound = await self._inbound(raw, parsed, sender, ours, mailbox, recipients, original, staged)
        except Unavailable:
            raise
        except Unreadable:
            return _refused(empty, NOTHING)
        except TimeoutError:
            return _refused(empty, Reason("mail_parsed_too_long", {"seconds": f"{PARSE_SECONDS:.0f}"}))
        except Exception as error:
            log.exception("mail_broke_parser", sha256=digest, error_type=type(error).__name__)
            return _refused(empty, Reason("mail_broke_parser", detail=type(error).__name__))
        return Prepared(
            raw_hash=digest, mailbox=mailbox, original=original, inbound=inbound, parsed=parsed, ours=ours
        )

    async def accept(self, prepared: Prepared) -> Receipt | None:
        """Take a prepared mail in; returns once that is durable."""
        if prepared.inbound is None or prepared.parsed is None:
            await self._quarantine(prepared, prepared.refused)
            return None
        try:
            return await self._accept(prepared.inbound, prepared.parsed, prepared.ours)
        except NotAllowed:
            await self._quarantine(prepared, Reason("sender_blocked"))
        except InvalidInput as error:
            await self._quarantine(prepared, Reason("mail_refused_by_us", detail=error.message))
        except (Unavailable, StaleRevision):
            raise
        except Exception as error:
            log.exception("mail_broke_intake", sha256=prepared.raw_hash, error_type=type(error).__name__)
            await self._quarantine(prepared, Reason("mail_broke_intake", detail=type(error).__name__))
        return None

    async def quarantine(self, raw: bytes, mailbox: Mailbox, reason: Reason) -> None:
        """Keep a mail, or what there is of it, that cannot be taken in."""
        original = await self._services.files.stage("mail.eml", raw or b"\n", BY, type="message/rfc822")
        refused = Prepared(raw_hash=original.record.sha256, mailbox=mailbox, original=original)
        await self._quarantine(refused, reason)

    async def take_in(self, raw: bytes, mailbox: Mailbox) -> None:
        """Take a mail in that was put aside before. Raises HubError with the reason if it still cannot be."""
        prepared = await self.prepare(raw, mailbox)
        if prepared.inbound is None or prepared.parsed is None:
            raise InvalidInput(f"It still cannot be taken in: {prepared.refused.code.replace('_', ' ')}.")
        await self._accept(prepared.inbound, prepared.parsed, prepared.ours)

    async def _parsed(self, raw: bytes) -> ParsedMail:
        if len(raw) <= SMALL:
            return parse(raw)
        async with self._parsers, asyncio.timeout(PARSE_SECONDS):
            return await asyncio.to_thread(parse, raw)

    async def _accept(self, inbound: InboundMessage, parsed: ParsedMail, ours: bool) -> Receipt | None:
        if ours and inbound.mail and await self._is_our_copy(inbound.mail):
            RECEIVED.labels("own").inc()
            return None
        if parsed.flags.bounce and (
            original := await bounces.original_of(self._services, parsed.flags.bounce)
        ):
            await bounces.apply(self._services, parsed.flags.bounce, original)
        receipt = await self._services.intake.receive(inbound)
        RECEIVED.labels("known" if receipt.duplicate else "automatic" if inbound.automatic else "new").inc()
        return receipt

    async def _inbound(
        self,
        raw: bytes,
        parsed: ParsedMail,
        sender: MailAddress,
        ours: bool,
        mailbox: Mailbox,
        recipients: Sequence[str],
        original: StagedFile,
        staged: list[StagedFile],
    ) -> InboundMessage:
        kind = automatic(parsed, raw, ours)
        records = [file.record for file in staged]
        verdict = check_sender(parsed, sender, mailbox.authserv_id)
        return InboundMessage(
            entry_point=mailbox.entry_point,
            address_kind=AddressKind.EMAIL,
            address=sender.address,
            external_id=external_id(parsed, raw),
            text=text_of(parsed),
            at=self._services.clock.now(),
            name=sender.name,
            language=parsed.language,
            attachments=[attachment(file) for file in records],
            files=[original, *staged],
            mail=stored_head(parsed, sender, kind, original.record, records, verdict),
            answers=self._answers(parsed, recipients),
            about=await self._about(parsed),
            automatic=kind is not Automatic.NO,
        )

    def _answers(self, parsed: ParsedMail, recipients: Sequence[str]) -> str:
        """Return the conversation that a token of ours names, in an address or the subject."""
        people = [one.address for one in [*parsed.to, *parsed.cc]]
        for text in [*recipients, *parsed.delivered_to, *people, parsed.subject]:
            if conversation := self._tokens.read(text):
                return conversation
        return ""

    async def _about(self, parsed: ParsedMail) -> str:
        """Return the conversation that a report is about, if our mail that it names is known."""
        report = parsed.flags.bounce
        original = await bounces.original_of(self._services, report) if report else None
        return original.conversation if original else ""

    async def _is_our_copy(self, mail: Mail) -> bool:
        """Say whether a mail in our name is one that we sent: we know its name."""
        if not mail.message_id:
            return False
        where = {"scope": MAIL_SCOPE, "key": mail.message_id}
        for known in await self._services.store.find(Reference, where, limit=10):
            message = await self._services.store.peek(Message, known.message)
            if message and message.direction is Direction.OUTBOUND:
                return True
        return False

    async def _quarantine(self, prepared: Prepared, reason: Reason) -> None:
        """Keep a mail that was refused, once."""
        services = self._services
        id = hashlib.sha256(f"{prepared.mailbox.entry_point}\0{prepared.raw_hash}".encode()).hexdigest()[:26]
        batch = Batch(at=services.clock.now(), actor=BY)
        prepared.original.plan(batch)
        batch.save(
            Quarantined(
                id=id,
                entry_point=prepared.mailbox.entry_point,
                reason=reason,
                file=attachment(prepared.original.record),
                at=batch.at,
            )
        )
        try:
            await services.store.commit(batch)
        except (Duplicate, StaleRevision):
            return  # it came before
        for file in prepared.inbound.files if prepared.inbound else []:
            await services.files.forget(file.record.sha256)  # what is large was written already
        RECEIVED.labels("quarantined").inc()
        log.warning("mail_quarantined", quarantined=id, entry_point=prepared.mailbox.entry_point)


def _refused(prepared: Prepared, reason: Reason) -> Prepared:
    return Prepared(
        raw_hash=prepared.raw_hash, mailbox=prepared.mailbox, original=prepared.original, refused=reason
    )


def _declared(type: str) -> str:
    """Return the type that the parser found in the content; what browsers might run is only bytes."""
    return "application/octet-stream" if type in _ACTIVE else type


_ACTIVE = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml"})
