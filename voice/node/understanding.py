"""How what was understood so far looks: all that is expected, cut off in the middle, or no answer at all."""

import re

from voice.node.turns import Completeness
from voice.orders import Listen

_BACKCHANNEL = re.compile(
    r"m+|h+m+|m+[ -]?h+m+|u+h+[ -]?h*u*h*|a+h+|o+h+|o+k+|okay|yeah|huh|right|i see"
    r"|嗯+|哦+|喔|啊|呃|好|好的|对|是的"
)
_MIDDLE = re.compile(
    r"(?:\b(?:and|or|but|the|a|an|my|your|our|their|this|to|of|for|with|without|from|in|into|on|at|by|about|under"
    r"|over|between|since|until|than|is|are|because|if|when|which|where|who|that|so|um|uh|er|very|additional"
    r"|(?:would|i'd|looks|something) like|number|i|i'm|i'd|it's|please could|can you|could you)"
    r"|[,，、…–-]|\.\.\.|和|跟|还有|因为|所以|但是|然后|那个|就是|的|想|要)$",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s.!?。！？]+$")
SENTENCE = 3
"""Words of a sentence: after fewer, more is likely to come ("No. Thank you.")."""
CLAUSE = 6
"""Words after which a speaker often is through, if nothing in them says that more comes; a Chinese
character is half of one."""
SURE_OF_SIGNS, SURE_OF_WORDS = 0.6, 0.65
"""How sure (0 to 1) a recogniser is of words whose full stop counts, and of a clause without one: what breaks
off in the middle of a word is understood worse."""
_CHARACTER = re.compile(r"[\u3400-\u9fff]")
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


def completeness(text: str, listen: Listen, confidence: float = 1.0) -> Completeness:
    """Judge a partial result, and how sure the recogniser is of it, against what is expected."""
    words = _SIGNS.sub("", text.strip()).lower()
    if not words:
        return Completeness.UNKNOWN
    if words in {_SIGNS.sub("", word).lower() for word in listen.words}:
        return Completeness.SURE
    if listen.kind == "yes_no" and _YES_NO.fullmatch(words):
        return Completeness.SURE
    count = len(_WORD.findall(words))
    whole = bool(_WHOLE.search(text.strip())) and count >= SENTENCE
    asked = whole and text.rstrip().endswith(_ASKED)  # "What is it for?", "Can I take one?"
    if not asked and _DIGIT.search(_last(words)):  # more of them may come
        found = len(_DIGIT.findall(words))
        return Completeness.SURE if found >= listen.digits > 0 else Completeness.UNSURE
    if _BACKCHANNEL.fullmatch(words):
        return Completeness.BACKCHANNEL
    if not asked and (_MIDDLE.search(words) or text.rstrip().endswith("...")):
        return Completeness.UNSURE
    if whole and confidence >= SURE_OF_SIGNS:
        return Completeness.COMPLETE
    is_clause = count - len(_CHARACTER.findall(words)) // 2 >= CLAUSE and confidence >= SURE_OF_WORDS
    return Completeness.LIKELY if whole or is_clause else Completeness.WORDS


def _last(words: str) -> str:
    """Return the last word, or the last character where words have no spaces between them."""
    last = re.split(r"[\s,-]+", words)[-1]
    return last[-1:] if _CHARACTER.search(last) else last


def likely_words(listen: Listen, language: str) -> list[str]:
    """Return what is likely to be said: what we are told, or what answers of this kind consist of."""
    return listen.words or WORDS.get((listen.kind, language), [])
