"""G.711 mu-law as bytes (ITU-T G.711): enough for phones that measure."""

import array

FRAME = 160
"""Bytes of 20 ms."""
SILENT = b"\xff" * FRAME
BIAS = 0x84
CLIP = 32635
LOUD = 0x40
"""Of the 7 bits of a sample's size: above about 500 of 32767 on the line."""


def encoded(samples: "array.array[int]") -> bytes:
    """Return samples (16 bit) as mu-law."""
    return bytes(_sample(value) for value in samples)


def _sample(value: int) -> int:
    sign = 0x80 if value < 0 else 0
    size = min(abs(value), CLIP) + BIAS
    exponent = size.bit_length() - 8
    return ~(sign | exponent << 4 | (size >> (exponent + 3)) & 0x0F) & 0xFF


def is_loud(payload: bytes) -> bool:
    """Say whether something is heard in a packet."""
    return any(~byte & 0x7F >= LOUD for byte in payload[::4])


def from_16k(audio: bytes) -> bytes:
    """Return the node's audio (16 kHz) as a line's, by pairs of samples: good enough to be understood."""
    samples = array.array("h", audio[: len(audio) // 4 * 4])
    pairs = array.array("h", [(one + two) // 2 for one, two in zip(samples[::2], samples[1::2], strict=True)])
    return encoded(pairs)


def trimmed(line: bytes) -> list[bytes]:
    """Return audio in frames, from the first that is loud to the last: so its end is the end of speech."""
    frames = [line[at : at + FRAME].ljust(FRAME, b"\xff") for at in range(0, len(line), FRAME)]
    loud = [number for number, frame in enumerate(frames) if is_loud(frame)]
    return frames[loud[0] : loud[-1] + 1] if loud else []
