"""How what is in a call tells what happened: the call adds its id and the time."""

from typing import Any, Protocol

from voice.reports import Report


class Tell(Protocol):
    """Makes a report of a kind and sends it."""

    def __call__(self, kind: type[Report], **what: Any) -> Report:
        """Tell that this happened, now; return the report."""
        ...
