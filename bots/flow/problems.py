"""What can be wrong with a flow: codes, which the desk's catalogues say in the reader's language.

A problem is a code and what fills it in; `SENTENCES` and `HINTS` are the same for programs and
logs. The catalogues have them under `flowProblem.` and `flowHint.`; a test holds the two together.
"""

import difflib
import re
from collections.abc import Iterable, Mapping

from hub.core.records import Value

MOST_NAMES = 30
"""So many names are listed where one of them is meant."""

SENTENCES: Mapping[str, str] = {
    # the text
    "too_long": "The flow is longer than {limit} characters. Make several of it.",
    "empty": "The flow is empty. Begin with a title, start and steps.",
    "no_yaml": "This is not valid YAML: {detail}.",
    "no_yaml_character": "This is not valid YAML: there is a character that it does not allow.",
    "yaml_second_value": "This is not valid YAML: one value too many, or a line that is indented too far.",
    "yaml_colon": "This is not valid YAML: a colon is missing after a key.",
    "yaml_bracket": "This is not valid YAML: a comma is missing, or a bracket is not closed.",
    "yaml_character": "This is not valid YAML: no text begins with this character without quotes.",
    "yaml_indent": "This is not valid YAML: the line is not indented like those around it.",
    "yaml_quote": "This is not valid YAML: a quote is not closed.",
    "anchor": "Anchors (&) and aliases (*) are not used in flows; put such a text in quotes.",
    "tag": "Tags (!) are not used in flows; put such a text in quotes.",
    "too_deep": "The flow is nested too deeply.",
    "key_no_word": "A key must be a word.",
    "key_twice": "{key} is there twice.",
    # its shape
    "no_keys": "A flow is written as keys with values: title, start, steps.",
    "variable_name": "'{name}' cannot be a variable's name: use small letters, digits and _.",
    "step_name": "'{name}' cannot be a step's name: use small letters, digits and _, such as ask_order.",
    "kind_missing": "It needs a kind.",
    "kind_unknown": "There is no kind '{name}'.",
    "key_unknown": "There is no key '{name}' here.",
    "key_missing": "{name} is missing.",
    "type_wrong": "Expected {wanted}, and it is {got}.",
    "at_least": "It must be at least {limit}.",
    "more_than": "It must be more than {limit}.",
    "at_most": "It must be at most {limit}.",
    "too_few": "At least {limit} are needed.",
    "too_many": "At most {limit} are possible.",
    "value_unknown": "'{name}' is not possible here.",
    "shape": "This cannot stand here: {detail}.",
    # its head and variables
    "no_languages": "Name at least one language, such as en.",
    "no_step": "There is no step '{name}'.",
    "no_zone": "'{name}' is no time zone; write one such as Europe/Berlin.",
    "name_taken": "{name} is there already; choose another name.",
    "choices_kind": "choices go with kind: choice, and only with it.",
    "value_twice": "The value '{name}' is there twice.",
    "no_variable": "There is no variable '{name}'.",
    "variable_unknown": "There is no variable '{name}'; declare it under variables, with its kind.",
    # texts and expressions
    "text_missing": "The text in {language} is missing.",
    "language_unknown": "'{name}' is not among the flow's languages.",
    "no_secret": "There is no secret '{name}'.",
    "secret_shown": "Secrets may stand in headers only, where nobody sees them.",
    "braces_open": "A {{ has no }}.",
    "no_function": "There is no function '{name}'.",
    "arguments": "{name} takes {least} values.",
    "arguments_range": "{name} takes {least} to {most} values.",
    "expression_too_long": "The expression '{expression}' is longer than {limit} characters.",
    "expression_too_deep": "In '{expression}': the expression is nested too deeply (character {at}).",
    "expression_unexpected": "In '{expression}': '{word}' was not expected here (character {at}).",
    "expression_ends": "In '{expression}': a value is missing (character {at}).",
    "expression_point": "In '{expression}': a name must follow the point (character {at}).",
    "expression_lacks": "In '{expression}': '{word}' is missing (character {at}).",
    "expression_if": (
        "In '{expression}': if takes a condition, what holds then, and what holds else (character {at})."
    ),
    "expression_sign": "In '{expression}': '{word}' has no meaning here (character {at}).",
    # kinds of steps
    "variable_kind": "The variable {name} must be of kind {kinds} for this.",
    "confirm_empty": "Say what is to be confirmed: text, or variables to read back.",
    "question_empty": "Give a question, or a text that asks for one.",
    "open_end": "A conversation that stays open needs a text.",
    "not_shown": "{name} has no kind, so it cannot be shown to people.",
    "no_queue": "There is no queue '{name}'.",
    "no_entry_point": "There is no entry point '{name}'.",
    "no_skill": "There is no skill '{name}'.",
    "no_calendar": "There is no calendar '{name}'.",
    "no_database": "There is no database '{name}'.",
    "no_flow": "There is no published flow '{name}'.",
    "key_digits": "A key is one to four digits; * and # have meanings of their own.",
    "key_taken": "The key {name} is taken by an option above.",
    "needs_kind": "{name} needs a kind, so that answers can be understood.",
    "text_only": "pattern and digits are for variables of kind text.",
    "bounds": "min and max are for numbers, amounts and dates.",
    "address": "Write an address that begins with https:// and a fixed host.",
    "no_method": "There is no method '{name}'.",
    "query_values": "Values are bound, never written into the query: use :name, and values.",
    "query_unbound": "The query's :{name} has no value.",
    "query_select": "Only SELECT is possible: the database is read-only.",
    # the whole
    "unreached": "Nothing leads here.",
    "endless": "This goes round without ever asking anything: {circle}.",
    "call_circle": "Flows call each other in a circle: {circle}.",
}
HINTS: Mapping[str, str] = {
    "close": "Did you mean {close}?",
    "known": "It may be one of {known}.",
    "quote_text": "Texts with commas, colons or brackets go in quotes.",
    "quote_value": "Put it in quotes.",
    "by_language": "Texts are written by language: {en: ..., zh: ...}.",
    "equals": "== compares.",
}
TYPES: Mapping[str, str] = {
    "text": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "keys": "keys with values",
    "list": "a list",
    "nothing": "nothing",
}
"""What `wanted` (several between "|") and `got` of `type_wrong` say; in the catalogues under `flowType.`."""
FAILURES: Mapping[str, str] = {
    "test_wrong": "The test itself is wrong: {detail}.",
    "test_offset": "at needs its offset, e.g. +00:00.",
    "over_before": "It was over before: {ended}.",
    "not_said": 'After "{user}": expected "{text}", and it said "{said}".',
    "said": 'After "{user}": "{text}" should not be said.',
    "data": "{name} should be {wanted}, and is {got}.",
    "ends": "It should end at {wanted}, and is at {got}.",
}
"""Why a test case fails; the catalogues have it under `flowFailure.`."""
_TYPED = frozenset({"wanted", "got"})
_VARIABLE = re.compile(r"\{(\w+)\}")


