"""What a bot's handoff says to the customer, and whom it asks for."""

from bots.language import language_of
from bots.phrases import handoff_line, phrase
from hub.core.bots import Handoff, TurnInput
from hub.services.bot_turns import HandOff
from hub.services.handoffs import RETURNED, Wanted


def hand_off_of(handoff: Handoff, turn: TurnInput, *, tell: bool = True) -> HandOff:
    """Return a handoff with its lines in the customer's language; without `tell` they hear nothing of it."""
    place = turn.memory.place
    language = language_of(turn.text, place.language if place and place.language else turn.language)
    agent = handoff.agent or turn.memory.agent
    reason = RETURNED if handoff.agent else handoff.reason
    return HandOff(
        wanted=Wanted(reason=reason, skills=handoff.skills, queue=handoff.queue, agent=agent),
        line=handoff_line(reason, language) if tell else "",
        closed=phrase("handoff_closed", language) if tell else "",
        summary=handoff.summary,
    )
