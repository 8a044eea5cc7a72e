"""The knowledge bot's turns."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from bots.knowledge.answering import Answering, Decision, Result
from bots.knowledge.inquiry import Finding, Inquiry
from bots.knowledge.memory import Memory, Topic
from bots.knowledge.phrasing.model import Phrased
from bots.knowledge.phrasing.phraser import Phraser
from bots.knowledge.phrasing.wording import Wording
from bots.knowledge.picking import NONE, picked
from bots.knowledge.smalltalk import Kind, emotion, small_talk
from bots.language import language_of
from bots.phrases import phrase
from hub.core.bots import PERSON, Handoff, Say, Turn, TurnInput
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Choice, Citation

NAME = "knowledge"
ARTICLE = "article:"
"""Choices that name an article have this before its id."""

CHOICES = 3
Told = tuple[Result, Phrased | None]
"""What answers, and a language model's words for it where there are any."""
QUOTED_CHARS = 120
"""Characters of a customer's question that are repeated to them."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~&])")


class KnowledgeBot:
    """Answers from published articles above the threshold, and says so when it does not know."""

    name = NAME

    def __init__(self, answering: Answering, phraser: Phraser | None = None) -> None:
        """Take what finds answers, and who may put them into words that fit the question."""
        self._answering = answering
        self._wording = Wording(phraser, answering.body)
        self._inquiry = Inquiry(answering)

    async def take_turn(self, turn: TurnInput) -> Turn:
        """Answer one message of the customer."""
        memory = Memory.of(turn.memory.slots)
        language = language_of(turn.text, turn.language)
        if taken := self._taken(turn, memory):
            return await self._chosen(taken, turn, memory, turn.language or language)
        if not turn.text.strip():
            return _offer("files", memory, language)
        if kind := small_talk(turn.text) or emotion(turn.text):
            return _polite(kind, memory, language)
        is_mail = turn.channel is Channel.EMAIL
        found = await self._inquiry.look(turn.text, turn.language, memory.topics, careful=is_mail)
        if any(one.answer for one in found):
            return await self._answers(found, language, turn)
        return _no_answer(await self._heard(found[0], turn, memory), language)

    async def _heard(self, found: Finding, turn: TurnInput, memory: Memory) -> Finding:
        """Return what was found, or for words of the sound of a caller's: that is offered, never told."""
        restored = self._answering.restored(turn.text) if turn.channel is Channel.VOICE else turn.text
        if restored == turn.text:
            return found
        alike = await self._inquiry.look(restored, turn.language, memory.topics)
        if sure := next((one for one in alike if one.answer), None):
            return sure.in_doubt
        return found if _likely(found) else alike[0]

    def _taken(self, turn: TurnInput, memory: Memory) -> Sequence[str]:
        """Return the choices that were pressed, or typed in other words."""
        if turn.value.startswith(ARTICLE) or turn.value == NONE:
            return [turn.value]
        articles = [value for value in memory.choices if value.startswith(ARTICLE)]
        titles = {value: self._answering.title(value.removeprefix(ARTICLE)) for value in articles}
        return picked(turn.text, memory.choices, titles)

    async def _chosen(self, taken: Sequence[str], turn: TurnInput, memory: Memory, language: str) -> Turn:
        if PERSON in taken:
            return Turn(handoff=Handoff(reason="asked"))
        question = memory.question
        language = language_of(question, language)
        if NONE in taken:
            return _offer("none_of_these", Memory(), language, unanswered=question)
        asked = question or turn.text
        made = [await self._answering.result(value.removeprefix(ARTICLE), asked) for value in taken]
        results = [result for result in made if result]
        if not results:
            return _offer("withdrawn", Memory(), language)
        said = _told_all([(result, None) for result in results], language, turn.channel)
        topic = Topic(question=asked, article=results[-1].article, title=results[-1].title)
        # What else was on offer can still be chosen: "and the second?"
        left = memory.choices if len(results) == 1 else ()
        slots = Memory(topics=(topic,), choices=left).slots()
        return Turn(say=[Say(text=said)], citations=[_citation(one) for one in results], slots=slots)

    async def _answers(self, found: Sequence[Finding], language: str, turn: TurnInput) -> Turn:
        """Say what answers, one after the other; ask back about what is unclear, name what is unknown."""
        answers = [(one.answer, one.meant) for one in found if one.answer]
        worded = await self._wording.of(answers, language, turn)
        told = [(result, phrased) for (result, _), phrased in zip(answers, worded, strict=True)]
        text = _told_all(told, language, turn.channel)
        if len(found) == 1 and found[0].told_before:
            text = f"{phrase('once_more', language)}\n\n{text}"
        unclear = next((one for one in found if _likely(one)), None)
        unknown = [one.asked for one in found if not one.answer and one is not unclear]
        if unknown:
            text = f"{text}\n\n{_about('partly', unknown, language)}"
        topics = tuple(one.topic for one in reversed(found) if one.answer)
        memory, choices = Memory(topics=topics, offers_person=bool(unknown)), []
        if unclear:
            back = _which(_likely(unclear), unclear.topic, language)
            memory, choices = Memory.of(back.slots), back.choices
            text = "\n\n".join([text, _about("about", [unclear.asked], language), back.say[0].text])
        elif unknown:
            choices = [_person(language)]
        return Turn(
            say=[Say(text=text)],
            choices=choices,
            citations=[_citation(result, phrased) for result, phrased in told],
            slots=memory.slots(),
            unanswered=" ".join([*unknown, *([unclear.asked] if unclear else [])]),
        )


