"""Asking an OpenAI-compatible endpoint for one answer."""

from typing import Protocol

import aiohttp
import msgspec

from bots.knowledge.phrasing.model import Failure
from bots.knowledge.phrasing.wire import (
    ChatMessage,
    Completion,
    refused_part,
    request_body,
    without_thinking,
)
from hub.core.phrasing_settings import Phrasing

LARGEST = 262_144
"""Bytes of a response."""
TOKEN_PARTS = ("max_tokens", "max_completion_tokens")
"""How the limit is called: of old, and by OpenAI's newer models, which refuse the old name."""


class Unanswered(Exception):
    """There is no answer; `detail` is for whoever looks after the hub, and names no customer's words.

    `rest` are the seconds for which the endpoint asks not to be asked again.
    """

    def __init__(self, failure: Failure, detail: str = "", rest: float | None = None) -> None:
        super().__init__(f"{failure.value}: {detail}")
        self.failure = failure
        self.detail = detail
        self.rest = rest


class Chat(Protocol):
    """Something that completes a conversation."""

    async def complete(self, messages: list[ChatMessage]) -> str:
        """Return the answer; raise Unanswered when there is none."""
        ...

    async def close(self) -> None:
        """Let go of open connections."""
        ...


class ChatClient:
    """Sends requests. Cancelling `complete` ends its connection: how long to wait is the caller's."""

    def __init__(self, settings: Phrasing, key: str) -> None:
        self._url = endpoint_of(settings.url)
        self._settings = settings
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        self._headers["Accept-Encoding"] = "identity"  # a small body must not become a large one
        if key:
            bearer = settings.key_header.casefold() == "authorization"
            self._headers[settings.key_header] = f"Bearer {key}" if bearer else key
        self._token_part, self._temperature = TOKEN_PARTS[0], True
        self._session: aiohttp.ClientSession | None = None

    async def complete(self, messages: list[ChatMessage]) -> str:
        """Return the answer; a part of the request that the model does not know is left out from then on."""
        try:
            status, body = await self._post(messages)
            while status == 400 and self._adapts(refused_part(body)):
                status, body = await self._post(messages)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Unanswered(Failure.UNREACHABLE, type(error).__name__) from None
        if status != 200:
            raise Unanswered(Failure.STATUS, str(status))
        return _answer(body)

    async def close(self) -> None:
        """Let go of open connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, messages: list[ChatMessage]) -> tuple[int, bytes]:
        body = request_body(
            self._settings.model,
            messages,
            self._settings.max_tokens,
            token_part=self._token_part,
            temperature=self._temperature,
        )
        async with self._opened().post(
            self._url, data=body, headers=self._headers, allow_redirects=False
        ) as response:
            if response.status == 429:
                raise Unanswered(Failure.STATUS, "429", _seconds(response.headers.get("Retry-After", "")))
            if response.status == 200 and response.content_type != "application/json":
                raise Unanswered(Failure.UNREADABLE, f"content type {response.content_type[:80]}")
            return response.status, await _limited(response)

    def _adapts(self, part: str) -> bool:
        """Change what the server did not like, if that is possible; say whether it was."""
        if part == TOKEN_PARTS[0] and self._token_part == part:
            self._token_part = TOKEN_PARTS[1]
        elif part == "temperature" and self._temperature:
            self._temperature = False
        else:
            return False
        return True

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._settings.concurrent),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
                auto_decompress=False,
            )
        return self._session


def endpoint_of(url: str) -> str:
    """Return where requests go, of the base of an API; what follows "?" stays behind (Azure's version)."""
    base, mark, query = url.partition("?")
    return f"{base.rstrip('/')}/chat/completions{mark}{query}"


async def _limited(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > LARGEST:
            raise Unanswered(Failure.UNREADABLE, f"more than {LARGEST} bytes")
    return bytes(body)


def _answer(body: bytes) -> str:
    try:
        completion = msgspec.json.decode(body, type=Completion)
    except (msgspec.DecodeError, RecursionError):
        raise Unanswered(Failure.UNREADABLE, "not the JSON of a chat completion") from None
    if not completion.choices:
        raise Unanswered(Failure.UNREADABLE, "no choices")
    pick = completion.choices[0]
    if pick.finish_reason not in ("stop", None):
        raise Unanswered(Failure.CUT_OFF, pick.finish_reason[:40])
    text = without_thinking(pick.message.content or "")
    if not text:
        raise Unanswered(Failure.CUT_OFF, "refused" if pick.message.refusal else "empty")
    return text


def _seconds(header: str) -> float | None:
    return float(header) if header.isdecimal() and len(header) < 7 else None
