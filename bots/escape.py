"""The words that always reach a person, in English and Chinese, and those a company adds.

Some are enough when they are all that is said ("agent", "人工"); inside a sentence only a wish to be
put through counts, so that "travel agent insurance" or "人工智能" stay ordinary questions.
"""

import re
import unicodedata
from functools import lru_cache

from bots.sound import Sounds

_EN_WHO = (
    r"(?:(?:an?|the|your|some|any|another|one of your) )?"
    r"(?:(?:real|live|human|actual|customer|service|support|sales|proper) ){0,3}"
    r"(?:agents?|humans?|persons?|people|human being|representatives?|reps?|operators?|advis[eo]rs?|staff"
    r"|colleagues?|employees?|customer (?:service|support|care)|someone|somebody|supervisor|manager)\b"
    r"(?!'s| (?:discount|insurance|price|chair|desk|account))"
)
_EN_WHOLE = re.compile(
    r"(?:(?:hi|hello|hey|no|ok|okay|please|just|give me|get me|i (?:want|need)|i would like|i'?d like"
    r"|can i have) )*(?:(?:an?|the) )?(?:(?:real|live|human|actual) )*"
    r"(?:agent|human|human being|person|representative|rep|operator|customer (?:service|support|care)"
    r"|live (?:chat|support)|human (?:help|support)|somebody (?:real|human)|someone (?:real|human))"
    r"(?: (?:please|now|asap|thanks|thank you))*"
)
_EN_PHRASE = re.compile(
    rf"\b(?:(?:talk|speak|chat|write|connect|transfer|escalate|forward|hand|put|pass)(?:ing|ting)?"
    rf"(?: me| us| this| it)?(?: over| on)?(?: directly)? (?:to|with|through to|thru to) {_EN_WHO}"
    rf"|(?:get|give|find|fetch) me {_EN_WHO}"
    r"|(?:want|need|like|have|get|prefer) (?:an? |the |to )?(?:real|live|human|actual) "
    r"(?:agent|human|person|being|help)\b"
    r"|(?:want|need|like|have|get) an? (?:agent|human|representative|operator)(?: now| please)?$"
    r"|is there (?:an? )?(?:real |live |human |actual )*"
    r"(?:agent|human|person|someone|somebody|anyone|anybody) (?:that |who )?"
    r"(?:i|we) (?:can|could) (?:talk|speak|chat|write) )"
)
_EN_NOT = re.compile(
    r"\b(?:don'?t|do not|didn'?t|never|without|no need|not|instead of|rather than)\b[^,.;!?]{0,30}$"
)

_ZH_WHO = r"(?:人工客服|人工服务|人工坐席|人工|真人客服|真人|客服人员|客服专员|客服|坐席|专员|工作人员|活人)"
_ZH_WHOLE = re.compile(
    rf"(?:你好|您好|请|麻烦|我要|我想|我需要|快|给我|帮我|直接|不行|还是)*(?:转接|转|找|接|要|叫|呼叫|联系|换)?"
    rf"(?:一个|一位|个|一下|到|成)?{_ZH_WHO}(?:吧|啊|呢|谢谢|一下|在吗|接听|回答|处理|来|呀)*"
)
_ZH_PHRASE = re.compile(
    rf"(?:(?:转接|转|接通|接入|呼叫|换成|换)(?:一个|一位|个|一下|到|给)?{_ZH_WHO}"
    r"|(?:找|要|需要|想要|想找|请|叫|联系|和|跟|与)(?:一个|一位|个|一下|你们的?)?"
    r"(?:人工客服|人工坐席|真人客服|真人|活人|人工)"
    r"|(?:有没有|有)人工(?:客服|服务)?|人工客服(?!几点|上班|下班|工作|热线)"
    r"|(?:和|跟|与)(?:一个|一位|个|你们的?)?客服(?:人员|专员)?(?:聊|说|谈|讲|沟通|通话|对话)"
    r"|(?:找|想找|要找)(?:一个|一位|个|你们的?)?客服(?!电话|时间|邮箱|热线))"
    r"(?!智能|费|成本|草|皮|合成|湖|安装|降雨|呼吸|价|钱|制作|打造|编织|台|电话|时间)"
)
_ZH_NOT = re.compile(r"(?:不要|不用|不需要|不想|无需|不必|别|没必要)[^，。！？；]{0,4}$")

_ZH_SOUNDS = Sounds(("转人工", "找人工", "人工", "转客服", "找客服", "客服", "真人", "转接", "不要", "不用"))
"""What a recogniser may write with other characters: 转人公. A refusal must be heard as well."""

_PHRASE_LETTERS = 4
"""From so many Chinese letters on, as from two words on, an added word is looked for inside sentences."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_EDGES = re.compile(r"^[\s\W_]+|[\s\W_]+$")
_SENTENCE = re.compile(r"[.!?;\n。！？；]+")


def wants_person(text: str, added: tuple[str, ...] = (), *, heard: bool = False) -> bool:
    """Say whether the customer asks for a person.

    An added word counts when it is all that is said, or after a wish to be put through; an added phrase
    (two words, four Chinese letters) also inside a sentence that does not refuse it. Of what a recogniser
    `heard`, Chinese words count that sound so, too.
    """
    if heard and (restored := _ZH_SOUNDS.restored(text)) != text:
        return wants_person(text, added) or wants_person(restored, added)
    return any(_asks(_EDGES.sub("", part), added) for part in _SENTENCE.split(_folded(text)))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").split())


def _spaced(sentence: str) -> str:
    return " ".join(re.sub(r"[,，、:：\"“”()]", " ", sentence).split())


def _asks(sentence: str, added: tuple[str, ...]) -> bool:
    words = _spaced(sentence)
    if _EN_WHOLE.fullmatch(words) or _ZH_WHOLE.fullmatch(words.replace(" ", "")):
        return True
    # Commas stay: "I don't understand, let me speak to someone" refuses nothing.
    if _wishes(sentence, _EN_PHRASE, _EN_NOT) or _wishes(sentence, _ZH_PHRASE, _ZH_NOT):
        return True
    if not added:
        return False
    wish = _added(added)
    return _wishes(words, wish, _EN_NOT) and _wishes(words, wish, _ZH_NOT)


@lru_cache(maxsize=64)
def _added(added: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the added words where they are a wish."""
    folded = [re.escape(word) for one in added if (word := _spaced(_EDGES.sub("", _folded(one))))]
    phrases = [word for word in folded if r"\ " in word or len(_HAN.findall(word)) >= _PHRASE_LETTERS]
    who = "|".join(sorted(folded, key=len, reverse=True)) or r"(?!)"
    anywhere = "|".join(sorted(phrases, key=len, reverse=True)) or r"(?!)"
    return re.compile(
        rf"^(?:(?:please|a|an|the|请|我要|找|转|转接) ?)*(?:{who})(?: (?:please|now)| ?(?:吧|谢谢))?$"
        rf"|\b(?:talk|speak|chat|write|connect|transfer|put|pass)(?:ing)?(?: me)?(?: through)? (?:to|with)"
        rf" (?:(?:an?|the|your) )?(?:{who})\b"
        rf"|(?:转接|转|接通|找|要找|想找|呼叫|联系)(?:一个|一位|一下|到)?(?:{who})"
        rf"|(?<![a-z0-9])(?:{anywhere})(?![a-z0-9])"
    )


def _wishes(words: str, wish: re.Pattern[str], refusal: re.Pattern[str]) -> bool:
    return any(not refusal.search(words[: match.start()]) for match in wish.finditer(words))