def _told_all(told: Sequence[Told], language: str, channel: Channel) -> str:
    """Return one text of all answers, each under its title where there are several."""
    if len(told) == 1:
        return _told(told[0], language, channel)
    parts: list[str] = []
    for one in told:
        parts += [f"**{one[0].title}**", _told(one, language, channel)]
    return "\n\n".join(parts)


def _told(told: Told, language: str, channel: Channel) -> str:
    """Return what is said of an article: the one place where a passage becomes words."""
    result, phrased = told
    said = phrased.text if phrased else result.said(channel)
    return f"{phrase('other_language', language)}\n\n{said}" if result.language != language else said


def _no_answer(found: Finding, language: str) -> Turn:
    """Ask which article is meant, where some are worth it; else admit not to know."""
    if found.nothing_more:
        return _offer("nothing_more", Memory(), language, unanswered=found.meant)
    if likely := _likely(found):
        return _which(likely, found.topic, found.verdict.language)
    return _offer("no_answer", Memory(), language)


def _likely(found: Finding) -> Sequence[Result]:
    """Return the articles that may be meant, where it is worth asking."""
    return found.verdict.likely[:CHOICES] if found.verdict.decision is Decision.CHOICES else ()


def _which(likely: Sequence[Result], topic: Topic, language: str) -> Turn:
    """Offer what is likely meant; of a single article it is asked whether it is."""
    if len(likely) == 1:
        text = phrase("did_you_mean_one", language).format(title=likely[0].title)
        labels = [phrase("yes", language)]
        none = phrase("no", language)
    else:
        text, labels = phrase("did_you_mean", language), [result.title for result in likely]
        none = phrase("none", language)
    articles = [
        Choice(label=label, value=ARTICLE + result.article)
        for label, result in zip(labels, likely, strict=True)
    ]
    choices = [*articles, Choice(label=none, value=NONE), _person(language)]
    memory = Memory(topics=(topic,), choices=tuple(choice.value for choice in choices))
    return Turn(say=[Say(text=text)], choices=choices, slots=memory.slots(), unanswered=topic.question)


def _polite(kind: Kind, memory: Memory, language: str) -> Turn:
    if kind is Kind.YES and memory.offers_person:
        return Turn(handoff=Handoff(reason="asked"))
    if kind in {Kind.YES, Kind.NO}:
        kind = Kind.WHICH if kind is Kind.YES and memory.choices else Kind.ALL_RIGHT
    offers = kind in {Kind.ABUSE, Kind.UNCLEAR}
    later = memory.later(offers_person=offers)
    if kind is Kind.WHICH:
        later = replace(later, choices=memory.choices)
    return Turn(
        say=[Say(text=phrase(kind.value, language))],
        choices=[_person(language)] if offers else [],
        slots=later.slots(),
        end=kind is Kind.GOODBYE,
    )


def _offer(key: str, memory: Memory, language: str, *, unanswered: str = "") -> Turn:
    """Admit not to know and offer a person; how often in a row, the runner's limits say."""
    return Turn(
        say=[Say(text=phrase(key, language))],
        choices=[_person(language)],
        slots=memory.later(offers_person=True).slots(),
        missed=True,
        unanswered=unanswered,
    )


def _about(key: str, questions: Sequence[str], language: str) -> str:
    """Return a phrase that names questions in the customer's words, which are no Markdown of ours."""
    shown = [" ".join(question.split())[:QUOTED_CHARS].rstrip(" ?？。.!") for question in questions]
    named = phrase("between", language).join("“" + _MARKDOWN.sub(r"\\\1", one) + "”" for one in shown)
    return phrase(key, language).format(questions=named)


def _citation(result: Result, phrased: Phrased | None = None) -> Citation:
    return Citation(
        article=result.article,
        revision=result.revision,
        title=result.title,
        phrased=phrased.model if phrased else "",
    )


def _person(language: str) -> Choice:
    return Choice(label=phrase("person", language), value=PERSON)
