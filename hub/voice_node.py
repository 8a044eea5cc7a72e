"""The voice node beside the hub: what it is started with, what is missing for it, and its process.

`switchboard serve` keeps one while `voice.sip_listen` is set, `switchboard voice` keeps one anywhere.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import structlog

from hub.catalogue.entries import named
from hub.catalogue.folder import ModelFolder
from hub.core.config import Config, Voice
from hub.core.errors import HubError, ModelMissing, Unavailable
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.ports import Store
from hub.secrets import voice_token
from hub.sip_node import sip_settings
from voice.messages import encode
from voice.node.settings import Program, Settings
from voice.node.streams.settings import StreamSettings

log = structlog.get_logger()

LIBRARIES = ("aiortc", "baresip", "faster_whisper", "opencc", "soxr", "webrtcvad")
"""What the extra `voice` installs, by the names they are imported by."""
ESPEAK = "espeak-ng"
HEARING = {"whisper": "faster_whisper", "vosk": "vosk"}
"""How the names of recognisers begin, and the library each needs."""
MOST_WORKERS = 4
"""Of a recogniser, unless more are asked for: each has the model in memory."""
KOKORO_VOICE = "zf_xiaoxiao"
ENDS_WITHIN = 5.0
ANY = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - asks whether it is so


async def node_beside(
    config: Config, store: Store, secret: bytes, say: Callable[[str], None]
) -> "NodeProcess | None":
    """Make ready the voice node of this machine, and say what can be dialled, or why nothing can."""
    if not (config.voice.sip_listen or config.voice.streams_listen):
        return None
    token = voice_token(config.voice.token, secret)
    try:
        settings, faults = await asyncio.to_thread(
            node_settings, config, name="local", hub=own_link(config), token=token
        )
    except HubError as error:
        say(f"No calls: {error.message}")
        return None
    for fault in faults:
        say(f"Calls, with fewer voices: {fault}")
    numbers = await store.find(EntryPoint, {"channel": Channel.VOICE}, order="id")
    for entry in numbers if config.voice.sip_listen else []:
        say(f"Call sip:{entry.key}@{config.voice.sip_listen}   ({entry.name})")
    if config.voice.streams_listen:
        say(f"Media streams: {stream_address(config.voice)}/streams/twilio or asterisk, and /NUMBER")
    if not numbers:
        where = config.voice.sip_listen or config.voice.streams_listen
        say(f"Calls come in at {where}, once an entry point has a number.")
    return NodeProcess(settings)


def node_settings(config: Config, *, name: str, hub: str, token: str) -> tuple[Settings, list[str]]:
    """Return a node's settings, and a sentence for each voice that is missing and whose place another takes.

    Raises Unavailable or ModelMissing when calls cannot be served: each names the command that helps.
    Blocking: looks for files and programs.
    """
    missing = [library for library in LIBRARIES if find_spec(library) is None]
    if missing:
        raise Unavailable(
            f"Calls need {', '.join(missing)}. Type: pip install 'switchboard-hub[voice,voice-piper]'"
        )
    voice, folder = config.voice, ModelFolder.of(config)
    host, _, port = _sip_listen(voice).rpartition(":")
    voices, faults = _voices(voice, folder)
    settings = Settings(
        name=name,
        hub=hub,
        token=token,
        host=host.strip("[]"),
        sip_port=int(port),
        rtp_ports=voice.rtp_ports,
        sip=sip_settings(voice, host.strip("[]"), int(port)),
        recogniser=_recogniser(voice.recogniser, folder),
        recognisers=[_recogniser(name, folder) for name in voice.recognisers],
        workers=_workers(voice),
        synthesisers=voices,
        ice_servers=voice.ice_servers,
        most_calls=voice.most_calls,
        streams=_streams(voice),
        transcripts=voice.transcripts,
        speech_folder=str(Path(config.data.folder).absolute() / "speech"),
        spool=str(Path(config.data.folder).absolute() / "spool" / name),
        log=config.log,
    )
    return settings, faults


def _sip_listen(voice: Voice) -> str:
    """Return where SIP listens; a node that is there for media streams has no SIP unless it is told."""
    if voice.sip_listen or not voice.streams_listen:
        return voice.sip_listen or "127.0.0.1:5060"
    return f"{voice.streams_listen.rpartition(':')[0]}:0"


def _streams(voice: Voice) -> StreamSettings | None:
    if not voice.streams_listen:
        return None
    host, _, port = voice.streams_listen.rpartition(":")
    return StreamSettings(
        host=host.strip("[]"),
        port=int(port),
        token=voice.streams_token,
        signing_token=voice.streams_signing_token,
        address=voice.streams_address,
        certificate=voice.streams_certificate,
        key=voice.streams_key,
    )


def stream_address(voice: Voice) -> str:
    """Return how providers and PBXs reach the door for media streams."""
    scheme = "wss" if voice.streams_certificate else "ws"
    return voice.streams_address or f"{scheme}://{voice.streams_listen}"


def own_link(config: Config) -> str:
    """Return the address at which a node on this machine finds the hub."""
    host = "127.0.0.1" if config.server.host in ANY else config.server.host
    return f"ws://{host}:{config.server.port}/voice/link"


def _recogniser(name: str, folder: ModelFolder) -> Program:
    model = named(folder.models, name)
    kind = model.name.partition("-")[0]
    if model.kind != "asr" or kind not in HEARING:
        raise Unavailable(f"{name} hears nothing: voice.recogniser needs a model of Whisper or of Vosk.")
    if find_spec(HEARING[kind]) is None:
        raise Unavailable(f"{name} needs {HEARING[kind]}. Type: pip install 'switchboard-hub[voice-{kind}]'")
    languages = model.languages or ("en", "zh")
    return _program(model.name, kind, str(folder.path(model.name)), *languages)


def recogniser_command(config: Config, name: str) -> list[str]:
    """Return the command line of a recogniser by its model's name. Blocking; raises as node_settings does."""
    return _recogniser(name, ModelFolder.of(config)).command


