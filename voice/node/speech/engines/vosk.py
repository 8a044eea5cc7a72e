"""Vosk (Kaldi) as an engine: `python -m voice.node.speech.engines.vosk FOLDER en`.

It recognises while somebody speaks. Where words are likely, it looks for them alone, which costs little and
finds them well; who said something else is understood afterwards, from all words it knows.
"""

import json
import sys
from collections.abc import Sequence

from msgspec import Struct
from vosk import KaldiRecognizer, Model, SetLogLevel

from voice.node.legs import RATE
from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Audio, Done, Drop, Finish, Hear, Partial, Ready, Result, ToEngine

QUIET = -1
UNKNOWN = "[unk]"
"""What a grammar has for everything else, in models that know it."""


class Utterance(Struct):
    """One that goes on."""

    decoder: KaldiRecognizer
    audio: bytearray | None = None  # kept where it is held to words
    before: list[str] = []  # Vosk ends utterances by itself; what it had ended, in pieces
    told: str = ""


class Listener:
    """The model. Chinese is written without spaces between its words."""

    def __init__(self, folder: str, language: str) -> None:
        SetLogLevel(QUIET)
        self._model = Model(folder)
        self._language = language
        self._open: dict[int, Utterance] = {}

    def take(self, job: ToEngine) -> Partial | Result | None:
        """Take a message; return what is to be told."""
        if isinstance(job, Hear):
            self._open[job.id] = Utterance(self._decoder(job.words), bytearray() if job.words else None)
            return None
        one = self._open.get(job.id)
        if one is None:
            return None
        match job:
            case Audio():
                if one.audio is not None:
                    one.audio += job.audio
                return self._partial(job.id, one, job.audio)
            case Finish():
                del self._open[job.id]
                result = self._result(job.id, one)
                if one.audio is None or result.text:
                    return result
                free = Utterance(self._decoder(()))
                self._partial(job.id, free, bytes(one.audio))
                return self._result(job.id, free)
            case Drop():
                del self._open[job.id]
        return None

    def _decoder(self, words: Sequence[str]) -> KaldiRecognizer:
        if not words:
            decoder = KaldiRecognizer(self._model, RATE)
        else:
            grammar = [*dict.fromkeys(word.lower() for word in words), UNKNOWN]
            decoder = KaldiRecognizer(self._model, RATE, json.dumps(grammar, ensure_ascii=False))
        decoder.SetWords(True)
        return decoder

    def _partial(self, number: int, one: Utterance, audio: bytes) -> Partial | None:
        if one.decoder.AcceptWaveform(audio):
            one.before.append(json.loads(one.decoder.Result()).get("text", ""))
            text = self._joined(one.before)
        else:
            text = self._joined([*one.before, json.loads(one.decoder.PartialResult()).get("partial", "")])
        if text == one.told:
            return None
        one.told = text
        return Partial(id=number, text=text)

    def _result(self, number: int, one: Utterance) -> Result:
        last = json.loads(one.decoder.FinalResult())
        sure = [word["conf"] for word in last.get("result", ())]
        text = self._joined([*one.before, last.get("text", "")])
        known = bool(text) and bool(sure or one.before)
        return Result(id=number, text=text, confidence=sum(sure) / len(sure) if sure else 0.5 * known)

    def _joined(self, parts: Sequence[str]) -> str:
        words = " ".join(part for part in parts if part).replace(UNKNOWN, " ").split()
        return ("" if self._language == "zh" else " ").join(words)


def main(arguments: Sequence[str]) -> None:
    """Recognise until the node is gone."""
    pipes = Pipes()
    folder, language = arguments
    listener = Listener(folder, language)
    pipes.send(Ready(languages=[language], partials=True, words=True))
    for job in pipes.jobs():
        try:
            answer: Partial | Result | Done | None = listener.take(job)
        except Exception as error:  # noqa: BLE001 - one utterance must not end the engine
            answer = Done(id=job.id, error=f"{type(error).__name__}: {error}")
        if answer:
            pipes.send(answer)


if __name__ == "__main__":
    main(sys.argv[1:])
