"""One attempt to deliver: the signature, the request, and what its answer means."""

import hashlib
import hmac
from typing import Protocol

import aiohttp
from aiohttp.resolver import ThreadedResolver
from msgspec import Struct

from hub.core.clock import Clock
from hub.core.errors import InvalidInput
from hub.core.models.integrations import Webhook, WebhookDelivery
from hub.services.network_guard import GuardedResolver, RefusedAddress, check_address

TIMEOUT = 10.0
GONE = 410


class Answer(Struct, frozen=True, kw_only=True):
    """What came of an attempt; `final` means that trying again is no use."""

    accepted: bool = False
    status: int | None = None
    error: str = ""
    final: bool = False


class Sender(Protocol):
    """Delivers once."""

    async def send(self, hook: Webhook, delivery: WebhookDelivery) -> Answer:
        """Try to deliver; never raises for what the other side does."""
        ...

    async def close(self) -> None:
        """Let go of what is held open."""
        ...


class HttpSender:
    """Delivers by HTTP POST; never into private networks unless `allow_private`."""

    def __init__(self, clock: Clock, *, allow_private: bool = False) -> None:
        self._clock = clock
        self._allow_private = allow_private
        self._session: aiohttp.ClientSession | None = None

    async def send(self, hook: Webhook, delivery: WebhookDelivery) -> Answer:
        """Post the signed body; anything but a 2xx answer in time is a failure."""
        timestamp = int(self._clock.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Switchboard-Webhook/1",
            "X-Switchboard-Event": delivery.event_kind,
            "X-Switchboard-Delivery": delivery.id,
            "X-Switchboard-Signature": f"t={timestamp},v1={signature(hook.secret, timestamp, delivery.body)}",
        }
        try:
            if not self._allow_private:
                check_address(hook.url, "url")
            async with self._open().post(
                hook.url, data=delivery.body.encode(), headers=headers, allow_redirects=False
            ) as response:
                accepted = 200 <= response.status < 300
                error = "" if accepted else f"The answer was HTTP {response.status}."
                return Answer(
                    accepted=accepted, status=response.status, error=error, final=response.status == GONE
                )
        except InvalidInput as refused:
            return Answer(error=refused.message)
        except TimeoutError:
            return Answer(error=f"There was no answer within {TIMEOUT:.0f} s.")
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            inner = getattr(failure, "os_error", failure)
            if isinstance(inner, RefusedAddress):
                return Answer(error="The address leads into a private network.")
            return Answer(error=f"The connection failed: {type(failure).__name__}.")

    async def close(self) -> None:
        """Let go of open connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            inner = ThreadedResolver()
            resolver = inner if self._allow_private else GuardedResolver(inner)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, limit=32),
                timeout=aiohttp.ClientTimeout(total=TIMEOUT),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def signature(secret: str, timestamp: int, body: str) -> str:
    """Return HMAC-SHA256 over "timestamp.body" in hex; receivers refuse timestamps older than 5 minutes."""
    return hmac.new(secret.encode(), f"{timestamp}.{body}".encode(), hashlib.sha256).hexdigest()