def _workers(voice: Voice) -> int:
    return voice.workers or min(os.cpu_count() or 1, MOST_WORKERS)


def _voices(voice: Voice, folder: ModelFolder) -> tuple[list[Program], list[str]]:
    found: list[Program] = []
    faults: list[str] = []
    for name in voice.voices:
        try:
            found.append(_voice(name, folder))
        except HubError as error:
            faults.append(error.message)
    if not found:
        raise Unavailable(" ".join(faults))
    return found, faults


def _voice(name: str, folder: ModelFolder) -> Program:
    if name == ESPEAK:
        if shutil.which(ESPEAK) is None:
            raise Unavailable("espeak-ng is not installed. Type: apt-get install espeak-ng")
        return _program(name, "espeak")
    model = named(folder.models, name)
    place = folder.path(name)
    if name.startswith("piper-"):
        if find_spec("piper") is None:
            raise Unavailable(f"{name} needs Piper. Type: pip install 'switchboard-hub[voice-piper]'")
        sounds = next(file.name for file in model.file if file.name.endswith(".onnx"))
        return _program(name, "piper", *(f"{language}={place / sounds}" for language in model.languages))
    if name == "kokoro-zh":
        if find_spec("misaki") is None:
            raise ModelMissing(f"{name} needs misaki. Type: pip install 'switchboard-hub[voice]'")
        return _program(name, "kokoro", str(place), KOKORO_VOICE)
    raise Unavailable(f"voice.voices names {name}, which is no voice.")


def _program(name: str, engine: str, *arguments: str) -> Program:
    return Program(
        name=name, command=[sys.executable, "-m", f"voice.node.speech.engines.{engine}", *arguments]
    )


class NodeProcess:
    """A node as a child process, which ends with us, however we end: it watches its input."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def run(self) -> None:
        """Keep it until cancelled; raises Unavailable when it ends by itself."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "voice.node",
            stdin=asyncio.subprocess.PIPE,
            cwd=Path.cwd(),
            start_new_session=True,  # Ctrl+C is for us, and we end it
        )
        try:
            if process.stdin:
                process.stdin.write(f"{encode(self._settings)}\n".encode())
            code = await process.wait()
            raise Unavailable(f"The voice node ended with {code}; what it said is above.")
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Let it hang up and go; one that does not is ended."""
    if process.stdin:
        process.stdin.close()
    try:
        async with asyncio.timeout(ENDS_WITHIN):
            await process.wait()
    except TimeoutError:
        log.warning("voice_node_ended_by_force")
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
