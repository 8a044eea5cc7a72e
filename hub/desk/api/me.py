"""The signed-in person's own things: profile, password, second factor, presence, offers."""

from msgspec import UNSET, Struct, UnsetType

from hub.core.models.staff import AgentState, PresenceState
from hub.core.models.work import Offer, OfferState
from hub.desk.context import Context, given
from hub.desk.endpoint import endpoint
from hub.desk.views import Me, TotpView, me_view


class ProfilePatch(Struct, frozen=True, kw_only=True):
    """What people change about themselves."""

    name: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    preferences: dict[str, str] | UnsetType = UNSET
    on_phone: bool | UnsetType = UNSET


class PasswordChange(Struct, frozen=True, kw_only=True):
    """The present password and the next one."""

    old: str
    new: str


class TotpCode(Struct, frozen=True, kw_only=True):
    """A code of the new second factor, to prove that it works."""

    code: str


class Password(Struct, frozen=True, kw_only=True):
    """The password, asked again for what weakens an account."""

    password: str


class PresenceChange(Struct, frozen=True, kw_only=True):
    """What an agent chose."""

    presence: PresenceState
    reason: str = ""


@endpoint("PATCH", "/me")
async def edit_me(ctx: Context, body: ProfilePatch) -> Me:
    """Change one's name, language or preferences, or where calls come to."""
    staff = await ctx.services.accounts.edit_profile(ctx.staff.id, **given(body))
    return me_view(staff, await ctx.services.agents.state(staff.id))


@endpoint("PUT", "/me/password")
async def change_password(ctx: Context, body: PasswordChange) -> None:
    """Change one's password; all other sessions end."""
    ctx.limit_sign_in(ctx.staff.login)
    keep = ctx.caller.session.id if ctx.caller.session else ""
    for ended in await ctx.services.accounts.change_password(ctx.staff.id, body.old, body.new, keep=keep):
        ctx.deps.live.end_session(ended)


@endpoint("POST", "/me/totp", status=201)
async def begin_totp(ctx: Context) -> TotpView:
    """Make the secret of a second factor; it counts once a code has confirmed it."""
    secret, uri = await ctx.services.accounts.totp_begin(ctx.staff.id)
    return TotpView(secret=secret, uri=uri)


@endpoint("PUT", "/me/totp")
async def confirm_totp(ctx: Context, body: TotpCode) -> None:
    """Turn the second factor on by giving a code of it."""
    ctx.limit_sign_in(ctx.staff.login)
    await ctx.services.accounts.totp_confirm(ctx.staff.id, body.code)


@endpoint("DELETE", "/me/totp")
async def remove_totp(ctx: Context, body: Password) -> None:
    """Turn the second factor off."""
    ctx.limit_sign_in(ctx.staff.login)
    await ctx.services.accounts.totp_remove(ctx.staff.id, body.password)


@endpoint("PUT", "/me/presence")
async def set_my_presence(ctx: Context, body: PresenceChange) -> AgentState:
    """Choose one's presence."""
    return await ctx.services.agents.set_presence(ctx.staff.id, body.presence, body.reason)


@endpoint("GET", "/me/offers")
async def my_offers(ctx: Context) -> list[Offer]:
    """Return the offers that wait for an answer."""
    where = {"agent": ctx.staff.id, "state": OfferState.OFFERED}
    return await ctx.services.store.find(Offer, where, limit=100)


ENDPOINTS = [
    edit_me,
    change_password,
    begin_totp,
    confirm_totp,
    remove_totp,
    set_my_presence,
    my_offers,
]
