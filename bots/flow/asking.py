"""Steps that wait for an answer: how they ask, what they make of it, and what when they cannot."""

from collections.abc import Callable, Generator, Sequence
from typing import Any

from bots.flow import model
from bots.flow.effects import Answer, Effect, Result
from bots.flow.expressions import ExpressionError
from bots.flow.form import form_of, variables_in_form
from bots.flow.functions import text_of
from bots.flow.model import Asking, VariableSpec
from bots.flow.run import WAIT, Run, Steps
from bots.flow.texts import MASK, in_language, phrase
from bots.flow.understand.numbers import folded
from bots.flow.understand.typed import Meant, Misunderstood, Understood, Wanted, understand
from bots.flow.understand.words import Chosen
from hub.core.bots import Ask, Handoff
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Choice
from hub.core.models.data import FieldType

SHORTEST_QUESTION = 4
"""Characters of an answer that may be a question of its own."""

SKIPS = frozenset({"#", "skip", "none", "no", "nothing", "n/a", "-", "跳过", "没有", "无", "不用", "不用了"})

Understand = Callable[[str], Meant]


class Question(model.Part, frozen=True, kw_only=True):
    """A question as it is put: its words, what can be pressed, and what answer is expected."""

    text: str
    ask: Ask
    choices: list[Choice] = []


def answered(
    run: Run, step: Asking, question: Question, meaning: Understand
) -> Generator[Effect, Result, Understood | str]:
    """Put the question and wait, or take the answer. Returns Understood, WAIT or where to go on.

    Whatever the customer writes instead is tried as a question of theirs, then counts as a failed try.
    """
    text = _taken(run)
    if text is None:
        _put(run, question)
        return WAIT
    meant = _meant(text, meaning)
    if isinstance(meant, Understood):
        run.go(tries=0, asked=False)
        return meant
    if _may_ask(run, step, question.ask.type, text):
        result = yield Answer(step=run.place.step, question=text, language=run.language)
        if result.outcome == "done" and isinstance(result.value, str) and result.value.strip():
            run.citations = list(result.citations)
            run.outcome = "interrupted"
            _put(run, question, before=result.value)
            return WAIT
    return _again(run, step, question, meant)


def _again(run: Run, step: Asking, question: Question, meant: Misunderstood) -> str:
    tries = run.place.tries + 1
    run.outcome = f"not understood: {meant.why}"
    if tries >= step.tries:
        run.go(tries=0, asked=False, ahead="")
        if step.failed:
            return step.failed
        return run.hand_off(Handoff(reason="not_understood"))
    run.go(tries=tries)
    retry = run.filler.markdown(step.retry) if step.retry else phrase(meant.why, run.language, meant.vars)
    _put(run, question, before=retry)
    return WAIT


def _put(run: Run, question: Question, before: str = "") -> None:
    run.say("\n\n".join(part for part in (before, question.text) if part.strip()) or "…")
    run.choices, run.ask = question.choices, question.ask
    run.go(asked=True, ahead="")


def _taken(run: Run) -> str | None:
    """Return the answer there is to the present question, if there is one, and use it up."""
    if run.answer is not None and run.place.asked:
        text, run.answer = run.answer, None
        return text
    if run.place.ahead:
        key, _, rest = run.place.ahead.partition("#")
        run.go(ahead=rest)
        return key or None
    return None


def _meant(text: str, meaning: Understand) -> Meant:
    """Understand an answer as a whole or, where it has several lines, the first line that says it."""
    whole = meaning(text)
    lines = [line for line in text.splitlines() if line.strip()]
    if isinstance(whole, Understood) or len(lines) < 2:
        return whole
    each = (meaning(line) for line in lines[:20])
    return next((meant for meant in each if isinstance(meant, Understood)), whole)


