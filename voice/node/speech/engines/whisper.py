"""Whisper (faster-whisper) as an engine: `python -m voice.node.speech.engines.whisper FOLDER en zh`.

It does not recognise while somebody speaks: what is fed is kept, and understood at the end. It must only be
given speech: from silence it makes words.
"""

import math
import sys
from collections.abc import Sequence

import numpy
from faster_whisper import WhisperModel

from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Audio, Done, Drop, Finish, Hear, Ready, Result

PROMPTS = {"zh": "以下是普通话的句子。"}
"""Without it, it writes traditional characters as often as not."""


def main(arguments: Sequence[str]) -> None:
    """Recognise until the node is gone."""
    pipes = Pipes()
    folder, *languages = arguments
    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1, num_workers=1)
    open_jobs: dict[int, tuple[Hear, bytearray]] = {}
    pipes.send(Ready(languages=languages))
    for job in pipes.jobs():
        match job:
            case Hear():
                open_jobs[job.id] = (job, bytearray())
            case Audio() if job.id in open_jobs:
                open_jobs[job.id][1].extend(job.audio)
            case Finish() if job.id in open_jobs:
                pipes.send(_understood(model, *open_jobs.pop(job.id)))
            case Drop():
                open_jobs.pop(job.id, None)


def _understood(model: WhisperModel, job: Hear, audio: bytearray) -> Result | Done:
    samples = numpy.frombuffer(bytes(audio), "<i2").astype(numpy.float32) / 32768
    prompt = PROMPTS.get(job.language, "")
    if job.words:
        prompt = f"{prompt} {', '.join(job.words)}".strip()
    try:
        segments, _ = model.transcribe(
            samples,
            language=job.language,
            beam_size=1,
            best_of=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            initial_prompt=prompt or None,
            max_new_tokens=max(16, len(samples) // 16_000 * 8),
        )
        parts = list(segments)
    except Exception as error:  # noqa: BLE001 - one utterance must not end the engine
        return Done(id=job.id, error=f"{type(error).__name__}: {error}")
    text = " ".join(part.text.strip() for part in parts)
    sure = math.exp(sum(part.avg_logprob for part in parts) / len(parts)) if parts else 0.0
    return Result(id=job.id, text=text, confidence=min(sure, 1.0))


if __name__ == "__main__":
    main(sys.argv[1:])
