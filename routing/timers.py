"""When what is due: one time for each name, the earliest first."""

from heapq import heappop, heappush


class Timers:
    """Times by name; setting a name again replaces its time."""

    def __init__(self) -> None:
        """Start empty."""
        self._due: dict[str, float] = {}
        self._heap: list[tuple[float, str]] = []

    def set(self, name: str, due: float) -> None:
        """Let the name be due at that time."""
        if self._due.get(name) != due:
            self._due[name] = due
            heappush(self._heap, (due, name))

    def clear(self, name: str) -> None:
        """Forget the name; unknown names are fine."""
        self._due.pop(name, None)

    def pop(self, now: float) -> list[str]:
        """Take out and return every name that is due, in order of time."""
        due: list[str] = []
        while (first := self.next()) is not None and first <= now:
            _, name = heappop(self._heap)
            del self._due[name]
            due.append(name)
        return due

    def next(self) -> float | None:
        """Return when something is due next, or None."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None
