"""Steps that cause something: matters, messages, call-backs, ratings; each once by its key."""

from datetime import UTC, datetime
from typing import Any

from bots.flow import model
from bots.flow.effects import Perform
from bots.flow.functions import text_of
from bots.flow.questions import callback, survey, voicemail
from bots.flow.run import DONE, Run, Steps
from hub.core import bots
from hub.core.bots import Action, Handoff


def create_work(run: Run, step: model.CreateWork) -> Steps:
    """Open a matter of its own."""
    action = bots.CreateWork(
        subject=run.filler.plain(step.subject).strip()[:200],
        queue=step.queue,
        skills=step.skills,
        priority=step.priority,
        data=run.fields(step.data) if step.data is not None else run.data(),
    )
    outcome = yield from _perform(run, action, step.reference)
    return step.next if outcome == "done" else step.failed


def send_sms(run: Run, step: model.SendSms) -> Steps:
    """Send an SMS."""
    action = bots.SendSms(
        to=text_of(run.value(step.to)), text=run.filler.plain(step.text), entry_point=step.entry_point
    )
    outcome = yield from _perform(run, action, None)
    return step.next if outcome == "done" else step.failed


def send_email(run: Run, step: model.SendEmail) -> Steps:
    """Send a mail."""
    action = bots.SendEmail(
        to=text_of(run.value(step.to)),
        subject=run.filler.plain(step.subject)[:200],
        text=run.filler.markdown(step.text),
        entry_point=step.entry_point,
    )
    outcome = yield from _perform(run, action, None)
    return step.next if outcome == "done" else step.failed


def leave_message(run: Run, step: model.Voicemail) -> Steps:
    """Take a message for people."""
    got = yield from voicemail(run, step)
    if got != DONE or run.handoff:
        return got
    action = bots.Voicemail(
        text=text_of(run.get(step.variable)), said=run.turn.id, queue=step.queue, data=run.data()
    )
    outcome = yield from _perform(run, action, None)
    return step.next if outcome == "done" else _refused(run, step)


def call_back(run: Run, step: model.Callback) -> Steps:
    """Promise a call."""
    got = yield from callback(run, step)
    if got != DONE or run.handoff:
        return got
    when = run.get(step.when) if step.when else None
    action = bots.Callback(
        number=text_of(run.get(step.number)),
        at=_moment(run, when),
        queue=step.queue,
        skills=step.skills,
        data=run.data(),
    )
    outcome = yield from _perform(run, action, step.reference)
    return step.next if outcome == "done" else _refused(run, step)


def rate(run: Run, step: model.Survey) -> Steps:
    """Store how satisfied the customer is."""
    got = yield from survey(run, step)
    if got != DONE or run.handoff:
        return got
    comment = text_of(run.get(step.comment)) if step.comment else ""
    outcome = yield from _perform(run, bots.Rate(score=int(run.get(step.score)), comment=comment), None)
    return step.next if outcome == "done" else _refused(run, step)


def _perform(run: Run, action: Action, reference: str | None) -> Steps:
    result = yield Perform(step=run.place.step, key=run.key(), action=action)
    number = result.value.get("reference") if isinstance(result.value, dict) else None
    if reference and result.outcome == "done":
        run.set(reference, number)
    run.outcome = (
        f"{result.outcome}: {result.why}" if result.why else f"{result.outcome} {number or ''}".strip()
    )
    return result.outcome


def _moment(run: Run, when: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(when) if isinstance(when, str) else None
    except ValueError:
        return None
    if at is None:
        return None
    local = at.replace(tzinfo=run.now.tzinfo) if at.tzinfo is None else at
    return None if local <= run.now else local.astimezone(UTC)


def _refused(run: Run, step: model.Asking) -> str:
    """Go where failures go: what the customer said must not be lost, so else to a person."""
    return step.failed or run.hand_off(Handoff(reason="flow_failed"))
