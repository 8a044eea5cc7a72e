"""The keeper's own address on this machine: turns in, by language; how things are; changing the model."""

import asyncio
import hmac
from collections.abc import Mapping

import msgspec
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bots.rasa.keeper.line import Line
from bots.rasa.wire import Ask
from hub.core.errors import HubError, Unavailable

log = structlog.get_logger()

LARGEST = 1 << 18


def build_front(lines: Mapping[str, Line], token: str) -> web.Application:
    """Return the web application over the languages' lines; every request needs the token."""
    app = web.Application(client_max_size=LARGEST, middlewares=[_only_with(token)])

    async def turn(request: web.Request) -> web.Response:
        body = await request.read()
        try:
            ask = msgspec.json.decode(body, type=Ask)
        except msgspec.MsgspecError as error:
            return _problem(400, f"That is no turn: {error}")
        line = lines.get(ask.language)
        if line is None:
            return _problem(404, f"There is no Rasa for {ask.language!r}, only for {', '.join(lines)}.")
        try:
            status, answer = await line.take(ask.sender, body)
        except Unavailable as error:
            return _problem(503, error.message)
        return web.Response(body=answer, status=status, content_type="application/json")

    async def status(_: web.Request) -> web.Response:
        standing = {language: line.standing() for language, line in lines.items()}
        code = 200 if any(one.ready for one in standing.values()) else 503
        body = msgspec.json.encode(standing)
        return web.Response(body=body, status=code, content_type="application/json")

    async def roll(_: web.Request) -> web.Response:
        done: dict[str, str] = {}
        for language, line in lines.items():
            try:
                done[language] = "changed" if await line.roll() else "same"
            except HubError as error:
                log.error("rasa_not_rolled", language=language, reason=error.message)
                done[language] = error.message
        failed = any(outcome not in {"changed", "same"} for outcome in done.values())
        body = msgspec.json.encode(done)
        return web.Response(body=body, status=409 if failed else 200, content_type="application/json")

    app.add_routes([web.post("/turn", turn), web.get("/status", status), web.post("/roll", roll)])
    return app


async def run_front(lines: Mapping[str, Line], token: str, port: int, stop: asyncio.Event) -> None:
    """Run the lines and serve them on loopback until `stop` is set."""
    runner = web.AppRunner(build_front(lines, token), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError as error:
        await runner.cleanup()
        raise Unavailable(
            f"Cannot listen on 127.0.0.1:{port} ({error.strerror}). Stop what uses it, or give --port."
        ) from None
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(line.run()) for line in lines.values()]
            await stop.wait()
            for task in tasks:
                task.cancel()
    finally:
        await runner.cleanup()


def _only_with(token: str) -> Middleware:
    expected = f"Bearer {token}".encode()

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected):
            return _problem(401, "The token is wrong or missing.")
        return await handler(request)

    return check


def _problem(status: int, text: str) -> web.Response:
    body = msgspec.json.encode({"error": text})
    return web.Response(body=body, status=status, content_type="application/json")
