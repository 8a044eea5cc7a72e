"""Reading a file in a process of its own, so that a hostile one costs some seconds and nothing else."""

import asyncio
import sys
from contextlib import suppress

import msgspec

from hub.services.article_import.entries import ImportFault, Parsed

SECONDS = 40.0
AT_ONCE = 2
LARGEST_ANSWER = 64 << 20

_worker = "hub.services.article_import.worker"


class FileReader:
    """Reads files, two at a time."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Take how long one file may take."""
        self._seconds = seconds
        self._free = asyncio.Semaphore(AT_ONCE)

    async def read(self, name: str, data: bytes) -> Parsed:
        """Return what is in a file; one that cannot be read has a single fault."""
        async with self._free:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                _worker,
                name,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                async with asyncio.timeout(self._seconds):
                    out, _ = await process.communicate(data)
            except TimeoutError:
                return _failed(name, "too_slow")
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
        if process.returncode or len(out) > LARGEST_ANSWER:
            return _failed(name, "too_large")
        return msgspec.json.decode(out, type=Parsed)


def _failed(name: str, code: str) -> Parsed:
    return Parsed(faults=[ImportFault(where=name, code=code)])
