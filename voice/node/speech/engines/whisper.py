"""Whisper (faster-whisper) as an engine: `python -m voice.node.speech.engines.whisper FOLDER en zh`.

It does not recognise while somebody speaks: what is fed is kept, and understood when it is asked for. It must
only be given speech: from silence it makes words.

The model was made for 30 s at a time, and most of its work is looking at all of them. Given what was said and
ten seconds more, it understands as well and needs 40 % of the time (docs/speech.md); what then looks like the
loops it falls into when it sees too little, is done again with all 30.
"""

import math
import sys
import zlib
from collections.abc import Sequence

import numpy
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_ctranslate2_storage, get_suppressed_tokens
from numpy.typing import NDArray
from opencc import OpenCC

from hub.core.records import Value
from voice.node.legs import RATE
from voice.node.speech.engines.desk import Desk, Utterance
from voice.node.speech.engines.program import Inbox, Pipes
from voice.node.speech.wire import Done, Partial, Ready, Result

PROMPTS = {"zh": "以下是普通话的句子。例如：转人工客服。"}
"""Without it, it writes traditional characters as often as not; with it, sometimes. What people say most on
the phone is an example: alone and in a hurry, it is taken for other characters that sound alike.
"""
EXAMPLES = {"zh": "转人工客服"}
SIMPLE = OpenCC("t2s")
FRAMES = 3000
"""Of 10 ms, which the model was made for."""
MORE = 1000
"""Frames it is given beyond what was said."""
LONGEST = 20.0
"""Seconds beyond which it is given all."""
TOKENS = 8
"""At most for a second of speech, and a dozen more: who speaks fast says six."""
LOOPS = 2.2
"""How well a text can be compressed that repeats itself (zlib; plain speech: below 1.6)."""
DOUBTFUL = -1.0
"""Mean logarithm of the words' probability below which it is done again with all frames."""
NO_SPEECH = 0.6
Samples = NDArray[numpy.float32]


class Guess(Value, frozen=True, kw_only=True):
    """What the model made of some audio."""

    text: str
    likely: float  # mean logarithm of the tokens' probabilities
    no_speech: float
    cut: bool  # it used all tokens it may

    @property
    def loops(self) -> bool:
        """Whether it repeats itself, or did not come to an end."""
        said = self.text.encode()
        return self.cut or (len(said) > 0 and len(said) / len(zlib.compress(said)) > LOOPS)

    @property
    def is_nothing(self) -> bool:
        """Whether it is made of noise: unlikely, and probably no speech."""
        return self.loops or (self.likely < DOUBTFUL and self.no_speech > NO_SPEECH)


def written(text: str, language: str) -> str:
    """Return Chinese in simplified characters: the model writes either, whatever it is asked for."""
    return SIMPLE.convert(text) if language == "zh" else text


def is_echo(text: str, language: str, words: Sequence[str]) -> bool:
    """Say whether a text is what the model was given to go on from: that is what it makes of noise.

    A single one of the words it was given may well have been said.
    """
    said = bare(text)
    likely = [bare(one) for one in (EXAMPLES.get(language, ""), *words)]
    given = bare(PROMPTS.get(language, "")) + "".join(bare(one) for one in words)
    return bool(said) and said in given and not any(said in one for one in likely)


def bare(text: str) -> str:
    """Return a text without signs and spaces."""
    return "".join(char for char in text.casefold() if char.isalnum())


def sure(likely: float) -> float:
    """Return how sure it is, from 0 to 1."""
    return min(math.exp(likely), 1.0)


