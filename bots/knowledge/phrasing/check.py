"""The check of a phrased answer: strict, made of words and figures, and able to say why.

It cannot prove that an answer means what the passages mean. It makes sure that nothing is in it that can be
seen not to come from them; whatever fails is not said (docs/knowledge.md has what it lets through).
"""

import re
from collections.abc import Iterator, Sequence

from bots.knowledge.phrasing import facts
from bots.knowledge.phrasing.evidence import (
    SAME,
    Evidence,
    Statement,
    clauses,
    content,
    credit,
    denies,
    evidence,
    parts,
    support,
)
from bots.knowledge.phrasing.mask import CODE, EMAIL, NUMBER
from bots.knowledge.phrasing.model import Checked, Fault, Flaw, Source
from bots.knowledge.phrasing.sentences import Sentence, cited_sentences, without_marks
from bots.knowledge.phrasing.wordlists import LISTS
from bots.knowledge.words import terms
from bots.language import language_of
from hub.core.text import markdown_tokens, plain

ENOUGH = 0.8
"""Of what a sentence is about, weighed, so much must be in the passages it cites. Measured: see the docs."""
LONGEST = 1200
"""Characters of an answer, whatever the passages have."""
MOST_SENTENCES = 12
NEAR = 0.85
"""Statements that share so much of the best one's words are looked at for what they deny."""
SPARE = 80

MONEY = frozenset({"pound", "euro", "dollar", "yuan"})
COST = frozenset(terms("cost 费用"))

UNSAID = ("<", "`", "\ufffd", EMAIL, NUMBER, CODE)
"""HTML, code, broken characters, and what stands for a masked part of the question."""

_BLOCKS = {"paragraph", "bullet_list", "ordered_list", "list_item"}
_INLINE = {"strong", "em", "link"}
ALLOWED = {f"{name}_{side}" for name in _BLOCKS | _INLINE for side in ("open", "close")} | {
    "inline",
    "text",
    "softbreak",
    "hardbreak",
}
"""Tokens of the Markdown that may be said."""


def check(
    answer: str, sources: Sequence[Source], question: str, language: str, longest: int = LONGEST
) -> Checked:
    """Hold an answer against its sources.

    `language` is the customer's, `longest` what the channel can take in characters.
    """
    text = without_marks(answer)
    findings = list(_form(text, sources, language, longest))
    sentences = cited_sentences(answer)
    by_number = {source.number: source for source in sources}
    least = 1.0
    for sentence in sentences:
        if not sentence.cited and _is_courtesy(sentence.text):
            continue
        named = [by_number[number] for number in sentence.cited if number in by_number]
        if not sentence.cited:
            findings.append(Flaw(fault=Fault.UNCITED, sentence=sentence.text))
        elif len(named) < len(sentence.cited):
            findings.append(Flaw(fault=Fault.UNKNOWN_SOURCE, sentence=sentence.text))
        if named:
            said = evidence(named)
            least = min([least, *(_backing(part, said) for part in parts(sentence.text) or [""])])
            findings += _sentence(sentence, said, question)
    if not any(number in by_number for one in sentences for number in one.cited):
        findings.append(Flaw(fault=Fault.UNCITED))
        least = 0.0
    return Checked(text=text, support=round(least, 3), findings=findings)


