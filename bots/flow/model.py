"""What a flow consists of: variables, steps and tests, as parsed from its text."""

from typing import Annotated, Any, Union, get_args

from msgspec import Meta, field

from bots.flow.asking_steps import AskKnowledge, Callback, Collect, Confirm, Menu, Survey, Voicemail
from bots.flow.doing_steps import (
    Branch,
    Call,
    Case,
    CreateWork,
    End,
    FindWork,
    Goto,
    Hours,
    Http,
    Language,
    Queue,
    Say,
    SendEmail,
    SendSms,
    Set,
    Sql,
)
from bots.flow.parts import Asking, MenuOption, Option, Part, Target, Text, VariableSpec

__all__ = [
    "AskKnowledge",
    "Asking",
    "Branch",
    "Call",
    "Callback",
    "Case",
    "Collect",
    "Confirm",
    "CreateWork",
    "End",
    "FindWork",
    "Flow",
    "Goto",
    "Hours",
    "Http",
    "KINDS",
    "Language",
    "Menu",
    "MenuOption",
    "Option",
    "Part",
    "Queue",
    "Say",
    "SendEmail",
    "SendSms",
    "Set",
    "Sql",
    "Step",
    "Survey",
    "TestCase",
    "TestTurn",
    "VariableSpec",
    "Voicemail",
    "kind_of",
]


Step = Union[  # noqa: UP007 - msgspec and get_args want it as a union of types
    Say,
    Menu,
    Collect,
    Confirm,
    Http,
    Sql,
    Set,
    Branch,
    Hours,
    AskKnowledge,
    CreateWork,
    FindWork,
    SendSms,
    SendEmail,
    Queue,
    Voicemail,
    Callback,
    Survey,
    Language,
    Call,
    Goto,
    End,
]
KINDS: dict[str, type[Part]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Step)}


class TestTurn(Part, frozen=True, kw_only=True):
    """What a test's customer writes, and what must (not) be in what is said then."""

    user: str = ""
    says: list[str] = []
    says_not: list[str] = []


class TestCase(Part, frozen=True, kw_only=True):
    """A conversation that must go as written. `lookups` answer for outside services, by step."""

    name: str
    language: str = ""
    channel: str = "chat"
    at: str = "2026-11-23T10:00:00+00:00"
    given: dict[str, Any] = {}
    turns: Annotated[list[TestTurn], Meta(min_length=1, max_length=100)]
    lookups: dict[str, Any] = {}
    data: dict[str, Any] = {}
    ends: str = ""


class Flow(Part, frozen=True, kw_only=True):
    """A whole flow. `steps` are by name, in the order written."""

    title: Text
    languages: list[str] = field(default_factory=lambda: ["en", "zh"])
    timezone: str = "UTC"
    region: str = "DE"
    start: Target
    interrupt: bool = True
    variables: dict[str, VariableSpec] = {}
    steps: dict[str, Step]
    tests: list[TestCase] = []


def kind_of(step: Step) -> str:
    """Return the step's kind as written."""
    tag = type(step).__struct_config__.tag
    return str(tag)
