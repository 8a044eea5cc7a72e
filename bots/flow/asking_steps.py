"""The steps that wait for an answer, as written in a flow. docs/flows.md explains each."""

from typing import Annotated

from msgspec import Meta

from bots.flow.parts import Asking, Expr, MenuOption, Skills, Target, Text, Variable


class Menu(Asking, frozen=True, kw_only=True, tag_field="kind", tag="menu"):
    """Offers ways on, by button, key or word."""

    text: Text
    options: Annotated[list[MenuOption], Meta(min_length=1, max_length=20)]


class Collect(Asking, frozen=True, kw_only=True, tag_field="kind", tag="collect"):
    """Asks for the value of a variable, which says by its kind what counts as an answer."""

    variable: Variable
    text: Text
    next: Target
    optional: bool = False
    min: Expr | None = None
    max: Expr | None = None
    pattern: str = ""
    digits: Annotated[int, Meta(ge=1, le=32)] | None = None
    region: str = ""


class Confirm(Asking, frozen=True, kw_only=True, tag_field="kind", tag="confirm"):
    """Reads back what was understood and asks whether it is right. Without text, it lists the variables."""

    variables: list[Variable] = []
    text: Text = {}
    yes: Target
    no: Target


class AskKnowledge(Asking, frozen=True, kw_only=True, tag_field="kind", tag="ask_knowledge"):
    """Answers a question from the articles: an expression's, else it asks for one with `text`."""

    text: Text = {}
    question: Expr | None = None
    answered: Target
    unanswered: Target


class Voicemail(Asking, frozen=True, kw_only=True, tag_field="kind", tag="voicemail"):
    """Takes a message for people: spoken on the phone, written elsewhere."""

    text: Text
    variable: Variable
    queue: str | None = None
    next: Target


class Callback(Asking, frozen=True, kw_only=True, tag_field="kind", tag="callback"):
    """Promises a call: asks for the number, and when, unless these are known, and makes it work."""

    number: Variable
    text: Text
    when: Variable | None = None
    when_text: Text = {}
    queue: str | None = None
    skills: Skills = []
    reference: Variable | None = None
    next: Target


class Survey(Asking, frozen=True, kw_only=True, tag_field="kind", tag="survey"):
    """Asks how satisfied the customer is, 1 to 5, and what they would like to add; stores it as rating."""

    text: Text
    score: Variable
    comment: Variable | None = None
    comment_text: Text = {}
    next: Target
