"""eSpeak NG as an engine: `python -m voice.node.speech.engines.espeak`.

It speaks very many languages, like a robot. It is GPL-3.0-or-later, and used by its command line only.
"""

import io
import subprocess
import wave
from collections.abc import Iterator

import numpy
import soxr

from voice.node.legs import RATE
from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Ready, Say

PROGRAM = "espeak-ng"
VOICES = {"zh": "cmn", "en": "en-us"}
"""Voices with another name than their language's tag."""
WITHIN = 10.0


def main() -> None:
    """Speak until the node is gone."""
    pipes = Pipes()
    languages = spoken_languages()
    pipes.send(Ready(languages=languages))
    for job in pipes.jobs():
        if isinstance(job, Say):
            if job.language in languages:
                pipes.speak(job, _pieces(job))
            else:
                pipes.no_voice(job)


def spoken_languages() -> list[str]:
    """Return the primary tags of what the program speaks."""
    listed = subprocess.run([PROGRAM, "--voices"], capture_output=True, check=True, timeout=WITHIN).stdout  # noqa: S603 - fixed arguments
    tags = {line.split()[1].split("-")[0] for line in listed.decode().splitlines()[1:] if line.split()}
    return sorted({"zh" if tag == "cmn" else tag for tag in tags})


def _pieces(job: Say) -> Iterator[bytes]:
    yield speech(job.text, job.language)


def speech(text: str, language: str) -> bytes:
    """Return the speech of a text, as the node has audio."""
    voice = VOICES.get(language, language)
    made = subprocess.run(  # noqa: S603 - the language is one of the program's, the text goes in by its pipe
        [PROGRAM, "--stdout", "--stdin", "-b", "1", "-v", voice],
        input=text.encode(),
        capture_output=True,
        check=True,
        timeout=WITHIN,
    ).stdout
    with wave.open(io.BytesIO(made)) as audio:
        samples = numpy.frombuffer(audio.readframes(len(made)), "<i2")
        return bytes(soxr.resample(samples, audio.getframerate(), RATE, quality="MQ").astype("<i2").tobytes())


if __name__ == "__main__":
    main()
