"""The section [phrasing]: off at first, and every mistake named with its remedy."""

import json
from pathlib import Path

import pytest

from hub.cli import main
from hub.core.config import Config, load_config
from hub.core.errors import ConfigError
from hub.core.phrasing_settings import key_of

ON = 'url = "https://llm.example/v1"\nmodel = "some-model"\n'


def load(folder: Path, text: str, **env: str) -> Config:
    file = folder / "switchboard.toml"
    file.write_text(f"[phrasing]\n{text}", "utf-8")
    return load_config(file, env)


def test_it_is_off_at_first():
    assert not load_config(None, {}).phrasing.is_on


def test_it_is_on_with_address_and_model(tmp_path):
    config = load(tmp_path, ON, SWITCHBOARD_PHRASING_KEY="sk-1")
    assert config.phrasing.is_on
    assert key_of(config.phrasing) == "sk-1"


def test_the_key_may_lie_in_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("sk-2\n", "utf-8")
    config = load(tmp_path, f"{ON}key_file = {json.dumps(str(file))}\n")
    assert key_of(config.phrasing) == "sk-2"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:11434/v1",
        "http://localhost:8000/v1",
        "http://[::1]:8000/v1",
        "http://10.0.0.5/v1",
        "http://ollama:11434/v1",
        "http://llm.internal/v1",
        "https://x.openai.azure.com/openai/deployments/gpt?api-version=2024-06-01",
    ],
)
def test_own_hosts_and_encrypted_ones_may_be_asked(tmp_path, url):
    assert load(tmp_path, f'url = "{url}"\nmodel = "m"\n').phrasing.url == url


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('url = "https://llm.example/v1"\n', "phrasing.model is empty. Set url and model"),
        ('model = "m"\n', "phrasing.url is empty"),
        ('url = "llm.example"\nmodel = "m"\n', "write the base of an API"),
        ('url = "ftp://llm.example/v1"\nmodel = "m"\n', "write the base of an API"),
        ('url = "https://me:secret@llm.example/v1"\nmodel = "m"\n', "without name, password"),
        ('url = "https://llm.example:99999/v1"\nmodel = "m"\n', "write the base of an API"),
        ('url = "https://llm.example/v1/chat/completions"\nmodel = "m"\n', "leave /chat/completions out"),
        ('url = "http://llm.example/v1"\nmodel = "m"\n', "unencrypted. Write https://"),
        ('url = "http://8.8.8.8/v1"\nmodel = "m"\n', "unencrypted. Write https://"),
        (f'{ON}key = "a"\nkey_file = "b"\n', "both a key and a key_file"),
        (f'{ON}key_file = "nowhere/key"\n', "nowhere/key cannot be read"),
        (f'{ON}key = "a\\nb"\n', "characters that no header can carry"),
        (f'{ON}key_header = "x y"\n', "write Authorization, or api-key"),
        (f'{ON}timeout = "soon"\n', "phrasing.timeout: 'soon' is not a duration"),
        (f'{ON}timeout = "0s"\n', "phrasing.timeout must be above 0"),
        (f'{ON}timeout = "5m"\n', "at most 60s"),
        (f"{ON}max_tokens = 3\n", "phrasing.max_tokens is 3; it must be between 50 and 4000"),
        (f"{ON}concurrent = 0\n", "phrasing.concurrent is 0"),
        (f'{ON}modell = "m"\n', "unknown option phrasing.modell; did you mean model?"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(tmp_path, text, said):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert said in caught.value.message
    assert "switchboard.toml" in caught.value.message


def test_an_empty_key_file_is_named(tmp_path):
    (tmp_path / "key").write_text(" \n", "utf-8")
    with pytest.raises(ConfigError, match="is empty"):
        load(tmp_path, f"{ON}key_file = {json.dumps(str(tmp_path / 'key'))}\n")


def test_check_config_shows_what_is_in_force_but_no_secret(tmp_path, monkeypatch, capsys):
    (tmp_path / "switchboard.toml").write_text(f'[phrasing]\n{ON}key = "sk-very-secret"\n', "utf-8")
    monkeypatch.setenv("SWITCHBOARD_RASA_TOKEN", "hush-hush")
    assert main(["--config", str(tmp_path / "switchboard.toml"), "check-config"]) == 0
    printed = capsys.readouterr().out
    assert 'model = "some-model"' in printed
    assert 'key = "(set)"' in printed
    assert "sk-very-secret" not in printed
    assert "hush-hush" not in printed
