"""What the person who takes over is told: what was asked, what was answered, why it was handed off."""

from hub.core.bots import Handoff
from hub.core.models.conversations import AuthorKind, Direction, Message

LINES = 8
LINE_CHARS = 200

_WHY = {
    "asked": "the customer asked for a person",
    "no_answer": "the bot had no answer",
    "draft": "the bot left a draft to look at",
    "bot_failed": "the bot failed",
    "bot_timeout": "the bot took too long",
    "bot_loop": "the bot repeated itself",
    "turn_limit": "the bot had too many turns",
}


def handoff_summary(messages: list[Message], handoff: Handoff) -> str:
    """Return the note in Markdown, in the customer's own words; messages come oldest first."""
    asked = [_line(message.text) for message in messages if _is_customer(message)]
    answered = dict.fromkeys(
        f"{cited.title} (revision {cited.revision})" for message in messages for cited in message.citations
    )
    parts = [f"**Handed off:** {_WHY.get(handoff.reason, handoff.reason)}."]
    if handoff.summary:
        parts.append(handoff.summary)
    if asked:
        parts.append("**The customer wrote:**\n" + "\n".join(f"- {line}" for line in asked[-LINES:]))
    if answered:
        parts.append("**Answered from:**\n" + "\n".join(f"- {title}" for title in answered))
    if handoff.slots:
        parts.append("\n".join(f"- {name}: {_line(value)}" for name, value in handoff.slots.items()))
    return "\n\n".join(parts)


def _is_customer(message: Message) -> bool:
    spoke = message.author.kind is AuthorKind.CONTACT and message.direction is Direction.INBOUND
    return spoke and bool(message.text.strip())


def _line(text: str) -> str:
    """Return the customer's words on one line, with nothing in them taken as Markdown."""
    flat = " ".join(text.split())
    short = flat if len(flat) <= LINE_CHARS else flat[: LINE_CHARS - 1] + "…"
    return "".join("\\" + letter if letter in "\\`*_[]<>#|~" else letter for letter in short)
