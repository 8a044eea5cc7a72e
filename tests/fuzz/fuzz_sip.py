"""Attacks a running SIP door with broken SIP and RTP: python -m tests.fuzz.fuzz_sip --seconds 600

Mutated messages go to its SIP port, mutated packets to the audio of a call that goes on. After every
hundred, somebody calls in earnest and must be answered and heard. The door is a process of its own: if it
ends, or a call fails, the number of what came before it is printed; `--seed` repeats it all.
"""

import argparse
import asyncio
import os
import random
import re
import sys

from hub.core.free_port import free_port
from tests.fakes import sip_torture
from tests.fakes.sip_peer import SipPeer, tag_of
from voice.node.sip.message import Message

TOGETHER = 100
WITHIN = 15.0
WORDS = [
    b"",
    b"\0",
    b"\xff" * 40,
    b"%s%n%x",
    b"9" * 40,
    b"-1",
    b";" * 50,
    b",",
    b"<",
    b'"',
    b"\r\n",
    b" ",
    b"\\",
]
METHODS = [
    b"INVITE", b"BYE", b"CANCEL", b"ACK", b"INFO", b"REFER", b"UPDATE", b"PRACK", b"NOTIFY", b"REGISTER",
    b"OPTIONS", b"SUBSCRIBE", b"MESSAGE",
]  # fmt: skip
RTP = b"\x80\x00\x00\x01\x00\x00\x00\xa0\x00\x00\x5e\x11" + bytes(160)
RTCP = b"\x80\xc8\x00\x06" + bytes(24)
EVENT = b"\x80\xe5\x00\x02\x00\x00\x00\xa0\x00\x00\x5e\x11\x05\x0a\x00\xa0"


def main() -> int:
    """Run; 0 if the door went on taking calls."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = float(os.environ.get("SWITCHBOARD_FUZZ_SECONDS", "60"))
    parser.add_argument("--seconds", type=float, default=default)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    return asyncio.run(run(options.seconds, options.seed))


async def run(seconds: float, seed: int) -> int:
    """Attack for so long."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fuzz.sip_target", str(port), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    await process.stdout.readline()
    fuzz = Fuzz(random.Random(seed), port)
    try:
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(process.stdout.read())
            fault = await fuzz.run(seconds, process)
            reading.cancel()
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    end = fault or "all is well"
    print(f"seed {seed}: {fuzz.sent} messages and packets, {fuzz.calls} calls in earnest: {end}.")
    return 1 if fault else 0


class Fuzz:
    """Makes and sends what is broken."""

    def __init__(self, chance: random.Random, port: int) -> None:
        self._chance = chance
        self._port = port
        self._audio: tuple[str, int] | None = None
        self.sent = 0
        self.calls = 0

    async def run(self, seconds: float, process: asyncio.subprocess.Process) -> str:
        """Attack for so long; return what went wrong."""
        loop = asyncio.get_running_loop()
        end, fault = loop.time() + seconds, ""
        while loop.time() < end and not fault:
            await self.some()
            fault = await self.call(process)
        return fault

    async def some(self) -> None:
        """Send a hundred messages, and as many packets to the audio of the call that goes on."""
        address = f"127.0.{self._chance.randrange(1, 250)}.{self._chance.randrange(1, 250)}"
        async with SipPeer.udp(self._port, address) as peer:
            seeds = list(sip_torture.odd(peer.ip, peer.port).values())
            seeds += list(sip_torture.wrong(peer.ip, peer.port).values())
            for _ in range(TOGETHER):
                peer.send(self._message(self._chance.choice(seeds))[:60_000])
                self.sent += 1
                if self._audio:
                    peer.towards, before = self._audio, peer.towards
                    peer.send(
                        self._mutated(self._chance.choice([RTP, RTCP, EVENT, b"\x16\xfe\xfd" + bytes(60)]))
                    )
                    peer.towards = before
                    self.sent += 1
                if self.sent % 10 < 2:
                    await asyncio.sleep(0.001)  # the network's own pace

    async def call(self, process: asyncio.subprocess.Process) -> str:
        """Call in earnest; return what went wrong."""
        self.calls += 1
        try:
            async with asyncio.timeout(WITHIN), SipPeer.udp(self._port, "127.0.0.1") as peer:
                name = f"earnest{self.calls}"
                ok = await _answered(peer, peer.invite(name, user="200"))
                peer.ack(ok)
                media = re.search(rb"m=audio (\d+)", ok.body)
                self._audio = ("127.0.0.1", int(media[1])) if media else None
                await self._in_call(peer, ok)
                if self.calls % 2:
                    await _answered(peer, peer.request("BYE", name, cseq=90, to_tag=tag_of(ok)))
        except (TimeoutError, AssertionError) as error:
            return f"a call failed: {type(error).__name__} {error}"
        return "" if process.returncode is None else f"the door ended with {process.returncode}"

    async def _in_call(self, peer: SipPeer, ok: Message) -> None:
        """Say broken things within a call, as the one who has it."""
        for number in range(2, 12):
            method = self._chance.choice(METHODS[3:9]).decode()
            request = peer.request(method, ok.get("Call-ID"), cseq=number, to_tag=tag_of(ok), body=peer.sdp())
            request.body = self._mutated(request.body)
            if self._chance.random() < 0.3:
                request.put("Refer-To", self._mutated(b"<sip:1@127.0.0.1?Replaces=x>").decode("latin-1"))
            peer.send(self._mutated(request.encode()) if self._chance.random() < 0.5 else request.encode())
            self.sent += 1

    def _message(self, seed: bytes) -> bytes:
        number = b"f%d" % self.sent
        data = re.sub(rb"z9hG4bK[\w-]*", b"z9hG4bK" + number, seed)
        data = re.sub(rb"(Call-ID: )[\w-]+", rb"\g<1>" + number, data)
        if self._chance.random() < 0.2:
            data = data.replace(b"INVITE", self._chance.choice(METHODS))
        return self._mutated(data) if self._chance.random() < 0.8 else data

    def _mutated(self, data: bytes) -> bytes:
        whole = bytearray(data)
        for _ in range(self._chance.choice([1, 1, 2, 4, 16])):
            at = self._chance.randrange(len(whole) + 1)
            match self._chance.randrange(6):
                case 0:
                    whole[at : at + 1] = bytes([self._chance.randrange(256)])
                case 1:
                    del whole[at : at + self._chance.randrange(1, 30)]
                case 2:
                    whole[at:at] = self._chance.choice(WORDS)
                case 3:
                    whole[at:at] = whole[: self._chance.randrange(200)]
                case 4:
                    whole[at : at + 1] = b"%d" % self._chance.choice([0, -1, 1 << 31, 1 << 64])
                case 5:
                    del whole[at + 1000 :]
        return bytes(whole)


async def _answered(peer: SipPeer, request: Message) -> Message:
    """Send a request until it is answered with 200, as everybody does over UDP."""
    while True:
        peer.say(request)
        try:
            async with asyncio.timeout(0.5):
                return await peer.until(200, method=request.method)
        except TimeoutError:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]  # it runs in one
                raise


if __name__ == "__main__":
    sys.exit(main())
