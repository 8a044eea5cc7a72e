"""Those who are told of every commit."""

from collections.abc import Callable

import structlog

from hub.core.events import Change
from hub.core.ports import Listener

log = structlog.get_logger()


class Listeners:
    """Calls every listener for every commit, in order; one that raises does not stop the others."""

    def __init__(self) -> None:
        """Start with nobody listening."""
        self._listeners: dict[object, Listener] = {}

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned function takes it away again."""
        token = object()
        self._listeners[token] = listener

        def unsubscribe() -> None:
            self._listeners.pop(token, None)

        return unsubscribe

    def tell(self, changes: list[Change]) -> None:
        """Call all listeners with one commit's changes."""
        for listener in list(self._listeners.values()):
            try:
                listener(changes)
            except Exception:
                log.exception("listener_failed", listener=getattr(listener, "__qualname__", repr(listener)))
