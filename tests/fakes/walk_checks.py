"""What must hold at every moment of a random walk, whatever happened before."""

from collections.abc import Collection, Mapping
from datetime import datetime

from hub.core.capacity import has_room
from hub.core.models.conversations import Conversation, ConversationState, Direction
from hub.core.models.staff import AgentState, PresenceState, Staff
from hub.core.models.work import Calendar, Queue, Requirement, Selection, WorkItem, WorkState
from hub.core.transitions import HOLDING_WORK
from routing.hours import released_at
from routing.order import rank
from routing.snapshot import item_view
from tests.fakes.walk_company import BOT
from tests.fakes.walk_fold import Fold

UNOWNED = (WorkState.QUEUED, WorkState.PARKED)


def check_item(fold: Fold, item: WorkItem) -> None:
    """Item, offer and agents' hands tell the same story, and at most one agent has the item."""
    offers = fold.offers_of.get(item.id, set())
    if item.state is WorkState.OFFERED:
        assert offers == {item.offer}, f"{item} has the open offers {offers}"
        assert fold.offers[item.offer or ""].agent == item.agent, f"{item} is offered to somebody else"
    else:
        assert not offers, f"{item} has the open offers {offers}"
    holders = fold.holders(item.id)
    if item.state in HOLDING_WORK:
        assert holders == [item.agent], f"{item} is in the hands of {holders}"
        held = fold.agents[holders[0]].held[item.id]
        assert (held.state, held.channel) == (item.state, item.channel), f"{item} is held as {held}"
    else:
        assert not holders, f"{item} is in the hands of {holders}"
    if item.state in UNOWNED:
        assert (item.agent, item.offer) == (None, None), f"{item} waits with an owner or offer"


def check_agent(fold: Fold, agent: AgentState) -> None:
    """Whatever an agent holds is open and theirs; who is not available has no offers."""
    for id, held in agent.held.items():
        here = agent.presence is PresenceState.AVAILABLE
        assert here or held.state is not WorkState.OFFERED, f"{agent} has an offer"
        item = fold.items[id]
        assert item.state in HOLDING_WORK, f"{agent} holds {item}"
        assert item.agent == agent.id, f"{agent} holds {item}"


def check_conversation(fold: Fold, conversation: Conversation) -> None:
    """The conversation's copies agree with its open work, and its last word is not left unattended."""
    items = [fold.items[id] for id in fold.open_of.get(conversation.id, ())]
    working = [item for item in items if item.state is not WorkState.WRAP_UP]
    assert len(working) <= 1, f"{conversation} has {working}"
    if working:
        _check_copies(conversation, working[0])
    else:
        wrapping = {item.id: item for item in items}
        id = conversation.work_item
        assert id is None or id in wrapping, f"{conversation} names work that is done"
        expected = (WorkState.WRAP_UP, wrapping[id].agent) if id else (None, None)
        found = (conversation.work_state, conversation.agent)
        assert found == expected, f"{conversation}: {found}, not {expected}"
        assert conversation.handler != "agent", f"{conversation} is said to be in an agent's hands"
    waits = conversation.state is ConversationState.OPEN and conversation.last_direction is Direction.INBOUND
    assert not waits or working or conversation.handler == BOT, f"nobody attends to {conversation}"


def _check_copies(conversation: Conversation, item: WorkItem) -> None:
    owner = {WorkState.ASSIGNED: item.agent, WorkState.PARKED: item.preferred_agent}.get(item.state)
    expected = (item.id, item.state, owner, item.queue)
    found = (conversation.work_item, conversation.work_state, conversation.agent, conversation.queue)
    assert found == expected, f"{conversation}: {found}, not {expected}"
    assert conversation.state is ConversationState.OPEN, f"{conversation} has {item}"
    if item.state is not WorkState.PARKED:
        handler = "agent" if item.state is WorkState.ASSIGNED else ""
        assert conversation.handler == handler, f"{conversation}: handler is not {handler!r}"


