"""What a typed reply takes of the choices on offer: "2", "the second", "第一个", "yes", "none of these"."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from bots.knowledge.smalltalk import Kind, small_talk
from bots.knowledge.words import needs, terms

NONE = "none"
"""The value of the choice that says that none of the articles is meant."""

_NUMBERS = [
    {"1", "one", "first", "1st", "一"},
    {"2", "two", "second", "2nd", "二", "两"},
    {"3", "three", "third", "3rd", "三"},
    {"4", "four", "fourth", "4th", "四"},
    {"5", "five", "fifth", "5th", "五"},
]
_WORDS = "|".join(sorted(set().union(*_NUMBERS), key=len, reverse=True))
_ORDINAL = re.compile(
    r"(?:(?:and|also|now|then|the|number|no|option|choice|answer|i mean|i choose|it'?s|that'?s) ?|# ?)*"
    rf"({_WORDS})"
    r"(?: (?:one|option|choice|answer|please|thanks))*"
    rf"|(?:那|还有)?(?:我?(?:选择?|要|是|说的是|就))?第?({_WORDS})(?:个|项|条|号|种|点)?(?:吧|谢谢|呀|啊|呢)?"
)
_LAST = re.compile(r"(?:the )?(?:last|latter)(?: one)?(?: please)?|最后(?:一|那)?(?:个|项|条)?")
_ALL = re.compile(
    r"(?:both|all)(?: of (?:them|these|those))?(?: please)?|(?:两个|三个|全部|全)?都(?:要|是|想知道)|全部"
)
_NEITHER = re.compile(
    r"none|neither(?: of (?:them|these|those))?|none of (?:the|these|those|them|it)(?: above)?"
    r"|not? (?:these|those|any of (?:these|them|those))|something else"
    r"|(?:以上)?(?:全)?都不(?:是|对|行)|没有一个|以上没有|不对|其他(?:问题)?|别的(?:问题)?"
)
_NOISE = re.compile(r"[^\w\s#']|_")
_FEW = 4
"""Words that a reply has at most which names a choice by a part of its label."""


def picked(text: str, offered: Sequence[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return the values a reply takes of those on offer; none when it is something else.

    `offered` are values in the order they were shown, `labels` the titles of those that are articles.
    """
    words = " ".join(_NOISE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())
    articles = [value for value in offered if value in labels]
    if not articles or not words:
        return ()
    if number := _ORDINAL.fullmatch(words):
        at = next(at for at, names in enumerate(_NUMBERS) if (number[1] or number[2]) in names)
        return tuple(offered[at : at + 1])
    if _LAST.fullmatch(words):
        return (articles[-1],)
    if _ALL.fullmatch(words):
        return tuple(articles)
    kind = small_talk(text)
    if _NEITHER.fullmatch(words) or kind is Kind.NO:
        return (NONE,)
    if kind is Kind.YES:
        return tuple(articles) if len(articles) == 1 else ()
    return _named(text, articles, labels)


def _named(text: str, articles: Sequence[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return the one choice whose label has all words of a short reply ("the delivery one")."""
    asked = needs(text)
    if not 0 < len(asked) <= _FEW:
        return ()
    own = {value: set(terms(labels[value])) for value in articles}
    fitting = [
        value
        for value in articles
        if all(any(term in own[value] for term, credit in need.terms if credit > 0.5) for need in asked)
    ]
    return tuple(fitting) if len(fitting) == 1 else ()
