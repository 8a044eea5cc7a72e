"""Steps that speak, compute, decide, and answer from the articles."""

from bots.flow import model
from bots.flow.effects import Answer, IsOpen
from bots.flow.expressions import truth
from bots.flow.functions import text_of
from bots.flow.questions import ask_knowledge
from bots.flow.run import Run, Steps


def say(run: Run, step: model.Say) -> Steps:
    """Say something."""
    yield from ()
    run.say(run.filler.markdown(step.text))
    return step.next


def set_values(run: Run, step: model.Set) -> Steps:
    """Compute variables, each seeing those before it."""
    yield from ()
    for variable, expression in step.values.items():
        run.set(variable, run.value(expression))
    return step.next


def branch(run: Run, step: model.Branch) -> Steps:
    """Go on where the first condition holds."""
    yield from ()
    for number, case in enumerate(step.cases, 1):
        if truth(run.value(case.when)):
            run.outcome = f"case {number}"
            return case.next
    run.outcome = "otherwise"
    return step.otherwise


def hours(run: Run, step: model.Hours) -> Steps:
    """Go on by whether it is open."""
    result = yield IsOpen(step=run.place.step, calendar=step.calendar)
    is_open = result.outcome == "done" and result.value is not False
    run.outcome = "open" if is_open else "closed"
    return step.open if is_open else step.closed


def knowledge(run: Run, step: model.AskKnowledge) -> Steps:
    """Answer a question from the articles."""
    if step.question is not None:
        question = text_of(run.value(step.question))
    else:
        got = yield from ask_knowledge(run, step)
        if not got.startswith("?"):
            return got
        question = got[1:]
    result = yield Answer(step=run.place.step, question=question, language=run.language)
    if result.outcome != "done" or not isinstance(result.value, str):
        run.outcome, run.missed = "unanswered", True
        return step.unanswered
    run.say(result.value)
    run.citations = list(result.citations)
    run.outcome = "answered"
    return step.answered


def language(run: Run, step: model.Language) -> Steps:
    """Go on in another language."""
    yield from ()
    if step.language in run.flow.languages:
        run.go(language=step.language)
    run.outcome = run.language
    return step.next


def goto(run: Run, step: model.Goto) -> Steps:
    """Go on elsewhere."""
    yield from ()
    return step.next
