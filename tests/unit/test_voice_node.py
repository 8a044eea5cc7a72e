"""What a voice node is started with, and what is said when something for it is missing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from hub.catalogue.entries import named, shipped
from hub.catalogue.folder import RECORD, Installed, InstalledFile
from hub.core.config import Config, Models, Server, Voice
from hub.core.errors import ModelMissing, NotFound, Unavailable
from hub.core.ports import Store
from hub.secrets import installation_secret, known_voice_token, voice_token
from hub.voice_node import NodeProcess, node_beside, node_settings, own_link
from tests.fakes.voice_world import can_be_called
from tests.fakes.world import World
from voice.node.settings import Settings


def install(folder: Path, name: str) -> None:
    """Let a model seem to be installed: names and sizes are looked at, not what is in it."""
    model = named(shipped(), name)
    place = folder / name
    place.mkdir()
    files = []
    for file in model.file:
        (place / file.name).write_bytes(b"x")
        files.append(InstalledFile(path=file.name, size=1, sha256="0" * 64))
    record = Installed(model=name, got=tuple(file.sha256 for file in model.file), files=tuple(files))
    (place / RECORD).write_bytes(msgspec.json.encode(record))


def made(folder: Path, **voice: object) -> tuple[Settings, list[str]]:
    config = Config(models=Models(folder=str(folder)), voice=Voice(**voice))  # type: ignore[arg-type]
    return node_settings(config, name="n", hub="ws://h/voice/link", token="t")


def test_what_is_installed_is_started(tmp_path: Path) -> None:
    for name in ("whisper-base", "piper-en-joe", "kokoro-zh"):
        install(tmp_path, name)
    settings, faults = made(
        tmp_path, sip_listen="192.0.2.1:5070", voices=["piper-en-joe", "kokoro-zh"], most_calls=3
    )
    assert faults == []
    assert (settings.host, settings.sip_port, settings.most_calls) == ("192.0.2.1", 5070, 3)
    assert settings.recogniser.command[1:] == [
        "-m", "voice.node.speech.engines.whisper", str(tmp_path / "whisper-base"), "en", "zh",
    ]  # fmt: skip
    piper, kokoro = settings.synthesisers
    assert piper.command[3:] == [f"en={tmp_path / 'piper-en-joe' / 'en_US-joe-medium.onnx'}"]
    assert kokoro.command[3:] == [str(tmp_path / "kokoro-zh"), "zf_xiaoxiao"]


def test_a_node_for_media_streams_has_no_sip_unless_it_is_told(tmp_path: Path) -> None:
    install(tmp_path, "whisper-base")
    install(tmp_path, "piper-en-joe")
    streams = {"streams_listen": "192.0.2.1:8088", "streams_token": "a-long-enough-token"}
    settings, _ = made(tmp_path, **streams)
    assert (settings.host, settings.sip_port) == ("192.0.2.1", 0)
    assert settings.streams
    assert (settings.streams.host, settings.streams.port) == ("192.0.2.1", 8088)
    both, _ = made(tmp_path, sip_listen="127.0.0.1:5070", **streams)
    assert (both.host, both.sip_port, both.streams) == ("127.0.0.1", 5070, settings.streams)
    neither, _ = made(tmp_path)
    assert (neither.sip_port, neither.streams) == (5060, None)


def test_without_its_recogniser_nothing_is_started_and_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="Type: switchboard models install whisper-base"):
        made(tmp_path)


def test_a_missing_voice_is_told_and_the_others_speak(tmp_path: Path) -> None:
    install(tmp_path, "whisper-tiny-en")
    install(tmp_path, "piper-en-joe")
    settings, faults = made(
        tmp_path, recogniser="whisper-tiny-en", voices=["piper-en-joe", "kokoro-zh", "nonsense"]
    )
    assert [one.name for one in settings.synthesisers] == ["piper-en-joe"]
    assert faults[0].endswith("Type: switchboard models install kokoro-zh")
    assert "There is no model 'nonsense'" in faults[1]


def test_without_any_voice_nothing_is_started(tmp_path: Path) -> None:
    install(tmp_path, "whisper-base")
    with pytest.raises(Unavailable, match="install piper-en-joe.*install kokoro-zh"):
        made(tmp_path, voices=["piper-en-joe", "kokoro-zh"])


def test_what_is_no_recogniser_and_what_is_no_voice(tmp_path: Path) -> None:
    install(tmp_path, "whisper-base")
    with pytest.raises(Unavailable, match="a model of Whisper or of Vosk"):
        made(tmp_path, recogniser="piper-en-joe")
    with pytest.raises(NotFound, match="Did you mean whisper-base"):
        made(tmp_path, recogniser="whisper-bas")
    with pytest.raises(Unavailable, match="names whisper-base, which is no voice"):
        made(tmp_path, voices=["whisper-base"])


def test_a_missing_library_is_told_with_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.voice_node.LIBRARIES", ("soxr", "no_such_library"))
    with pytest.raises(Unavailable, match=r"no_such_library\. Type: pip install 'switchboard-hub\[voice"):
        made(tmp_path)


@pytest.mark.parametrize(
    ("host", "link"),
    [("127.0.0.1", "ws://127.0.0.1:9000/voice/link"), ("0.0.0.0", "ws://127.0.0.1:9000/voice/link")],  # noqa: S104
)
def test_a_node_on_this_machine_finds_the_hub(host: str, link: str) -> None:
    assert own_link(Config(server=Server(host=host, port=9000))) == link


def test_tokens(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Set data.folder to the hub's, or voice.token"):
        known_voice_token("", tmp_path)
    assert known_voice_token("given", tmp_path) == "given"
    secret = installation_secret(tmp_path)
    assert known_voice_token("", tmp_path) == voice_token("", secret)
    assert voice_token("given", secret) == "given"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await World.open(tmp_path / "world") as world:
        await can_be_called(world)
        yield world.store


async def beside(store: Store, models: Path, **voice: object) -> tuple[NodeProcess | None, list[str]]:
    lines: list[str] = []
    config = Config(models=Models(folder=str(models)), voice=Voice(**voice))  # type: ignore[arg-type]
    return await node_beside(config, store, b"secret", lines.append), lines


async def test_the_hub_says_what_can_be_dialled_or_why_nothing_can(tmp_path: Path, store: Store) -> None:
    assert await beside(store, tmp_path) == (None, [])
    address = "127.0.0.1:5070"
    node, lines = await beside(store, tmp_path, sip_listen=address)
    assert node is None
    assert lines == ["No calls: The model whisper-base is not installed. "
                     "Type: switchboard models install whisper-base"]  # fmt: skip
    await asyncio.to_thread(install, tmp_path, "whisper-base")
    await asyncio.to_thread(install, tmp_path, "piper-en-joe")
    node, lines = await beside(store, tmp_path, sip_listen=address, voices=["kokoro-zh", "piper-en-joe"])
    assert node is not None
    assert lines[0].startswith("Calls, with fewer voices: The model kokoro-zh is not installed.")
    assert "Call sip:100@127.0.0.1:5070   (100)" in lines
    streams = {"streams_listen": "127.0.0.1:8088", "streams_token": "a-long-enough-token"}
    node, lines = await beside(store, tmp_path, **streams)
    assert node is not None
    assert lines[-1] == "Media streams: ws://127.0.0.1:8088/streams/twilio or asterisk, and /NUMBER"
