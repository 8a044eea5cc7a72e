"""The ways a customer can be written to: their addresses, each from our addresses of the fitting channel."""

from msgspec.structs import replace

from hub.core.models.contacts import Address, AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Conversation, Interaction
from hub.core.models.mail import Mail, MailAddress, Mailbox
from hub.core.models.sms import OptOut, SmsRoute
from hub.core.ports import Store
from hub.core.records import Value
from hub.services.people import current_contact
from hub.services.posting import newest_mail

MOST = 100


class MailHead(Value, frozen=True, kw_only=True):
    """What the head of an answer by mail will be.

    `cc` are the others an answer to all goes to. `quoted` names who wrote the mail that is answered, and
    that may be quoted; empty if there is none.
    """

    sender: MailAddress
    subject: str
    to: list[MailAddress]
    cc: list[MailAddress] = []
    quoted: str = ""


class Way(Value, frozen=True, kw_only=True):
    """One way to answer. `default` is the one that is taken when none is named.

    `entry_point` and `to` are what `via` of a message takes. `name` is our entry point, `label` the
    customer's address as people read it. `refused` is a message key when the customer wants none of it.
    Prices are for one part of an SMS; `straighten` as its route has it.
    """

    entry_point: str
    channel: Channel
    name: str
    to: str
    label: str
    default: bool = False
    refused: str = ""
    mail: MailHead | None = None
    price_per_part: float | None = None
    currency: str = ""
    straighten: bool = False


async def ways_to(store: Store, conversation: Conversation) -> list[Way]:
    """Return the ways to the conversation's contact, the default first, then by channel and name."""
    interaction = await store.get(Interaction, conversation.interaction)
    present = await store.get(Address, interaction.address)
    entries = {entry.id: entry for entry in await store.find(EntryPoint, {"active": True}, limit=1000)}
    contact = await current_contact(store, conversation.contact)
    addresses = await store.find(Address, {"contact": contact.id}, limit=MOST)
    if present.id not in {address.id for address in addresses}:
        addresses.append(present)
    found: list[Way] = []
    for mailbox in await store.find(Mailbox, {"active": True}, limit=MOST):
        if mailbox.smtp and (entry := entries.get(mailbox.entry_point)):
            found += await _by_mail(store, conversation, entry, mailbox, addresses)
    for route in await store.find(SmsRoute, {"active": True}, limit=MOST):
        if entry := entries.get(route.entry_point):
            found += [await _by_sms(store, entry, route, one) for one in _of(addresses, AddressKind.PHONE)]
    chosen = [_marked(way, interaction, present) for way in found]
    if not any(way.default for way in chosen) and (entry := entries.get(interaction.entry_point)):
        chosen.append(await _present(store, conversation, entry, present))
    return sorted(chosen, key=lambda way: (not way.default, way.channel.value, way.name, way.to))


async def _by_mail(
    store: Store,
    conversation: Conversation,
    entry: EntryPoint,
    mailbox: Mailbox,
    addresses: list[Address],
) -> list[Way]:
    ours = {one.address for one in await store.find(Mailbox, limit=MOST)}
    last = await newest_mail(store, conversation.id)
    return [
        Way(
            entry_point=entry.id,
            channel=Channel.EMAIL,
            name=entry.name,
            to=address.value,
            label=address.value,
            mail=_head(
                conversation,
                mailbox,
                last,
                to=_named(address.value, last),
                cc=_others(last, ours | {address.value}),
            ),
        )
        for address in _of(addresses, AddressKind.EMAIL)
    ]


def _head(
    conversation: Conversation,
    mailbox: Mailbox,
    last: Mail | None,
    *,
    to: MailAddress,
    cc: list[MailAddress] | None = None,
) -> MailHead:
    """Return the head of an answer to the newest mail."""
    subject = conversation.subject
    if last and subject[:3].lower() != "re:":
        subject = f"Re: {subject}".rstrip()
    sender = MailAddress(address=mailbox.address, name=mailbox.name)
    quoted = last.sender.name or last.sender.address if last else ""
    return MailHead(sender=sender, subject=subject, to=[to], cc=cc or [], quoted=quoted)


async def _by_sms(store: Store, entry: EntryPoint, route: SmsRoute, address: Address) -> Way:
    stopped = await store.find(OptOut, {"route": route.id, "number": address.value}, limit=1)
    return Way(
        entry_point=entry.id,
        channel=Channel.SMS,
        name=entry.name,
        to=address.value,
        label=address.value,
        refused="opted_out" if stopped else "",
        price_per_part=route.price_per_part,
        currency=route.currency,
        straighten=route.straighten,
    )


async def _present(store: Store, conversation: Conversation, entry: EntryPoint, address: Address) -> Way:
    """Return the present way, which is none of the contact's: a chat, or a mail with a forged sender."""
    label = "" if address.kind in {AddressKind.VISITOR, AddressKind.EXTERNAL} else address.value
    head = None
    mailboxes = await store.find(Mailbox, {"entry_point": entry.id, "active": True}, limit=1)
    if last := await newest_mail(store, conversation.id) if mailboxes else None:
        head = _head(conversation, mailboxes[0], last, to=last.sender)
        label = last.sender.address
    return Way(
        entry_point=entry.id,
        channel=entry.channel,
        name=entry.name,
        to=address.value,
        label=label,
        default=True,
        mail=head,
    )


def _marked(way: Way, interaction: Interaction, present: Address) -> Way:
    same = (way.entry_point, way.to) == (interaction.entry_point, present.value)
    return replace(way, default=same)


def _of(addresses: list[Address], kind: AddressKind) -> list[Address]:
    return [address for address in addresses if address.kind is kind]


def _named(address: str, last: Mail | None) -> MailAddress:
    """Return the address with the name its owner last wrote under."""
    for one in [last.sender, *last.to, *last.cc] if last else []:
        if one.address == address:
            return one
    return MailAddress(address=address)


def _others(last: Mail | None, known: set[str]) -> list[MailAddress]:
    """Return who else the last mail went to."""
    everybody = [last.sender, *last.to, *last.cc] if last else []
    return list({one.address: one for one in everybody if one.address not in known}.values())
