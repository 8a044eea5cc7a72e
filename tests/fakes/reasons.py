"""What a reason says, as tests compare it."""

from hub.core.models.reasons import Reason


def code(reason: Reason | None) -> str:
    """Its code; empty if there is none."""
    return reason.code if reason else ""


def detail(reason: Reason | None) -> str:
    """The other side's own words; empty if there are none."""
    return reason.detail if reason else ""
