"""Classifying a message by rules: which of them match, and what they say together.

Texts are compared without regard to case and width (NFKC, case-folded). Time is linear in the text for
each value, whatever the value is: nothing backtracks.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.rules import Comparison, Condition, Fact, Route, Rule
from hub.core.records import Value

MOST_PRIORITY = 1440
"""Minutes of head start that rules may give together."""
LOOKED_AT = 50_000
"""Characters of a text that conditions see; what follows is too far down to say what a mail is about."""


class Facts(Value, frozen=True, kw_only=True):
    """What is known of a message. Each fact has any number of texts, as it has names and addresses."""

    channel: Channel
    entry_point: str
    texts: Mapping[Fact, list[str]]


class Classified(Value, frozen=True, kw_only=True):
    """What the rules say of a message, and which of them had a say."""

    route: Route = Route()
    matched: list[Rule] = []


class Ruleset:
    """Rules made ready to be asked often."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [
            (rule, [_Test(condition) for condition in rule.conditions])
            for rule in sorted(rules, key=lambda rule: (rule.position, rule.id))
            if rule.active
        ]

    def concern(self, channel: Channel) -> bool:
        """Say whether any rule looks at messages of a channel."""
        return any(channel in rule.channels for rule, _ in self._rules)

    def classify(self, facts: Facts) -> Classified:
        """Ask the rules in order, up to a matching one that ends it."""
        ready: Mapping[Fact, list[str]] | None = None
        route, matched = Route(), []
        for rule, tests in self._rules:
            if not _concerns(rule, facts):
                continue
            ready = ready or _ready(facts)
            if _holds(rule, [test.holds(ready) for test in tests]):
                route = joined(route, rule.route)
                matched.append(rule)
                if rule.last:
                    break
        return Classified(route=route, matched=matched)


def classify(rules: Iterable[Rule], facts: Facts) -> Classified:
    """Say what the active rules make of a message."""
    return Ruleset(rules).classify(facts)


def held(rule: Rule, facts: Facts) -> tuple[bool, list[bool]]:
    """Say whether a rule matches, switched on or not, and which of its conditions hold."""
    ready = _ready(facts)
    conditions = [_Test(condition).holds(ready) for condition in rule.conditions]
    return _concerns(rule, facts) and _holds(rule, conditions), conditions


def joined(first: Route, then: Route) -> Route:
    """Return what two say together: the first is not overruled; skills, tags and head starts add up."""
    skills = {one.skill for one in first.skills}
    priority = first.priority + then.priority
    return replace(
        first,
        queue=first.queue or then.queue,
        skills=[*first.skills, *(one for one in then.skills if one.skill not in skills)],
        priority=max(-MOST_PRIORITY, min(MOST_PRIORITY, priority)),
        tags=list(dict.fromkeys([*first.tags, *then.tags])),
        bot=then.bot if first.bot is None else first.bot,
        reply=first.reply or then.reply,
    )


class _Test:
    """A condition with its values made ready."""

    def __init__(self, condition: Condition) -> None:
        self._condition = condition
        self._values = [folded(value) for value in condition.values]
        is_like = condition.how is Comparison.LIKE
        self._patterns = [_Pattern(value) for value in self._values] if is_like else []

    def holds(self, ready: Mapping[Fact, list[str]]) -> bool:
        texts = ready.get(self._condition.fact, [])
        if not self._values:  # of AUTOMATIC: in any way
            return bool(texts) is not self._condition.negated
        return any(self._compares(text) for text in texts) is not self._condition.negated

    def _compares(self, text: str) -> bool:
        match self._condition.how:
            case Comparison.CONTAINS:
                return any(value in text for value in self._values)
            case Comparison.EQUALS:
                return text in self._values
            case Comparison.BEGINS:
                return text.startswith(tuple(self._values))
            case Comparison.LIKE:
                return any(pattern.matches(text) for pattern in self._patterns)


class _Pattern:
    """A text with * and ?. The pieces between the stars are looked for one after the other, never back."""

    def __init__(self, value: str) -> None:
        first, *more = value.split("*")
        self._first = _Piece(first)
        self._middle = [_Piece(piece) for piece in more[:-1] if piece]
        self._last = _Piece(more[-1]) if more else None

    def matches(self, text: str) -> bool:
        if not self._first.is_at(text, 0):
            return False
        if self._last is None:
            return len(text) == self._first.size
        at = self._first.size
        for piece in self._middle:
            at = piece.end_after(text, at)
            if at < 0:
                return False
        end = len(text) - self._last.size
        return end >= at and self._last.is_at(text, end)


class _Piece:
    """A part of a pattern of fixed length, in which ? stands for any character."""

    def __init__(self, text: str) -> None:
        self.size = len(text)
        self._text = text
        any_character = "".join("." if char == "?" else re.escape(char) for char in text)
        self._open = re.compile(any_character, re.DOTALL) if "?" in text else None

    def is_at(self, text: str, at: int) -> bool:
        if self._open is None:
            return text.startswith(self._text, at)
        return self._open.match(text, at) is not None

    def end_after(self, text: str, at: int) -> int:
        """Return where the first occurrence from `at` on ends, -1 if there is none."""
        if self._open is None:
            found = text.find(self._text, at)
            return found if found < 0 else found + self.size
        match = self._open.search(text, at)
        return match.end() if match else -1


def folded(text: str) -> str:
    """Return a text as it is compared: one space for any white space, no case, no width."""
    plain = unicodedata.normalize("NFKC", text[:LOOKED_AT]).casefold()
    return " ".join(plain.split())


def _ready(facts: Facts) -> Mapping[Fact, list[str]]:
    return {fact: [folded(text) for text in texts] for fact, texts in facts.texts.items()}


def _concerns(rule: Rule, facts: Facts) -> bool:
    return facts.channel in rule.channels and (
        not rule.entry_points or facts.entry_point in rule.entry_points
    )


def _holds(rule: Rule, conditions: Sequence[bool]) -> bool:
    """Say whether enough conditions hold; a rule without any never matches."""
    return any(conditions) if rule.any else bool(conditions) and all(conditions)
