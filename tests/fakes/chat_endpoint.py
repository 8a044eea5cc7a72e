"""An endpoint on loopback that speaks OpenAI's chat completions, well or badly, as told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


def completion(text: str | None, *, finish: str | None = "stop", **message: Any) -> dict[str, Any]:
    """Return a response's body as servers write it, with fields that nobody here reads."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1764000000,
        "model": "some-model-2026",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, **message},
                "logprobs": None,
                "finish_reason": finish,
            }
        ],
        "usage": {"prompt_tokens": 200, "completion_tokens": 20, "total_tokens": 220},
    }


def answers(text: str | None, **values: Any) -> Reply:
    """Reply with a whole answer."""

    async def reply(_: web.Request) -> web.Response:
        return web.json_response(completion(text, **values))

    return reply


def says(status: int, body: str | bytes = b"{}", **headers: str) -> Reply:
    """Reply with this status and body."""

    async def reply(_: web.Request) -> web.Response:
        data = body.encode() if isinstance(body, str) else body
        return web.Response(status=status, body=data, headers={"Content-Type": "application/json"} | headers)

    return reply


class ChatEndpoint:
    """Answers with `reply`; remembers what it was asked, and with which headers."""

    def __init__(self) -> None:
        self.reply: Reply = answers("NONE")
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.hold = asyncio.Event()
        self.arrived = asyncio.Event()
        self.url = ""

    async def never(self, _: web.Request) -> web.Response:
        """Reply only once the test ends."""
        await self.hold.wait()
        return web.Response()

    async def streams(self, request: web.Request) -> web.StreamResponse:
        """Reply as if a stream had been asked for."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\ndata: [DONE]\n\n')
        return response

    async def _take(self, request: web.Request) -> web.StreamResponse:
        self.paths.append(request.path_qs)
        self.headers.append(dict(request.headers))
        self.asked.append(json.loads(await request.read()))
        self.arrived.set()
        return await self.reply(request)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["ChatEndpoint"]:
        """Listen on loopback inside the block."""
        app = web.Application()
        app.router.add_post("/{path:.*}", self._take)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/v1"
        try:
            yield self
        finally:
            self.hold.set()
            await runner.cleanup()
