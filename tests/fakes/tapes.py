"""Tapes as a node delivers them, without a sound on them that anybody could play."""

from datetime import datetime

from hub.core.tape import LEVELS_A_SECOND, End, Kind, Line, Pause, Sealer, Start

AUDIO = b"OggS" + bytes(range(256)) * 8


def a_tape(
    key: bytes,
    at: datetime,
    *,
    seconds: float = 4.0,
    lines: list[Line] | None = None,
    pauses: list[tuple[float, float]] | None = None,
    complete: bool = True,
) -> bytes:
    """Return a tape with a caller who is loud (200) and others who are not (50)."""
    sealer = Sealer(key)
    notes = [*(lines or []), *(Pause(begun=begun, ended=ended) for begun, ended in pauses or [])]
    parts = [
        sealer.seal(Kind.START, Start(at=at)),
        sealer.seal(Kind.AUDIO, AUDIO),
        sealer.seal(Kind.LEVELS, bytes([200, 50]) * round(seconds * LEVELS_A_SECOND)),
        *(sealer.seal(Kind.NOTE, note) for note in notes),
    ]
    if complete:
        parts.append(sealer.seal(Kind.END, End(seconds=seconds)))
    return sealer.head() + b"".join(parts)
