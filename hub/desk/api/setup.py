"""The first administrator of a new installation, by the one-time link the server printed."""

from msgspec import Struct

from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import SessionView, SetupView, me_view


class FirstAdmin(Struct, frozen=True, kw_only=True):
    """Who the first administrator is; `token` comes from the link."""

    token: str
    login: str
    name: str
    password: str


@endpoint("GET", "/setup", public=True)
async def setup_state(ctx: Context) -> SetupView:
    """Say whether the first administrator is still to be created."""
    return SetupView(needed=await ctx.services.accounts.needs_admin())


@endpoint("POST", "/setup", public=True, status=201)
async def create_first_admin(ctx: Context, body: FirstAdmin) -> SessionView:
    """Create the first administrator and sign them in."""
    ctx.limit_sign_in(body.login)
    accounts = ctx.services.accounts
    await accounts.create_first_admin(body.token, login=body.login, name=body.name, password=body.password)
    signed = await accounts.sign_in(body.login, body.password)
    ctx.cookie = signed.token
    state = await ctx.services.agents.state(signed.staff.id)
    return SessionView(staff=me_view(signed.staff, state), csrf=signed.csrf)


ENDPOINTS = [setup_state, create_first_admin]
