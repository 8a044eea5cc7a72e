"""One hub per database: a lock file that the operating system frees when its holder dies."""

import fcntl
import os
from pathlib import Path

from hub.core.errors import Unavailable


class FolderLock:
    """Holds the lock of a data folder until released or the process ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock or raise Unavailable naming who has it."""
        self._fd = os.open(folder / "hub.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._fd, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(self._fd)
            raise Unavailable(
                f"Another hub (process {holder}) is using the data folder {folder}. "
                "Stop it, or give this one a folder of its own."
            ) from None
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let another hub have the folder."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
