"""What tests ask of a browser's end of the live socket."""

import asyncio
from typing import Any

from tests.fakes.desk import LiveEnd


def heard(frames: list[dict[str, Any]], kind: str) -> list[str]:
    return [f["event"]["subject"] for f in frames if f["type"] == "change" and f["event"]["kind"] == kind]


def listed(frames: list[dict[str, Any]], of: str) -> list[str]:
    return [record["id"] for f in frames if f["type"] == "rows" for record in f.get(of, ())]


async def agent_row(live: LiveEnd, **values: str) -> None:
    """Wait until the lists say this of an agent."""
    while True:
        rows = await live.until("rows")
        if any(values.items() <= agent.items() for agent in rows.get("agents", ())):
            return


def transport_of(live: LiveEnd) -> asyncio.Transport:
    connection = live.socket._response.connection
    assert connection
    assert isinstance(connection.transport, asyncio.Transport)
    return connection.transport


def pull_the_cable(live: LiveEnd) -> None:
    transport_of(live).abort()
