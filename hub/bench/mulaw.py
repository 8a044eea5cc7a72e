"""G.711 mu-law as bytes (ITU-T G.711): enough for phones that measure."""

import array
import math

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


def syllables() -> list[bytes]:
    """Return half a second, in frames, that a detector takes for a voice: two vowels, loud and soft."""
    rate, pitch, formants = FRAME * 50, 120, ((700, 1.0), (1200, 0.6), (2500, 0.3))
    tones = [
        (2 * math.pi * pitch * one / rate, loud * math.exp(-(((pitch * one - at) / 150) ** 2)))
        for one in range(1, 28)
        for at, loud in formants
    ]
    length = rate // 2
    sound = [
        abs(math.sin(2 * math.pi * at / length)) * sum(loud * math.sin(turn * at) for turn, loud in tones)
        for at in range(length)
    ]
    most = max(map(abs, sound))
    line = encoded(array.array("h", [round(8000 * value / most) for value in sound]))
    return [line[at : at + FRAME] for at in range(0, length, FRAME)]


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
