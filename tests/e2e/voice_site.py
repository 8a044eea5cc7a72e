"""Hubs that take calls: what they need, and how their numbers are set up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hub.core.free_port import free_port
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.hub_process import HubProcess
from tests.e2e.patience import until
from tests.fakes.speech import MODELS, need

NUMBER = "+442079460018"
"""A telephone outside."""
RTP_PORTS = 400
UNWRITTEN = {"SWITCHBOARD_VOICE_TRANSCRIPTS": "false"}
"""Writing down who never stops speaking is another test's business, and half a core's."""


def voice_env(sip: int) -> dict[str, str]:
    """A hub with a voice node, small models, ports that others do not use."""
    first = 20_000 + sip % 10_000 // 2 * 2
    return {
        "SWITCHBOARD_VOICE_SIP_LISTEN": f"127.0.0.1:{sip}",
        "SWITCHBOARD_VOICE_RTP_PORTS": f"{first}-{first + RTP_PORTS}",
        "SWITCHBOARD_VOICE_RECOGNISER": "whisper-tiny-en",
        "SWITCHBOARD_VOICE_VOICES": "piper-en-joe",
        "SWITCHBOARD_MODELS_FOLDER": str(MODELS),
    }


async def node_came(hub: HubProcess) -> None:
    """Wait until calls are taken."""

    async def came() -> bool:
        return "voice_node_came" in hub.log.read_text()

    await until("the voice node", came)


@asynccontextmanager
async def running(hub: HubProcess) -> AsyncIterator[None]:
    """Run a hub, from when it takes calls."""
    try:
        await hub.start()
        await node_came(hub)
        yield
    finally:
        await hub.stop()


@asynccontextmanager
async def taking_calls(
    folder: Path, env: dict[str, str] | None = None, *, config: Path | None = None
) -> AsyncIterator[tuple[HubProcess, str]]:
    """Run a hub that takes calls by SIP; yields it and where it does."""
    need("whisper-tiny-en", "piper-en-joe")
    sip = free_port()
    hub = HubProcess(folder, env={**voice_env(sip), **(env or {})}, config=config)
    async with running(hub):
        yield hub, f"127.0.0.1:{sip}"


def calling_out(port: int) -> dict[str, str]:
    """Settings of a hub that calls British numbers, which are all at one port."""
    return {
        "SWITCHBOARD_CALLING_ALLOWED": "+44",
        "SWITCHBOARD_CALLING_ADDRESS": f"sip:{{number}}@127.0.0.1:{port}",
    }


async def change_number(url: str, entry_point: str, **what: object) -> None:
    """Set a number of the demo up in another way."""
    async with DeskAgent.signed_in(url, "admin", PASSWORD) as admin:
        path = f"/settings/entry-points/{entry_point}"
        line = await admin.call("GET", path)
        del line["id"]
        await admin.call("PUT", path, {**line, **what})


async def direct_line(url: str) -> None:
    """Set up a number where people answer."""
    async with DeskAgent.signed_in(url, "admin", PASSWORD) as admin:
        line = await admin.call("GET", "/settings/entry-points/question-line")
        changed = {**line, "key": "300", "name": "Direct", "bot": None}
        del changed["id"], changed["rev"]
        await admin.call("POST", "/settings/entry-points", changed)
