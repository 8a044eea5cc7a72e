"""SIPp calls a whole hub, several times at once: its callers press a key, wait in line, and are served."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hub.core.free_port import free_port
from tests.e2e.calling import calls
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD
from tests.e2e.patience import until
from tests.e2e.voice_site import taking_calls

SCENARIO = Path(__file__).parent / "sipp" / "asks_for_a_person.xml"
CALLERS = 4


async def rows_with(desk: DeskAgent, *states: str) -> list[dict[str, Any]]:
    """Wait until the work of all callers is in one of these states; return their conversations."""

    async def found() -> list[dict[str, Any]]:
        rows = await calls(desk)
        work = [one["work_item"]["state"] for one in rows if one["work_item"]]
        return rows if len(work) == CALLERS and set(work) <= set(states) else []

    return await until(f"{CALLERS} callers whose work is {' or '.join(states)}", found)


@asynccontextmanager
async def callers(address: str, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Have SIPp call, a caller each second; yields it. It ends by itself, with 0 if all went as it should."""
    program = shutil.which("sipp")
    if program is None:
        pytest.skip("SIPp is missing: apt-get install sip-tester")
    with (folder / "sipp.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            program, address, "-sf", SCENARIO, "-i", "127.0.0.1", "-mi", "127.0.0.1",
            "-p", str(free_port()), "-m", str(CALLERS), "-l", str(CALLERS), "-r", "1",
            "-nostdin", "-timeout", "240s", "-timeout_error",
            cwd=folder, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.timeout(300)
async def test_callers_ask_for_a_person_and_are_served(tmp_path: Path) -> None:
    async with (
        taking_calls(tmp_path / "hub") as (hub, address),
        DeskAgent.signed_in(hub.url, "ada", PASSWORD) as ada,
        callers(address, tmp_path) as sipp,
    ):
        await ada.presence("away")
        for row in await rows_with(ada, "queued"):
            id = row["conversation"]["id"]
            await ada.call("POST", f"/conversations/{id}/take")
            await ada.call("POST", f"/conversations/{id}/call/end")
        assert await sipp.wait() == 0, (tmp_path / "sipp.log").read_text(errors="replace")[-3000:]
        numbers = set()
        for row in await rows_with(ada, "wrap_up", "completed"):
            call = await ada.call("GET", f"/conversations/{row['conversation']['id']}/call")
            assert call["state"] == "ended"
            numbers.add(call["number"])
        assert numbers == {f"+4420794601{caller:02}" for caller in range(1, CALLERS + 1)}
