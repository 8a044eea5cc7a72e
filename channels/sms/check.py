"""Trying a route without sending anything: bind and unbind, or read the provider's account."""

import asyncio
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from channels.sms.http import account_url, sign_in
from channels.sms.pdu import Frame
from channels.sms.session import TEMPORARY_ERROR, NotBound, bind
from hub.core.clock import Clock
from hub.core.models.checks import Finding, Verdict
from hub.core.models.reasons import Reason, words
from hub.core.models.sms import Smsc, SmsHttp, SmsRoute

ANSWER_WITHIN = 15.0
FIELDS = {
    "wrong_password": "secret",
    "unknown_system_id": "smscs[{}].system_id",
    "wrong_system_type": "smscs[{}].system_type",
    "no_tls": "smscs[{}].tls",
}


async def check_route(route: SmsRoute, clock: Clock, public_url: str, bound: str) -> list[Finding]:
    """Return what was found, one step for each message centre; `bound` is where the route is bound now."""
    if route.http:
        return [await _account(route, route.http), _reachable(public_url)]
    if not route.smscs:
        return [Finding(step="smsc", verdict=Verdict.FAILED, reason=Reason("no_smsc"), field="smscs")]
    return [await _smsc(route, smsc, number, clock, bound) for number, smsc in enumerate(route.smscs)]


async def _smsc(route: SmsRoute, smsc: Smsc, number: int, clock: Clock, bound: str) -> Finding:
    where = f"{smsc.host}:{smsc.port}"
    vars = {"host": where, "system_id": smsc.system_id}
    try:
        session = await bind(smsc, route.secret, clock, _not_now, _nothing)
    except NotBound as error:
        reason = error.reason
        if reason.code in {"already_bound", "bind_refused"} and where == bound:
            by_us = Reason("bound_by_us", vars, reason.detail)
            return Finding(step="smsc", verdict=Verdict.WARNING, reason=by_us)
        field = FIELDS.get(reason.code, "smscs[{}].host").format(number)
        return Finding(step="smsc", verdict=Verdict.FAILED, reason=reason, field=field)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(session.run())
        await session.unbind()
        serving.cancel()
    return Finding(step="smsc", verdict=Verdict.OK, reason=Reason("bound", vars))


async def _not_now(frame: Frame) -> int:
    """What is delivered to a connection that only tries is left for the real one."""
    return TEMPORARY_ERROR


async def _nothing(at: datetime) -> None:
    return


async def _account(route: SmsRoute, http: SmsHttp) -> Finding:
    vars = {"host": urlsplit(http.url).hostname or "", "account": http.account}
    try:
        async with asyncio.timeout(ANSWER_WITHIN), aiohttp.ClientSession() as client:
            who = sign_in(http, route.secret)
            async with client.get(f"{account_url(http)}.json", headers=who) as response:
                status = response.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        key = "silent" if isinstance(error, TimeoutError) else "unreachable"
        reason = Reason(key, vars, words(error))
        return Finding(step="http", verdict=Verdict.FAILED, reason=reason, field="http.url")
    detail = f"HTTP {status}"
    if status == 200:
        return Finding(step="http", verdict=Verdict.OK, reason=Reason("account_found", vars))
    if status in (401, 403):
        key, field = "wrong_password", "secret"
    elif status == 404:
        key, field = "unknown_account", "http.account"
    else:
        key, field = "provider_trouble", "http.url"
    return Finding(step="http", verdict=Verdict.FAILED, reason=Reason(key, vars, detail), field=field)


def _reachable(public_url: str) -> Finding:
    """Say whether the provider can know where to post; only it can tell whether it gets through."""
    if public_url.startswith("https://"):
        return Finding(step="webhooks", verdict=Verdict.OK, reason=Reason("public_url", {"url": public_url}))
    return Finding(step="webhooks", verdict=Verdict.WARNING, reason=Reason("no_public_url"))
