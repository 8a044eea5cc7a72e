"""Asking the rules about inbound messages, and trying a rule on mail that came before."""

from collections.abc import Callable
from datetime import datetime

from hub.core.clock import Clock
from hub.core.ids import Ids
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Attachment, Conversation, Direction, Message
from hub.core.models.mail import Automatic, Mail
from hub.core.models.rules import Fact, Route, Rule
from hub.core.ports import Database, Store
from hub.core.records import Value
from hub.core.rules import Classified, Facts, Ruleset, held
from hub.services.base import Service
from hub.services.inbound import InboundMessage
from hub.services.kept import Kept

MOST = 10_000
PAGE = 200
_AUTOMATIC = "automatic"


class RuleTrial(Value, frozen=True, kw_only=True):
    """What a rule makes of a message that came before; `held` has an answer for each condition."""

    conversation: str
    message: str
    at: datetime
    subject: str
    sender: str
    matched: bool
    held: list[bool]
    route: Route


class Rules(Service):
    """The tenant's rules. Kept in memory while this hears of changes to them, else read each time."""

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        super().__init__(store, clock, ids)
        self._active = Kept(store.tenant, "rules", self._read)

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of changed rules from now on; the returned function ends it."""
        return self._active.listen(database)

    async def classify(self, entry: EntryPoint, inbound: InboundMessage) -> Classified:
        """Say what the rules make of an inbound message."""
        ruleset = await self._active.get()
        return ruleset.classify(facts_of(entry, inbound)) if ruleset.concern(entry.channel) else Classified()

    async def try_rule(self, rule: Rule, limit: int) -> list[RuleTrial]:
        """Try a rule, switched on or not, on the newest mails that came in."""
        trials: list[RuleTrial] = []
        below: str | None = None
        while len(trials) < limit:
            mails = await self.store.find(Mail, descending=True, below=below, limit=PAGE)
            for mail in mails:
                trial = await self._try(rule, mail)
                if trial and len(trials) < limit:
                    trials.append(trial)
            if len(mails) < PAGE:
                break
            below = mails[-1].id
        return trials

    async def _try(self, rule: Rule, mail: Mail) -> RuleTrial | None:
        message = await self.store.peek(Message, mail.id)
        if message is None or message.direction is not Direction.INBOUND:
            return None
        conversation = await self.store.get(Conversation, message.conversation)
        entry = await self.store.get(EntryPoint, conversation.entry_point)
        matched, conditions = held(rule, _facts_of_mail(entry, mail, message, conversation.language))
        return RuleTrial(
            conversation=conversation.id,
            message=message.id,
            at=message.at,
            subject=mail.subject,
            sender=mail.sender.address,
            matched=matched,
            held=conditions,
            route=rule.route if matched else Route(),
        )

    async def _read(self) -> Ruleset:
        return Ruleset(await self.store.find(Rule, {"active": True}, limit=MOST))


def facts_of(entry: EntryPoint, inbound: InboundMessage) -> Facts:
    """Return what conditions see of an inbound message."""
    mail = inbound.mail
    texts: dict[Fact, list[str]] = {
        Fact.SENDER: [inbound.address, *_texts(inbound.name)],
        Fact.RECIPIENT: [entry.key],
        Fact.BODY: [inbound.text],
        Fact.LANGUAGE: _languages(inbound.language),
        Fact.ATTACHMENT: _files(inbound.attachments),
    }
    if mail:
        texts |= _heads(entry, mail)
    if inbound.automatic:
        texts[Fact.AUTOMATIC] = [_AUTOMATIC, *_texts(mail.automatic.value if mail else "")]
    return Facts(channel=entry.channel, entry_point=entry.id, texts=texts)


def _facts_of_mail(entry: EntryPoint, mail: Mail, message: Message, language: str) -> Facts:
    texts: dict[Fact, list[str]] = {
        **_heads(entry, mail),
        Fact.BODY: [message.text],
        Fact.LANGUAGE: _languages(language),
        Fact.ATTACHMENT: _files(message.attachments),
    }
    if mail.automatic is not Automatic.NO:
        texts[Fact.AUTOMATIC] = [_AUTOMATIC, mail.automatic.value]
    return Facts(channel=Channel.EMAIL, entry_point=entry.id, texts=texts)


def _heads(entry: EntryPoint, mail: Mail) -> dict[Fact, list[str]]:
    named = [text for one in [*mail.to, *mail.cc] for text in (one.address, *_texts(one.name))]
    return {
        Fact.SENDER: [mail.sender.address, *_texts(mail.sender.name)],
        Fact.RECIPIENT: list(dict.fromkeys([entry.key, *named])),
        Fact.SUBJECT: [mail.subject],
    }


def _languages(tag: str) -> list[str]:
    """Return the tag and the language in it: de-AT is also de."""
    return list(dict.fromkeys(_texts(tag) + _texts(tag.partition("-")[0])))


def _files(attachments: list[Attachment]) -> list[str]:
    return [text for file in attachments for text in (file.name, file.type)]


def _texts(text: str) -> list[str]:
    return [text] if text else []
