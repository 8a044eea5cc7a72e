"""Questions other than menus and values: confirming, rating, messages, call-backs, the articles."""

from msgspec.structs import replace

from bots.flow import model
from bots.flow.asking import Question, answered, collected, is_skip, wanted_by, yes_no
from bots.flow.functions import text_of
from bots.flow.run import DONE, Run, Steps
from bots.flow.texts import in_language, phrase
from bots.flow.understand.typed import Meant, Misunderstood, Understood, Wanted, moment, understand
from hub.core.bots import Ask
from hub.core.models.conversations import Choice
from hub.core.models.data import FieldType, Scalar


def confirm(run: Run, step: model.Confirm) -> Steps:
    """Read back and ask whether it is right."""
    text = run.filler.markdown(step.text) if step.text else _read_back(run, step.variables)
    ask = Ask(type=FieldType.YES_NO, keys={"1": "1", "2": "2"})
    question = Question(text=text, ask=ask, choices=yes_no(run.language))
    wanted = Wanted(type=FieldType.YES_NO, now=run.now)
    got = yield from answered(run, step, question, lambda text: understand(text, wanted))
    if not isinstance(got, Understood):
        return str(got)
    run.outcome = "yes" if got.value else "no"
    return step.yes if got.value else step.no


def _read_back(run: Run, variables: list[str]) -> str:
    lines = []
    for name in variables:
        spec = run.flow.variables[name]
        label = in_language(spec.label, run.language) or name
        lines.append(f"- {label}: " + run.filler.markdown({run.language: "{{" + name + "}}"}))
    return "\n".join([*lines, "", phrase("is_this_right", run.language)])


def survey(run: Run, step: model.Survey) -> Steps:
    """Ask for a score, then perhaps for words."""
    if run.place.stage == 0:
        choices = [Choice(label=f"{n} {'★' * n}", value=str(n), key=str(n)) for n in range(5, 0, -1)]
        ask = Ask(type=FieldType.NUMBER, keys={choice.key: choice.value for choice in choices}, digits=1)
        question = Question(text=run.filler.markdown(step.text), ask=ask, choices=choices)
        wanted = Wanted(type=FieldType.NUMBER, now=run.now, least=1, most=5)
        got = yield from answered(run, step, question, lambda text: _score(text, wanted))
        if not isinstance(got, Understood):
            return str(got)
        run.set(step.score, got.value)
        run.go(stage=1)
    if step.comment:
        words = run.filler.markdown(step.comment_text) or phrase("survey_comment", run.language)
        skip = Choice(label=phrase("skip", run.language), value="#", key="#")
        question = Question(text=words, ask=Ask(), choices=[skip])
        got = yield from answered(run, step, question, _said)
        if not isinstance(got, Understood):
            return str(got)
        run.set(step.comment, got.value)
    return DONE


def _score(text: str, wanted: Wanted) -> Meant:
    stars = text.count("★") or text.count("⭐")
    meant = understand(str(stars) if stars else text, wanted)
    if isinstance(meant, Understood) and meant.value != int(float(text_of(meant.value))):
        return Misunderstood("number")
    return meant


def _said(text: str) -> Meant:
    if is_skip(text):
        return Understood("")
    return Understood(text.strip()[:4000]) if text.strip() else Misunderstood("empty")


def voicemail(run: Run, step: model.Voicemail) -> Steps:
    """Ask for a message to be left."""
    question = Question(text=run.filler.markdown(step.text), ask=Ask(message=True))
    got = yield from answered(run, step, question, _message)
    if not isinstance(got, Understood):
        return str(got)
    run.set(step.variable, got.value)
    return DONE


def _message(text: str) -> Meant:
    return Understood(text.strip()[:8000]) if text.strip("# \n") else Misunderstood("empty")


def callback(run: Run, step: model.Callback) -> Steps:
    """Ask for the number and, if wanted, the time, where they are not known."""
    if run.place.stage == 0 and run.get(step.number) is None:
        spec = replace(run.flow.variables[step.number], kind=FieldType.PHONE)
        asked = model.Collect(variable=step.number, text=step.text, next="-")
        wanted = wanted_by(run, asked, spec)
        got = yield from answered(
            run, step, collected(run, asked, spec), lambda text: understand(text, wanted)
        )
        if not isinstance(got, Understood):
            return str(got)
        run.set(step.number, got.value)
    run.go(stage=1)
    if step.when and run.get(step.when) is None:
        words = run.filler.markdown(step.when_text) or phrase("callback_when", run.language)
        question = Question(text=words, ask=Ask())
        local = run.now.replace(tzinfo=None)
        got = yield from answered(run, step, question, lambda text: moment(text, local))
        if not isinstance(got, Understood):
            return str(got)
        run.set(step.when, got.value)
    return DONE


def ask_knowledge(run: Run, step: model.AskKnowledge) -> Steps:
    """Ask for a question and return it after a "?", or where to go on instead."""
    if run.opening is not None:
        opening, run.opening = run.opening, None
        return f"?{opening}"
    question = Question(text=run.filler.markdown(step.text), ask=Ask())
    got = yield from answered(run, replace(step, interrupt=False), question, _message)
    if not isinstance(got, Understood):
        return str(got)
    return f"?{_plain(got.value)}"


def _plain(value: Scalar) -> str:
    return text_of(value)
