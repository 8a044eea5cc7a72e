"""Who is calling, and what an endpoint may reach."""

from typing import Any

from aiohttp import web
from msgspec import UNSET, Struct

from hub.core.errors import NotAllowed, NotFound, Unavailable
from hub.core.models.conversations import Author, AuthorKind, Conversation
from hub.core.models.staff import ApiToken, Role, Staff, StaffSession
from hub.core.models.work import WorkItem
from hub.core.permissions import Permission, may_see, permissions_of, visible_queues
from hub.desk.deps import DeskDeps
from hub.desk.origin import client_address
from hub.desk.telephone import Telephone
from hub.services.bundle import Services
from hub.services.call_parties import in_call
from hub.services.calls import call_of_conversation
from hub.services.staff import normal_login


class Caller(Struct, frozen=True, kw_only=True):
    """A person with a session, or a program with a token; neither on public endpoints."""

    staff: Staff | None = None
    session: StaffSession | None = None
    token: ApiToken | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """Return what this caller may do."""
        if self.staff:
            return permissions_of(self.staff.roles)
        return frozenset(Permission(scope) for scope in self.token.scopes) if self.token else frozenset()

    @property
    def key(self) -> str:
        """Name the caller for rate limits and the log."""
        if self.session:
            return self.session.id
        return self.token.id if self.token else ""


class Context:
    """One request: the caller, the services, and what the answer's headers will need."""

    def __init__(self, deps: DeskDeps, request: web.Request, caller: Caller) -> None:
        self.deps = deps
        self.request = request
        self.caller = caller
        self.file_name = ""
        self.cookie: str | None = None
        """A new session cookie to set; empty to remove it."""

    @property
    def services(self) -> Services:
        """Return the tenant's use cases."""
        return self.deps.services

    @property
    def telephone(self) -> Telephone:
        """Return the calls that go on."""
        if self.deps.telephone is None:
            raise Unavailable("There is no voice node.")
        return self.deps.telephone

    @property
    def staff(self) -> Staff:
        """Return the signed-in person; programs with a token have none."""
        if self.caller.staff is None:
            raise NotAllowed("Only a signed-in person can do this; an API token cannot.")
        return self.caller.staff

    @property
    def reader(self) -> Staff:
        """Return who reads lists; a program sees all queues, as its scopes say what it may read."""
        if self.caller.staff:
            return self.caller.staff
        now = self.deps.clock.now()
        return Staff(id=self.actor, login="", name=self.author.name, roles=[Role.SUPERVISOR], created_at=now)

    @property
    def actor(self) -> str:
        """Name the caller in events and the audit log."""
        if self.caller.staff:
            return self.caller.staff.id
        return f"token:{self.caller.token.id}" if self.caller.token else "system"

    @property
    def author(self) -> Author:
        """Return the caller as the author of a message."""
        name = self.caller.staff.name if self.caller.staff else ""
        if self.caller.token:
            name = self.caller.token.name
        return Author(kind=AuthorKind.AGENT, id=self.actor, name=name)

    @property
    def language(self) -> str:
        """Return the language the caller reads."""
        return self.caller.staff.language if self.caller.staff else "en"

    @property
    def address(self) -> str:
        """Return the caller's network address."""
        return client_address(self.request, self.deps.config.server.trusted_proxies)

    def limit_request(self) -> None:
        """Count a request of this caller, or raise TooMany."""
        self.deps.limiter.check(
            f"api:{self.caller.key or self.address}", self.deps.config.limits.api_per_minute
        )

    def limit_sign_in(self, login: str) -> None:
        """Count an attempt to prove who somebody is, by address and by log-in, or raise TooMany."""
        per_minute = self.deps.config.limits.sign_ins_per_minute
        self.deps.limiter.check(f"sign-in:{self.address}", per_minute)
        self.deps.limiter.check(f"sign-in-as:{normal_login(login)}", per_minute)

    def has(self, permission: Permission) -> bool:
        """Say whether the caller has the permission."""
        return permission in self.caller.permissions

    @property
    def queues(self) -> frozenset[str] | None:
        """Return the queues whose work the caller may see; None means all."""
        return visible_queues(self.caller.staff) if self.caller.staff else None

    async def conversation(self, id: str) -> Conversation:
        """Return a conversation the caller may see, or raise NotFound."""
        conversation = await self.services.store.get(Conversation, id)
        staff = self.caller.staff
        if staff and not may_see(staff, conversation.queue, conversation.agent):
            item = await self._item_of(conversation)
            offered = item is not None and item.agent == staff.id  # to somebody from elsewhere
            if not offered and not await self._is_in_call(conversation):
                raise NotFound(f"There is no conversation {id} among those you may see.")
        return conversation

    async def work_item(self, id: str) -> WorkItem:
        """Return a work item whose conversation the caller may see."""
        item = await self.services.store.get(WorkItem, id)
        await self.conversation(item.conversation)
        return item

    async def own_item(self, id: str) -> WorkItem:
        """Return a work item that is the caller's, or that the caller may manage."""
        item = await self.work_item(id)
        mine = self.caller.staff is not None and self.caller.staff.id in (item.agent, item.preferred_agent)
        if not mine and not self.has(Permission.WORK_MANAGE):
            raise NotAllowed("This work is not yours. Take it first, or ask a supervisor.")
        return item

    async def _is_in_call(self, conversation: Conversation) -> bool:
        """Say whether the caller is in the conversation's call, or called into it by a colleague."""
        call = await call_of_conversation(self.services.store, conversation)
        return call is not None and self.caller.staff is not None and in_call(call, self.caller.staff.id)

    async def _item_of(self, conversation: Conversation) -> WorkItem | None:
        if not conversation.work_item:
            return None
        return await self.services.store.peek(WorkItem, conversation.work_item)


def given(body: Struct) -> dict[str, Any]:
    """Return the fields of a PATCH body that were sent."""
    return {name: value for name in body.__struct_fields__ if (value := getattr(body, name)) is not UNSET}
