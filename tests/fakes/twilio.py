"""A provider of Twilio's form on loopback: it checks what it gets, and answers what it is told."""

import asyncio
from itertools import count
from typing import Any

from aiohttp import ClientSession, encode_basic_auth, web

from channels.sms.signature import sign

ACCOUNT, TOKEN = "AC123", "the-token"
FIELDS = {"To", "From", "Body", "StatusCallback", "ValidityPeriod"}


class Provider:
    """Keeps what was posted; `answers` are given in turn, then 201."""

    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []
        self.answers: list[tuple[int, dict[str, Any]] | str] = []
        self.wrong: list[str] = []
        self.news = asyncio.Event()
        self.url = ""
        self._numbers = count(1)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post(f"/Accounts/{ACCOUNT}/Messages.json", self._post)
        app.router.add_get(f"/Accounts/{ACCOUNT}/Messages.json", self._list)
        app.router.add_get(f"/Accounts/{ACCOUNT}.json", self._account)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        self._check_auth(request)
        form = {str(name): str(value) for name, value in (await request.post()).items()}
        self._check(request, form)
        answer = self.answers.pop(0) if self.answers else (201, {})
        if answer == "refuse":  # taken by nobody
            request.transport.abort()  # type: ignore[union-attr]  # it is connected
            return web.Response()
        status, body = answer if isinstance(answer, tuple) else (201, {})
        sid = f"SM{next(self._numbers):032}"
        if status == 201:
            self.messages.append({"sid": sid, **form})
            self.news.set()
        if answer == "error but taken":
            return web.Response(status=502, text="Bad Gateway")
        if answer == "drop":  # taken, but not answered
            request.transport.abort()  # type: ignore[union-attr]
            return web.Response()
        return web.json_response({"sid": sid, "status": "queued", **body}, status=status)

    async def _list(self, request: web.Request) -> web.Response:
        self._check_auth(request)
        to, sender = request.query["To"], request.query["From"]
        found = [one for one in self.messages if (one["To"], one["From"]) == (to, sender)]
        listed = [
            {
                "sid": one["sid"],
                "to": one["To"],
                "from": one["From"],
                "body": one["Body"],
                "status": "sent",
                "date_created": "Fri, 01 Jan 2100 00:00:00 +0000",
            }
            for one in found
        ]
        return web.json_response({"messages": listed, "next_page_uri": None})

    async def _account(self, request: web.Request) -> web.Response:
        self._check_auth(request)
        return web.json_response({"sid": ACCOUNT, "status": "active"})

    def _check_auth(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != encode_basic_auth(ACCOUNT, TOKEN):
            raise web.HTTPUnauthorized(text='{"code": 20003, "message": "Authenticate"}')

    def _check(self, request: web.Request, form: dict[str, str]) -> None:
        if request.content_type != "application/x-www-form-urlencoded":
            self.wrong.append(request.content_type)
        self.wrong += [name for name in ("To", "From", "Body") if not form.get(name)]
        self.wrong += [name for name in form if name not in FIELDS]


async def post_signed(
    client: ClientSession,
    url: str,
    fields: dict[str, str],
    *,
    public_url: str = "",
    token: str = TOKEN,
    signature: str | None = None,
) -> tuple[int, str, bytes]:
    """Post as the provider does; return status, content type and body."""
    signed = sign(token, public_url or url, fields.items()) if signature is None else signature
    async with client.post(url, data=fields, headers={"X-Twilio-Signature": signed}) as response:
        return response.status, response.content_type, await response.read()
