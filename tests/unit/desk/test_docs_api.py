"""docs/api.md names every scope, error code and frame, and its code does what it says."""

import re
import typing
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec import Struct

import hub.core.errors
from hub.core.permissions import SCOPES
from hub.desk import live_frames
from hub.desk.problems import STATUS, problem_of
from hub.services.webhook_sender import signature
from hub.services.webhooks import DELAYS

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_every_scope_is_documented(scope: str):
    assert f"| `{scope}` |" in PAGE


def test_every_frame_is_documented():
    _, _, section = PAGE.partition("## The live socket")
    frames = [
        kind
        for kind in vars(live_frames).values()
        if isinstance(kind, type)
        and issubclass(kind, Struct)
        and kind.__struct_config__.tag not in (None, "Frame")
    ]
    assert len(frames) > 10
    for kind in frames:
        assert f"`{kind.__struct_config__.tag}`" in section, kind


def test_every_error_is_documented_with_its_status():
    for name, kind in vars(hub.core.errors).items():
        if not isinstance(kind, type) or not issubclass(kind, hub.core.errors.HubError):
            continue
        if name in {"HubError", "ConfigError"}:
            continue
        arguments: dict[str, typing.Any] = {"Duplicate": {"existing": "x"}, "MovedOn": {"last_seq": 1}}
        status = problem_of(kind("x", **arguments.get(name, {}))).status
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| {status} |"))
        assert f"`{kind.code}`" in row
    assert STATUS


def test_the_times_between_tries_are_documented():
    assert "5 s, 30 s, 2 min, 5 min, 15 min, 30 min, 1 h, 2 h and then every 4 h" in PAGE
    assert DELAYS == (5, 30, 120, 300, 900, 1800, 3600, 7200, 14_400)


def test_the_code_to_check_signatures_works(monkeypatch: pytest.MonkeyPatch):
    match = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert match
    names: dict[str, typing.Any] = {}
    exec(match[1], names)  # noqa: S102 - our own page's code
    names["time"] = SimpleNamespace(time=lambda: 1000)
    genuine = names["is_genuine"]
    code = signature("secret", 1000, '{"a":1}')
    assert genuine("secret", f"t=1000,v1={code}", b'{"a":1}')
    assert not genuine("other", f"t=1000,v1={code}", b'{"a":1}')
    assert not genuine("secret", f"t=1000,v1={code}", b'{"a":2}')
    assert not genuine("secret", f"t=600,v1={signature('secret', 600, '{}')}", b"{}")
