"""The door for media streams: a web server in the node that providers and PBXs open WebSockets to.

`/streams/twilio/{called}` and `/streams/asterisk/{called}`; a token may follow in the path.
"""

import asyncio
import ssl
from collections.abc import Callable

import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from voice.node.legs import Leg
from voice.node.streams.access import Access
from voice.node.streams.asterisk import AsteriskWire
from voice.node.streams.leg import StreamLeg
from voice.node.streams.settings import StreamSettings
from voice.node.streams.twilio import TwilioWire
from voice.node.streams.wire import Began, Malformed, Wire
from voice.reports import Cause

log = structlog.get_logger()

FORMS: dict[str, Callable[[], Wire]] = {wire.form: wire for wire in (TwilioWire, AsteriskWire)}
PATHS = ("/streams/{form}", "/streams/{form}/{called}", "/streams/{form}/{called}/{token}")
PROTOCOLS = ("media",)
"""WebSocket subprotocols; Asterisk asks for this one where its settings have it."""
LARGEST = 1 << 16
"""Bytes of a message; 20 ms are a few hundred."""
BEGINS_WITHIN = 10.0
HEARTBEAT = 10.0
SPARE = 10
"""Sockets beyond the calls there may be: of those who have not said yet what they want, or are refused."""
NOT_YET = 20
"""Messages that may come before the one that begins the call."""


class StreamDoor:
    """Listens for streams."""

    def __init__(self, settings: StreamSettings, most_calls: int, on_call: Callable[[Leg], None]) -> None:
        self._settings = settings
        self._access = Access(settings.token, settings.signing_token, settings.address)
        self._most = most_calls + SPARE
        self._on_call = on_call
        self._sockets: set[web.WebSocketResponse] = set()
        self._legs: set[StreamLeg] = set()
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Begin to listen; raises OSError when the address is taken or the certificate cannot be read."""
        app = web.Application()
        for path in PATHS:
            app.router.add_get(path, self._serve)
        app.on_shutdown.append(self._stop)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(
            self._runner, self._settings.host, self._settings.port, ssl_context=_tls(self._settings)
        ).start()
        log.info("streams_ready", listen=f"{self._settings.host}:{self._settings.port}")

    async def close(self) -> None:
        """Stop listening; calls that still go on are ended."""
        if self._runner:
            await self._runner.cleanup()

    async def _stop(self, _: web.Application) -> None:
        for leg in list(self._legs):
            await leg.hang_up()
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one stream from its opening to its end."""
        form = FORMS.get(request.match_info["form"])
        if form is None:
            raise web.HTTPNotFound(text=f"A stream's form is one of: {', '.join(FORMS)}.")
        if not self._access.allows(request):
            log.warning("stream_refused", form=request.match_info["form"])
            raise web.HTTPUnauthorized(text="Neither token nor signature is right.")
        if len(self._sockets) >= self._most:
            raise web.HTTPServiceUnavailable(text="All lines are busy.")
        socket = web.WebSocketResponse(
            max_msg_size=LARGEST, heartbeat=HEARTBEAT, protocols=PROTOCOLS, compress=False
        )
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await self._carry(socket, form(), request)
        finally:
            self._sockets.discard(socket)
            await socket.close()
        return socket

    async def _carry(self, socket: web.WebSocketResponse, wire: Wire, request: web.Request) -> None:
        began = await _beginning(socket, wire)
        if began is None:
            return
        facts = _facts(request) | {name: value for name, value in began.facts.items() if value}
        leg = StreamLeg(wire, began, facts.get("called", ""), facts.get("caller", ""), facts.get("name", ""))
        self._legs.add(leg)
        self._on_call(leg)
        try:
            await leg.run(socket)
        finally:
            self._legs.discard(leg)
            await leg.hang_up(Cause.FAILED)  # without effect, unless something broke


async def _beginning(socket: web.WebSocketResponse, wire: Wire) -> Began | None:
    """Wait until the call begins; None if it does not. Audio may come before, and is passed over."""
    try:
        async with asyncio.timeout(BEGINS_WITHIN):
            for _ in range(NOT_YET):
                message = await socket.receive()
                if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    return None
                if isinstance(began := wire.read(message.data), Began):
                    return began
    except TimeoutError:
        log.warning("stream_did_not_begin", error="Nothing came that begins a call.")
    except Malformed as error:
        log.warning("stream_did_not_begin", error=str(error))
    return None


def _facts(request: web.Request) -> dict[str, str]:
    """Return what a request says of its call: in headers, its path and its query, the latter first."""
    headers = {name: request.headers.get(f"X-{name}", "") for name in ("called", "caller", "name")}
    called = {"called": request.match_info.get("called", "")}
    found = headers | {name: value for name, value in called.items() if value}
    return found | {name: value for name, value in request.query.items() if name in headers and value}


def _tls(settings: StreamSettings) -> ssl.SSLContext | None:
    if not settings.certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.certificate, settings.key or None)
    return context