def _may_ask(run: Run, step: Asking, kind: FieldType, text: str) -> bool:
    allowed = step.interrupt
    if allowed is None:
        allowed = run.flow.interrupt and kind is not FieldType.TEXT
    return allowed and len(text.strip()) >= SHORTEST_QUESTION and any(one.isalpha() for one in text)


# --- menu -----------------------------------------------------------------------------------------------


def menu(run: Run, step: model.Menu) -> Steps:
    """Offer ways on. Keys pressed ahead lead to any depth at once; the first message may choose as well."""
    options = [
        _chosen(option.label, option.words, _key(step.options, n)) for n, option in enumerate(step.options)
    ]
    if run.opening is not None:
        opening, run.opening = run.opening, None
        meant = understand(opening, _of_choices(run, options))
        if isinstance(meant, Understood):
            run.outcome = "from the first message"
            return step.options[int(str(meant.value))].next
        if _may_ask(run, step, FieldType.CHOICE, opening):
            result = yield Answer(step=run.place.step, question=opening, language=run.language)
            if result.outcome == "done" and result.citations:  # a greeting we have said ourselves
                run.citations = list(result.citations)
                run.say(text_of(result.value))
    deep = _dialled(run, options)
    if deep is not None:
        run.go(asked=False, tries=0)
        return step.options[deep].next
    choices = [
        Choice(label=in_language(option.label, run.language), value=options[n].key, key=options[n].key)
        for n, option in enumerate(step.options)
    ]
    keys = {choice.key: choice.value for choice in choices}
    question = Question(
        text=run.filler.markdown(step.text), choices=choices, ask=Ask(type=FieldType.CHOICE, keys=keys)
    )
    got = yield from answered(run, step, question, lambda text: understand(text, _of_choices(run, options)))
    if isinstance(got, Understood):
        run.outcome = choices[int(str(got.value))].label
        return step.options[int(str(got.value))].next
    return str(got)


def _dialled(run: Run, options: Sequence[Chosen]) -> int | None:
    """Take this menu's key from keys pressed at once, leaving the rest for the questions that follow."""
    typed = run.place.ahead
    if run.answer is not None and run.place.asked:
        typed = run.answer.strip()
        if not typed.replace("#", "").replace(" ", "").isdigit() or not typed.isascii():
            return None
        if any(typed.rstrip("#") == option.key for option in options):
            return None  # exactly one key: an ordinary answer
        typed = typed.replace(" ", "")
    if not typed:
        return None
    for index, option in sorted(enumerate(options), key=lambda pair: -len(pair[1].key)):
        if option.key and typed.startswith(option.key):
            if run.answer is not None and run.place.asked:
                run.answer = None
            run.go(ahead=typed[len(option.key) :].removeprefix("#"))
            run.outcome = f"key {option.key}"
            return index
    run.go(ahead="")
    return None


def _key(options: Sequence[model.MenuOption | model.Option], place: int) -> str:
    """Return the key of an option: its own, or its place in the list."""
    return options[place].key or str(place + 1)


def _chosen(label: dict[str, str], words: dict[str, list[str]], key: str) -> Chosen:
    names = [*label.values(), *(word for several in words.values() for word in several)]
    return Chosen(key, tuple(names))


def _of_choices(run: Run, options: Sequence[Chosen]) -> Wanted:
    pairs = tuple((str(n), option) for n, option in enumerate(options))
    return Wanted(type=FieldType.CHOICE, now=run.now, choices=pairs)


# --- collect --------------------------------------------------------------------------------------------


def collect(run: Run, step: model.Collect) -> Steps:
    """Ask for a variable's value, unless it was given or filled in already."""
    if step.variable in run.place.filled:
        run.go(filled=[one for one in run.place.filled if one != step.variable], asked=False, tries=0)
        run.outcome = "known"
        return step.next
    spec = run.flow.variables[step.variable]
    wanted = wanted_by(run, step, spec)
    got = yield from answered(
        run, step, collected(run, step, spec), lambda text: _value(run, step, wanted, text)
    )
    if not isinstance(got, Understood):
        return str(got)
    run.set(step.variable, got.value)
    return step.next