class Listener:
    """The model."""

    def __init__(self, folder: str) -> None:
        self._model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1, num_workers=1)
        self._tokenizers: dict[str, Tokenizer] = {}

    def understood(self, audio: bytes, language: str, words: Sequence[str]) -> tuple[str, float]:
        """Return what was said, and how sure that is."""
        samples: Samples = numpy.frombuffer(audio, "<i2").astype(numpy.float32) / numpy.float32(32768)
        if len(samples) > 28 * RATE:
            return self._long(samples, language)
        few = len(samples) // 160 + MORE if len(samples) < LONGEST * RATE else FRAMES
        guess = self._guess(samples, language, words, min(few, FRAMES))
        if few < FRAMES and (guess.loops or guess.likely < DOUBTFUL):
            guess = self._guess(samples, language, words, FRAMES)
        text = written(guess.text, language)
        if guess.is_nothing or is_echo(text, language, words):
            return "", 0.0
        return text, sure(guess.likely)

    def _guess(self, samples: Samples, language: str, words: Sequence[str], frames: int) -> Guess:
        features = self._model.feature_extractor(samples)[:, :frames]
        features = numpy.pad(features, ((0, 0), (0, frames + frames % 2 - features.shape[1])))
        seen = self._model.model.encode(get_ctranslate2_storage(features[None].astype(numpy.float32)))
        tokenizer = self._tokenizer(language)
        prompt = self._prompt(tokenizer, language, words)
        most = 12 + TOKENS * len(samples) // RATE
        made = self._model.model.generate(
            seen,
            [prompt],
            beam_size=1,
            max_length=len(prompt) + most,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        )[0]
        tokens = made.sequences_ids[0]
        return Guess(
            text=tokenizer.decode(tokens).strip(),
            likely=made.scores[0] * len(tokens) / (len(tokens) + 1),
            no_speech=made.no_speech_prob,
            cut=len(tokens) >= most,
        )

    def _tokenizer(self, language: str) -> Tokenizer:
        if language not in self._tokenizers:
            model = self._model
            self._tokenizers[language] = Tokenizer(
                model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language
            )
        return self._tokenizers[language]

    def _prompt(self, tokenizer: Tokenizer, language: str, words: Sequence[str]) -> list[int]:
        """Return what the model is to go on from: words that are likely, as if they had been said before."""
        said = " ".join(part for part in (PROMPTS.get(language, ""), ", ".join(words)) if part)
        before = [tokenizer.sot_prev, *tokenizer.encode(f" {said}")[-160:]] if said else []
        return [*before, *tokenizer.sot_sequence, tokenizer.no_timestamps]

    def _long(self, samples: Samples, language: str) -> tuple[str, float]:
        """Understand what is too long for once: a message that was left."""
        segments, _ = self._model.transcribe(
            samples,
            language=language,
            beam_size=1,
            best_of=1,
            temperature=0.0,
            condition_on_previous_text=False,
            initial_prompt=PROMPTS.get(language),
        )
        parts = [part for part in segments if part.compression_ratio < LOOPS]
        text = " ".join(part.text.strip() for part in parts)
        if not parts:
            return "", 0.0
        return written(text, language), sure(sum(part.avg_logprob for part in parts) / len(parts))


def main(arguments: Sequence[str]) -> None:
    """Recognise until the node is gone."""
    pipes = Pipes()
    folder, *languages = arguments
    listener, inbox, desk = Listener(folder), Inbox(pipes), Desk()
    listener.understood(bytes(2 * RATE), languages[0], [])  # what is made at first use is made now
    pipes.send(Ready(languages=languages))
    while True:
        try:
            for job in inbox.all(wait=not desk.has_work):
                desk.take(job)
        except EOFError:
            return
        if desk.has_work:
            pipes.send(_answer(listener, *desk.next()))


def _answer(listener: Listener, one: Utterance, audio: bytes) -> Partial | Result | Done:
    hear = one.hear
    try:
        text, confidence = listener.understood(audio, hear.language, hear.words)
    except Exception as error:  # noqa: BLE001 - one utterance must not end the engine
        return Done(id=hear.id, error=f"{type(error).__name__}: {error}")
    if one.asked:
        return Partial(id=hear.id, text=text, confidence=confidence, asked=one.asked)
    return Result(id=hear.id, text=text, confidence=confidence)


if __name__ == "__main__":
    main(sys.argv[1:])
