"""The order of waiting items: priority class, then when they virtually arrived, then id.

Minutes waited plus priority minutes grow alike for everybody, so the order of two items never
changes while they wait: the score is a constant, the arrival moved back by the priority. Hence
nothing starves: whoever arrives later than `arrived_at` plus the largest priority comes after.
"""

from routing.snapshot import ItemView

Rank = tuple[int, float, str]
"""Priority class, virtual arrival, item id; smaller is served first."""


def rank(item: ItemView) -> Rank:
    """Return the item's constant place in the order."""
    return item.priority_class, item.arrived_at - 60.0 * item.priority, item.id
