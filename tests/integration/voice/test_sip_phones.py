"""A real telephone (Debian's baresip) that registers with us, by TLS and with encrypted audio."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import numpy
import pytest

from hub.core.free_port import free_port
from tests.e2e.phone import LINE, SETTINGS, write_wave
from tests.fakes.sounds import RATE
from voice.node.legs import FRAME, FRAME_SECONDS, Down, LegError, Up
from voice.node.sip import SipDoor, SipLeg
from voice.node.sip_settings import Sip
from voice.reports import Cause

pytestmark = pytest.mark.xdist_group("sip")
WITHIN = 60.0
PASSWORD = "a-long-password"  # noqa: S105 - of this test
THEIRS, OURS = 440.0, 1000.0
"""Hertz that each side sounds."""


@asynccontextmanager
async def telephone(folder: Path, port: int, params: str) -> AsyncIterator[Path]:
    """Run a telephone that registers at a port of ours, answers every call and sounds a tone."""
    program = shutil.which("baresip")
    if program is None:
        pytest.skip("baresip is missing: apt-get install baresip-core")
    rtp = free_port() & ~1
    tone = 12_000 * numpy.sin(2 * numpy.pi * THEIRS * numpy.arange(60 * LINE) / LINE)
    await asyncio.to_thread(write_wave, folder / "silence.wav", tone.astype("<i2"), LINE)
    settings = SETTINGS.format(
        sip=free_port(2), control=free_port(), rtp=rtp, last_rtp=min(rtp + 20, 65535), folder=folder
    )
    (folder / "config").write_text(f"{settings}module srtp.so\nmodule dtls_srtp.so\nsip_verify_server no\n")
    account = f"<sip:ada@127.0.0.1:{port}{params.partition(' ')[0]}>;auth_pass={PASSWORD};regint=60"
    (folder / "accounts").write_text(
        f"{account};answermode=auto;audio_codecs=PCMU;{params.partition(' ')[2]}\n"
    )
    with (folder / "phone.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            program, "-f", str(folder), stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        yield folder
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return str(folder / "certificate.pem")


@pytest.mark.timeout(90)
@pytest.mark.parametrize(
    ("params", "encryption"),
    [
        ("", "none"),
        (";transport=tcp", "none"),
        (";transport=tls mediaenc=srtp-mand", "sdes"),
        (";transport=tls mediaenc=dtls_srtp", "dtls"),
    ],
    ids=["udp", "tcp", "tls-sdes", "tls-dtls"],
)
async def test_it_is_called_and_both_hear_each_other(
    params: str, encryption: str, tmp_path: Path, certificate: str
) -> None:
    port, tls = free_port(), free_port()
    settings = Sip(
        port=port, tls_port=tls, certificate=certificate, key=certificate.replace("certificate", "key"),
        phones={"ada": PASSWORD}, phones_encrypt={"ada": encryption}, strangers=False,
        rtp_ports="25000-25100",
    )  # fmt: skip
    door = SipDoor("", 0, "", lambda leg: None, settings)
    await door.open()
    try:
        async with telephone(tmp_path, tls if "tls" in params else port, params) as folder:
            leg = await answered(door)
            heard = await tones(leg)
            assert pitch(numpy.frombuffer(heard, "<i2"), RATE) == pytest.approx(THEIRS, abs=15)
            dump = next(iter(await asyncio.to_thread(lambda: list(folder.glob("dump*dec.wav")))))
            theirs = numpy.frombuffer(dump.read_bytes()[44:][: LINE * 2], "<i2")
            assert pitch(theirs[-LINE // 2 :], LINE) == pytest.approx(OURS, abs=25)
            await leg.hang_up()
    finally:
        await door.close()


async def answered(door: SipDoor) -> SipLeg:
    """Call the telephone until it is there and answers."""
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                leg = await door.dial("phone:ada", caller="+442079460100")
            except LegError:
                leg = None
            event = await anext(leg.events()) if leg else None
            if leg and event == Up():
                return leg
            assert event is None or event == Down(Cause.UNREACHABLE), event
            tick: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_later(0.2, tick.set_result, None)
            await tick


async def tones(leg: SipLeg) -> bytes:
    """Sound our tone for two seconds; return what was heard in the last one."""
    samples = 12_000 * numpy.sin(2 * numpy.pi * OURS * numpy.arange(2 * RATE) / RATE)
    said = samples.astype("<i2").tobytes()
    heard: list[bytes] = []
    loop = asyncio.get_running_loop()
    start = loop.time()
    for number in range(100):
        leg.say(said[number * FRAME : (number + 1) * FRAME])
        if frame := leg.hear():
            heard.append(frame)
        tick: asyncio.Future[None] = loop.create_future()
        loop.call_at(start + (number + 1) * FRAME_SECONDS, tick.set_result, None)
        await tick
    return b"".join(heard[-50:])


def pitch(samples: "numpy.ndarray[tuple[int], numpy.dtype[numpy.int16]]", rate: int) -> float:
    """Return the loudest frequency."""
    spectrum = abs(numpy.fft.rfft(samples.astype(float) * numpy.hanning(len(samples))))
    return float(spectrum.argmax()) * rate / len(samples)
