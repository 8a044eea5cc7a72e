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
    ALL_RIGHT = "all_right"
    WHICH = "which"
    ABUSE = "abuse"
    UNCLEAR = "unclear"


_PARTS: dict[Kind, str] = {
    Kind.GREETING: (
        r"(?:hi+|hello+|hey+|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings)"
        r"(?: (?:there|all|everyone|team|again|bot|anyone there))?"
        r"|(?:is )?(?:anybody|anyone|somebody) (?:there|here)|are you (?:there|here)"
        r"|(?:please )?(?:(?:can|could|will) (?:you|anyone|somebody|someone) (?:please )?)?help(?: me)?"
        r"(?: out)?(?: please)?|i need (?:some |your )?help(?: please)?"
        r"|(?:i(?: have|'ve| have got|'ve got) )?a (?:quick |short )?question"
        r"|(?:can|may|could) i ask (?:you )?(?:something|a (?:quick )?question)"
        r"|您好|你好|你们好|嗨|哈喽|hello|早上好|早安|早|上午好|下午好|晚上好|在吗|在不在|有人吗|有人在吗"
        r"|(?:我)?(?:想)?(?:请问|问|咨询|请教)(?:一下|个问题|一个问题|下)*|帮帮?我|能帮我吗|可以帮我吗|我有(?:个|一个)问题"
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

_EN_INSULT = (
    r"(?:stupid|idiots?|idiotic|dumb|morons?|useless|worthless|pathetic|rubbish|garbage|trash|crap|shit|shitty"
    r"|bullshit|assholes?|bastards?|bitch|dickheads?|scum|liars?|hopeless|a joke|terrible|awful|horrible)"
)
_ZH_INSULT = (
    r"(?:傻[逼比b叉]|煞笔|sb|傻子|白痴|笨蛋|蠢货|蠢|笨|弱智|智障|脑残|废物|垃圾|混蛋|王八蛋|骗子|没用"
    r"|恶心|有病|神经病)"
)
_ABUSE = re.compile(
    r"(?:(?:you|u|this|that|it|what|such|the|your)(?: (?:bot|chat|chatbot|service|company))?"
    r"(?: are|'re| r| is|'s)? )?"
    rf"(?:(?:an?|so|really|just|absolutely|totally|completely|complete|fucking|bloody|damn) )*{_EN_INSULT}"
    r"(?: (?:bots?|robots?|machine|thing|chatbot|company|service|people|answer|idiots?|piece of \w+))*"
    r"|(?:go )?(?:fuck|screw)(?:ing)?(?: (?:you|u|off|this|that|it|yourself|hell))*|shut up|go to hell"
    r"|piss off|(?:you|this|it)(?: \w+)? sucks?|wtf|what the (?:fuck|hell)|damn(?: it| you)?"
    r"|i hate (?:you|this)(?: bot)?"
    r"|(?:你们?|这|这个)?(?:真的?是?|太|简直|就是|就|是|个|他妈的?|特么|破|死|什么)*+"
    rf"{_ZH_INSULT}(?:机器人|客服|公司|东西|玩意儿?|了|吧|啊|死了|透了|吗|啦)*"
    r"|滚(?:蛋|开|吧)?|去死(?:吧)?|操你?妈?|(?:他|你)?妈的?|草泥马|闭嘴"
    r"|什么破(?:玩意儿?|机器人|东西|公司|服务)"
)
"""Insults, only when they are all that a piece says: what comes with a question is answered."""

_PLEASED = re.compile(
    r"[\U0001F44D\U0001F64F\U0001F44C\U0001F60A\U0001F642\U0001F600-\U0001F606\U0001F970"
    r"\U0001F60D\U0001F389\u2764\u263A\U0001F339\U0001F495\U0001F44F]"
)

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
        if kind is None and _ABUSE.fullmatch(words):
            kind = Kind.ABUSE
        if kind is None:
            return None
        kinds.append(kind)
    if Kind.ABUSE in kinds:
        return Kind.ABUSE
    polite = [kind for kind in kinds if kind not in {Kind.YES, Kind.NO}]
    return (polite or kinds or [None])[-1]


def emotion(text: str) -> Kind | None:
    """Return what a text of signs alone says: that somebody is pleased, or nothing clear; else None."""
    if any(char.isalnum() for char in text):
        return None
    return Kind.THANKS if _PLEASED.search(text) else Kind.UNCLEAR