def collected(run: Run, step: model.Collect, spec: VariableSpec) -> Question:
    """Return how a variable's value is asked for."""
    kind = spec.kind or FieldType.TEXT
    text = run.filler.markdown(step.text)
    if run.turn.channel is Channel.EMAIL and (form := form_of(run, step)):
        text = f"{phrase('form', run.language)}\n\n{form}"
    choices = _choices(run, step, spec)
    digits = step.digits or (40 if kind in {FieldType.NUMBER, FieldType.PHONE} else None)
    keys = {choice.key: choice.value for choice in choices if choice.key}
    return Question(
        text=text, choices=choices, ask=Ask(type=kind, keys=keys, digits=digits, secret=spec.secret)
    )


def _choices(run: Run, step: model.Collect, spec: VariableSpec) -> list[Choice]:
    choices: list[Choice] = []
    if spec.kind is FieldType.CHOICE:
        choices = [
            Choice(label=in_language(option.label, run.language), value=key, key=key)
            for n, option in enumerate(spec.choices)
            if (key := _key(spec.choices, n))
        ]
    elif spec.kind is FieldType.YES_NO:
        choices = yes_no(run.language)
    if step.optional:
        choices.append(Choice(label=phrase("skip", run.language), value="#", key="#"))
    return choices


def yes_no(language: str) -> list[Choice]:
    """Return the choices yes and no."""
    return [
        Choice(label=phrase("yes", language), value="1", key="1"),
        Choice(label=phrase("no", language), value="2", key="2"),
    ]


def wanted_by(run: Run, step: model.Collect, spec: VariableSpec) -> Wanted:
    """Return what a step takes for an answer."""
    options = tuple(
        (option.value, _chosen({**option.label, "": option.value}, option.words, _key(spec.choices, n)))
        for n, option in enumerate(spec.choices)
    )
    return Wanted(
        type=spec.kind or FieldType.TEXT,
        now=run.now,
        region=step.region or run.flow.region,
        least=_limit(run, step.min),
        most=_limit(run, step.max),
        pattern=step.pattern,
        digits=step.digits,
        choices=options,
        unit=spec.unit,
    )


def _limit(run: Run, expression: Any) -> Any:
    try:
        return None if expression is None else run.value(expression)
    except ExpressionError:
        return None  # a limit that cannot be computed limits nothing


def _value(run: Run, step: model.Collect, wanted: Wanted, text: str) -> Meant:
    said = text.strip()
    if said == MASK and run.flow.variables[step.variable].secret:
        return Understood(MASK)  # a replayed trace: the secret itself was never kept
    if step.optional and is_skip(said):
        return Understood(None)
    return understand(said.removesuffix("#") if said.rstrip("#").isdigit() else said, wanted)


def is_skip(text: str) -> bool:
    """Say whether the customer would rather not answer."""
    return folded(text).strip(" .!。！") in SKIPS


def fill_form(run: Run) -> None:
    """Fill variables from "label: value" lines of what the customer wrote; the rest stays the answer."""
    if run.answer is None or not run.place.asked:
        return
    steps = {one.variable: one for one in reversed(run.flow.steps.values()) if isinstance(one, model.Collect)}
    found, rest = variables_in_form(run.answer, run.flow, list(steps))
    filled: list[str] = []
    for variable, text in found.items():
        meant = _value(
            run, steps[variable], wanted_by(run, steps[variable], run.flow.variables[variable]), text
        )
        if isinstance(meant, Understood) and meant.value is not None:
            run.set(variable, meant.value)
            filled.append(variable)
    if not filled:
        return
    run.go(filled=sorted({*run.place.filled, *filled}))
    present = run.step
    is_answered = isinstance(present, model.Collect) and present.variable in filled
    if is_answered or not rest.strip():
        run.answer = None
        run.go(asked=False)
    else:
        run.answer = rest
