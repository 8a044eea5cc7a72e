"""Recognising what is said for politeness: only when it is all that is said."""

import re
import unicodedata
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of small talk; the value is the key of the phrase that answers it."""

    GREETING = "greeting"
    HOW_ARE_YOU = "how_are_you"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    WHO = "who"
    YES = "yes"
    NO = "no"


_PARTS: dict[Kind, str] = {
    Kind.GREETING: (
        r"(?:hi+|hello+|hey+|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings)"
        r"(?: (?:there|all|everyone|team|again|bot|anyone there))?"
        r"|(?:is )?(?:anybody|anyone|somebody) (?:there|here)"
        r"|您好|你好|你们好|嗨|哈喽|hello|早上好|早安|早|上午好|下午好|晚上好|在吗|在不在|有人吗|有人在吗"
    ),
    Kind.HOW_ARE_YOU: (
        r"how are you(?: doing)?(?: today)?|how(?: i|')?s it going|what'?s up"
        r"|你好吗|您好吗|最近怎么样"
    ),
    Kind.THANKS: (
        r"(?:many |great |perfect |ok |okay )?(?:thanks|thank you|thank u|thx|ty|cheers|much appreciated)"
        r"(?: (?:a lot|very much|so much|a million|again|for (?:your|the) help|that helps?|that helped))*"
        r"|that (?:helps|helped|was helpful|was very helpful)|great|perfect|brilliant|awesome"
        r"|(?:非常|十分|多|太)?(?:谢谢|感谢)(?:你|您|了|啦|你们|您的帮助|你的帮助)*|多谢|辛苦了|太好了|明白了|知道了"
    ),
    Kind.GOODBYE: (
        r"(?:good ?)?bye+(?: (?:bye|now|for now))?|goodbye|see you(?: later| soon)?|take care"
        r"|have a (?:nice|good) day|that(?: i|')?s all(?: for now)?|that(?: i|')?s it"
        r"|再见|拜拜|拜|回头见|没有其他问题了|没别的了|没有了|没事了"
    ),
    Kind.WHO: (
        r"who are you|what are you|are you (?:a |an )?(?:bot|robot|human|real|real person|machine|ai)"
        r"|what can you do|你是谁|你是机器人吗|你是真人吗|你是人吗|你是人工吗|你能做什么|你会什么|机器人"
    ),
    Kind.YES: (
        r"(?:yes|yeah|yep|yup|sure|ok|okay|please|of course|please do|go ahead)(?: (?:please|thanks|do))?"
        r"|是|是的|好|好的|好吧|可以|行|对|嗯|要|需要|麻烦了"
    ),
    Kind.NO: (
        r"(?:no|nope|nah|not really)(?: (?:thanks|thank you))?|never ?mind|none of (?:these|them)"
        r"|不|不用|不用了|不用谢谢|不是|不要|算了|没有|都不是"
    ),
}

_WHOLE = {kind: re.compile(pattern) for kind, pattern in _PARTS.items()}
_BREAK = re.compile(r"[,.!?;:~\n，。！？；：～、…]+")
_NOISE = re.compile(r"[^\w\s']|_")


def small_talk(text: str) -> Kind | None:
    """Return what kind of small talk the text is: of "thanks, bye" the last part; None if it says more."""
    kinds: list[Kind] = []
    for part in _BREAK.split(unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")):
        words = " ".join(_NOISE.sub(" ", part).split())
        if not words:
            continue
        kind = next((kind for kind, pattern in _WHOLE.items() if pattern.fullmatch(words)), None)
        if kind is None:
            return None
        kinds.append(kind)
    polite = [kind for kind in kinds if kind not in {Kind.YES, Kind.NO}]
    return (polite or kinds or [None])[-1]
