"""Writes messages as fast as it can and prints the id of each once it is acknowledged."""

import asyncio
import os
import sys
from pathlib import Path

from hub.core.clock import SystemClock
from hub.core.ids import ulid_source
from hub.core.models.conversations import Conversation
from hub.store.sqlite import SqliteDatabase
from tests.fakes.records import batch, conversation, message


async def main(folder: Path) -> None:
    database = await SqliteDatabase.open(folder, SystemClock())
    store = database.tenant("acme")
    new_id = ulid_source(SystemClock())

    async def talk(number: int) -> None:
        id = f"c{number}"
        mine = await store.peek(Conversation, id)
        if mine is None:
            mine = (await store.commit(batch(conversation(id)))).stored(conversation(id))
        while True:
            said = message(new_id(), conversation=id)
            change = batch(mine)
            change.message(said, mine)
            mine = (await store.commit(change)).stored(mine)
            # One write call per line: the reader sees whole lines only.
            os.write(1, f"{said.id} {mine.last_seq}\n".encode())

    async with asyncio.TaskGroup() as group:
        for number in range(16):
            group.create_task(talk(number))


asyncio.run(main(Path(sys.argv[1])))
