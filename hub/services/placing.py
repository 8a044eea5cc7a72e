"""Where an inbound message belongs: whose it is, and which conversation it continues or opens."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from hub.core.errors import NotAllowed
from hub.core.models.contacts import Address, Channel
from hub.core.models.conversations import Conversation, ConversationState, Interaction, InteractionState
from hub.core.models.mail import Mail
from hub.core.ports import Store
from hub.services.arrivals import Arrival, Sender, Thread, begin, begin_again, closed, go_on, primary, routed
from hub.services.episodes import PEOPLE
from hub.services.forged import as_stranger, is_forged
from hub.services.inbound import InboundMessage
from hub.services.lines import plan_notice
from hub.services.matter_answers import matter_answered_last
from hub.services.people import current_contact, current_conversation, find_address, plan_contact
from hub.services.threads import find_thread, takes_part

SAME_MATTER_HOURS = 72
"""A message this soon after a conversation was resolved re-opens it."""
MATTERS = 20
"""Matters of a contact that are looked past for the newest thread."""


async def place(arrival: Arrival) -> Thread:
    """Find where a message belongs, and add what it opens; the caller saves the conversation.

    Raises NotAllowed if its sender is blocked.
    """
    if is_forged(arrival.inbound):
        await _check_not_blocked(arrival.store, arrival.inbound)
        arrival = replace(arrival, inbound=as_stranger(arrival.inbound))
    inbound = arrival.inbound
    address = await find_address(arrival.store, inbound.address_kind, inbound.address)
    sender = await _known(arrival.store, address) if address else _newcomer(arrival)
    if sender.contact.blocked:
        raise NotAllowed("Messages from this address are not accepted.")
    if inbound.mail is not None:
        return await _place_mail(arrival, sender, inbound.mail)
    return await _place_talk(arrival, sender) if address else await begin(arrival, sender)


async def _known(store: Store, address: Address) -> Sender:
    return Sender(await current_contact(store, address.contact), address)


def _newcomer(arrival: Arrival) -> Sender:
    inbound = arrival.inbound
    contact, address = plan_contact(
        arrival.batch,
        arrival.ids,
        kind=inbound.address_kind,
        value=inbound.address,
        verified=inbound.verified,
        name=inbound.name,
        language=primary(inbound.language),
    )
    return Sender(contact, address)


async def _check_not_blocked(store: Store, inbound: InboundMessage) -> None:
    """A blocked address is not let in because its mail might be from somebody else."""
    known = await find_address(store, inbound.address_kind, inbound.address)
    if known and (await current_contact(store, known.contact)).blocked:
        raise NotAllowed("Messages from this address are not accepted.")


async def _place_talk(arrival: Arrival, sender: Sender) -> Thread:
    """Continue what the sender's address talks about now, or of late; else begin something new."""
    store, entry = arrival.store, arrival.entry
    if entry.channel is Channel.SMS:
        within = timedelta(hours=SAME_MATTER_HOURS)
        matter = await matter_answered_last(
            store, entry.id, sender.address.id, arrival.batch.at, within=within
        )
        if matter:
            return await _go_on_with_matter(arrival, sender, *matter)
    active = await _active(arrival, sender, "")
    if active:
        return go_on(arrival, sender, await current_conversation(store, active.conversation), active)
    previous = await store.find(
        Conversation,
        {"contact": sender.contact.id, "entry_point": entry.id},
        order="last_seq",
        descending=True,
        limit=1 + MATTERS,
    )
    threads = [one for one in previous if not one.reference]  # a matter is asked about by its number
    if threads and _is_same_matter(threads[0], arrival.batch.at):
        return await begin_again(arrival, sender, threads[0])
    return await begin(arrival, sender)


async def _go_on_with_matter(
    arrival: Arrival, sender: Sender, matter: Conversation, episode: Interaction
) -> Thread:
    """Continue a matter; whoever answers an agent there gets no bot."""
    if episode.state is InteractionState.ACTIVE:
        return go_on(arrival, sender, matter, episode)
    thread = await begin_again(arrival, sender, matter, threaded=True)
    handler = thread.conversation.handler if thread.conversation.handler in PEOPLE else ""
    return replace(thread, conversation=replace(thread.conversation, handler=handler))


async def _place_mail(arrival: Arrival, sender: Sender, mail: Mail) -> Thread:
    """Join the conversation a mail answers if its sender takes part in it; else begin a new one."""
    store, inbound = arrival.store, arrival.inbound
    if inbound.about:
        return await _aside(store, sender, await current_conversation(store, inbound.about))
    found = await find_thread(store, mail, inbound.answers)
    if found and (found.contact == sender.contact.id or await takes_part(store, found, sender.address.value)):
        if inbound.automatic:
            return await _aside(store, sender, found)
        if active := await _active(arrival, sender, found.id):
            thread = go_on(arrival, sender, found, active)
            return replace(thread, conversation=routed(thread.conversation, inbound.route))
        return await begin_again(arrival, sender, found, threaded=True)
    thread = await _begin_mail(arrival, sender, found)
    return closed(arrival.batch, thread) if inbound.automatic else thread


async def _begin_mail(arrival: Arrival, sender: Sender, elsewhere: Conversation | None) -> Thread:
    """Begin a conversation with a mail, and say so if it is not what it seems: forged, or from a stranger."""
    thread = await begin(arrival, sender)
    forged = is_forged(arrival.inbound)
    if not (forged or elsewhere):
        return thread
    notice = "sender_failed" if forged else "refers_elsewhere"
    vars = {"conversation": elsewhere.id} if elsewhere else {}
    noted = plan_notice(arrival.batch, arrival.ids, thread.conversation, notice, vars, internal=True)
    # Whose it is a person sees; a bot might answer a machine that has a new address for each mail.
    return replace(thread, conversation=replace(noted, handler=""))


async def _aside(store: Store, sender: Sender, conversation: Conversation) -> Thread:
    """Show a message in a conversation as it is: nobody wakes up for it."""
    interaction = await store.get(Interaction, conversation.interaction)
    return Thread(sender.contact, sender.address, conversation, interaction)


async def _active(arrival: Arrival, sender: Sender, thread: str) -> Interaction | None:
    where = {
        "entry_point": arrival.entry.id,
        "address": sender.address.id,
        "thread": thread,
        "state": InteractionState.ACTIVE,
    }
    found = await arrival.store.find(Interaction, where, limit=1)
    return found[0] if found else None


def _is_same_matter(conversation: Conversation, at: datetime) -> bool:
    if conversation.state is ConversationState.MERGED:
        return False
    age = at - conversation.last_at
    return conversation.state is ConversationState.OPEN or age.total_seconds() < SAME_MATTER_HOURS * 3600
