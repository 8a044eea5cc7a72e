"""Which index SQLite uses for what the hub asks most: without one, a large tenant is read through."""

from pathlib import Path
from typing import Any

import pytest

from hub.core.models.contacts import Address, Channel
from hub.core.models.conversations import Conversation, ConversationState, Delivery, Message
from hub.core.models.integrations import AttemptState, WebhookDelivery
from hub.core.models.staff import StaffSession
from hub.core.models.work import WorkItem, WorkState
from hub.core.records import Record
from hub.core.transitions import OPEN_WORK
from hub.store.sqlite import SqliteDatabase, query
from hub.store.sqlite.tables import TABLES
from tests.fakes.clock import START, FakeClock

OPEN, RESOLVED = ConversationState.OPEN, ConversationState.RESOLVED

CASES: list[tuple[type[Record], dict[str, Any], dict[str, Any], str]] = [
    (Message, {"conversation": "c1"}, {"order": "seq"}, "message_conversation_seq"),
    (Message, {"conversation": {"c1", "c2"}}, {"order": "seq"}, "message_conversation_seq"),
    (Message, {"conversation": "c1", "interaction": "i1"}, {"order": "seq"}, "message_conversation_seq"),
    (Message, {"source": "e1", "external_id": "x"}, {}, "message_source_external_id_unique"),
    (Message, {"delivery": Delivery.PENDING}, {"order": "seq"}, "message_delivery_seq_pending"),
    (Message, {"delivery": Delivery.SENT}, {}, ""),
    (Message, {"id": {"m1", "m2"}, "conversation": "c1"}, {}, ""),
    (Conversation, {"state": OPEN}, {"order": "last_seq"}, "conversation_state_last_seq_open"),
    (
        Conversation,
        {"state": OPEN, "channel": Channel.CHAT},
        {"order": "last_seq"},
        "conversation_state_last",
    ),
    (Conversation, {"state": RESOLVED}, {"order": "last_seq"}, "conversation_last_seq"),
    (Conversation, {"state": {OPEN, RESOLVED}}, {"order": "last_seq"}, "conversation_last_seq"),
    (Conversation, {"agent": "a"}, {"order": "last_seq"}, "conversation_agent_last_seq"),
    (Conversation, {"agent": None}, {"order": "last_seq"}, "conversation_last_seq"),
    (Conversation, {"contact": "k1"}, {"order": "last_seq"}, "conversation_contact"),
    (Conversation, {"contact": {"k1", "k2"}}, {}, "conversation_contact"),
    (Conversation, {}, {"order": "last_seq", "below": 5}, "conversation_last_seq"),
    (Conversation, {"contact": {"k1", None}}, {}, ""),
    (WorkItem, {"state": WorkState.QUEUED}, {}, "work_item_state_queue"),
    (WorkItem, {"state": set(OPEN_WORK)}, {}, "work_item_state_queue"),
    (WorkItem, {"interaction": "i1", "state": set(OPEN_WORK)}, {}, "work_item_interaction"),
    (WorkItem, {"queue": "q", "state": WorkState.QUEUED}, {}, "work_item_"),
    (WorkItem, {}, {"order": "parked_until", "below": START}, "work_item_parked_until"),
    (WorkItem, {"state": WorkState.PARKED}, {"order": "parked_until", "below": START}, "work_item_"),
    (WorkItem, {}, {"order": "parked_until"}, ""),
    (Address, {"contact": "k1"}, {}, "address_contact"),
    (Address, {"kind": "email", "value": "x"}, {}, "address_kind_value_unique"),
    (StaffSession, {}, {"order": "expires_at", "below": START}, "staff_session_expires_at"),
    (
        WebhookDelivery,
        {"state": AttemptState.PENDING},
        {"order": "next_at", "below": START},
        "webhook_delivery_state_next_at",
    ),
]


@pytest.mark.parametrize(("kind", "where", "options", "index"), CASES)
async def test_query_uses(
    tmp_path: Path, kind: type[Record], where: dict[str, Any], options: dict[str, Any], index: str
):
    database = await SqliteDatabase.open(tmp_path, FakeClock())
    defaults: dict[str, Any] = {"order": "id", "descending": True, "limit": 50, "above": None, "below": None}
    sql, values = query.find(TABLES[kind], "acme", where, **(defaults | options))
    rows = await database._readers.run(lambda c: c.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
    await database.tenant("acme").count(kind, where)
    await database.close()
    plan = "; ".join(row[3] for row in rows)
    assert f"INDEX {index}" in plan if index else "USING PRIMARY KEY" in plan
    if (
        options
        and not any(isinstance(value, set) for value in where.values())
        and f"_{options['order']}" in index
    ):
        assert "TEMP B-TREE" not in plan
