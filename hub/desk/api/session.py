"""Signing in and out."""

from msgspec import Struct

from hub.core.errors import NotSignedIn
from hub.core.models.staff import PresenceState
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import SessionView, me_view


class SignIn(Struct, frozen=True, kw_only=True):
    """Log-in name and password; `code` is the second factor where one is set up."""

    login: str
    password: str
    code: str = ""


@endpoint("POST", "/session", public=True)
async def sign_in(ctx: Context, body: SignIn) -> SessionView:
    """Sign in; the session travels in an HttpOnly cookie."""
    ctx.limit_sign_in(body.login)
    signed = await ctx.services.accounts.sign_in(body.login, body.password, body.code)
    ctx.cookie = signed.token
    state = await ctx.services.agents.state(signed.staff.id)
    return SessionView(staff=me_view(signed.staff, state), csrf=signed.csrf)


@endpoint("GET", "/session")
async def session(ctx: Context) -> SessionView:
    """Return who is signed in, and the CSRF token."""
    state = await ctx.services.agents.state(ctx.staff.id)
    if ctx.caller.session is None:
        raise NotSignedIn("Sign in first.")
    return SessionView(staff=me_view(ctx.staff, state), csrf=ctx.caller.session.csrf)


@endpoint("DELETE", "/session")
async def sign_out(ctx: Context) -> None:
    """Sign out and stop being offered work."""
    if ctx.caller.session is None:
        raise NotSignedIn("Sign in first.")
    await ctx.services.accounts.sign_out(ctx.caller.session)
    ctx.deps.live.end_session(ctx.caller.session.id)
    state = await ctx.services.agents.state(ctx.staff.id)
    if state.presence is not PresenceState.OFFLINE and not ctx.deps.live.is_connected(ctx.staff.id):
        await ctx.services.agents.set_presence(ctx.staff.id, PresenceState.OFFLINE, "signed_out")
    ctx.cookie = ""


ENDPOINTS = [sign_in, session, sign_out]
