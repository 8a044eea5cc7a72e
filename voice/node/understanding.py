"""How what was understood so far looks: all that is expected, cut off in the middle, or no answer at all."""

import re

from voice.messages import Listen
from voice.node.turns import Completeness

_BACKCHANNELS = frozenset(
    ("mm", "mhm", "mm-hm", "mmhm", "uh-huh", "uhuh", "hm", "hmm", "ah", "oh", "ok", "okay", "yeah", "huh")
    + ("嗯", "嗯嗯", "哦", "喔", "啊", "呃", "好", "好的", "对")
)
_MIDDLE = re.compile(
    r"(?:\b(?:and|or|but|the|a|an|my|to|of|for|with|is|because|so|um|uh|er|like|number)|[,，、]|和|跟|还有|因为|所以|但是|然后|那个|就是|的)$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s.!?。！？]+$")


def completeness(text: str, listen: Listen) -> Completeness:
    """Judge a partial result against what is expected."""
    words = _SIGNS.sub("", text.strip()).lower()
    if not words:
        return Completeness.UNKNOWN
    if words in {_SIGNS.sub("", word).lower() for word in listen.words}:
        return Completeness.SURE
    if listen.digits:
        found = len(re.findall(r"\d", words))
        if found:
            return Completeness.SURE if found >= listen.digits else Completeness.UNSURE
    if words in _BACKCHANNELS:
        return Completeness.BACKCHANNEL
    return Completeness.UNSURE if _MIDDLE.search(words) else Completeness.WORDS
