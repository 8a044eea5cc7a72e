"""The machine a figure was measured on: what it is, how busy it is, how fast its disk is."""

import os
import platform
from pathlib import Path

from hub.core.clock import Clock

QUIET = 1.5
"""A run-queue longer than this on average over a minute spoils figures."""
PATIENCE = 60.0
FSYNC_SECONDS = 0.3
MOST_FSYNCS = 20_000


def machine() -> str:
    """Return processor count and kind, memory and system."""
    cpu, info = "unknown processor", Path("/proc/cpuinfo")
    for line in info.read_text().splitlines() if info.exists() else []:
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    python = platform.python_version()
    return f"{os.cpu_count()} x {cpu}, {memory:.0f} GB, {platform.system()}, Python {python}"


def load() -> float:
    """Return the load average of the last minute."""
    return round(os.getloadavg()[0], 2)


async def quiet(clock: Clock, patience: float = PATIENCE) -> bool:
    """Wait a bounded time until the machine has little else to do; say whether it came to that."""
    until = clock.monotonic() + patience
    while load() >= QUIET:
        if clock.monotonic() >= until:
            return False
        await clock.sleep(min(2.0, patience))
    return True


def fsync_rate(folder: Path, clock: Clock, seconds: float = FSYNC_SECONDS) -> float:
    """Return how many appended blocks a second this folder's disk makes durable, one after the other."""
    path = folder / "fsync"
    block = bytes(4096)
    file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        began, count = clock.monotonic(), 0
        while (took := clock.monotonic() - began) < seconds and count < MOST_FSYNCS:
            os.write(file, block)
            os.fsync(file)
            count += 1
        return count / took
    finally:
        os.close(file)
        path.unlink()


def commit(root: Path) -> str:
    """Return the version-control commit the code was taken from, or "unknown"."""
    git = root / ".git"
    if not git.is_dir():
        return "unknown"
    head = (git / "HEAD").read_text().strip()
    if not head.startswith("ref: "):
        return head[:12]
    name = head.removeprefix("ref: ")
    if (git / name).exists():
        return (git / name).read_text().strip()[:12]
    packed = git / "packed-refs"
    lines = packed.read_text().splitlines() if packed.exists() else []
    return next((line[:12] for line in lines if line.endswith(f" {name}")), "unknown")
