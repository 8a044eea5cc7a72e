"""Kill -9 under load: what was acknowledged is there, once."""

import asyncio
import random
import signal
import sys
from pathlib import Path

from hub.core.events import EventKind
from hub.core.models.conversations import Conversation, Message
from hub.store.sqlite import SqliteDatabase
from tests.fakes.clock import FakeClock

ROOT = Path(__file__).parents[3]
KILLS = 6


async def test_nothing_acknowledged_is_lost_or_doubled_by_kill_9(tmp_path: Path):
    chance = random.Random(20261121)
    acknowledged: dict[str, int] = {}
    for _ in range(KILLS):
        acknowledged.update(await _hammer(tmp_path, chance.randint(50, 600)))
        await _check(tmp_path, acknowledged)
    assert len(acknowledged) >= 50 * KILLS


async def _hammer(folder: Path, lines: int) -> dict[str, int]:
    """Let a process write until it acknowledged that many, kill it, and return all it acknowledged."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.store.hammer",
        str(folder),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    told: list[bytes] = []
    try:
        while len(told) < lines and (line := await process.stdout.readline()):
            told.append(line)
    finally:
        process.kill()
    told += [line async for line in process.stdout]
    assert await process.wait() == -signal.SIGKILL
    whole = [line.split() for line in told if line.endswith(b"\n")]
    return {id.decode(): int(seq) for id, seq in whole}


async def _check(folder: Path, acknowledged: dict[str, int]) -> None:
    database = await SqliteDatabase.open(folder, FakeClock())
    store = database.tenant("acme")
    messages = await store.find(Message, limit=1_000_000)
    events = await store.events_after(0, limit=1_000_000)
    conversations = await store.find(Conversation)
    ok = (await database._readers.run(lambda c: c.execute("PRAGMA integrity_check").fetchone()))[0]
    await database.close()
    stored = {message.id: message.seq for message in messages}
    assert ok == "ok"
    assert acknowledged.items() <= stored.items()
    assert len(stored) == len(messages) == len({message.seq for message in messages})
    # Each message came with its event and its conversation's update, or not at all.
    added = [event.subject for event in events if event.kind is EventKind.MESSAGE_ADDED]
    assert sorted(added) == sorted(stored)
    for conversation in conversations:
        mine = [message.seq for message in messages if message.conversation == conversation.id]
        assert conversation.last_seq == max(mine, default=0)
        assert conversation.rev == len(mine) + 1
