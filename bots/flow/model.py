"""What a flow consists of: variables and steps, as parsed from its text. docs/flows.md explains each.

Types say what a key holds, for parsing, checking and the editor's forms: `Text` is by language, with
placeholders; `Expr` an expression; `Target` the name of a step; `Variable` the name of a variable.
"""

from typing import Annotated, Any, Union, get_args

from msgspec import Meta, Struct, field

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


class Say(Part, frozen=True, kw_only=True, tag_field="kind", tag="say"):
    """Says something and goes on."""

    text: Text
    next: Target
    note: str = ""


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


class Http(Part, frozen=True, kw_only=True, tag_field="kind", tag="http"):
    """Looks something up, or tells something, by HTTP. `result` fills variables from the JSON answer."""

    url: Template
    method: str = "GET"
    query: dict[str, Expr] = {}
    headers: dict[str, Template] = {}
    body: dict[str, Expr] | None = None
    timeout: Annotated[float, Meta(gt=0, le=10)] = 5.0
    result: dict[Variable, str] = {}
    next: Target
    missing: Target | None = None
    failed: Target
    note: str = ""


class Sql(Part, frozen=True, kw_only=True, tag_field="kind", tag="sql"):
    """Looks something up in a read-only database. Values are bound to `:names`, never put into the text."""

    database: str
    query: str
    values: dict[str, Expr] = {}
    timeout: Annotated[float, Meta(gt=0, le=10)] = 3.0
    result: dict[Variable, str] = {}
    rows: Variable | None = None
    next: Target
    missing: Target | None = None
    failed: Target
    note: str = ""


class Set(Part, frozen=True, kw_only=True, tag_field="kind", tag="set"):
    """Computes variables, in order."""

    values: dict[Variable, Expr]
    next: Target
    note: str = ""


class Case(Part, frozen=True, kw_only=True):
    """A way on when a condition holds."""

    when: Expr
    next: Target


class Branch(Part, frozen=True, kw_only=True, tag_field="kind", tag="branch"):
    """Goes on where the first condition holds, else at `otherwise`."""

    cases: Annotated[list[Case], Meta(min_length=1, max_length=50)]
    otherwise: Target
    note: str = ""


class Hours(Part, frozen=True, kw_only=True, tag_field="kind", tag="hours"):
    """Goes on by whether a calendar (or the conversation's queue) is open now."""

    calendar: str = ""
    open: Target
    closed: Target
    note: str = ""


class AskKnowledge(Asking, frozen=True, kw_only=True, tag_field="kind", tag="ask_knowledge"):
    """Answers a question from the articles: an expression's, else it asks for one with `text`."""

    text: Text = {}
    question: Expr | None = None
    answered: Target
    unanswered: Target


class CreateWork(Part, frozen=True, kw_only=True, tag_field="kind", tag="create_work"):
    """Opens a matter of its own for somebody to attend to; `reference` gets its number."""

    subject: Text
    queue: str | None = None
    skills: Skills = []
    priority: int = 0
    data: list[Variable] | None = None
    reference: Variable | None = None
    next: Target
    failed: Target
    note: str = ""


class FindWork(Part, frozen=True, kw_only=True, tag_field="kind", tag="find_work"):
    """Finds a matter by its number, if the data it was opened with match; `result` takes what is known."""

    reference: Expr
    match: dict[str, Expr]
    result: dict[Variable, str]
    next: Target
    missing: Target
    note: str = ""


class SendSms(Part, frozen=True, kw_only=True, tag_field="kind", tag="send_sms"):
    """Sends an SMS."""

    to: Expr
    text: Text
    entry_point: str | None = None
    next: Target
    failed: Target
    note: str = ""


class SendEmail(Part, frozen=True, kw_only=True, tag_field="kind", tag="send_email"):
    """Sends a mail."""

    to: Expr
    subject: Text
    text: Text
    entry_point: str | None = None
    next: Target
    failed: Target
    note: str = ""


class Queue(Part, frozen=True, kw_only=True, tag_field="kind", tag="queue"):
    """Hands over to a person, with everything collected."""

    queue: str | None = None
    skills: Skills = []
    reason: str = "flow"
    text: Text = {}
    note: str = ""


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


class Language(Part, frozen=True, kw_only=True, tag_field="kind", tag="language"):
    """Goes on in another language."""

    language: str
    next: Target
    note: str = ""


class Call(Part, frozen=True, kw_only=True, tag_field="kind", tag="call"):
    """Runs another flow; `give` sets its variables, `take` gets ours from it when it ends."""

    flow: str
    give: dict[str, Expr] = {}
    take: dict[Variable, str] = {}
    next: Target
    failed: Target
    note: str = ""


class Goto(Part, frozen=True, kw_only=True, tag_field="kind", tag="goto"):
    """Goes on elsewhere."""

    next: Target
    note: str = ""


class End(Part, frozen=True, kw_only=True, tag_field="kind", tag="end"):
    """Ends the flow: back to the flow that called it or the agent who sent the customer; else good-bye.

    `text` is not said when a flow that called this one goes on. `close` False leaves the conversation
    open; what the customer writes next begins the flow anew.
    """

    text: Text = {}
    close: bool = True
    note: str = ""


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
