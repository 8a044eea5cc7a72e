"""Reading a message: which questions are in it, and whether one needs what was said before.

It goes by the form of sentences only, so it proposes; whether a message is taken apart, what is found for
the parts decides (bots.knowledge.inquiry).
"""

import re
from collections.abc import Iterator, Sequence

from bots.knowledge.smalltalk import small_talk
from bots.knowledge.words import MUTED_SCALE, needs
from hub.core.records import Value

LONGEST = 600
"""Characters of a message that are read as one question; Chinese ones count twice."""

READ = 4000
"""Characters of a message that are looked at at all."""

CUT = 300
"""Characters of a sentence that is looked through for several questions."""

GREETINGS = 3
"""Greetings in a row that are left out."""

MOST = 3
"""Questions that are answered in one turn."""

SHORT = 60
"""Characters of a question that may rest on the one before; Chinese ones count threefold."""

_AUX = "do|does|did|can|could|will|would|should|may|must|shall|don't|doesn't|can't|won't"
_BE = "is|are|was|were|am|has|have|had|isn't|aren't"
_SUBJECT = (
    "i|you|we|they|it|he|she|there|this|that|these|those|the|my|your|our|any|anyone|someone|somebody|an?"
)
_WH = (
    r"how|what(?:'s)?|which|whose|why|where(?:'s)?|who(?:'s)?"
    rf"|when (?:{_AUX}|{_BE})|whether"
)
_INVERTED = rf"(?:{_AUX}) (?!be\b|not\b|have\b)\w+|(?:{_BE}) (?:{_SUBJECT})\b"
_LINKS = r"(?:(?:and|also|but|so|then|plus|or|please|well|ok|okay|by the way) )*"
_ASKS = re.compile(
    rf"(?:^|, ?){_LINKS}(?:(?:{_WH})\b|{_INVERTED}|(?:{_BE}) \w+"
    r"|(?:please )?(?:tell me|let me know|explain)\b"
    r"|(?:i|we)(?: would|'d)?(?: also| still| just)? (?:want|need|like|wish|wonder)\b)"
)
_CUT = re.compile(
    rf"(?:\s*[,;]\s*|\s+)(?:and also|and|also|plus|as well as|&|but)(?:,? (?:also|please))? "
    rf"(?=(?:{_WH}|if i|if you|i(?: would|'d)?(?: also)? (?:want|need|like) to know)\b|{_INVERTED})"
    rf"|\s*,\s*(?=(?:{_WH})\b|(?:{_AUX}) (?:{_SUBJECT})\b)",
    re.IGNORECASE,
)

_ZH_ASKS = re.compile(
    r"吗|么|呢|嘛|怎么|怎样|如何|多久|多少|多长|多大|几(?=[天个点时次折期元块周月年号])|哪|什么|啥|谁|为何"
    r"|是否|能不能|可不可以|可否|能否|有没有|是不是|会不会|要不要|用不用|行不行|好不好"
    r"|^(?:另外|还有|顺便|以及)?[，,]?(?:我|我们)?(?:还|也)?(?:想|要|想要|需要)|帮我|告诉我|请问"
)
_ZH_CUT = re.compile(
    r"(?:[，,、]|\s+|(?=还有|另外|以及|顺便))"
    r"(?:(?:还有|另外|以及|顺便(?:问一下|问下)?|并且|而且|同时|再问一下|然后)(?:就是)?[，,、]?)?"
)
_ZH_ALTERNATIVE = re.compile(r"(?:还是|或者|或是|是不是|对吗|对吧|是吗|好吗|行吗|可以吗)")

_SENTENCE = re.compile(r".+?(?:[?!。！？；\n]+|[.;](?=\s|$)|$)", re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff]")
_OPENING = re.compile(r"^\s*([^,，、~:：]{1,40})[,，、~:：]+\s*(\S.*)$", re.DOTALL)
_QUOTED = re.compile(r"^[ \t]*(?:>|&gt;)")
_BELOW = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:Original Message|Forwarded message|原始邮件|转发的邮件).*|-- ?"
    r"|On .{4,80} wrote:|在.{4,80}写道[：:]|发件人[：:].*|From: .*|_{10,})[ \t]*$",
    re.IGNORECASE,
)

_LEAD = re.compile(
    r"^\s*(?:(?:and|also|but|so|or|then|ok(?:ay)?|well|what about|how about|what if it(?:'s| is))\b[\s,]*)+"
    r"|^\s*(?:(?:那么?|还有|另外|然后|那要是|要是|如果是|换成|或者|而)[，,、]?)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s*(?:then|too|as well|though|instead))?[\s?!.。？！]*$|呢?[\s?!.。？！]*$", re.IGNORECASE
)
_POINTS = re.compile(
    r"\b(?:it|its|that|this|they|them|their|those|these|one|ones|there|same)\b"
    r"|它|他们?|她|这|那(?!么?多)|该|同样|一样|其中",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"(?:and(?! then)|also|plus|another question|one more thing)\b|另外|还有|顺便", re.IGNORECASE
)
_SAME = re.compile(r"\bsame\b|同样|一样", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"^\s*(?:if|when (?!(?:{_AUX}|{_BE})\b)\w+|once|after|since|unless|because)\b"
    r"|^\s*(?:如果|要是|假如|当|因为)",
    re.IGNORECASE,
)

