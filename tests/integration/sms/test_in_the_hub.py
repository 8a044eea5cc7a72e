"""The SMS channel inside a whole hub."""

from pathlib import Path

from aiohttp import ClientSession
from msgspec import json

from hub.app import running
from hub.core.clock import SystemClock
from hub.core.config import Config, Data, Server
from hub.core.free_port import free_port


async def test_a_provider_reaches_it_without_signing_in(tmp_path: Path) -> None:
    config = Config(server=Server(port=free_port()), data=Data(folder=str(tmp_path)))
    async with running(config, SystemClock()) as url, ClientSession() as provider:
        answer = await provider.post(f"{url}/sms/v1/nowhere/inbound", data={"MessageSid": "SM1"})
        assert (answer.status, answer.content_type) == (404, "application/problem+json")
        assert json.decode(await answer.read())["detail"] == "There is no such SMS route."
