"""The knowledge bot's turns."""

from bots.knowledge.answering import Answering, Decision, Result, Verdict
from bots.knowledge.smalltalk import Kind, small_talk
from bots.language import language_of
from bots.phrases import phrase
from hub.core.bots import PERSON, Handoff, Say, Turn, TurnInput
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Choice, Citation

NAME = "knowledge"
ARTICLE = "article:"
"""Choices that name an article have this before its id."""

CHOICES = 3


class KnowledgeBot:
    """Answers from published articles above the threshold, and says so when it does not know."""

    name = NAME

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def take_turn(self, turn: TurnInput) -> Turn:
        """Answer one message of the customer."""
        language = language_of(turn.text, turn.language)
        if turn.value.startswith(ARTICLE):
            return await self._chosen(turn, turn.language or language)
        if not turn.text.strip():
            return _offer("files", turn, language)
        if kind := small_talk(turn.text):
            return _polite(kind, turn, language)
        verdict = await self._answering.decide(turn.text, turn.language)
        match verdict.decision:
            case Decision.ANSWER:
                return await self._answer(verdict.results[0], turn.text, language, turn.channel)
            case Decision.CHOICES:
                return _choices(verdict, turn.text)
            case Decision.NONE:
                return _offer("no_answer", turn, language)

    async def _chosen(self, turn: TurnInput, language: str) -> Turn:
        question = turn.memory.slots.get("question", turn.text)
        result = await self._answering.result(turn.value.removeprefix(ARTICLE), question)
        return (
            await self._answer(result, question, language_of(question, language), turn.channel)
            if result
            else _offer("withdrawn", turn, language)
        )

    async def _answer(self, result: Result, question: str, language: str, channel: Channel) -> Turn:
        text = await self._told(result, question, language, channel)
        citation = Citation(article=result.article, revision=result.revision, title=result.title)
        return Turn(say=[Say(text=text)], citations=[citation])

    async def _told(self, result: Result, question: str, language: str, channel: Channel) -> str:
        """Return what is said of an article to a question: the one place where a passage becomes words."""
        said = result.said(channel)
        return f"{phrase('other_language', language)}\n\n{said}" if result.language != language else said


def _choices(verdict: Verdict, question: str) -> Turn:
    likely = verdict.likely[:CHOICES]
    choices = [Choice(label=result.title, value=ARTICLE + result.article) for result in likely]
    return Turn(
        say=[Say(text=phrase("did_you_mean", verdict.language))],
        choices=[*choices, _person(verdict.language)],
        slots={"question": question},
    )


def _polite(kind: Kind, turn: TurnInput, language: str) -> Turn:
    offered = turn.memory.slots.get("offered") == PERSON
    if kind is Kind.YES and offered:
        return Turn(handoff=Handoff(reason="asked"))
    if kind in {Kind.YES, Kind.NO}:
        return Turn(say=[Say(text=phrase("all_right", language))])
    return Turn(say=[Say(text=phrase(kind.value, language))], end=kind is Kind.GOODBYE)


def _offer(key: str, turn: TurnInput, language: str) -> Turn:
    """Admit not to know and offer a person; how often in a row, the runner's limits say."""
    return Turn(
        say=[Say(text=phrase(key, language))],
        choices=[_person(language)],
        slots={"offered": PERSON},
        missed=True,
    )


def _person(language: str) -> Choice:
    return Choice(label=phrase("person", language), value=PERSON)
