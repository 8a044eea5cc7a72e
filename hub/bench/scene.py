"""The companies the measured hubs serve: one queue, one chat without a bot, as many agents as wanted."""

from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.mail import Mailbox
from hub.core.models.staff import AgentState, PresenceState, Staff, StaffSession
from hub.core.models.work import Queue
from hub.core.ports import Store
from hub.maintenance import TENANT, found_tenant
from hub.services.accounts import digest
from hub.store.sqlite import SqliteDatabase

QUEUE = "bench"
CHAT_KEY = "bench"
INTAKE = "bench-sms"
MAILBOX = "support@bench.example"
OFFER_SECONDS = 3600
"""No offer runs out during a measurement."""

UNLIMITED = "1000000000"
ENVIRONMENT = {
    "SWITCHBOARD_LIMITS_CHAT_MESSAGES_PER_MINUTE": UNLIMITED,
    "SWITCHBOARD_LIMITS_CHAT_HELLOS_PER_MINUTE": UNLIMITED,
    "SWITCHBOARD_LIMITS_API_PER_MINUTE": UNLIMITED,
    "SWITCHBOARD_LOG_LEVEL": "warning",
}
"""Limits against abuse are raised: one machine plays all customers."""


class Agent(Struct, frozen=True):
    """A signed-in agent: who, and the secrets of the session."""

    id: str
    token: str
    csrf: str

    @property
    def headers(self) -> dict[str, str]:
        """What the agent's browser sends along."""
        return {"Cookie": f"sb_session={self.token}", "X-CSRF-Token": self.csrf}


async def chat_scene(folder: Path, clock: Clock, *, agents: int, capacity: int) -> list[Agent]:
    """Fill an empty data folder; return the agents, signed in and available, for `capacity` chats each."""
    database = await SqliteDatabase.open(folder, clock)
    try:
        await found_tenant(database.tenant(TENANT), "Bench")
        store = database.tenant(TENANT)
        batch = Batch(at=clock.now())
        _queue_and_entry(batch, Channel.CHAT, "bench-chat", CHAT_KEY)
        signed_in = [_agent(batch, f"agent{number:04}", capacity) for number in range(agents)]
        await store.commit(batch)
        return signed_in
    finally:
        await database.close()


async def intake_scene(store: Store, clock: Clock) -> None:
    """Add a number that takes texts."""
    batch = Batch(at=clock.now())
    _queue_and_entry(batch, Channel.SMS, INTAKE, "+15550100")
    await store.commit(batch)


async def email_scene(folder: Path, clock: Clock, *, agents: int) -> None:
    """Fill an empty data folder: a mailbox that mail is handed in to, and agents who take one mail each."""
    database = await SqliteDatabase.open(folder, clock)
    try:
        await found_tenant(database.tenant(TENANT), "Bench")
        batch = Batch(at=clock.now())
        _queue_and_entry(batch, Channel.EMAIL, "bench-mail", MAILBOX)
        batch.save(Mailbox(id="bench-mail", entry_point="bench-mail", address=MAILBOX))
        for number in range(agents):
            _agent(batch, f"agent{number:04}", 1)
        await database.tenant(TENANT).commit(batch)
    finally:
        await database.close()


def _queue_and_entry(batch: Batch, channel: Channel, id: str, key: str) -> None:
    batch.save(Queue(id=QUEUE, name="Bench", offer_seconds=OFFER_SECONDS))
    batch.save(EntryPoint(id=id, channel=channel, key=key, name="Bench", queue=QUEUE))


def _agent(batch: Batch, id: str, capacity: int) -> Agent:
    agent = Agent(id, f"token-of-{id}", f"csrf-of-{id}")
    batch.save(Staff(id=id, login=id, name=id, capacity={Channel.CHAT: capacity}, created_at=batch.at))
    batch.save(AgentState(id=id, presence=PresenceState.AVAILABLE, since=batch.at, idle_since=batch.at))
    batch.save(
        StaffSession(
            id=digest(agent.token),
            staff=id,
            csrf=agent.csrf,
            created_at=batch.at,
            expires_at=batch.at + timedelta(hours=12),
        )
    )
    return agent
