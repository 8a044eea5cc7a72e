"""How much an agent may carry at once: the one rule that router and services share."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.staff import AgentState, Held, Staff
from hub.core.models.work import WorkState


def has_room(staff: Staff, held: Mapping[str, Held], channel: Channel) -> bool:
    """Say whether one more item of the channel fits.

    It fits when fewer than the channel's capacity are held, and everything held of other channels
    may be interrupted by it (`Staff.interrupted_by`).
    """
    return fits(channel, [item.channel for item in held.values()], staff.capacity, staff.interrupted_by)


def fits(
    channel: Channel,
    held: Iterable[Channel],
    capacity: Mapping[Channel, int],
    interrupted_by: Mapping[Channel, Container[Channel]],
) -> bool:
    """Say whether one more item of a channel fits beside those of the channels held."""
    left = capacity.get(channel, 0)
    for busy in held:
        if busy is channel:
            left -= 1
        elif channel not in interrupted_by.get(busy, ()):
            return False
    return left > 0


def hold(state: AgentState, item: str, channel: Channel, as_: WorkState, at: datetime) -> AgentState:
    """Return the state with the item held (or held differently)."""
    return replace(state, held={**state.held, item: Held(channel=channel, state=as_, since=at)})


def release(state: AgentState, item: str, at: datetime) -> AgentState:
    """Return the state without the item; an agent with empty hands is idle from then on."""
    held = {id: value for id, value in state.held.items() if id != item}
    return replace(state, held=held, idle_since=state.idle_since if held else at)
