"""eSpeak NG as an engine: `python -m voice.node.speech.engines.espeak`.

It speaks very many languages, like a robot. It is GPL-3.0-or-later, and used by its command line only.
"""

import io
import subprocess
import wave

import numpy
import soxr

from voice.node.legs import RATE
from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Audio, Done, Ready, Say

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
            pipes.send(_spoken(pipes, job) if job.language in languages else _unknown(job))


def spoken_languages() -> list[str]:
    """Return the primary tags of what the program speaks."""
    listed = subprocess.run([PROGRAM, "--voices"], capture_output=True, check=True, timeout=WITHIN).stdout  # noqa: S603 - fixed arguments
    tags = {line.split()[1].split("-")[0] for line in listed.decode().splitlines()[1:] if line.split()}
    return sorted({"zh" if tag == "cmn" else tag for tag in tags})


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


def _spoken(pipes: Pipes, job: Say) -> Done:
    try:
        pipes.send(Audio(id=job.id, audio=speech(job.text, job.language)))
    except Exception as error:  # noqa: BLE001 - one text must not end the engine
        return Done(id=job.id, error=f"{type(error).__name__}: {error}")
    return Done(id=job.id)


def _unknown(job: Say) -> Done:
    return Done(id=job.id, error=f"there is no voice for {job.language}")


if __name__ == "__main__":
    main()
