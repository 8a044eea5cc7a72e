"""The Rasa bot: Rasa leads the dialogue and fills forms; what is a question, the knowledge bot answers."""

import re
from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from bots.knowledge.bot import ARTICLE
from bots.knowledge.picking import NONE
from bots.language import language_of
from bots.rasa.client import Rasa
from bots.rasa.wire import Answer, Ask, Command, Part
from hub.core.bots import PERSON, Bot, Handoff, Say, Turn, TurnInput, TurnKind
from hub.core.models.conversations import Choice
from hub.core.models.data import Field
from hub.core.models.work import Requirement

NAME = "rasa"
GREET = "/greet"
"""The payload that begins a dialogue nobody has said anything in."""

SEGMENT, LANGUAGE, LOOP = "rasa_segment", "rasa_language", "rasa_loop"
"""What is kept between turns: which stretch of the conversation, whose model, which form."""


class RasaBot:
    """Takes its turns by asking Rasa. Raises what the guards turn into a handoff when Rasa fails."""

    name = NAME

    def __init__(self, rasa: Rasa, knowledge: Bot, tenant: str) -> None:
        self._rasa = rasa
        self._knowledge = knowledge
        self._tenant = tenant

    async def take_turn(self, turn: TurnInput) -> Turn:
        """Answer one message of the customer."""
        if turn.value.startswith(ARTICLE) or turn.value == NONE:
            return _kept(await self._knowledge.take_turn(turn), turn.memory.slots)
        ask = self._ask(turn)
        answer = await self._rasa.take(ask)
        if self._is_yes_to_person(turn, answer):
            return Turn(handoff=Handoff(reason="asked"))
        own = {SEGMENT: _segment(turn), LANGUAGE: ask.language, LOOP: answer.loop}
        return await self._turn(turn, answer, own)

    def _ask(self, turn: TurnInput) -> Ask:
        slots = turn.memory.slots
        segment = _segment(turn)
        goes_on = slots.get(SEGMENT) == segment
        in_form = goes_on and bool(slots.get(LOOP))
        language = slots[LANGUAGE] if in_form else language_of(turn.text, turn.language)
        begins = turn.kind is not TurnKind.MESSAGE
        return Ask(
            sender=sender(self._tenant, turn.conversation, segment),
            message_id=turn.id,
            text=GREET if begins else turn.value or turn.text,
            pressed=begins or bool(turn.value),
            language=language,
            values={} if goes_on else {field.name: field.value for field in turn.given if not field.secret},
        )

    def _is_yes_to_person(self, turn: TurnInput, answer: Answer) -> bool:
        offered = turn.memory.slots.get("offered") == PERSON
        return offered and answer.intent == "affirm" and not answer.loop

    async def _turn(self, turn: TurnInput, answer: Answer, own: dict[str, str]) -> Turn:
        """Put the parts of an answer together; a question among them is answered where it stands."""
        made = Turn(slots=own, data=_data(answer))
        for part in answer.messages:
            command = part.custom if part.custom is not UNSET else Command()
            match command.hub:
                case "handoff":
                    made = replace(made, handoff=Handoff(reason=command.reason or "asked"))
                case "report":
                    made = replace(made, handoff=_report(command, own[LANGUAGE]), data=_fields(command, own))
                case "ask_knowledge":
                    made = _joined(made, await self._knowledge.take_turn(turn))
                case "end":
                    made = replace(made, end=True)
                case _:
                    made = _said(made, part)
        return made


def _segment(turn: TurnInput) -> str:
    """Return the number of the stretch: after a person had the conversation a new dialogue begins."""
    number = int(turn.memory.slots.get(SEGMENT, "0"))
    return str(number + 1 if turn.memory.handed_off or turn.kind is TurnKind.RETURNED else number)


def sender(tenant: str, conversation: str, segment: str) -> str:
    """Return what Rasa calls a stretch of a conversation: characters that its addresses can hold."""
    safe = re.sub(r"[^A-Za-z0-9._-]", "-", f"{tenant}.{conversation}")
    return f"{safe}.{segment}"


def _said(turn: Turn, part: Part) -> Turn:
    texts = [part.text or "", f"![]({part.image})" if part.image else ""]
    said = "\n\n".join(text for text in texts if text)
    choices = [Choice(label=button.title, value=button.payload) for button in part.buttons]
    say = [*turn.say, Say(text=said)] if said else turn.say
    return replace(turn, say=say, choices=[*turn.choices, *choices])


def _joined(turn: Turn, answered: Turn) -> Turn:
    """Return the turn with what the knowledge bot says in its place."""
    return replace(
        turn,
        say=[*turn.say, *answered.say],
        choices=[*turn.choices, *answered.choices],
        citations=[*turn.citations, *answered.citations],
        slots=answered.slots | turn.slots,
        missed=answered.missed,
        unanswered=answered.unanswered,
        handoff=turn.handoff or answered.handoff,
    )


def _kept(turn: Turn, slots: dict[str, str]) -> Turn:
    own = {name: slots[name] for name in (SEGMENT, LANGUAGE, LOOP) if name in slots}
    return replace(turn, slots=turn.slots | own)


def _data(answer: Answer) -> list[Field]:
    """Return what Rasa has collected so far."""
    return [
        Field(name=name, value=value)
        for name, value in answer.slots.items()
        if isinstance(value, str | int | float | bool)
    ]


def _fields(command: Command, own: dict[str, str]) -> list[Field]:
    return [
        Field(
            name=field.name,
            label={own[LANGUAGE]: field.label} if field.label else {},
            type=field.type,
            value=field.value,
        )
        for field in command.fields
    ]


def _report(command: Command, language: str) -> Handoff:
    return Handoff(
        reason=command.reason or "report",
        skills=[Requirement(skill=skill) for skill in _unique(command.skills)],
        data=_fields(command, {LANGUAGE: language}),
    )


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
