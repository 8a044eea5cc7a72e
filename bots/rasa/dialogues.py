"""What Rasa remembers of dialogues, erased where it lies: in the SQLite files of its tracker stores.

Rasa reads a dialogue anew for each turn, so it need not be told, and need not run.
"""

import asyncio
from collections.abc import Collection
from pathlib import Path

from bots.rasa.bot import sender
from hub.store.foreign import remove_rows

FILES = "conversations-*.db"
TABLE = "events"
STATEMENT = f"DELETE FROM {TABLE} WHERE sender_id GLOB ?"  # noqa: S608 - a constant


class RasaDialogues:
    """Implements hub.core.ports.Dialogues in the folder that `switchboard rasa serve` writes to."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; there need be none."""
        self._folder = folder

    async def forget(self, tenant: str, conversations: Collection[str]) -> None:
        """Erase all segments of these conversations, in every language's file."""
        patterns = [(sender(tenant, conversation, "*"),) for conversation in conversations]
        await asyncio.to_thread(self._forget, patterns)

    def _forget(self, patterns: list[tuple[str]]) -> None:
        for file in sorted(self._folder.glob(FILES)):
            remove_rows(file, TABLE, STATEMENT, patterns)
