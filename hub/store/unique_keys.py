"""Who holds a unique key, in memory: also that nobody does, which every newcomer makes the hub ask."""

from collections import OrderedDict
from typing import Any, NamedTuple

from hub.core.records import Record
from hub.store.kinds import BY_TYPE, Index


class UniqueKey(NamedTuple):
    """What at most one record of a tenant may have; `fields` names the index."""

    tenant: str
    kind: type[Record]
    fields: tuple[str, ...]
    values: tuple[Any, ...]


class Question:
    """A key the engine is being asked for, and what was committed meanwhile."""

    def __init__(self, key: UniqueKey) -> None:
        self.key = key
        self.taken = False
        self.changed: set[str] = set()  # ids


class UniqueKeys:
    """The holders of the `limit` keys asked for last, as of the newest acknowledged commit.

    Used from the event loop only. A commit may overtake a read of the engine; then the answer is not kept.
    """

    def __init__(self, limit: int) -> None:
        """Take how many keys to keep at most."""
        self._limit = limit
        self._holders: OrderedDict[UniqueKey, str] = OrderedDict()
        self._held: dict[tuple[str, type[Record], str], set[UniqueKey]] = {}
        self._questions: set[Question] = set()
        self._kinds: set[type[Record]] = set()  # those ever asked for; most never are

    def get(self, key: UniqueKey) -> str | None:
        """Return the id of the record that holds the key, "" for nobody, None when that is not known."""
        return self._holders.get(key)

    def begin(self, key: UniqueKey) -> Question:
        """Note that the engine is being asked who holds a key."""
        question = Question(key)
        self._kinds.add(key.kind)
        self._questions.add(question)
        return question

    def end(self, question: Question, holder: str | None) -> None:
        """Take in what the engine answered: an id, "" for nobody, None for no answer."""
        self._questions.discard(question)
        if holder is not None and not question.taken and holder not in question.changed:
            self._keep(question.key, holder)

    def put(self, tenant: str, record: Record) -> None:
        """Take in a record that was just committed."""
        kind = type(record)
        if kind not in self._kinds:
            return
        self.drop(tenant, record)
        for index in BY_TYPE[kind].indexes:
            if index.unique and _applies(index, record):
                values = tuple(getattr(record, field) for field in index.fields)
                key = UniqueKey(tenant, kind, index.fields, values)
                for question in self._questions:
                    question.taken = question.taken or question.key == key
                if key in self._holders:
                    self._keep(key, record.id)

    def drop(self, tenant: str, record: Record) -> None:
        """Forget what a record held that was just deleted or changed."""
        kind = type(record)
        for question in self._questions:
            if question.key.tenant == tenant and question.key.kind is kind:
                question.changed.add(record.id)
        for key in self._held.pop((tenant, kind, record.id), ()):
            del self._holders[key]

    def clear(self) -> None:
        """Forget all keys: more was stored than commits told of."""
        self._holders.clear()
        self._held.clear()
        for question in self._questions:
            question.taken = True

    def _keep(self, key: UniqueKey, holder: str) -> None:
        self._forget(key)
        self._holders[key] = holder
        if holder:
            self._held.setdefault((key.tenant, key.kind, holder), set()).add(key)
        if len(self._holders) > self._limit:
            self._forget(next(iter(self._holders)))

    def _forget(self, key: UniqueKey) -> None:
        holder = self._holders.pop(key, "")
        if holder:
            keys = self._held[key.tenant, key.kind, holder]
            keys.discard(key)
            if not keys:
                del self._held[key.tenant, key.kind, holder]


def _applies(index: Index, record: Record) -> bool:
    return all(getattr(record, field) in values for field, values in index.when.items())
