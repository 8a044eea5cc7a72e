"""Who looks at and who types in a conversation, so that two agents do not answer at once."""

from hub.desk.live_connection import Connection
from hub.desk.live_frames import Viewer, Viewers, encode
from hub.desk.live_hub import LiveHub


class ViewerBoard:
    """Tells everybody who watches a conversation who else does. In memory only."""

    def __init__(self, live: LiveHub) -> None:
        self._live = live
        self._typing: dict[str, set[Connection]] = {}

    def changed(self, conversation: str) -> None:
        """Tell all watchers who they are now."""
        watchers = self._live.watchers(conversation)
        typing = {connection.staff.id for connection in self._typing.get(conversation, ())}
        people = {watcher.staff.id: watcher.staff.name for watcher in watchers}
        viewers = [Viewer(staff=id, name=name, typing=id in typing) for id, name in sorted(people.items())]
        frame = encode(Viewers(conversation=conversation, viewers=viewers))
        for watcher in watchers:
            watcher.push(frame)

    def type(self, connection: Connection, conversation: str, on: bool) -> bool:
        """Note that somebody types or stopped; say whether that was news."""
        typing = self._typing.setdefault(conversation, set())
        news = (connection in typing) != on
        if on:
            typing.add(connection)
        else:
            typing.discard(connection)
        if not typing:
            del self._typing[conversation]
        if news:
            self.changed(conversation)
        return news

    def gone(self, connection: Connection, conversation: str) -> bool:
        """Forget a connection that watches no more; say whether it was typing."""
        typed = connection in self._typing.get(conversation, ())
        if typed:
            self.type(connection, conversation, on=False)
        self.changed(conversation)
        return typed
