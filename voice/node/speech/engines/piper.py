"""Piper as an engine: `python -m voice.node.speech.engines.piper en=VOICE.onnx ...`.

Piper is GPL-3.0-or-later and is imported nowhere else.
"""

import sys
from collections.abc import Iterator, Sequence

import numpy
import soxr
from piper import PiperVoice

from voice.node.legs import RATE
from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Ready, Say


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
            if voice := voices.get(job.language):
                pipes.speak(job, speech(voice, job.text))
            else:
                pipes.no_voice(job)


def speech(voice: PiperVoice, text: str) -> Iterator[bytes]:
    """Yield the speech of a text, as the node has audio."""
    for chunk in voice.synthesize(text):
        samples = chunk.audio_int16_array
        if chunk.sample_rate != RATE:
            samples = soxr.resample(samples, chunk.sample_rate, RATE, quality="MQ")
        yield samples.astype(numpy.int16).tobytes()


if __name__ == "__main__":
    main(sys.argv[1:])
