"""Queues and agents as they are now, put together from records."""

from collections.abc import Iterable, Mapping

from hub.core.models.calls import Call, CallState, Party, PartyRole, PartyState
from hub.core.models.contacts import Contact, EntryPoint
from hub.core.models.conversations import Conversation
from hub.core.models.staff import AgentState, PresenceState, Role, Staff
from hub.core.models.work import Queue, WorkState
from hub.core.ports import Store
from hub.desk.views import CallStage, LiveAgent, LiveCall, LiveHeld, LiveQueue
from hub.services.bundle import Services
from hub.services.episodes import PEOPLE
from routing.line import Line


async def live_queues(services: Services, line: Line, queues: Iterable[Queue]) -> list[LiveQueue]:
    """Return every queue's present state and today's figures."""
    rows = []
    for queue in queues:
        stats = line.queue_stats(queue.id)
        today = await services.reporting.today(queue)
        level = today.service_level
        rows.append(
            LiveQueue(
                queue=queue.id,
                name=queue.name,
                waiting=stats.waiting,
                longest_wait=round(stats.longest_wait, 1),
                offered=stats.offered,
                in_progress=stats.in_progress,
                parked=stats.parked,
                available_agents=stats.available_agents,
                answered_today=today.answered,
                abandoned_today=today.abandoned,
                service_level_today=None if level is None else round(level * 100, 1),
                target=queue.service_percent,
            )
        )
    return rows


async def live_call(store: Store, call: Call, conversation: Conversation) -> LiveCall:
    """Return a call with a customer."""
    contact = await store.peek(Contact, conversation.contact)
    entry = await store.peek(EntryPoint, call.entry_point)
    return LiveCall(
        conversation=conversation.id,
        direction=call.direction,
        number=call.number,
        contact_name=contact.name if contact else "",
        called=entry.name if entry else call.called,
        queue=conversation.queue,
        stage=_stage(call, conversation),
        people=[party.name for party in _people(call)],
        since=call.started_at,
        held=call.held,
        silent=call.silent or any(party.silent for party in call.parties),
        recorded=bool(call.taping and call.taping.on and not call.taping.paused),
    )


def _people(call: Call) -> list[Party]:
    """Return those in a call whom its caller has to do with: supervisors who listen in are not told."""
    talks = (PartyState.CONNECTED, PartyRole.TALK)
    return [party for party in call.parties if (party.state, party.role) == talks]


def _stage(call: Call, conversation: Conversation) -> CallStage:
    if call.state is CallState.RINGING:
        return CallStage.RINGING
    if _people(call):
        return CallStage.PEOPLE
    return CallStage.WAITING if conversation.handler in PEOPLE else CallStage.BOT


async def live_agents(
    services: Services, staff: Iterable[Staff], states: Mapping[str, AgentState]
) -> list[LiveAgent]:
    """Return what every agent does."""
    rows = []
    for person in staff:
        state = states.get(person.id)
        if not person.active or (Role.AGENT not in person.roles and state is None):
            continue
        held = [
            LiveHeld(work_item=id, channel=one.channel, state=one.state, since=one.since)
            for id, one in (state.held.items() if state else ())
        ]
        rows.append(
            LiveAgent(
                agent=person.id,
                name=person.name,
                presence=state.presence if state else PresenceState.OFFLINE,
                reason=state.reason if state else "",
                since=state.since if state else None,
                activity=activity_of(state),
                held=held,
                handled_today=await services.reporting.handled_today(person.id),
            )
        )
    return rows


def activity_of(state: AgentState | None) -> str:
    """Return what an agent is doing, derived from what they hold."""
    if state is None:
        return "off"
    held = {one.state for one in state.held.values()}
    if WorkState.OFFERED in held:
        return "ringing"
    if WorkState.ASSIGNED in held:
        return "engaged"
    if WorkState.WRAP_UP in held:
        return "wrapping_up"
    return "idle" if state.presence is PresenceState.AVAILABLE else "off"
