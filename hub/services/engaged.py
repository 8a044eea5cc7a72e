"""Staff in a call that is not their work: nobody else is offered to them meanwhile."""

from hub.core.batch import Batch
from hub.core.capacity import hold, release
from hub.core.models.calls import Call, PartyKind
from hub.core.models.contacts import Channel
from hub.core.models.staff import AgentState
from hub.core.models.work import WorkState
from hub.core.ports import Store


def engaged(call: Call | None) -> frozenset[str]:
    """Return the colleagues in a call, or called into it; who has its work is busy by that."""
    if call is None:
        return frozenset()
    colleagues = {party.staff for party in call.parties if party.kind is PartyKind.COLLEAGUE}
    return frozenset(colleagues | {call.caller_staff}) - {""}


async def plan_engaged(store: Store, batch: Batch, before: Call | None, after: Call) -> None:
    """Add what a change of a call means for its colleagues' capacity: they hold it, by its id, or no more.

    No other state of theirs may be in the batch.
    """
    for staff in engaged(after) ^ engaged(before):
        state = await store.peek(AgentState, staff)
        if state is None:
            continue
        if staff in engaged(after):
            batch.agent(hold(state, after.id, Channel.VOICE, WorkState.ASSIGNED, batch.at))
        elif after.id in state.held:
            batch.agent(release(state, after.id, batch.at))
