"""What the definitions of steps are made of.

Types say what a key holds, for parsing, checking and the editor's forms: `Text` is by language, with
placeholders; `Expr` an expression; `Target` the name of a step; `Variable` the name of a variable.
"""

from typing import Annotated

from msgspec import Meta, Struct

from hub.core.models.data import FieldType
from hub.core.models.work import Requirement

Text = Annotated[dict[str, str], Meta(extra={"holds": "text"})]
Template = Annotated[str, Meta(extra={"holds": "template"})]
Expr = Annotated[str | int | float | bool, Meta(extra={"holds": "expression"})]
Target = Annotated[str, Meta(extra={"holds": "step"})]
Variable = Annotated[str, Meta(extra={"holds": "variable"})]
Skills = list[Requirement]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a flow's definition."""


class Option(Part, frozen=True, kw_only=True):
    """A choice: pressed by its key, chosen by its label, its place in the list, or any of its words."""

    value: str
    label: Text
    key: str = ""
    words: dict[str, list[str]] = {}


class MenuOption(Part, frozen=True, kw_only=True):
    """A way on from a menu."""

    label: Text
    next: Target
    key: str = ""
    words: dict[str, list[str]] = {}


class VariableSpec(Part, frozen=True, kw_only=True):
    """A value that the flow knows. `kind` None: anything that JSON can say, as look-ups bring it.

    Without a label it stays inside the flow; with one it goes with the data packet.
    """

    kind: FieldType | None = None
    label: Text = {}
    secret: bool = False
    initial: Expr | None = None
    choices: list[Option] = []
    unit: str = ""


class Asking(Part, frozen=True, kw_only=True):
    """What all steps that wait for an answer have in common."""

    note: str = ""
    retry: Text = {}
    tries: Annotated[int, Meta(ge=1, le=10)] = 3
    failed: Target | None = None
    interrupt: bool | None = None
