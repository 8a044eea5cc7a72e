"""The data packet: what a bot, a form or an agent knows of a matter, typed and labelled.

A packet is a list of fields with different names. It goes with a conversation both ways between bots and
agents; whoever gets it need not know who filled it.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from hub.core.records import Value

Scalar = str | int | float | bool | None


class FieldType(StrEnum):
    """What a value is, and so how it is asked for, checked and shown.

    Values are: a date as "2026-11-23", a phone number as E.164, an amount as a number with its currency in
    `unit`, a choice as the value of what was chosen.
    """

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    AMOUNT = "amount"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Field(Value, frozen=True, kw_only=True):
    """One value of a data packet; None means that it is not known (yet).

    `label` is by language; without any, `name` is shown. `shown` is how a value is said to people where
    that differs, by language (a choice's label). A `secret` has no value in packets: it only says that
    the flow knows it.
    """

    name: str
    label: dict[str, str] = {}
    type: FieldType = FieldType.TEXT
    value: Scalar = None
    unit: str = ""
    shown: dict[str, str] = {}
    secret: bool = False


class Frame(Value, frozen=True, kw_only=True):
    """A flow that waits for another one, and the step that called it."""

    flow: str
    version: int
    step: str
    variables: dict[str, Any] = {}


class FlowPlace(Value, frozen=True, kw_only=True):
    """Where a conversation stands in a flow. Opaque to everybody but bots.flow, which writes and reads it.

    `version` is the published one that the conversation began with; it stays on it. `variables` are JSON.
    `tries` counts failed answers to the present question, `stage` the questions of a step with several.
    `pins` are the versions of flows it may call, as these were published then.
    `ahead` are keys pressed for questions to come, `filled` variables whose questions need not be put;
    `data` is what the flows that wait for this one collected.
    """

    flow: str
    version: int
    step: str
    calls: list[Frame] = []
    variables: dict[str, Any] = {}
    language: str = ""
    tries: int = 0
    stage: int = 0
    asked: bool = False  # the question was put; the next message is its answer
    ahead: str = ""
    filled: list[str] = []
    data: list[Field] = []
    returns: bool = False  # an agent waits for the result
    pins: dict[str, int] = {}


class EntryKind(StrEnum):
    """How a bot comes to its turn when no customer wrote."""

    START = "start"  # it begins: a call was answered, a chat was opened
    RETURNED = "returned"  # an agent sent the customer (back) to it, with values


class Entry(Value, frozen=True, kw_only=True):
    """A turn that a bot owes without a message. `id` takes the message's place in ids derived from it.

    `agent` is who gets the customer and the result back, if anybody wants that.
    """

    id: str
    kind: EntryKind
    given: list[Field] = []
    by: str = ""
    agent: str | None = None


def merged(packet: Iterable[Field], newer: Iterable[Field]) -> list[Field]:
    """Return a packet with newer fields in the place of older ones of the same name."""
    fields = {field.name: field for field in packet}
    for field in newer:
        fields[field.name] = field
    return list(fields.values())
