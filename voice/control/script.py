"""Messages as they are said on the phone: the words, the choices with their keys, what to listen for."""

from hub.core.models.conversations import AuthorKind, Choice, Message
from hub.core.spoken import spoken
from voice.orders import Listen

NOTICES = {
    "en": {
        "waiting": "One moment please. I am connecting you with a colleague.",
        "agent_joined": "{name} is with you now.",
    },
    "zh": {
        "waiting": "请稍候，正在为您转接人工服务。",
        "agent_joined": "{name} 为您服务。",
    },
}
SAID = "said:"
"""How the `external_id` of a message begins that was said in the call, by a person."""
MOST_KEYS = 20
"""Keys of an answer that is no choice: an order's or a card's number, ended by # or by a pause."""
MENU = {"en": "For {label}, press {key}.", "zh": "{label}，请按 {key}。"}


def said_of(message: Message, language: str) -> str:
    """Return what is said for a message; nothing for lines that callers need not hear."""
    if message.notice:
        line = NOTICES.get(language, NOTICES["en"]).get(message.notice, "")
        return line.format_map({"name": "", **message.notice_vars})
    text = spoken(message.text, language) if message.format == "markdown" else message.text
    lines = [text, *(menu_line(choice, number, language) for number, choice in enumerate(message.choices, 1))]
    return "\n".join(line for line in lines if line)


def menu_line(choice: Choice, number: int, language: str) -> str:
    """Return how a choice is offered."""
    line = MENU.get(language, MENU["en"])
    return line.format(label=choice.label, key=choice.key or number)


def listen_for(message: Message) -> Listen:
    """Return what is expected after a message: a choice's key, or else as many as a number has."""
    words = [choice.label for choice in message.choices]
    return Listen(words=words, digits=1 if words else MOST_KEYS)


def is_for_caller(message: Message) -> bool:
    """Say whether the caller is to hear a message; what a person said in the call, they have heard."""
    if message.external_id.startswith(SAID):
        return False
    return message.direction.value == "outbound" and message.author.kind is not AuthorKind.CONTACT
