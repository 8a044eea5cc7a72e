"""What the hub and Rasa's channel (project/hub_channel.py) say to each other, as JSON."""

from typing import Any

from msgspec import UNSET, UnsetType

from hub.core.models.data import FieldType, Scalar
from hub.core.records import Value


class Ask(Value, frozen=True, kw_only=True):
    """One turn. `sender` is one segment of a conversation; of characters Rasa's addresses can hold.

    `pressed` says that `text` is the payload of a button Rasa offered, which alone may begin with "/".
    `values` are slots to set first.
    """

    sender: str
    message_id: str
    text: str
    pressed: bool = False
    language: str
    values: dict[str, Scalar] = {}
    metadata: dict[str, str] = {}


class Button(Value, frozen=True, kw_only=True):
    """A choice Rasa offers."""

    title: str
    payload: str


class ReportField(Value, frozen=True, kw_only=True):
    """One value of a complete form."""

    name: str
    label: str = ""
    type: FieldType = FieldType.TEXT
    value: Scalar = None


class Command(Value, frozen=True, kw_only=True):
    """What an action tells the hub: "handoff", "report", "ask_knowledge" or "end"."""

    hub: str = ""
    reason: str = ""
    skills: list[str] = []
    fields: list[ReportField] = []


class Part(Value, frozen=True, kw_only=True):
    """One element of an answer: words with or without buttons, a picture's address, or a command."""

    text: str | None = None
    buttons: list[Button] = []
    image: str | None = None
    attachment: Any = None
    custom: Command | UnsetType = UNSET


class Answer(Value, frozen=True, kw_only=True):
    """What Rasa said, and where its dialogue stands."""

    messages: list[Part]
    slots: dict[str, Any] = {}
    intent: str = ""
    confidence: float = 0.0
    loop: str = ""
    model: str = ""
