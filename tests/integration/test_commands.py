"""The commands an operator uses, as docs/operation.md describes them, over real data folders."""

import asyncio
import io
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.cli import main
from tests.fakes.world import World

Run = Callable[..., str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def call(folder: Path, *arguments: str, typed: str = "", code: int = 0) -> str:
        monkeypatch.setenv("SWITCHBOARD_DATA_FOLDER", str(folder))
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert main(list(arguments)) == code
        said = capfdbinary.readouterr()
        return (said.err if code else said.out).decode()

    return call


@pytest.fixture
def filled(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "data"
    run(folder, "user", "add", "ada", "--name", "艾达", "--role", "admin", typed="a long password\n")
    (folder / "secret").write_text("00" * 32)
    (folder / "files").mkdir()
    (folder / "files" / "one").write_bytes(b"a picture")
    return folder


def test_accounts_are_added_listed_and_given_passwords(filled: Path, run: Run) -> None:
    run(filled, "user", "add", "ben", typed="another password\n")
    run(filled, "user", "password", "ben", typed="a third password\n")
    lines = run(filled, "user", "list").splitlines()
    assert [line.split() for line in lines] == [["ada", "艾达", "admin"], ["ben", "ben", "agent"]]


def test_a_person_is_erased_by_address(tmp_path: Path, run: Run) -> None:
    async def write() -> None:
        async with await World.open(tmp_path) as world:
            for visitor in ("v1", "v2"):
                await world.say(f"Quetzalcoatlus writes as {visitor}", visitor=visitor)

    # The served tenant has another name than the one of tests.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.fakes.world.TENANT", "main")
        asyncio.run(write())
    assert "--contact ID" in run(tmp_path, "erase", code=2)
    assert "Nobody here has the address v9" in run(tmp_path, "erase", "--address", "v9", code=2)
    plan = run(tmp_path, "erase", "--address", "v1", "--dry-run")
    assert "conversations = 1\n" in plan
    assert "Nothing was erased" in plan
    assert b"Quetzalcoatlus writes as v1" in (tmp_path / "hub.db").read_bytes()
    copy = tmp_path / "copy"
    assert "0 files" in run(tmp_path, "export", "--address", "v1", "--to", str(copy))
    assert "Quetzalcoatlus writes as v1" in (copy / "person.json").read_text("utf-8")
    assert "v2" not in (copy / "person.json").read_text("utf-8")
    assert "not empty" in run(tmp_path, "export", "--address", "v1", "--to", str(copy), code=2)
    shutil.rmtree(copy)
    assert "Erased" in run(tmp_path, "erase", "--address", "v1")
    left = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"Quetzalcoatlus writes as v1" not in left
    assert b"Quetzalcoatlus writes as v2" in left
    assert len(run(tmp_path, "erase", "--list").splitlines()) == 1


def test_a_port_in_use_is_explained(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        env = {**os.environ, "SWITCHBOARD_DATA_FOLDER": str(tmp_path), "SWITCHBOARD_SERVER_PORT": str(port)}
        # A process of its own, as serving sets up the logs of the whole process.
        ended = subprocess.run(
            [sys.executable, "-m", "hub", "serve"], env=env, capture_output=True, text=True, timeout=60
        )
    assert ended.returncode == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_mistakes_with_accounts_are_explained(filled: Path, run: Run) -> None:
    assert "no account 'eve'" in run(filled, "user", "password", "eve", typed="a long password\n", code=2)
    assert "no role 'boss'" in run(
        filled, "user", "add", "x", "--role", "boss", typed="a long password\n", code=2
    )
    assert "at least 10" in run(filled, "user", "add", "x", typed="short\n", code=2)


def test_a_backup_is_put_back_whole_and_kept_private(filled: Path, tmp_path: Path, run: Run) -> None:
    run(filled, "backup", str(tmp_path / "copy"))
    run(tmp_path / "new", "restore", str(tmp_path / "copy"))
    assert run(tmp_path / "new", "user", "list") == run(filled, "user", "list")
    for name in ("secret", "files/one"):
        assert (tmp_path / "new" / name).read_bytes() == (filled / name).read_bytes()
    for folder in (tmp_path / "copy", tmp_path / "new"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_backup_overwrites_nothing(filled: Path, tmp_path: Path, run: Run) -> None:
    run(filled, "backup", str(tmp_path / "copy"))
    assert "Choose an empty folder" in run(filled, "backup", str(tmp_path / "copy"), code=2)
    assert "is not empty" in run(filled, "restore", str(tmp_path / "copy"), code=2)
    assert "not a backup" in run(tmp_path / "new", "restore", str(tmp_path), code=2)


def test_what_is_exported_is_imported(filled: Path, tmp_path: Path, run: Run) -> None:
    lines = run(filled, "export")
    (tmp_path / "all.jsonl").write_text(lines, "utf-8")
    said = run(tmp_path / "new", "import", str(tmp_path / "all.jsonl"))
    assert said == f"{len(lines.splitlines()) - 2} records stored.\n"
    assert run(tmp_path / "new", "export") == lines
    assert "no tenant 'other'" in run(filled, "export", "--tenant", "other", code=2)


def test_the_configuration_in_force_is_shown(tmp_path: Path, run: Run) -> None:
    assert f'folder = "{tmp_path}"' in run(tmp_path, "check-config")
    (tmp_path / "hub.toml").write_text("[server]\nprot = 1\n")
    said = run(tmp_path, "--config", str(tmp_path / "hub.toml"), "check-config", code=2)
    assert "hub.toml" in said
    assert "prot" in said
    assert "port" in said
