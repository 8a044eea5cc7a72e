"""How what was understood so far looks: all that is expected, cut off in the middle, or no answer at all."""

import re

from voice.node.turns import Completeness
from voice.orders import Listen

_BACKCHANNEL = re.compile(
    r"m+|h+m+|m+[ -]?h+m+|u+h+[ -]?h*u*h*|a+h+|o+h+|o+k+|okay|yeah|huh|right|i see"
    r"|嗯+|哦+|喔|啊|呃|好|好的|对|是的"
)
_MIDDLE = re.compile(
    r"(?:\b(?:and|or|but|the|a|an|my|your|our|this|to|of|for|with|from|in|on|at|is|are|because|if|when|that|so|um"
    r"|uh|er|(?:would|i'd|looks|something) like|number|i|i'm|i'd|it's|please could|can you|could you)"
    r"|[,，、…–-]|\.\.\.|和|跟|还有|因为|所以|但是|然后|那个|就是|的|想|要)$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s.!?。！？]+$")
SENTENCE = 3
"""Words of a sentence: after fewer, more is likely to come ("No. Thank you.")."""
_WORD = re.compile(r"[\u3400-\u9fff]|[\w']+")
_WHOLE = re.compile(r"[.!?。！？]$")
_ASKED = ("?", "？")
_DIGIT = re.compile(r"\d|\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b|[零一二三四五六七八九]")
WORDS = {
    ("yes_no", "en"): ["yes", "no"],
    ("yes_no", "zh"): ["是", "是的", "不", "不是"],
    ("yes_no", "ko"): ["네", "예", "아니요"],
}
_YES_NO = re.compile(
    r"(?:yes|yeah|yep|no|nope|ok|okay|sure)(?:,? (?:please|thanks|thank you))?"
    r"|是|是的|对|好|好的|不|不是|不用"
)


def completeness(text: str, listen: Listen) -> Completeness:
    """Judge a partial result against what is expected."""
    words = _SIGNS.sub("", text.strip()).lower()
    if not words:
        return Completeness.UNKNOWN
    if words in {_SIGNS.sub("", word).lower() for word in listen.words}:
        return Completeness.SURE
    if listen.kind == "yes_no" and _YES_NO.fullmatch(words):
        return Completeness.SURE
    if _DIGIT.search(re.split(r"[\s,-]+", words)[-1]):  # more of them may come
        found = len(_DIGIT.findall(words))
        return Completeness.SURE if found >= listen.digits > 0 else Completeness.UNSURE
    if _BACKCHANNEL.fullmatch(words):
        return Completeness.BACKCHANNEL
    whole = _WHOLE.search(text.strip()) and len(_WORD.findall(words)) >= SENTENCE
    if whole and text.rstrip().endswith(_ASKED):  # "What is it for?"
        return Completeness.COMPLETE
    if _MIDDLE.search(words) or text.rstrip().endswith("..."):
        return Completeness.UNSURE
    return Completeness.COMPLETE if whole else Completeness.WORDS


def likely_words(listen: Listen, language: str) -> list[str]:
    """Return what is likely to be said: what we are told, or what answers of this kind consist of."""
    return listen.words or WORDS.get((listen.kind, language), [])
