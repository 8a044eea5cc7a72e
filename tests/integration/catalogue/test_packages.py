"""Packages come by their registries' own clients, and nothing of them is run."""

import asyncio
import hashlib
import os
import sys

import pytest

from hub.catalogue.entries import Piece
from hub.catalogue.fetch import SourceFailed
from hub.catalogue.packages import CLIENTS, ClientPackages
from tests.fakes.models import WEIGHTS, zipped

SIZE = len(WEIGHTS)
PIECE = Piece(client="pip", package="made-up-model", version="1.0", path="made_up_model/one.onnx")
METADATA = b"Metadata-Version: 2.1\nName: made-up-model\nVersion: 1.0\n"
WHEEL = b"Wheel-Version: 1.0\nGenerator: by-hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel(folder):
    """Put a package that any pip understands into a folder."""
    info = "made_up_model-1.0.dist-info"
    files = {"made_up_model/one.onnx": WEIGHTS, f"{info}/METADATA": METADATA, f"{info}/WHEEL": WHEEL}
    files[f"{info}/RECORD"] = b""
    path = folder / "made_up_model-1.0-py3-none-any.whl"
    path.write_bytes(zipped(files))
    return path


def client(script, *arguments):
    """Return a client that runs a Python script with the folder as its first argument."""
    return {"pip": (sys.executable, "-c", f"import sys, pathlib, time\n{script}", "{folder}", *arguments)}


async def taken(packages, tmp_path, piece=PIECE, limit=SIZE):
    out = tmp_path / "out"
    await packages.append(piece, out, limit)
    return out.read_bytes()


async def test_the_real_pip_fetches_a_package_once(tmp_path, monkeypatch):
    shop = tmp_path / "shop"
    shop.mkdir()
    path = wheel(shop)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shop))
    packages = ClientPackages(tmp_path / "fetched")
    assert await taken(packages, tmp_path) == WEIGHTS
    path.unlink()
    assert await taken(packages, tmp_path) == WEIGHTS * 2
    with pytest.raises(
        SourceFailed, match="cannot be had: ERROR: No matching distribution found for other==2"
    ):
        await taken(packages, tmp_path, Piece(client="pip", package="other", version="2", path="x"))


def test_clients_run_nothing_of_a_package():
    assert "--only-binary=:all:" in CLIENTS["pip"]
    assert "--no-deps" in CLIENTS["pip"]
    assert "--ignore-scripts" in CLIENTS["npm"]
    assert not any("://" in part for command in CLIENTS.values() for part in command)


async def test_the_packages_own_file_can_be_asked_for(tmp_path):
    path = wheel(tmp_path)
    data = path.read_bytes()
    script = f"import shutil; shutil.copy({str(path)!r}, sys.argv[1])"
    piece = Piece(client="pip", package="made-up-model", version="1.0")
    got = await taken(ClientPackages(tmp_path / "f", client(script)), tmp_path, piece, len(data))
    assert hashlib.sha256(got).digest() == hashlib.sha256(data).digest()
    with pytest.raises(SourceFailed, match="more than the 10 bytes"):
        await taken(ClientPackages(tmp_path / "g", client(script)), tmp_path, piece, 10)


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        (
            "print('npm error 404 not here\\nmore', file=sys.stderr); sys.exit(1)",
            "had: npm error 404 not here$",
        ),
        ("sys.exit(3)", "failed and did not say why"),
        ("", "brought 0 files instead of one"),
        ("[(pathlib.Path(sys.argv[1]) / name).touch() for name in 'ab']", "brought 2 files"),
        ("(pathlib.Path(sys.argv[1]) / 'a').touch()", "a is damaged"),
    ],
)
async def test_what_goes_wrong_is_told(tmp_path, script, fault):
    with pytest.raises(SourceFailed, match=fault):
        await taken(ClientPackages(tmp_path / "f", client(script)), tmp_path)


async def test_a_machine_without_the_client_says_so(tmp_path):
    packages = ClientPackages(tmp_path / "f", {"pip": ("no-such-client", "{package}")})
    with pytest.raises(SourceFailed, match="there is no no-such-client on this machine"):
        await taken(packages, tmp_path)


async def test_a_client_ends_with_the_installation(tmp_path):
    script = "(pathlib.Path(sys.argv[1]) / 'pid').write_text(str(__import__('os').getpid())); time.sleep(600)"
    async with asyncio.TaskGroup() as group:
        task = group.create_task(taken(ClientPackages(tmp_path, client(script)), tmp_path))
        note = tmp_path / "pip-made-up-model-1.0" / "pid"
        while not (note.exists() and note.read_text()):
            await asyncio.to_thread(os.sched_yield)
        task.cancel()
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
