"""The set-up of who gets in: staff accounts and API tokens."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType, field

from hub.core.errors import InvalidInput
from hub.core.models.contacts import Channel
from hub.core.models.staff import (
    DEFAULT_CAPACITY,
    DEFAULT_INTERRUPTED_BY,
    ApiToken,
    PresenceState,
    Role,
    Staff,
)
from hub.core.permissions import Permission
from hub.desk.context import Context, given
from hub.desk.endpoint import endpoint
from hub.services.setup_document import StaffEntry, staff_entry

READ, WRITE = Permission.SETTINGS_READ, Permission.SETTINGS_WRITE


class StaffDraft(Struct, frozen=True, kw_only=True):
    """An account to create, or to replace at revision `rev`.

    `number` is what callers are told; `phone` a telephone of theirs, as +44… or phone:ada for one that
    is registered with us; `on_phone` says that calls come to it. `password` is needed for a new account;
    left out later, the old one stays. `remove_totp` helps somebody who lost the second factor.
    """

    login: Annotated[str, Meta(min_length=1, max_length=200)]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    email: str = ""
    roles: list[Role] = field(default_factory=lambda: [Role.AGENT])
    skills: dict[str, int] = {}
    queues: list[str] = []
    capacity: dict[Channel, int] = field(default_factory=lambda: dict(DEFAULT_CAPACITY))
    interrupted_by: dict[Channel, list[Channel]] = field(default_factory=lambda: dict(DEFAULT_INTERRUPTED_BY))
    language: str = "en"
    number: str = ""
    phone: str = ""
    on_phone: bool = False
    active: bool = True
    rev: int = 0
    password: str | UnsetType = UNSET
    remove_totp: bool = False


class TokenDraft(Struct, frozen=True, kw_only=True):
    """A token to make; scopes are permissions such as `conversations:read`."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    scopes: list[str]
    expires_at: datetime | None = None


class TokenView(Struct, frozen=True, kw_only=True):
    """A token without its secret."""

    id: str
    name: str
    scopes: list[str]
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewToken(Struct, frozen=True, kw_only=True):
    """A token just made; `secret` is shown this once."""

    token: TokenView
    secret: str


@endpoint("GET", "/settings/staff", permission=READ)
async def list_staff(ctx: Context) -> list[StaffEntry]:
    """Return all accounts."""
    return [staff_entry(staff) for staff in await ctx.services.store.find(Staff)]


@endpoint("POST", "/settings/staff", permission=WRITE, status=201)
async def create_staff(ctx: Context, body: StaffDraft) -> StaffEntry:
    """Create an account."""
    if body.password is UNSET:
        raise InvalidInput("Give a first password.", field="password")
    staff = await ctx.services.accounts.create_staff(**_account(body), by=ctx.actor)
    return staff_entry(staff)


@endpoint("GET", "/settings/staff/{id}", permission=READ)
async def get_staff(ctx: Context, id: str) -> StaffEntry:
    """Return an account."""
    return staff_entry(await ctx.services.store.get(Staff, id))


@endpoint("PUT", "/settings/staff/{id}", permission=WRITE)
async def replace_staff(ctx: Context, id: str, body: StaffDraft) -> StaffEntry:
    """Replace an account; a new password or a deactivation ends its sessions, and it gets no more work."""
    staff, ended = await ctx.services.accounts.save_staff(id, **_account(body), by=ctx.actor)
    for session in ended:
        ctx.deps.live.end_session(session)
    state = await ctx.services.agents.state(id)
    if not staff.active and state.presence is not PresenceState.OFFLINE:
        await ctx.services.agents.set_presence(id, PresenceState.OFFLINE, "switched_off", by=ctx.actor)
    return staff_entry(staff)


@endpoint("DELETE", "/settings/staff/{id}", permission=WRITE)
async def delete_staff(ctx: Context, id: str) -> None:
    """Delete an account that has never worked; others are deactivated instead."""
    for session in await ctx.services.accounts.delete_staff(id, ctx.actor):
        ctx.deps.live.end_session(session)


@endpoint("GET", "/settings/tokens", permission=READ)
async def list_tokens(ctx: Context) -> list[TokenView]:
    """Return all API tokens."""
    return [_token(token) for token in await ctx.services.store.find(ApiToken)]


@endpoint("POST", "/settings/tokens", permission=WRITE, status=201)
async def create_token(ctx: Context, body: TokenDraft) -> NewToken:
    """Make an API token."""
    token, secret = await ctx.services.accounts.tokens.create(
        body.name, body.scopes, by=ctx.actor, may=ctx.caller.permissions, expires_at=body.expires_at
    )
    return NewToken(token=_token(token), secret=secret)


@endpoint("GET", "/settings/tokens/{id}", permission=READ)
async def get_token(ctx: Context, id: str) -> TokenView:
    """Return an API token."""
    return _token(await ctx.services.store.get(ApiToken, id))


@endpoint("DELETE", "/settings/tokens/{id}", permission=WRITE)
async def delete_token(ctx: Context, id: str) -> None:
    """End an API token."""
    await ctx.services.accounts.tokens.delete(id, ctx.actor)


def _account(body: StaffDraft) -> dict[str, Any]:
    return given(body)


def _token(token: ApiToken) -> TokenView:
    return TokenView(
        id=token.id,
        name=token.name,
        scopes=token.scopes,
        created_by=token.created_by,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )


ENDPOINTS = [
    list_staff,
    create_staff,
    get_staff,
    replace_staff,
    delete_staff,
    list_tokens,
    create_token,
    get_token,
    delete_token,
]
