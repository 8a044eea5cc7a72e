"""Words that sound alike: Chinese by its syllables, without tones.

A recogniser writes what it heard with other characters of the same sound now and then: 退伙 for 退货.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from anyascii import anyascii

SHORTEST, LONGEST = 2, 6
"""Characters of a word that is known by its sound: a single one sounds like too many others."""

_FIRST, _LAST = "\u4e00", "\u9fff"
_HAN = re.compile(f"[{_FIRST}-{_LAST}]+")

# It has a table for each 256 characters: read now, never while the event loop serves somebody.
anyascii("".join(map(chr, range(ord(_FIRST), ord(_LAST), 0x100))))


def syllables(word: str) -> tuple[str, ...]:
    """Return the syllable of each Chinese character: of several readings, the usual one."""
    return tuple(anyascii(character) for character in word)


class Sounds:
    """A vocabulary by its sound. A word is in it until it is taken out as often as it was put in."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words: dict[tuple[str, ...], Counter[str]] = {}
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """Put a word in; what is no Chinese word, or too short or too long, is passed over."""
        if _is_word(word):
            self._words.setdefault(syllables(word), Counter())[word] += 1

    def remove(self, word: str) -> None:
        """Take a word out that was put in."""
        if _is_word(word):
            sound = syllables(word)
            alike = self._words[sound] - Counter([word])  # without those of which none is left
            if alike:
                self._words[sound] = alike
            else:
                del self._words[sound]

    def restored(self, text: str) -> str:
        """Return a text with words of the vocabulary in place of what only sounds like them.

        Exact comes before sound: words that are in it keep all their characters. Longer ones come first.
        """
        return _HAN.sub(lambda run: "".join(self._parts(run[0])), text)

    def _parts(self, run: str) -> Iterator[str]:
        sounds = syllables(run)
        kept = self._kept(run, sounds)
        at = 0
        while at < len(run):
            end = min(at + LONGEST, len(run))
            free = next((to for to in range(at, end) if kept[to]), end)
            spans = (slice(at, at + length) for length in _lengths(free - at))
            found = (_likest(run[span], self._words.get(sounds[span], {})) for span in spans)
            part = next(filter(None, found), run[at])
            yield part
            at += len(part)

    def _kept(self, run: str, sounds: tuple[str, ...]) -> list[bool]:
        """Say of each character whether it belongs to a word of the vocabulary."""
        kept = [False] * len(run)
        for at in range(len(run)):
            for length in _lengths(len(run) - at):
                span = slice(at, at + length)
                if run[span] in self._words.get(sounds[span], ()):
                    kept[span] = [True] * length
                    break
        return kept


def _likest(span: str, words: Mapping[str, int]) -> str:
    """Return the word with most characters of the span, of several the one that is used most."""

    def rank(word: str) -> tuple[int, int, str]:
        return sum(one == other for one, other in zip(word, span, strict=True)), words[word], word

    return max(words, key=rank, default="")


def _is_word(text: str) -> bool:
    return SHORTEST <= len(text) <= LONGEST and bool(_HAN.fullmatch(text))


def _lengths(room: int) -> range:
    """Return how long a word may be in so many characters, longest first."""
    return range(min(LONGEST, room), SHORTEST - 1, -1)