_OF_ANYTHING = frozenset({"cost", "price", "fee", "charg", "free", "expens", "wait", "take"}) | frozenset(
    {"钱", "免费", "费用", "收费", "价格", "贵", "等", "要钱", "那要"}
)
"""Words, as terms, that can be asked of anything: a question of them alone leaves open of what."""


class Part(Value, frozen=True, kw_only=True):
    """One question of a message, with the statements it stands beside."""

    text: str
    context: str = ""


def core(text: str) -> str:
    """Return a message without what it quotes and without politeness around it, if anything is left."""
    own = "\n".join(_own_lines(text)) or text
    kept = [rest for sentence in _sentences(own[:READ]) if (rest := _impolite(sentence))]
    return " ".join(" ".join(kept).split()) or " ".join(text[:READ].split())


def parts(text: str) -> Sequence[Part]:
    """Return the questions of a message, in order; where it is not long, one is the message itself."""
    found: list[Part] = []
    said: list[str] = []  # statements since the last question
    for piece in (piece for sentence in _sentences(text) for piece in _pieces(sentence)):
        adds = bool(_ADDS.match(piece))
        if adds and said and needs(" ".join(said)):
            found.append(Part(text=" ".join(said)))  # "I lost my key. Also, ...": a matter of its own
            said = []
        if adds or _asks(piece):
            found.append(Part(text=piece, context=" ".join([*said, piece]) if said else ""))
            said = []
        else:
            said.append(piece)
    if found and said:
        last = found[-1]
        found[-1] = Part(text=last.text, context=" ".join([last.context or last.text, *said]))
    found = list({part.text: part for part in found}.values())  # who asks twice gets one answer
    is_plain = len(found) < 2 and head(text) == text
    return [Part(text=text)] if is_plain or not found else found


def head(text: str) -> str:
    """Return as much of a text as is read as one question."""
    return text[:LONGEST] if len(_HAN.findall(text[:LONGEST])) < LONGEST // 4 else text[: LONGEST // 2]


def rests_on_more(text: str) -> bool:
    """Say whether a question is too short to be understood alone, or points at something said before."""
    if len(text) + 2 * len(_HAN.findall(text)) > SHORT:
        return False
    return points(text) or (not _asks(rest(text)) and len(_matters(text)) <= 2)


def points(text: str) -> bool:
    """Say whether a short question can mean nothing without what was said before ("how much is it?")."""
    own = len(_own_matters(text))
    return own <= 1 if _POINTS.search(rest(text)) else _asks(rest(text)) and not own


def names_matter(text: str) -> bool:
    """Say whether a question says what it is about, rather than only what is asked of it ("how much?")."""
    return bool(_own_matters(text))


def rest(text: str) -> str:
    """Return what a follow-up question adds: without "and", "what about", "那", "呢"."""
    return _TAIL.sub("", _LEAD.sub("", text, count=1), count=1).strip()


def matter(text: str) -> str:
    """Return a follow-up question without the words that point at what was said before."""
    return _POINTS.sub(" ", rest(text))


def _own_matters(text: str) -> list[str]:
    return [word for word in _matters(text) if word not in _OF_ANYTHING]


def _matters(text: str) -> list[str]:
    return [need.word for need in needs(_SAME.sub(" ", rest(text))) if need.scale > MUTED_SCALE]


def _own_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if _BELOW.match(line):
            return
        if not _QUOTED.match(line):
            yield line


def _sentences(text: str) -> list[str]:
    return [match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip(" \t\n.!。！")]


def _impolite(sentence: str) -> str:
    """Return a sentence without its greeting; nothing of one that is all politeness."""
    for _ in range(GREETINGS):
        if small_talk(sentence):
            return ""
        opening = _OPENING.match(sentence)
        if opening is None or not small_talk(opening[1]):
            break
        sentence = opening[2]
    return sentence


def _pieces(sentence: str) -> list[str]:
    """Cut a sentence where another question begins; nowhere else, and not what hangs on a condition."""
    if _CLAUSE.match(sentence) or len(sentence) > CUT:
        return [sentence]
    found: list[str] = []
    rest = sentence
    for cut in _cuts(sentence):
        left, right = sentence[len(sentence) - len(rest) : cut.start()], sentence[cut.end() :]
        if _stands(left) and _stands(right):
            found.append(left.strip(" ,，、"))
            rest = right
    return [*found, rest.strip()]


def _cuts(sentence: str) -> Iterator[re.Match[str]]:
    if not _HAN.search(sentence):
        yield from _CUT.finditer(sentence)
        return
    yield from (cut for cut in _ZH_CUT.finditer(sentence) if not _ZH_ALTERNATIVE.match(sentence, cut.end()))


def _stands(piece: str) -> bool:
    return _asks(piece) and bool(needs(piece))


def _asks(piece: str) -> bool:
    """Say whether a piece asks for something: by its mark, or by how it is built."""
    if piece.rstrip().endswith(("?", "？")):
        return True
    if _HAN.search(piece):
        return bool(_ZH_ASKS.search(piece))
    return bool(_ASKS.search(" ".join(piece.casefold().replace("\u2019", "'").split())))
