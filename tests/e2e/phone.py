"""A telephone: Debian's baresip, which speaks what it is given and records what it hears."""

import asyncio
import json
import shutil
import signal
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy
import pytest
from numpy.typing import NDArray

from hub.core.free_port import free_port
from tests.e2e.clients import pause
from tests.e2e.patience import until

LINE = 8000
"""Samples a second on the line (G.711)."""
WITHIN = 75.0
HEADER = 44
"""Bytes of a wave file before its samples."""
ANSWERS_WITHIN = 8 * LINE
"""Samples after which an answer to what was said has begun, on a busy machine."""
LOUD = 500
"""What a quiet line stays under, of 32767."""
SETTINGS = """\
poll_method epoll
sip_listen 127.0.0.1:{sip}
call_max_calls 1
audio_source aufile,{folder}/silence.wav
audio_alert aufile,{folder}/silence.wav
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
rtp_ports {rtp}-{last_rtp}
net_interface 127.0.0.1
module_path /usr/lib/baresip/modules
module g711.so
module sndfile.so
snd_path {folder}
module aufile.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""

Samples = NDArray[numpy.int16]
Condition = Callable[[Samples], bool]


class Phone:
    """One telephone in a call. `heard` is everything that came from the other side so far."""

    def __init__(self, folder: Path, control: int, process: asyncio.subprocess.Process) -> None:
        self._folder = folder
        self._control = control
        self._process = process
        self._texts = 0
        self._said_at = 0

    @classmethod
    @asynccontextmanager
    async def calling(
        cls, folder: Path, address: str, *, user: str = "+442079460123", port: int = 0, account: str = ""
    ) -> AsyncIterator["Phone"]:
        """Call somebody (if there is an address), and hang up at the end of the block.

        With a `port` (the next one is for TLS), also take calls that come there; with an account, register
        and take calls by it.
        """
        program = shutil.which("baresip")
        if program is None:
            pytest.skip("baresip is missing: apt-get install baresip-core")
        await asyncio.to_thread(folder.mkdir)
        sip = port or free_port(2)
        control, rtp = free_port(), free_port() & ~1
        await asyncio.to_thread(write_wave, folder / "silence.wav", numpy.zeros(600 * LINE, "<i2"), LINE)
        settings = SETTINGS.format(
            sip=sip, control=control, rtp=rtp, last_rtp=min(rtp + 20, 65535), folder=folder
        )
        (folder / "config").write_text(settings)
        takes = ";answermode=auto" if port or account else ""
        account = account or f"<sip:{user}@127.0.0.1:{sip}>;regint=0"
        (folder / "accounts").write_text(f"{account};audio_codecs=PCMU{takes}\n")
        with (folder / "phone.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                program, "-f", str(folder), *(["-e", f"/dial sip:{address}"] if address else []),
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        phone = cls(folder, control, process)
        try:
            yield phone
        finally:
            await phone._end()

    @property
    def heard(self) -> Samples:
        """What was heard so far, at LINE samples a second."""
        return self._recorded("dec")

    @property
    def said(self) -> Samples:
        """What was said so far."""
        return self._recorded("enc")

    def _recorded(self, way: str) -> Samples:
        for path in sorted(self._folder.glob(f"dump*{way}.wav"), reverse=True)[:1]:  # of the newest call
            data = path.read_bytes()[HEADER:]
            return numpy.frombuffer(data[: len(data) // 2 * 2], "<i2")
        return numpy.zeros(0, "<i2")

    async def repeat(self, samples: Samples) -> None:
        """Say something over and over: of what is said once, a busy machine may lose what tells it."""
        await self.say(over_and_over(samples))

    async def say(self, samples: Samples) -> None:
        """Say something (at LINE samples a second), and be silent after it."""
        self._texts += 1
        path = self._folder / f"said{self._texts}.wav"
        silence = numpy.zeros(300 * LINE, "<i2")  # at its end, baresip hangs up
        await asyncio.to_thread(write_wave, path, numpy.concatenate([samples, silence]), LINE)
        assert await self.command("ausrc", f"aufile,{path}"), self._complaint("its microphone")
        self._said_at = len(self.said) + len(samples)

    @property
    def is_silent(self) -> bool:
        """Whether all that is to be said went out, and so long ago that an answer would have begun."""
        return len(self.said) >= self._said_at + ANSWERS_WITHIN

    async def until_said(self) -> None:
        """Wait until all that is to be said went out."""
        await self.until("the end of what it says", lambda heard: len(self.said) >= self._said_at)

    async def press(self, keys: str) -> None:
        """Press keys (RFC 4733)."""
        for key in keys:
            assert await self.command("sndcode", key), self._complaint("its keys")

    @asynccontextmanager
    async def keys(self) -> AsyncIterator[Callable[[int], Awaitable[str]]]:
        """Notice keys that the other side presses from now on; gives what waits for so many of them.

        Nothing can be commanded meanwhile.
        """
        reader, writer = await asyncio.open_connection("127.0.0.1", self._control)

        async def pressed(count: int) -> str:
            found = ""
            async with asyncio.timeout(WITHIN):
                while len(found) < count:
                    event = await _message(reader)
                    if event.get("type") == "CALL_DTMF_START":
                        found += event["param"]
            return found

        try:
            yield pressed
        finally:
            writer.close()

    async def hang_up(self) -> None:
        """End the call."""
        await self.command("hangup")

    async def command(self, command: str, params: str = "") -> bool:
        """Have baresip do something, as its menu takes it; return whether it could once it has tried."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._control)
        text = json.dumps({"command": command, "params": params, "token": "t"}).encode()
        try:
            writer.write(b"%d:%s," % (len(text), text))
            async with asyncio.timeout(WITHIN):
                while not (answer := await _message(reader)).get("response"):
                    pass  # events come by the same connection
            return bool(answer["ok"])
        finally:
            writer.close()

    async def until(self, what: str, condition: Condition, within: float = WITHIN) -> None:
        """Wait until the condition holds of what was heard."""
        try:
            async with asyncio.timeout(within):
                while not condition(self.heard):
                    assert self._process.returncode is None, self._complaint(what)
                    await pause(0.3)
        except TimeoutError:
            raise AssertionError(self._complaint(what)) from None

    async def until_spoken_to(self, after: int = 0) -> int:
        """Wait until somebody has spoken, later than that sample, and is silent; return how much there is."""
        await self.until("somebody who speaks and stops", lambda heard: is_over(heard[after:]))
        return len(self.heard)

    async def until_heard(self, seconds: float, after: int = 0) -> Samples:
        """Wait until speech began, later than that sample, and lasted so long; return it."""
        wanted = round(seconds * LINE)
        await self.until("speech", lambda heard: wanted <= len(from_first(heard[after:])))
        return from_first(self.heard[after:])[:wanted]

    async def until_over(self) -> None:
        """Wait until the other side has hung up."""
        await self._until_logged("the end of the call", "session closed", "terminated")

    async def until_registered(self) -> None:
        """Wait until its registrar knows it."""
        await self._until_logged("its registrar", "[1 binding]")

    async def _until_logged(self, what: str, *lines: str) -> None:
        log = self._folder / "phone.log"

        async def logged() -> bool:
            text = log.read_text(errors="replace")
            return any(line in text for line in lines)

        await until(what, logged)

    async def until_called(self, calls: int = 2) -> None:
        """Wait until so many calls have begun, of which the newest is the one that is heard then."""

        async def begun() -> bool:
            return len(list(self._folder.glob("dump*dec.wav"))) >= calls

        await until(f"call number {calls} at the phone", begun)

    def _complaint(self, what: str) -> str:
        log = (self._folder / "phone.log").read_text(errors="replace")[-2000:]
        return f"The phone waited in vain for {what}; it heard {len(self.heard) / LINE:.1f} s.\n{log}"

    async def _end(self) -> None:
        try:
            async with asyncio.timeout(10):
                await self.command("hangup")
                await self.command("quit")
        except (OSError, EOFError):  # TimeoutError, too, is one of the former
            pass
        try:
            async with asyncio.timeout(3):
                await self._process.wait()
        except TimeoutError:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()


