"""What all checks share: the flow, what it may refer to, and where problems go."""

import re
from collections.abc import Iterable

from bots.flow.model import Flow, Part
from bots.flow.parse import Reader
from bots.flow.problems import Flaw, unknown
from bots.flow.source import Path


class Surroundings(Part, frozen=True, kw_only=True):
    """What a flow may refer to; None: not known here, so not checked. `flows` are those that are published,
    with the flows they call.
    """

    queues: frozenset[str] | None = None
    skills: frozenset[str] | None = None
    calendars: frozenset[str] | None = None
    databases: frozenset[str] | None = None
    secrets: frozenset[str] | None = None
    entry_points: frozenset[str] | None = None
    flows: dict[str, frozenset[str]] | None = None


class Checks:
    """Looks at one flow, and notes what is wrong with it."""

    def __init__(self, reader: Reader, flow: Flow, name: str, around: Surroundings) -> None:
        """Take who collects problems, the flow and its name, and what it may refer to."""
        self._reader = reader
        self.flow = flow
        self.name = name
        self.around = around

    def wrong(self, path: Path, what: Flaw, *, warning: bool = False) -> None:
        """Note a problem at a path."""
        self._reader.wrong(path, what, warning=warning)

    def wrong_in(self, name: str, key: str, what: Flaw, *, warning: bool = False) -> None:
        """Note a problem in a step, at a key such as `options[0].next`."""
        self.wrong(("steps", name, *path_of(key)), what, warning=warning)

    def check_reference(
        self, name: str, key: str, value: str | None, known: Iterable[str] | None, code: str
    ) -> None:
        """Check the name of something outside the flow; `code` says what there is not."""
        if value and known is not None and value not in known:
            self.wrong_in(name, key, unknown(code, value, known))


def path_of(key: str) -> Path:
    """Return the path of a key that is written as options[0].next."""
    found = re.findall(r"([^.\[\]]+)", key)
    return tuple(int(one) if one.isdigit() else one for one in found)
