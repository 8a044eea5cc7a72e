"""Flows' surroundings for tests: look-ups that answer as told, and real services."""

from collections.abc import Callable, Mapping
from typing import Any

from bots.flow.edge import Around, Databases, Lookups
from bots.flow.effects import Fetch, Result
from bots.flow.library import Library
from hub.core.bots import Bot
from hub.core.clock import Clock
from hub.core.errors import InvalidInput
from hub.services.bundle import Services
from hub.services.flows import Flows


class FakeHttp:
    """Answers requests by a function; remembers them."""

    def __init__(self) -> None:
        self.asked: list[Fetch] = []
        self.answer: Callable[[Fetch], Result] = lambda wanted: Result(outcome="missing")

    async def fetch(self, wanted: Fetch, seconds: float) -> Result:
        self.asked.append(wanted)
        return self.answer(wanted)

    async def close(self) -> None:
        """Hold nothing."""


class FakeDatabases:
    """Has rows by name."""

    def __init__(self, rows: Mapping[str, list[dict[str, Any]]] | None = None) -> None:
        self.rows = rows or {}

    def names(self) -> frozenset[str]:
        return frozenset(self.rows)

    async def select(
        self, database: str, query: str, values: Mapping[str, Any], seconds: float
    ) -> list[dict[str, Any]]:
        if database not in self.rows:
            raise InvalidInput(f"There is no database {database}.", field="database")
        return self.rows[database]

    async def close(self) -> None:
        """Hold nothing."""


def around(
    services: Services,
    library: Library | None = None,
    *,
    knowledge: Bot | None = None,
    http: Lookups | None = None,
    databases: Databases | None = None,
    clock: Clock | None = None,
) -> Around:
    """What flows work with, over real services."""
    flows = Flows(services.store, services.clock, services.ids)
    return Around(
        store=services.store,
        clock=clock or services.clock,
        library=library or Library(services.store.tenant, flows),
        http=http or FakeHttp(),
        databases=databases or FakeDatabases(),
        knowledge=knowledge,
        actions=services.actions,
    )
