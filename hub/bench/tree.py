"""The processes that a process has started, and what they use: read from /proc."""

import os
from pathlib import Path

from msgspec import Struct

TICKS = os.sysconf("SC_CLK_TCK")


class Use(Struct, frozen=True, kw_only=True):
    """What a process uses now: processor seconds so far, MiB of memory, threads, open files and sockets."""

    cpu_seconds: float
    main_seconds: float  # of these, those of its first thread, in which Python's event loop runs
    memory_mb: float
    threads: int
    files: int


def use_of(pid: int) -> Use:
    """Read what a process uses; raises OSError when it is gone."""
    folder = Path(f"/proc/{pid}")
    fields = _fields(folder)
    status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
    return Use(
        cpu_seconds=(int(fields[11]) + int(fields[12])) / TICKS,
        main_seconds=int((folder / "schedstat").read_text().split()[0]) / 1e9,
        memory_mb=int(status["VmRSS"].split()[0]) / 1024,
        threads=int(status["Threads"]),
        files=len(list((folder / "fd").iterdir())),
    )


def child(of: int, command: str) -> int:
    """Return the process below another whose command line contains some words; 0 if there is none."""
    parents = {pid: parent for pid, parent in _parents()}
    for pid in parents:
        if _is_below(pid, of, parents) and command in _command(pid):
            return pid
    return 0


def _fields(folder: Path) -> list[str]:
    # The second field, the name, is in brackets and may contain anything.
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _parents() -> list[tuple[int, int]]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                found.append((int(folder.name), int(_fields(folder)[1])))
            except OSError:  # it ended meanwhile
                continue
    return found


def _is_below(pid: int, of: int, parents: dict[int, int]) -> bool:
    while pid and pid != of:
        pid = parents.get(pid, 0)
    return pid == of


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
