"""Finding what a message asks for: each of its questions, and what a short one refers to.

What the form of the text proposes (bots.knowledge.questions) is tried; what is found decides. Nothing is
answered below the threshold that holds for any question.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from bots.knowledge.answering import WORTH, Answering, Decision, Result, Search, Verdict
from bots.knowledge.memory import Topic
from bots.knowledge.questions import (
    LONGEST,
    MOST,
    Part,
    core,
    head,
    matter,
    names_matter,
    parts,
    points,
    rest,
    rests_on_more,
)
from bots.knowledge.words import needs
from hub.core.records import Value

LONGEST_REST = 120
"""Characters of a question that what was said before may help to tell apart."""

NAMED = 2 * MOST
"""Questions of a message that are looked up or, beyond MOST, at least named."""

GAIN = 0.1
"""By so much must a follow-up question raise the confidence in an article that it is to be answered by."""

_PRICE_ASKED = re.compile(
    r"\b(?:how much|costs?|prices?|charged?|fees?|free|expensive)\b|多少钱?|免费|收费|费用|价格|要钱|钱|贵",
    re.IGNORECASE,
)
_PRICE_TOLD = re.compile(r"[£$€¥]\s?\d|\d\s?(?:元|块)|\bfree\b|免费|免运费|包邮", re.IGNORECASE)
_TIME_ASKED = re.compile(
    r"\bhow (?:long|soon|many days)\b|\bwhen\b|多久|几天|什么时候|多长时间", re.IGNORECASE
)
_TIME_TOLD = re.compile(
    r"\d\W{0,4}(?:working )?(?:days?|weeks?|hours?|months?|years?)\b|\d\s*(?:天|个?工作日|小时|周|年|个月)"
)


class Finding(Value, frozen=True, kw_only=True):
    """What was found for one question.

    `asked` are the customer's words, `meant` the question they were taken for. `told_before` says that the
    answer was told just before, `nothing_more` that the article told just before says nothing of this.
    """

    asked: str
    meant: str
    verdict: Verdict
    told_before: bool = False
    nothing_more: bool = False

    @property
    def answer(self) -> Result | None:
        """The article that answers, if one surely does."""
        return self.verdict.results[0] if self.verdict.decision is Decision.ANSWER else None

    @property
    def in_doubt(self) -> "Finding":
        """The same, but what would be answered is only offered."""
        return replace(self, verdict=replace(self.verdict, decision=Decision.CHOICES))

    @property
    def topic(self) -> Topic:
        """What the talk is about after this."""
        found = self.answer
        if found is None:
            return Topic(question=self.meant)
        # What a question meant only beside another one is remembered by what was told for it.
        question = self.meant if self.meant == self.asked else found.title
        return Topic(question=question, article=found.article, title=found.title)


class Inquiry:
    """Asks the published articles about whole messages."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def look(
        self, message: str, language: str, topics: Sequence[Topic] = (), *, careful: bool = False
    ) -> Sequence[Finding]:
        """Return what was found: of several questions those with an answer, then those without, else one.

        `topics` are what was talked about, last first. Of the questions beyond the first three, three more
        are returned, as not found. To be `careful`, a part is answered only where the whole message would be:
        nobody can ask back, and what else was said must not be passed over.
        """
        text = core(message)
        if careful and not (whole := await self._one(head(text), language, topics)).answer:
            return [whole]
        asked = parts(text)
        if asked[0].text != text:
            found = await self._several(asked, text, language, topics)
            if found:
                return found
        return [await self._one(head(text), language, topics)]

    async def _several(
        self, asked: Sequence[Part], text: str, language: str, topics: Sequence[Topic]
    ) -> Sequence[Finding]:
        """Return what was found for the parts; nothing where the message is rather one question."""
        found: list[Finding] = []
        for part in asked[:MOST]:
            found.append(await self._part(part, language, topics))
            topics = [found[-1].topic]
        answered = list({one.answer.article: one for one in reversed(found) if one.answer}.values())[::-1]
        open_ones = [one for one in found if one.answer is None]
        beyond = asked[MOST:NAMED]
        open_ones += [Finding(asked=part.text, meant=part.text, verdict=_NOTHING) for part in beyond]
        if len(answered) == 1:
            whole = (await self._one(head(text), language, ())).answer
            if whole and answered[0].answer and whole.article != answered[0].answer.article:
                return ()
            open_ones = [one for one in open_ones if _is_apart(one)]
        return [*answered, *open_ones] if answered else ()

    async def _part(self, part: Part, language: str, topics: Sequence[Topic]) -> Finding:
        found = await self._one(head(part.text), language, topics)
        if found.answer or not part.context:
            return found
        beside = await self._answering.decide(part.context[-LONGEST // 2 :], language)
        sure = beside.decision is Decision.ANSWER
        return Finding(asked=part.text, meant=part.context, verdict=beside) if sure else found

    async def _one(self, text: str, language: str, topics: Sequence[Topic]) -> Finding:
        alone = Finding(asked=text, meant=text, verdict=await self._answering.decide(text, language))
        if alone.answer and not points(text):
            return alone
        found: list[Finding] = []
        for topic in topics:
            found.append(await self._beside(topic, alone, language))
            if found[-1].answer:
                return found[-1]
        return found[0] if found else alone

    async def _beside(self, topic: Topic, alone: Finding, language: str) -> Finding:
        """Return what a question means after a topic."""
        if not rests_on_more(alone.asked):
            return await self._told_apart(topic, alone, language)
        if topic.article:
            return await self._after(topic, alone, language)
        both = await self._together(topic.question, alone, language)
        return both if both.answer else alone

    async def _told_apart(self, topic: Topic, alone: Finding, language: str) -> Finding:
        """Let the topic decide between articles that a question of its own left open; it brings in none."""
        if alone.verdict.decision is not Decision.CHOICES or len(alone.asked) > LONGEST_REST:
            return alone
        likely = {one.article for one in alone.verdict.likely}
        other = await self._other(topic, alone, language)
        return other if other and other.answer and other.answer.article in likely else alone

    async def _after(self, topic: Topic, alone: Finding, language: str) -> Finding:
        """Return what a short question means after an article was told."""
        added = rest(alone.asked)
        again = await self._again(topic, alone)
        if again and self._speaks_of(topic.article, alone.asked):
            return again
        if other := await self._other(topic, alone, language):
            return other
        if again and _TIME_ASKED.search(added) and _TIME_TOLD.search(self._answering.body(topic.article)):
            return again
        if not points(alone.asked):
            return alone
        meant = f"{topic.question} {added}"
        return Finding(asked=alone.asked, meant=meant, verdict=_NOTHING, nothing_more=True)

    async def _other(self, topic: Topic, alone: Finding, language: str) -> Finding | None:
        """Return the article that answers in the light of the topic, the one just told left aside."""
        found: list[Finding] = []
        for said in dict.fromkeys((topic.question, topic.title)):
            one = await self._together(said, alone, language, without=topic.article)
            if one.answer:
                before = await self._answering.decide(said, language, without=topic.article)
                if self._is_due(one.answer, alone.asked, before):
                    found.append(one)
        return max(found, key=lambda one: one.verdict.results[0].score, default=None)

    def _is_due(self, answer: Result, asked: str, before: Verdict) -> bool:
        """Say whether an article was found for what was added, rather than for the topic `before` it.

        A question that names no matter of its own must get it from the topic.
        """
        known = next((one.score for one in before.results if one.article == answer.article), 0.0)
        if not names_matter(asked) and known < WORTH:
            return False
        return self._speaks_of(answer.article, asked) or answer.score > known + GAIN

    async def _together(self, said: str, alone: Finding, language: str, without: str = "") -> Finding:
        meant = f"{said} {rest(alone.asked)}"
        verdict = await self._answering.decide(meant, language, without=without)
        return Finding(asked=alone.asked, meant=meant, verdict=verdict)

    async def _again(self, topic: Topic, alone: Finding) -> Finding | None:
        """Return the article that was told, with its passage for the new question."""
        meant = f"{topic.question} {rest(alone.asked)}"
        result = await self._answering.result(topic.article, rest(alone.asked))
        if result is None:
            return None  # taken back meanwhile
        verdict = Verdict(
            decision=Decision.ANSWER,
            language=alone.verdict.language,
            search=alone.verdict.search,
            threshold=alone.verdict.threshold,
            suggest_threshold=alone.verdict.suggest_threshold,
            answerable=result.score,
            results=[result],
        )
        return Finding(asked=alone.asked, meant=meant, verdict=verdict, told_before=True)

    def _speaks_of(self, article: str, asked: str) -> bool:
        """Say whether an article mentions what was added; an amount is what a question of prices wants."""
        added = matter(asked)
        if _PRICE_ASKED.search(added) and _PRICE_TOLD.search(self._answering.body(article)):
            added = _PRICE_ASKED.sub(" ", added)
            if not needs(added):
                return True
        return self._answering.covers(article, added)


_NOTHING = Verdict(
    decision=Decision.NONE,
    language="",
    search=Search.WORDS,
    threshold=1.0,
    suggest_threshold=1.0,
    answerable=0.0,
)


def _is_apart(found: Finding) -> bool:
    """Say whether a question without an answer is one of its own, to be named beside the other's answer."""
    return bool(needs(found.asked)) and not rests_on_more(found.asked)
