"""SMS handed over by HTTP to a provider of Twilio's form (its Messages resource, API 2010-04-01)."""

import asyncio
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp
import structlog
from msgspec import DecodeError, json
from msgspec.structs import replace

from channels.base import DoubtfulFailure, Handed, PermanentFailure, Post, TemporaryFailure
from channels.sms.numbers import Kind, normal
from channels.sms.pace import Pace
from channels.sms.status import RouteStatus
from channels.sms.text import sms_text, straightened
from hub.core.clock import Clock
from hub.core.models.delivery import DispatchState, Part, Reference
from hub.core.models.reasons import Reason, words
from hub.core.models.sms import SmsHttp, SmsRoute
from hub.core.ports import Store

log = structlog.get_logger()

ANSWER_WITHIN = 30.0
LONGEST_ANSWER = 1 << 20
LONGEST_TEXT = 1600
LONGEST_VALIDITY = 36_000
TEMPORARY = frozenset({408, 425, 429})
DOUBTFUL = frozenset({500, 502, 504})
"""Answers behind which the message may have been taken all the same: the provider's list is asked first."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(minutes=2)

STATES: dict[str, DispatchState] = {
    "accepted": DispatchState.SENT,
    "scheduled": DispatchState.SENT,
    "queued": DispatchState.SENT,
    "sending": DispatchState.SENT,
    "sent": DispatchState.SENT,
    "delivered": DispatchState.DELIVERED,
    "read": DispatchState.DELIVERED,
    "undelivered": DispatchState.FAILED,
    "failed": DispatchState.FAILED,
    "canceled": DispatchState.FAILED,
}
ERRORS = {
    "30001": "sms_queue_overflow",
    "30002": "sms_account_suspended",
    "30003": "sms_phone_off",
    "30004": "sms_number_bars",
    "30005": "sms_number_unused",
    "30006": "sms_landline",
    "30007": "sms_spam",
    "30034": "sms_not_registered",
    "21610": "opted_out",
    "21614": "sms_not_mobile",
}
"""What the codes of Twilio mean; others of its form use the same."""
CANNOT_SAY = Reason("provider_cannot_say")


class HttpProvider:
    """Hands messages of one route over by POST."""

    def __init__(
        self,
        route: SmsRoute,
        http: SmsHttp,
        client: aiohttp.ClientSession,
        store: Store,
        clock: Clock,
        callback: str,
    ) -> None:
        """`callback` is where the provider reports what becomes of messages; empty if nowhere."""
        self._route = route
        self._client = client
        self._store = store
        self._clock = clock
        self._callback = callback
        self._headers = sign_in(http, route.secret)
        self._url = messages_url(http)
        self._pace = Pace(clock, route.per_second)
        self._window = asyncio.Semaphore(route.window)
        self.status = RouteStatus(bound=urlsplit(http.url).hostname or "", since=clock.now())

    async def send(self, post: Post) -> Handed:
        """POST the message; what the answer means is in `_failure`."""
        form = self._form(post)
        async with self._window:
            await self._pace.turn()
            status, answer, after = await self._post(form)
        if status in (200, 201, 202) and (sid := str(answer.get("sid") or "")):
            self.status = replace(self.status, trouble=None)
            return self._handed(sid, str(answer.get("status") or ""))
        if status in DOUBTFUL and (found := await self._meant(form, post.dispatch.created_at)):
            return self._handed(str(found[0]["sid"]), str(found[0].get("status") or ""))
        raise self._failure(status, answer, after)

    async def find(self, post: Post) -> Handed | None:
        """Look through the provider's list for the message; None unless exactly one can be meant."""
        meant = await self._meant(self._form(post), post.dispatch.created_at)
        if len(meant) != 1:
            return None
        return self._handed(str(meant[0]["sid"]), str(meant[0].get("status") or ""))

    async def _meant(self, form: dict[str, str], created_at: datetime) -> list[dict[str, Any]]:
        """Return what the provider has that may be this message; DoubtfulFailure if it cannot be asked."""
        # Not by date of sending, which what is still queued does not have.
        query = {"To": form["To"], "From": form["From"], "PageSize": "100"}
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                async with self._client.get(self._url, params=query, headers=self._headers) as response:
                    answer = _decoded(await response.content.read(LONGEST_ANSWER))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DoubtfulFailure(CANNOT_SAY) from error
        since = created_at - CLOCKS_DIFFER
        listed = [one for one in answer.get("messages") or [] if isinstance(one, dict)]
        goes_back = not answer.get("next_page_uri") or any(_created(one) < since for one in listed)
        if response.status != 200 or not goes_back:
            raise DoubtfulFailure(CANNOT_SAY)
        return [one for one in listed if _created(one) >= since and await self._may_be(one, form)]

    async def _may_be(self, one: dict[str, Any], form: dict[str, str]) -> bool:
        if one.get("body") != form["Body"] or one.get("to") != form["To"] or not one.get("sid"):
            return False
        where = {"scope": self._route.scope, "key": str(one["sid"])}
        return not await self._store.find(Reference, where, limit=1)

    def _form(self, post: Post) -> dict[str, str]:
        to = normal(post.dispatch.recipient, self._route.region)
        if to.kind is Kind.NAME:
            raise PermanentFailure(Reason("not_a_number", {"to": to.value}))
        text = sms_text(post.message.text, post.message.format, post.message.choices)
        text = straightened(text) if self._route.straighten else text
        if not text:
            raise PermanentFailure(Reason("no_text"))
        if len(text) > LONGEST_TEXT:
            vars = {"count": str(len(text)), "most": str(LONGEST_TEXT)}
            raise PermanentFailure(Reason("sms_too_long", vars))
        form = {"To": to.value, "From": normal(self._route.number, self._route.region).value, "Body": text}
        left = (post.dispatch.valid_until - self._clock.now()).total_seconds()
        if left <= LONGEST_VALIDITY:
            form["ValidityPeriod"] = str(max(1, int(left)))
        if self._callback:
            form["StatusCallback"] = self._callback
        return form

    async def _post(self, form: dict[str, str]) -> tuple[int, dict[str, Any], float | None]:
        """Return status, answer and Retry-After. Tells what was surely not handed over from what may be."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                async with self._client.post(
                    self._url, data=form, headers=self._headers, allow_redirects=False
                ) as response:
                    body = await response.content.read(LONGEST_ANSWER)
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise TemporaryFailure(self._noted(Reason("unreachable", detail=words(error)))) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DoubtfulFailure(self._noted(Reason("provider_hung_up"))) from error
        after = response.headers.get("Retry-After", "")
        return response.status, _decoded(body), float(after) if after.isdecimal() else None

    def _failure(self, status: int, answer: dict[str, Any], after: float | None) -> Exception:
        code = str(answer.get("code") or "")
        detail = words(
            answer.get("message") or "", f"(error {code}, HTTP {status})" if code else f"HTTP {status}"
        )
        if status in (401, 403) and code != "21610":
            # The account, not the message, is at fault: it can be sent once that is put right.
            return TemporaryFailure(self._noted(Reason("wrong_password", detail=detail)), after)
        if status in (200, 201, 202):
            return DoubtfulFailure(Reason("no_sid"))
        if status in TEMPORARY or status >= 500:
            return TemporaryFailure(self._noted(Reason("provider_trouble", detail=detail)), after)
        return PermanentFailure(Reason(ERRORS.get(code, "provider_refused"), detail=detail))

    def _handed(self, sid: str, status: str) -> Handed:
        state = STATES.get(status, DispatchState.SENT)
        part = Part(ref=sid, state=state if state is not DispatchState.FAILED else DispatchState.SENT)
        return Handed(scope=self._route.scope, parts=[part])

    def _noted(self, trouble: Reason) -> Reason:
        """Show what went wrong last, and return it."""
        self.status = replace(self.status, trouble=trouble)
        return trouble


def sign_in(http: SmsHttp, token: str) -> dict[str, str]:
    """Return the header that says who we are."""
    return {"Authorization": f"Basic {b64encode(f'{http.account}:{token}'.encode()).decode()}"}


def account_url(http: SmsHttp) -> str:
    """Return the address of the account itself."""
    return f"{http.url.rstrip('/')}/Accounts/{quote(http.account, safe='')}"


def messages_url(http: SmsHttp) -> str:
    """Return the address that messages are posted to."""
    return f"{account_url(http)}/Messages.json"


def reported(status: str, code: str) -> Reason:
    """Return why the provider says that it failed to deliver."""
    return Reason(ERRORS.get(code, "provider_reports_failure"), detail=words(status, code))


def _created(one: dict[str, Any]) -> datetime:
    """Return when a listed message was made (RFC 2822); what does not say so counts as old."""
    try:
        at = parsedate_to_datetime(str(one.get("date_created")))
    except ValueError:
        return LONG_AGO
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        answer = json.decode(body)
    except DecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}
