"""What can be found, in which order, and what tenants see of each other."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hub.core.models.contacts import Contact
from hub.core.models.conversations import Conversation, ConversationState, Delivery, Message
from hub.core.models.tenants import Tenant
from hub.core.models.work import Skill, WorkState
from hub.core.ports import Database, Store
from tests.fakes.clock import START
from tests.fakes.records import batch, contact, conversation, message, skill, tenant


@pytest.fixture
async def chats(store: Store) -> Store:
    """Six conversations c0 to c5, a second apart; odd ones belong to agent "a"."""
    await store.commit(
        batch(
            *(
                conversation(
                    f"c{n}",
                    last_at=START + timedelta(seconds=n / 2),
                    agent="a" if n % 2 else None,
                    state=ConversationState.RESOLVED if n == 5 else ConversationState.OPEN,
                    work_state=WorkState.QUEUED if n == 0 else None,
                )
                for n in range(6)
            )
        )
    )
    return store


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (None, "012345"),
        ({}, "012345"),
        ({"agent": "a"}, "135"),
        ({"agent": None}, "024"),
        ({"agent": {"a", None}}, "012345"),
        ({"agent": {None}}, "024"),
        ({"agent": set()}, ""),
        ({"agent": "nobody"}, ""),
        ({"state": ConversationState.OPEN, "agent": "a"}, "13"),
        ({"state": frozenset({ConversationState.OPEN, ConversationState.RESOLVED})}, "012345"),
        ({"state": {ConversationState.RESOLVED}}, "5"),
        ({"id": "c2"}, "2"),
        ({"id": {"c2", "c4", "c9"}}, "24"),
        ({"work_state": WorkState.QUEUED}, "0"),
        ({"last_at": START + timedelta(seconds=1)}, "2"),
    ],
)
async def test_filters(chats: Store, where: dict[str, Any] | None, expected: str):
    found = await chats.find(Conversation, where)
    assert "".join(one.id[1:] for one in found) == expected
    assert await chats.count(Conversation, where) == len(expected)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"order": "last_at"}, "012345"),
        ({"order": "last_at", "descending": True}, "543210"),
        ({"order": "last_at", "descending": True, "limit": 2}, "54"),
        ({"order": "last_at", "below": START + timedelta(seconds=1.5), "descending": True}, "210"),
        ({"order": "last_at", "above": START + timedelta(seconds=1.5)}, "45"),
        ({"order": "last_at", "above": START, "below": START + timedelta(seconds=2)}, "123"),
        ({"above": "c2"}, "345"),
        ({"below": "c2", "descending": True}, "10"),
        ({"order": "agent"}, "024135"),
        ({"order": "agent", "descending": True}, "531420"),
        ({"limit": 0}, ""),
    ],
)
async def test_orders_and_limits(chats: Store, options: dict[str, Any], expected: str):
    found = await chats.find(Conversation, **options)
    assert "".join(one.id[1:] for one in found) == expected


async def test_finds_by_the_new_value_after_a_change(chats: Store):
    mine = await chats.get(Conversation, "c1")
    changed = (await chats.commit(batch(replace(mine, agent="b")))).stored(mine)
    assert [one.id for one in await chats.find(Conversation, {"agent": "b"})] == ["c1"]
    await chats.commit(batch(replace(changed, agent=None)))
    assert await chats.find(Conversation, {"agent": "b"}) == []
    assert await chats.count(Conversation, {"agent": None}) == 4


async def test_finds_messages_that_still_have_to_be_sent(store: Store):
    states = [Delivery.PENDING, Delivery.SENT, Delivery.UNKNOWN, Delivery.PENDING]
    await store.commit(batch(*(message(f"m{n}", delivery=state) for n, state in enumerate(states))))
    waiting = await store.find(Message, {"delivery": Delivery.PENDING}, order="seq")
    assert [one.id for one in waiting] == ["m0", "m3"]
    assert await store.count(Message, {"delivery": {Delivery.SENT, Delivery.UNKNOWN}}) == 2


@pytest.mark.parametrize("options", [{"where": {"tags": "x"}}, {"order": "tags"}, {"order": "id; --"}])
async def test_refuses_fields_that_are_not_declared(store: Store, options: dict[str, Any]):
    with pytest.raises(ValueError, match="cannot be found by"):
        await store.find(Conversation, **options)


async def test_tenants_with_equal_ids_never_see_each_other(database: Database):
    ours, theirs = database.tenant("acme"), database.tenant("globex")
    for store, name in ((ours, "ours"), (theirs, "theirs")):
        said = batch(contact(name=name), skill("s1", "German"))
        said.message(message(text=f"secret of {name}"), conversation())
        await store.commit(said)
    for store, name in ((ours, "ours"), (theirs, "theirs")):
        assert (await store.get(Contact, "k1")).name == name
        assert [one.name for one in await store.find(Contact)] == [name]
        assert await store.count(Message) == 1
        assert len(await store.events_after(0)) == 1
    mine = await ours.get(Skill, "s1")
    deletion = batch()
    deletion.delete(mine)
    await ours.commit(deletion)
    assert await ours.peek(Skill, "s1") is None
    assert await theirs.peek(Skill, "s1") is not None


async def test_lists_its_tenants(database: Database):
    assert await database.tenants() == []
    for id in ("globex", "acme"):
        await database.tenant(id).commit(batch(tenant(id)))
    assert await database.tenants() == ["acme", "globex"]
    assert database.tenant("acme").tenant == "acme"
    assert (await database.tenant("acme").find(Tenant))[0].id == "acme"


@pytest.mark.parametrize(
    ("where", "above", "expected"),
    [
        (None, None, {"a": 3}),
        ({"state": ConversationState.OPEN}, None, {"a": 2}),
        ({"agent": {"a", "b"}}, START + timedelta(seconds=0.5), {"a": 2}),
        ({"agent": "b"}, None, {}),
        ({"agent": set()}, None, {}),
    ],
)
async def test_counts_by_a_fields_values(chats: Store, where: Any, above: Any, expected: dict[str, int]):
    assert await chats.tally(Conversation, "agent", where, order="last_at", above=above) == expected


async def test_counts_only_by_declared_fields(chats: Store):
    with pytest.raises(ValueError, match="cannot be found by 'text'"):
        await chats.tally(Conversation, "text")
