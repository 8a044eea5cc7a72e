"""Who is typing, told at once to whoever listens; never stored."""

from collections.abc import Callable

from msgspec import Struct


class Typing(Struct, frozen=True, kw_only=True):
    """Somebody began or stopped to type. `staff` is empty when it is the customer."""

    tenant: str
    conversation: str
    on: bool
    staff: str = ""
    name: str = ""


TypingListener = Callable[[Typing], None]


class TypingBus:
    """Passes typing signs between the two sides of a conversation, in memory only."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[TypingListener]] = {}

    def publish(self, sign: Typing) -> None:
        """Tell everybody who listens to the conversation."""
        for listener in tuple(self._listeners.get(f"{sign.tenant}/{sign.conversation}", ())):
            listener(sign)

    def subscribe(self, tenant: str, conversation: str, listener: TypingListener) -> Callable[[], None]:
        """Call the listener for each sign of one conversation; the returned function ends it."""
        key = f"{tenant}/{conversation}"
        self._listeners.setdefault(key, []).append(listener)

        def unsubscribe() -> None:
            listeners = self._listeners.get(key, [])
            if listener in listeners:
                listeners.remove(listener)
            if not listeners:
                self._listeners.pop(key, None)

        return unsubscribe
