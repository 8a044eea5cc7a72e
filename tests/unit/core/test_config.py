"""Configuration errors name file, key and what to do."""

from pathlib import Path

import pytest

from hub.core.config import Config, duration, load_config, size
from hub.core.errors import ConfigError


def written(folder: Path, text: str) -> Path:
    path = folder / "switchboard.toml"
    path.write_text(text, "utf-8")
    return path


def test_defaults_serve_without_a_file() -> None:
    assert load_config(None, {}) == Config()


def test_file_and_environment(tmp_path: Path) -> None:
    path = written(tmp_path, '[server]\nport = 9000\nhost = "hub.internal"\n')
    config = load_config(path, {"SWITCHBOARD_SERVER_PORT": "9001"})
    assert (config.server.port, config.server.host) == (9001, "hub.internal")


def test_lists_come_from_the_environment_with_commas() -> None:
    config = load_config(None, {"SWITCHBOARD_VOICE_VOICES": "piper-en-joe, espeak-ng"})
    assert config.voice.voices == ["piper-en-joe", "espeak-ng"]
    assert load_config(None, {"SWITCHBOARD_SERVER_TRUSTED_PROXIES": ""}).server.trusted_proxies == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[server]\nprot = 1\n", "server.prot; did you mean port?"),
        ("[sever]\nport = 1\n", r"\[sever\]; did you mean server?"),
        ("server = 1\n", "server must be a section"),
        ('[server]\nport = "many"\n', r"server.port"),
        ("[server]\nport = 70000\n", "between 0 and 65535"),
        ('[server]\ndrain = "soon"\n', "server.drain"),
        ('[limits]\nupload = "20 apples"\n', "limits.upload"),
        ('[log]\nlevel = "loud"\n', "log.level"),
        ("[knowledge]\nanswer_threshold = 0.1\n", "thresholds"),
        ('[voice]\nsip_listen = "5060"\n', "voice.sip_listen"),
        ('[voice]\nrtp_ports = "20000"\n', "voice.rtp_ports"),
        ('[voice]\nrtp_ports = "20000-10000"\n', "voice.rtp_ports"),
        ("[voice]\nmost_calls = 0\n", "voice.most_calls"),
        ("[voice]\nvoices = []\n", "voice.voices is empty"),
        ('[voice]\nstreams_listen = "8088"\n', "voice.streams_listen"),
        ('[voice]\nstreams_listen = "127.0.0.1:8088"\n', "needs voice.*streams_token"),
        ('[voice]\nstreams_signing_token = "short"\n', "16 characters"),
        ('[voice]\nstreams_address = "voice.example.com"\n', "voice.streams_address"),
        ("[server\n", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=says) as caught:
        load_config(path, {})
    assert str(path) in caught.value.message


def test_missing_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load_config(Path("nowhere.toml"), {})


def test_durations_and_sizes() -> None:
    assert [duration(text) for text in ("90s", "5m", "1.5h", "250ms", "1d")] == [90, 300, 5400, 0.25, 86400]
    assert [size(text) for text in ("10", "4k", "20M", "1G")] == [10, 4096, 20 << 20, 1 << 30]
