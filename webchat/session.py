"""Who is at the other end of a connection, and which conversation is theirs."""

from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Duplicate, NotSignedIn
from hub.core.events import EventKind
from hub.core.models.contacts import Address, AddressKind, Contact, EntryPoint
from hub.core.models.conversations import Conversation, Interaction
from hub.core.ports import Store
from hub.services.people import current_contact, find_address
from webchat.commands import Hello
from webchat.ports import ChatDeps, ChatTenant
from webchat.tokens import Identity, Signer, read_identity


class Session(Struct, frozen=True, kw_only=True):
    """A visitor, anonymous or vouched for by the site, at one of our entry points."""

    tenant: str
    entry: EntryPoint
    visitor: str
    token: str
    language: str
    identity: Identity | None = None
    refused: NotSignedIn | None = None  # why the identity they showed was not believed

    @property
    def address_kind(self) -> AddressKind:
        """The kind of address their messages come from."""
        return AddressKind.EXTERNAL if self.identity else AddressKind.VISITOR

    @property
    def address(self) -> str:
        """The address their messages come from."""
        return self.identity.subject if self.identity else self.visitor

    @property
    def owner(self) -> str:
        """The name under which this visitor's uploads and limits are kept."""
        return f"visitor:{self.visitor}"

    @property
    def name(self) -> str:
        """What we call them, if the site told us."""
        return self.identity.name if self.identity else ""


async def open_session(
    deps: ChatDeps, tenant_id: str, entry: EntryPoint, hello: Hello
) -> tuple[Session, str | None]:
    """Return the session and its conversation, if there is one; a bad identity leaves it anonymous."""
    now = deps.clock.now()
    signer = Signer(deps.secret)
    identity, refused = None, None
    if hello.identity:
        try:
            identity = read_identity(hello.identity, entry.identity_secret, now)
        except NotSignedIn as error:
            refused = error
    subject = identity.subject if identity else ""
    known = signer.read_visitor(hello.visitor, tenant_id, now) if hello.visitor else None
    visitor = known.id if known and known.subject in ("", subject) else deps.ids()
    session = Session(
        tenant=tenant_id,
        entry=entry,
        visitor=visitor,
        token=signer.visitor(visitor, tenant_id, subject, now),
        language=hello.language or entry.language,
        identity=identity,
        refused=refused,
    )
    tenant = deps.tenants[tenant_id]
    if identity:
        await _join(deps, tenant, visitor, identity)
    return session, await find_conversation(tenant.services.store, session)


async def find_conversation(store: Store, session: Session) -> str | None:
    """Return the id of the newest conversation this visitor may see.

    An anonymous visitor sees what came from this browser, whoever staff believe them to be; a
    vouched-for customer sees their newest chat, from whichever browser.
    """
    address = await find_address(store, session.address_kind, session.address)
    if address is None:
        return None
    here = {"entry_point": session.entry.id}
    if session.identity:
        contact = await current_contact(store, address.contact)
        chats = await store.find(
            Conversation, {"contact": contact.id, **here}, order="last_at", descending=True, limit=1
        )
        found = chats[0].id if chats else None
    else:
        episodes = await store.find(
            Interaction, {"address": address.id, **here}, order="started_at", descending=True, limit=1
        )
        found = episodes[0].conversation if episodes else None
    return (await current_conversation(store, found)).id if found else None


async def current_conversation(store: Store, conversation_id: str) -> Conversation:
    """Return the conversation, or the one it was merged into."""
    conversation = await store.get(Conversation, conversation_id)
    while conversation.merged_into:
        conversation = await store.get(Conversation, conversation.merged_into)
    return conversation


async def family_of(store: Store, conversation_id: str) -> set[str]:
    """Return the conversation's id and those of all that were merged into it."""
    family = {conversation_id}
    fresh = family
    while fresh:
        merged = await store.find(Conversation, {"merged_into": fresh})
        fresh = {one.id for one in merged} - family
        family = family | fresh
    return family


async def _join(deps: ChatDeps, tenant: ChatTenant, visitor: str, identity: Identity) -> None:
    """Make the anonymous visitor and the customer they turned out to be one contact, where that is safe.

    A visitor already known as somebody else is left alone: two people share that browser.
    """
    store = tenant.services.store
    anonymous = await find_address(store, AddressKind.VISITOR, visitor)
    if anonymous is None:
        return
    contact = await current_contact(store, anonymous.contact)
    named = await store.find(Address, {"contact": contact.id, "kind": AddressKind.EXTERNAL}, limit=1)
    external = await find_address(store, AddressKind.EXTERNAL, identity.subject)
    if named or (external and external.contact == contact.id):
        return
    if external:
        target = await current_contact(store, external.contact)
        await tenant.services.contacts.merge(contact.id, target.id, by="system")
    else:
        await _name(deps, store, contact, identity)


async def _name(deps: ChatDeps, store: Store, contact: Contact, identity: Identity) -> None:
    """Give the anonymous contact the verified external address, and a name if it has none."""
    batch = Batch(at=deps.clock.now(), actor=contact.id)
    batch.save(
        Address(
            id=deps.ids(),
            kind=AddressKind.EXTERNAL,
            value=identity.subject,
            contact=contact.id,
            verified=True,
        )
    )
    named = replace(contact, name=contact.name or identity.name)
    batch.save(named)
    batch.event(EventKind.CONTACT_CHANGED, named)
    try:
        await store.commit(batch)
    except Duplicate:
        return  # another tab of theirs was faster
