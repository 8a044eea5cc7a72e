"""A real Rasa: trained once for all tests of a run, kept by our keeper as processes of its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bots.rasa.client import RasaClient
from bots.rasa.keeper.front import run_front
from bots.rasa.keeper.line import Line
from bots.rasa.keeper.place import PROJECT, Place
from bots.rasa.keeper.train import trained
from hub.core.clock import SystemClock
from hub.core.free_port import free_port

PYTHON = Path(__file__).parents[3] / ".rasa" / "bin" / "python"
TOKEN = "a token of twenty letters"


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Rasa with a copy of our project and trained models."""
    if not PYTHON.exists():
        pytest.skip("Rasa is not installed: make rasa")
    folder = tmp_path_factory.mktemp("rasa")
    shutil.copytree(PROJECT, folder / "project")
    made = Place(python=PYTHON, folder=folder, project=folder / "project")

    async def train() -> None:
        for language in made.languages():
            await trained(made, language)

    asyncio.run(train())
    return made


class Keeper:
    """A running keeper, and the hub's client of it."""

    def __init__(self, url: str, lines: dict[str, Line], client: RasaClient) -> None:
        self.url = url
        self.lines = lines
        self.client = client


@asynccontextmanager
async def kept(place: Place, *languages: str, seconds: float = 20.0) -> AsyncIterator[Keeper]:
    """Run a keeper inside the block; it is ready when the block begins."""
    lines = {language: Line(place, language, TOKEN, SystemClock()) for language in languages}
    port, stop = free_port(), asyncio.Event()
    url = f"http://127.0.0.1:{port}"
    client = RasaClient(url, TOKEN, seconds)
    async with asyncio.TaskGroup() as group:
        group.create_task(run_front(lines, TOKEN, port, stop))
        try:
            await until_ready(lines)
            async with client.open():
                yield Keeper(url, lines, client)
        finally:
            stop.set()


async def until_ready(lines: dict[str, Line]) -> None:
    """Wait for every language's process."""
    async with asyncio.timeout(240):
        for line in lines.values():
            await line.ready()
