"""A node as a process: it takes calls, and ends with whoever started it."""

import asyncio
import sys

import msgspec

from hub.core.free_port import free_port
from hub.voice_node import NodeProcess
from voice.node.settings import Program, Settings
from voice.node.sip import SipDoor

WITHIN = 60.0
ENGINE = """
from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Ready
pipes = Pipes()
pipes.send(Ready(languages=["en"]))
for job in pipes.jobs():
    pass
"""


def settings(port: int) -> Settings:
    engine = Program(name="fake", command=[sys.executable, "-c", ENGINE])
    return Settings(
        name="n",
        hub=f"ws://127.0.0.1:{free_port()}/voice/link",
        token="t",
        sip_port=port,
        rtp_ports="26000-26100",
        recogniser=engine,
        synthesisers=[engine],
        most_calls=1,
    )


async def until_listening(port: int) -> None:
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionError:
                waited: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                asyncio.get_running_loop().call_later(0.05, waited.set_result, None)
                await waited
            else:
                writer.close()
                return


async def test_it_ends_when_its_input_does_as_after_a_kill_of_the_hub() -> None:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "voice.node", stdin=asyncio.subprocess.PIPE
    )
    assert process.stdin
    process.stdin.write(msgspec.json.encode(settings(port)) + b"\n")
    await until_listening(port)
    process.stdin.close()
    async with asyncio.timeout(WITHIN):
        assert await process.wait() == 0


async def test_whoever_keeps_it_ends_it() -> None:
    port = free_port()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(NodeProcess(settings(port)).run())
        await until_listening(port)
        running.cancel()
    door = SipDoor("127.0.0.1", port, "26000-26100", lambda leg: None)
    await door.open()  # the port is free again
    await door.close()