def _form(text: str, sources: Sequence[Source], language: str, longest: int) -> Iterator[Flaw]:
    room = min(LONGEST, longest, SPARE + sum(len(source.text) for source in sources) * 3 // 2)
    if len(text) > room:
        yield Flaw(fault=Fault.LENGTH, what=f"{len(text)} > {room}")
    if len(cited_sentences(text)) > MOST_SENTENCES:
        yield Flaw(fault=Fault.LENGTH)
    odd = next((one for one in _token_types(text) if one not in ALLOWED), "")
    if odd or any(mark in text for mark in UNSAID):
        yield Flaw(fault=Fault.MARKUP, what=odd)
    if language_of(plain(text), language) != language:
        yield Flaw(fault=Fault.LANGUAGE, what=language)


def _is_courtesy(sentence: str) -> bool:
    return LISTS.courtesy.fullmatch(sentence.strip(" .!,。！，")) is not None


def _token_types(text: str) -> Iterator[str]:
    for token in markdown_tokens(text):
        yield token.type
        yield from (part.type for part in token.children or [])


def _sentence(sentence: Sentence, said: Evidence, question: str) -> Iterator[Flaw]:
    text = sentence.text

    def wrong(fault: Fault, what: str) -> Flaw:
        return Flaw(fault=fault, sentence=text, what=what)

    yield from (wrong(Fault.NUMBER, one) for one in _unknown_figures(text, said))
    yield from (wrong(Fault.ADDRESS, one) for one in facts.addresses(text) if one not in said.addresses)
    yield from (wrong(Fault.CODE, one) for one in facts.codes(text) if one not in said.codes)
    yield from (wrong(Fault.NAME, one) for one in facts.names(text) if not _is_named(one, said))
    yield from (wrong(Fault.PROMISE, one) for one in _promises(text, said))
    asked = {need.word for need in content(question)}
    lacking = [need.word for need in content(text) if credit(need, said.terms) < SAME]
    yield from (wrong(Fault.ECHO, one) for one in lacking if one in asked)
    for part in parts(text):
        if _backing(part, said) < ENOUGH and not _unknown_figures(part, said):
            yield wrong(Fault.UNSUPPORTED, part.strip())
    said_parts = clauses(text)
    wholes = [] if len(said_parts) == 1 or any(denies(part) for part in said_parts) else [text]
    for part in [*said_parts, *wholes]:
        yield from (wrong(fault, what) for fault, what in _turned(part, said))


def _unknown_figures(text: str, said: Evidence) -> list[str]:
    """Return the figures that no passage has, each with its unit if it has one."""
    unknown = [one for one in facts.numbers(text) if one not in said.numbers]
    return [one for one in unknown if not any(other.startswith(f"{one} ") for other in unknown)]


def _is_named(name: str, said: Evidence) -> bool:
    low = name.casefold()
    return low in said.text or low.removesuffix("s") in said.words


def _backing(part: str, said: Evidence) -> float:
    """Return how much of a part the statement says that backs it best, among those with all its figures.

    What the title says already counts neither way, as every statement is about it; nor does "cost" beside
    an amount of money.
    """
    figures = frozenset(facts.numbers(part))
    wanted = content(part)
    if not wanted and not figures:
        return 0.0
    is_price = any(figure.rpartition(" ")[2] in MONEY for figure in figures)
    own = [
        need
        for need in wanted
        if credit(need, said.topic) < SAME and not (is_price and credit(need, COST) >= SAME)
    ]
    among = said.figures if figures else said.statements
    return max((support(own, one.terms) for one in among if figures <= one.numbers), default=0.0)


def _promises(text: str, said: Evidence) -> Iterator[str]:
    low = facts.narrow(text).casefold()
    words = set(re.findall(r"[a-z]+", low))
    for word in LISTS.promises:
        if (
            (word in words and word not in said.words)
            if word.isascii()
            else (word in low and word not in said.text)
        ):
            yield word


def _turned(clause: str, said: Evidence) -> Iterator[tuple[Fault, str]]:
    """Yield what turns the passages' meaning round, beside the statements that are nearest."""
    wanted = content(clause)
    ranked = [(support(wanted, one.terms), one) for one in said.clauses]
    best = max((score for score, _ in ranked), default=0.0)
    near = [one for score, one in ranked if best and score >= NEAR * best]
    if near and all(one.denies != denies(clause) for one in near):
        yield Fault.NEGATION, near[0].text
    for pair in LISTS.opposites:
        for word, other in (pair, pair[::-1]):
            if _has(clause, word) and not _has(clause, other) and _is_turned(near, word, other, said):
                yield Fault.OPPOSITE, word


def _is_turned(near: Sequence[Statement], word: str, other: str, said: Evidence) -> bool:
    """Say whether the passages say the other word only, or the statements that are nearest do."""
    if _has(said.text, other) and not _has(said.text, word):
        return True
    return bool(near) and all(_has(one.text, other) and not _has(one.text, word) for one in near)


def _has(text: str, word: str) -> bool:
    low = facts.narrow(text).casefold()
    return word in re.findall(r"[a-z]+", low) if word.isascii() else word in low