def check_offer_fits(before: AgentState | None, after: AgentState, versions: Collection[Staff]) -> None:
    """An offer never exceeds the agent's capacity, as it was at some time during this step."""
    held_before = before.held if before else {}
    for id, held in after.held.items():
        if held.state is WorkState.OFFERED and id not in held_before:
            fits = any(has_room(staff, held_before, held.channel) for staff in versions)
            assert fits, f"{after} was offered {id} beyond capacity, holding {held_before}"


class Bench:
    """Who could take what, decided the slow and simple way: by the strictest reading of every rule."""

    def __init__(
        self,
        fold: Fold,
        staff: Mapping[str, Staff],
        queues: Mapping[str, Queue],
        calendars: Mapping[str, Calendar],
        now: datetime,
    ) -> None:
        self._fold = fold
        self._staff = staff
        self._queues = queues
        self._calendars = calendars
        self._now = now

    def could_take(self, agent_id: str, item: WorkItem) -> bool:
        """Say whether the agent meets all steps of the item's queue and is free for it now."""
        staff, state = self._staff[agent_id], self._fold.agents.get(agent_id)
        if state is None or state.presence is not PresenceState.AVAILABLE or not staff.active:
            return False
        return self._suits(staff, item) and has_room(staff, state.held, item.channel)

    def is_released(self, item: WorkItem) -> bool:
        """Say whether the item may be offered now."""
        release = released_at(item, self._calendars.get(self._queues[item.queue].calendar or ""))
        return release is not None and release <= self._now

    def check_not_starved(self, excused: Collection[str]) -> None:
        """With the router at rest, nobody who is free could take anything that waits."""
        free = [id for id, state in self._fold.agents.items() if state.presence is PresenceState.AVAILABLE]
        for item in self._fold.queued():
            if item.id in excused or not self.is_released(item):
                continue
            takers = [id for id in free if self.could_take(id, item)]
            assert not takers, f"{item} waits although {takers} could take it"

    def check_suitable(self, offered: Collection[WorkItem]) -> None:
        """Whoever was offered an item meets at least one step of its queue, and is who it was meant for."""
        for item in offered:
            staff, queue = self._staff[item.agent or ""], self._queues[item.queue]
            if self._is_reserved(item):
                assert staff.id == item.preferred_agent, f"{staff.id} was offered {item}"
                continue
            steps = [step.skills for step in queue.steps] or [[]]
            meets = any(_has(staff, [*item.extra_skills, *wanted]) for wanted in steps)
            serves = not staff.queues or item.queue in staff.queues
            assert meets, f"{staff} was offered {item}"
            assert serves, f"{staff} was offered {item}"

    def check_order(self, offered: Collection[WorkItem], waited: Collection[WorkItem]) -> None:
        """Of those who waited before and after the router's turn, none should have had an offer's agent.

        Queues that choose by proficiency may prefer an agent's strongest skill: no order between them.
        """
        fair = [item for item in waited if self._is_fair(item) and self.is_released(item)]
        for item in offered:
            staff = self._staff[item.agent or ""]
            if not self._is_fair(item):
                continue
            for other in fair:
                overtaken = rank(item_view(other)) < rank(item_view(item))
                if overtaken and other.channel is item.channel and self._suits(staff, other):
                    raise AssertionError(f"{staff.id} was offered {item} before {other}")

    def _is_reserved(self, item: WorkItem) -> bool:
        """Say whether the item is meant for one agent, who is signed in."""
        agent = item.preferred_agent if item.only_agent else None
        state = self._fold.agents.get(agent or "")
        signed_in = state is not None and state.presence is not PresenceState.OFFLINE
        return signed_in and self._staff[agent or ""].active

    def _is_fair(self, item: WorkItem) -> bool:
        return self._queues[item.queue].selection is not Selection.BEST_PROFICIENCY

    def _suits(self, staff: Staff, item: WorkItem) -> bool:
        if self._is_reserved(item):
            return staff.id == item.preferred_agent
        queue = self._queues[item.queue]
        wanted = [*item.extra_skills, *(need for step in queue.steps for need in step.skills)]
        serves = not staff.queues or item.queue in staff.queues
        return _has(staff, wanted) and serves and staff.id not in item.passed_by


def _has(staff: Staff, wanted: Collection[Requirement]) -> bool:
    return all(staff.skills.get(need.skill, 0) >= need.minimum for need in wanted)
