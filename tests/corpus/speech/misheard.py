"""Write how Chinese questions may be misheard: `python -m tests.corpus.speech.misheard OUT`.

Each line of OUT is a Chinese question of `tests/unit/bots/questions.jsonl`, with

- `heard`: what `whisper-base` made of it, said by Kokoro over a telephone line (with its `confidence`);
- `one`, `two`: the question with one word, or two, replaced by others of the same syllables, without tones:
  common words of jieba's dictionary, else a common character for one of the word's.

It takes the extra `voice`, and the models of `make test`; SWITCHBOARD_MODELS_FOLDER says where they are.
"""

import asyncio
import random
import re
import sys
import tempfile
import wave
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import rjieba
from pypinyin import lazy_pinyin

from bots.knowledge.lexicon import LEXICON
from tests.fakes.speech import Speech
from tests.unit.bots.knowledge_base import questions
from voice.node.legs import RATE
from voice.node.speech.measuring import samples_of

COMMON = 20
"""How often a word is in the texts of jieba's dictionary, at least."""
CHOICES = 4
HAN = re.compile(r"[\u4e00-\u9fff]+")


@cache
def alike() -> Mapping[str, Sequence[str]]:
    """Return common words by their syllables, most frequent first. Blocking."""
    found: dict[str, list[tuple[int, str]]] = {}
    for line in (files("jieba") / "dict.txt").read_text("utf-8").splitlines():
        word, count, _ = line.split()
        if int(count) > COMMON and len(word) < 4 and HAN.fullmatch(word):
            found.setdefault(" ".join(lazy_pinyin(word)), []).append((int(count), word))
    return {sound: [word for _, word in sorted(words, reverse=True)] for sound, words in found.items()}


def misheard(text: str, most: int) -> str:
    """Return a text with so many of its words replaced, always the same ones."""
    chance = random.Random(text)  # noqa: S311 - the same ones each time
    words = [word for word in rjieba.cut(text) if len(word) > 1 and HAN.fullmatch(word)]
    telling = [word for word in words if word not in LEXICON.stop | LEXICON.muted]
    for word in chance.sample(telling, len(telling))[:most]:
        text = text.replace(word, _other(word, chance), 1)
    return text


def _other(word: str, chance: random.Random) -> str:
    words = [one for one in alike().get(" ".join(lazy_pinyin(word)), ()) if one != word]
    if words:
        return chance.choice(words[:CHOICES])
    at = chance.randrange(len(word))
    same = alike().get(lazy_pinyin(word)[at], ())
    others = [one for one in same if one != word[at]][:CHOICES]
    return word[:at] + chance.choice(others) + word[at + 1 :] if others else word


def by_line(audio: bytes, path: Path) -> bytes:
    """Return speech as it comes by telephone. Blocking."""
    with wave.open(str(path), "wb") as written:
        written.setparams((1, 2, RATE, 0, "NONE", ""))
        written.writeframes(audio)
    return samples_of(path, telephone=True)


async def said_and_heard(folder: Path) -> bytes:
    """Say and hear all of them; return the lines."""
    rows = [one for name in ("dev", "heldout") for one in questions(name) if one.language == "zh"]
    lines = []
    async with Speech.open("whisper-base", "kokoro-zh") as speech:
        for row in rows:
            audio = by_line(await speech.spoken(row.text, "zh"), folder / "said.wav")
            heard = await speech.understood(audio, "zh")
            lines.append(
                {
                    "article": row.article,
                    "text": row.text,
                    "heard": heard.text,
                    "confidence": round(heard.confidence, 2),
                    "one": misheard(row.text, 1),
                    "two": misheard(row.text, 2),
                }
            )
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        Path(sys.argv[1]).write_bytes(asyncio.run(said_and_heard(Path(made))))