class FlowProblem(Value, frozen=True, kw_only=True):
    """What is wrong with a flow, and where: line and column in its text, from 1. `warning`: it works so.

    `code` and `hint` ("" for none) name sentences, `vars` fill in both; `message` is the same in English.
    """

    message: str
    code: str
    vars: dict[str, str] = {}
    hint: str = ""
    step: str = ""
    key: str = ""
    line: int = 1
    column: int = 1
    warning: bool = False


class Flaw(Value, frozen=True, kw_only=True):
    """A problem without its place: the code, what fills it in, and the code of what may help."""

    code: str
    vars: dict[str, str] = {}
    hint: str = ""

    @property
    def message(self) -> str:
        """Return it in English."""
        said = {key: _types(value) if key in _TYPED else value for key, value in self.vars.items()}
        sentence = filled(SENTENCES[self.code], said)
        return f"{sentence} {filled(HINTS[self.hint], said)}" if self.hint else sentence


def flaw(code: str, **variables: object) -> Flaw:
    """Return a problem of a code, with what fills it in."""
    return Flaw(code=code, vars={name: str(value) for name, value in variables.items()})


def unknown(code: str, name: str, known: Iterable[str]) -> Flaw:
    """Return the problem of an unknown name, with the one that may be meant, or those there are."""
    names = list(known)
    said = {"name": str(name)}
    if close := difflib.get_close_matches(str(name), names, n=1):
        return Flaw(code=code, vars={**said, "close": close[0]}, hint="close")
    if names:
        return Flaw(code=code, vars={**said, "known": ", ".join(names[:MOST_NAMES])}, hint="known")
    return Flaw(code=code, vars=said)


def filled(sentence: str, variables: Mapping[str, str]) -> str:
    """Return a sentence with its {variables} filled in, as the catalogues do it."""
    return _VARIABLE.sub(lambda found: variables.get(found[1], found[0]), sentence)


def _types(codes: str) -> str:
    return " or ".join(TYPES.get(one, one) for one in codes.split("|"))
