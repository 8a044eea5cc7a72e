"""SIPp calls: several at a time, held, cancelled, ended in the moment of the answer, not acknowledged."""

import asyncio
import shutil
from pathlib import Path

import pytest

from hub.core.free_port import free_port
from voice.node.legs import Down
from voice.node.sip import SipDoor, SipLeg
from voice.node.sip_settings import Sip
from voice.reports import Cause

pytestmark = pytest.mark.xdist_group("sip")
SCENARIOS = Path(__file__).parent / "sipp"
CALLS = 8
WITHIN = 40.0


@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    ("scenario", "answered"), [("hold", True), ("early_bye", True), ("no_ack", True), ("cancel", False)]
)
async def test_scenario(scenario: str, answered: bool, tmp_path: Path) -> None:
    program = shutil.which("sipp")
    if program is None:
        pytest.skip("SIPp is missing: apt-get install sip-tester")
    port = free_port()
    ends: list[Cause] = []
    over = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:

        async def take(leg: SipLeg) -> None:
            if answered:
                await leg.answer()
            async for event in leg.events():
                if isinstance(event, Down):
                    ends.append(event.cause)
            if len(ends) == CALLS:
                over.set()

        def came(leg: SipLeg) -> None:
            tasks.create_task(take(leg))

        settings = Sip(port=port, rtp_ports="24800-24900", calls_per_source=50.0)
        door = SipDoor("", 0, "", came, settings)
        await door.open()
        try:
            process = await asyncio.create_subprocess_exec(
                program, f"127.0.0.1:{port}", "-sf", SCENARIOS / f"{scenario}.xml", "-i", "127.0.0.1",
                "-mi", "127.0.0.1", "-p", str(free_port()), "-m", str(CALLS), "-l", "4", "-r", "10",
                "-nostdin", "-timeout", f"{WITHIN:.0f}s", "-timeout_error", "-trace_err",
                cwd=tmp_path, stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            )  # fmt: skip
            said, _ = await process.communicate()
            assert process.returncode == 0, said.decode(errors="replace")[-3000:] + complaints(tmp_path)
            async with asyncio.timeout(WITHIN):
                await over.wait()
        finally:
            await door.close()
    assert ends == [Cause.NORMAL] * CALLS


def complaints(folder: Path) -> str:
    """Return what SIPp says was unexpected."""
    return "".join(path.read_text(errors="replace")[:3000] for path in folder.glob("*errors.log"))