async def _message(reader: asyncio.StreamReader) -> dict[str, Any]:
    """Read one of the netstrings that baresip sends."""
    size = int((await reader.readuntil(b":"))[:-1])
    found: dict[str, Any] = json.loads((await reader.readexactly(size + 1))[:-1])
    return found


def over_and_over(samples: Samples) -> Samples:
    """Return something said again and again for minutes, with a second's pause each time."""
    once = numpy.concatenate([samples, numpy.zeros(LINE, "<i2")])
    return numpy.tile(once, 1 + 240 * LINE // len(once))


def is_over(heard: Samples) -> bool:
    """Say whether there was speech, and a second of silence after it."""
    if len(heard) < LINE:
        return False
    loud = abs(heard.astype(numpy.int32)) > LOUD
    return bool(loud.any() and not loud[-LINE:].any())


def from_first(heard: Samples) -> Samples:
    """Return what was heard from just before the first sound on."""
    loud = abs(heard.astype(numpy.int32)) > LOUD
    return heard[max(int(loud.argmax()) - LINE // 2, 0) :] if loud.any() else heard[:0]


def write_wave(path: Path, samples: Samples, rate: int) -> None:
    """Write mono audio."""
    with wave.open(str(path), "wb") as audio:
        audio.setnchannels(1)
        audio.setsampwidth(2)
        audio.setframerate(rate)
        audio.writeframes(samples.astype("<i2").tobytes())
