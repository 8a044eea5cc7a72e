"""Piper as an engine: `python -m voice.node.speech.engines.piper en=VOICE.onnx ...`.

Piper is GPL-3.0-or-later and is imported nowhere else.
"""

import sys
from collections.abc import Sequence

import numpy
import soxr
from piper import PiperVoice

from voice.node.legs import RATE
from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Audio, Done, Ready, Say


def main(arguments: Sequence[str]) -> None:
    """Speak until the node is gone."""
    pipes = Pipes()
    voices = {}
    for argument in arguments:
        language, _, path = argument.partition("=")
        voices[language] = PiperVoice.load(path)
        list(voices[language].synthesize("a"))  # what is made at first use is made now
    pipes.send(Ready(languages=list(voices)))
    for job in pipes.jobs():
        if isinstance(job, Say):
            pipes.send(_spoken(pipes, voices, job))


def _spoken(pipes: Pipes, voices: dict[str, PiperVoice], job: Say) -> Done:
    voice = voices.get(job.language)
    if voice is None:
        return Done(id=job.id, error=f"there is no voice for {job.language}")
    try:
        for chunk in voice.synthesize(job.text):
            samples = chunk.audio_int16_array
            if chunk.sample_rate != RATE:
                samples = soxr.resample(samples, chunk.sample_rate, RATE, quality="MQ")
            pipes.send(Audio(id=job.id, audio=samples.astype(numpy.int16).tobytes()))
    except Exception as error:  # noqa: BLE001 - one text must not end the engine
        return Done(id=job.id, error=f"{type(error).__name__}: {error}")
    return Done(id=job.id)


if __name__ == "__main__":
    main(sys.argv[1:])
