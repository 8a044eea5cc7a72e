"""What a provider of Twilio's form posts to us: SMS and reports, signed; answered once they are durable."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from multidict import MultiDict
from prometheus_client import Counter

from channels.sms.http import STATES, reported
from channels.sms.inbox import Inbox, Sms
from channels.sms.numbers import normal
from channels.sms.signature import is_signed
from channels.sms.turns import Turns
from hub.core.errors import HubError, InvalidInput, NotAllowed, NotFound, TooMany, Unavailable
from hub.core.models.delivery import DispatchState
from hub.core.models.sms import SmsRoute
from hub.services.bundle import Services

log = structlog.get_logger()

LONGEST = 64 * 1024
MOST_FIELDS = 200
EMPTY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""TwiML that says nothing: what we answer goes out as messages of their own."""
STATUS = {NotFound: 404, NotAllowed: 403, InvalidInput: 422, TooMany: 413, Unavailable: 503}
POSTED = Counter("switchboard_sms_webhooks_total", "Posts of SMS providers", ["kind", "status"])

Fields = MultiDict[str]


class Webhooks:
    """The web routes of all HTTP routes of a tenant."""

    def __init__(self, services: Services, public_url: str) -> None:
        """`public_url` is how the provider reaches us; without it the request's own address is taken."""
        self._services = services
        self._store = services.store
        self._public_url = public_url.rstrip("/")
        self._turns = Turns()

    def add_routes(self, app: web.Application) -> None:
        """Serve /sms/v1/{route}/inbound and /status."""
        app.router.add_post("/sms/v1/{route}/inbound", self._answering("inbound", self._inbound))
        app.router.add_post("/sms/v1/{route}/status", self._answering("status", self._status))

    async def _inbound(self, route: SmsRoute, fields: Fields) -> web.Response:
        """Take in an SMS by its MessageSid."""
        sid = fields.get("MessageSid") or fields.get("SmsSid") or ""
        raw = fields.get("From") or ""
        if not sid or not raw:
            raise InvalidInput("MessageSid and From are needed.", field="From" if sid else "MessageSid")
        sender = normal(raw, route.region)
        async with self._turns.of(sender.value):
            now = self._services.clock.now()
            sms = Sms(sender=sender, text=text_of(fields), external_id=sid, at=now)
            await Inbox(self._services, route).take(sms)
        return web.Response(body=EMPTY, content_type="text/xml")

    async def _status(self, route: SmsRoute, fields: Fields) -> web.Response:
        """Apply a report; what only repeats that it was sent changes nothing."""
        sid = fields.get("MessageSid") or fields.get("SmsSid") or ""
        word = (fields.get("MessageStatus") or fields.get("SmsStatus") or "").lower()
        if not sid or not word:
            raise InvalidInput("MessageSid and MessageStatus are needed.", field="MessageStatus")
        state = STATES.get(word)
        if state is None:
            log.info("sms_status_unknown", route=route.id)
        elif state is not DispatchState.SENT:
            failed = state is DispatchState.FAILED
            code = fields.get("ErrorCode") or ""
            await self._services.deliveries.receipt(
                route.scope,
                sid,
                state,
                reason=reported(word, code) if failed else None,
            )
        return web.Response(status=204)

    def _answering(
        self, kind: str, handle: Callable[[SmsRoute, Fields], Awaitable[web.Response]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return the handler with its checks around it; errors are answered as problem+json (RFC 9457)."""

        async def answer(request: web.Request) -> web.Response:
            try:
                response = await handle(*await self._checked(request))
            except HubError as error:
                log.warning("sms_webhook_refused", kind=kind, error=error.code)
                response = _problem(error)
            POSTED.labels(kind, str(response.status)).inc()
            return response

        return answer

    async def _checked(self, request: web.Request) -> tuple[SmsRoute, Fields]:
        """Return the route and the fields, once size and signature were checked."""
        route = await self._store.peek(SmsRoute, request.match_info["route"])
        if route is None or route.http is None or not route.active:
            raise NotFound("There is no such SMS route.")
        if (request.content_length or 0) > LONGEST:
            raise TooMany(f"More than {LONGEST} octets.")
        fields = await _fields(request)
        url = f"{self._public_url}{request.raw_path}" if self._public_url else str(request.url)
        signature = request.headers.get("X-Twilio-Signature", "")
        if not is_signed(route.secret, url, fields.items(), signature):
            raise NotAllowed(
                f"Wrong signature for {url.partition('?')[0]}. The token must be this account's, and "
                "server.public_url how the provider calls us."
            )
        return route, fields


def text_of(fields: Fields) -> str:
    """Return the text; media are not fetched, so that there were some is said."""
    text = fields.get("Body") or ""
    count = fields.get("NumMedia") or "0"
    note = f"[+{count} media]" if count.isdecimal() and int(count) else ""
    return "\n".join(one for one in (text, note) if one) or "[]"


async def _fields(request: web.Request) -> Fields:
    data = await request.content.read(LONGEST + 1)
    while len(data) <= LONGEST and (more := await request.content.read(LONGEST + 1)):
        data += more
    if len(data) > LONGEST:
        raise TooMany(f"More than {LONGEST} octets.")
    if request.content_type != "application/x-www-form-urlencoded":
        raise InvalidInput("Post a form (application/x-www-form-urlencoded).")
    return _parsed(data)


def _parsed(data: bytes) -> Fields:
    try:
        pairs = parse_qsl(
            data.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, encoding="utf-8"
        )
    except ValueError as error:
        raise InvalidInput(f"Not a form, or one of more than {MOST_FIELDS} fields.") from error
    return MultiDict(pairs)


def _problem(error: HubError) -> web.Response:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    body = {"type": "about:blank", "title": error.code, "status": status, "code": error.code}
    body["detail"] = error.message
    headers = {"Retry-After": "5"} if status == 503 else {}
    return web.json_response(body, status=status, headers=headers, content_type="application/problem+json")
