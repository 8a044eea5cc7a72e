"""Kokoro as an engine, for Mandarin: `python -m voice.node.speech.engines.kokoro FOLDER VOICE`.

FOLDER has the model `kokoro-v1.0.int8.onnx`, `vocab.json` and `VOICE.bin`, whose rows are the voice's styles
by how long the text is.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy
import onnxruntime
import soxr
from misaki.zh import ZHG2P
from numpy.typing import NDArray

from voice.node.legs import RATE
from voice.node.speech.engines.program import Pipes
from voice.node.speech.engines.silence import trimmed
from voice.node.speech.wire import Ready, Say

SPEAKS_AT = 24_000
LONGEST = 500
"""Sounds at once: the model takes 510 with what it adds."""
MOST_THREADS = 4
"""Callers wait for its first clause: two halve nearly the time, and without spinning cost no more in all."""


class Speaker:
    """The model with one voice."""

    def __init__(self, folder: Path, voice: str) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(os.cpu_count() or 1, MOST_THREADS)
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._model = onnxruntime.InferenceSession(str(folder / "kokoro-v1.0.int8.onnx"), options)
        self._styles = numpy.fromfile(folder / f"{voice}.bin", numpy.float32).reshape(-1, 1, 256)
        known = msgspec.json.decode((folder / "vocab.json").read_bytes())
        self._numbers: dict[str, int] = known.get("vocab", known)
        self._sounds = ZHG2P()

    def speech(self, text: str) -> Iterator[bytes]:
        """Yield the speech of a text, in pieces."""
        sounds, _ = self._sounds(text)
        numbers = [self._numbers[sound] for sound in sounds if sound in self._numbers]
        for at in range(0, len(numbers), LONGEST):
            yield self._piece(numbers[at : at + LONGEST])

    def _piece(self, numbers: list[int]) -> bytes:
        audio: NDArray[numpy.float32] = self._model.run(
            None,
            {
                "tokens": numpy.array([[0, *numbers, 0]], numpy.int64),
                "style": self._styles[min(len(numbers), len(self._styles) - 1)],
                "speed": numpy.ones(1, numpy.float32),
            },
        )[0].reshape(-1)
        speech = trimmed(audio, SPEAKS_AT)  # there is 0.4 s of silence before it, and 0.7 after
        brought = soxr.resample(speech, SPEAKS_AT, RATE, quality="MQ")
        return bytes((brought.clip(-1, 1) * 32767).astype("<i2").tobytes())


def main(arguments: Sequence[str]) -> None:
    """Speak until the node is gone."""
    pipes = Pipes()
    folder, voice = arguments
    speaker = Speaker(Path(folder), voice)
    list(speaker.speech("你好"))  # what is made at first use is made now
    pipes.send(Ready(languages=["zh"]))
    for job in pipes.jobs():
        if isinstance(job, Say):
            pipes.speak(job, speaker.speech(job.text))


if __name__ == "__main__":
    main(sys.argv[1:])
