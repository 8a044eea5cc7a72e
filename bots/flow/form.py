"""Forms by text: several questions put at once, and answered in lines of "label: value"."""

import re

from bots.flow.model import Collect, Flow
from bots.flow.run import Run
from bots.flow.texts import in_language
from bots.flow.understand.numbers import folded

MOST_LINES = 200
MOST_QUESTIONS = 12

_LINE = re.compile(r"^[\s>*\-•·]*([^:：\n]{1,80})[:：]\s*(.*)$")


def form_of(run: Run, step: Collect) -> str:
    """Return this question and those that follow it in a row as lines to fill in; "" if it is alone."""
    lines: list[str] = []
    seen: set[str] = set()
    name: str = run.place.step
    present: object = step
    while isinstance(present, Collect) and name not in seen and len(lines) < MOST_QUESTIONS:
        seen.add(name)
        if present.variable not in run.place.filled:
            lines.append(_line(run, present))
        name = present.next
        present = run.flow.steps.get(name)
    return "\n".join(lines) if len(lines) > 1 else ""


def _line(run: Run, step: Collect) -> str:
    spec = run.flow.variables[step.variable]
    label = in_language(spec.label, run.language) or step.variable
    question = " ".join(run.filler.markdown(step.text).split())
    choices = " / ".join(in_language(option.label, run.language) for option in spec.choices)
    hint = f"{question} ({choices})" if choices else question
    return f"{hint}  \n**{label}:**\n"


def variables_in_form(text: str, flow: Flow, variables: list[str]) -> tuple[dict[str, str], str]:
    """Return what the lines of a text say of these variables, and the text without those lines.

    A line belongs to a variable when it begins with one of its labels, or its name, and a colon.
    """
    known: dict[str, str] = {}
    for variable in variables:
        spec = flow.variables.get(variable)
        for label in (variable, variable.replace("_", " "), *(spec.label.values() if spec else ())):
            known[_key(label)] = variable
    found: dict[str, str] = {}
    rest: list[str] = []
    for line in text.splitlines()[:MOST_LINES]:
        match = _LINE.match(line)
        named = known.get(_key(match[1])) if match else None
        if match and named and named not in found:
            if match[2].strip(" *"):
                found[named] = match[2].strip(" *")
        else:
            rest.append(line)
    return found, "\n".join(rest)


def _key(label: str) -> str:
    return folded(label).strip(" *_:：")
