"""What a commit promises: all or nothing, one winner, unique keys, order."""

import asyncio

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from hub.core.batch import Batch
from hub.core.errors import Duplicate, NotFound, StaleRevision, Unavailable
from hub.core.events import Change, EventKind
from hub.core.models.blobs import SmallBlob
from hub.core.models.contacts import Contact
from hub.core.models.conversations import Interaction, InteractionState, Message
from hub.core.models.work import Skill, WorkItem, WorkState
from hub.core.ports import Database, Store
from hub.core.records import Record
from tests.contract.conftest import Engine
from tests.fakes.clock import START
from tests.fakes.records import batch, contact, conversation, interaction, message, skill, work_item


async def test_stores_what_it_says_and_finds_it_after_reopening(engine: Engine, store: Store):
    sealed = await store.commit(batch(contact(tags=["vip"], attributes={"plan": "gold"})))
    stored = sealed.stored(contact())
    assert stored.rev == 1
    assert await store.get(Contact, "k1") == stored
    await engine.opened[0].close()
    again = (await engine.open()).tenant("acme")
    assert await again.get(Contact, "k1") == stored


async def test_names_what_is_missing(store: Store):
    assert await store.peek(Contact, "nobody") is None
    with pytest.raises(NotFound, match="Contact nobody"):
        await store.get(Contact, "nobody")


async def test_of_two_writers_of_one_revision_exactly_one_wins(store: Store):
    read = (await store.commit(batch(contact()))).stored(contact())
    outcomes = await asyncio.gather(
        *(store.commit(batch(replace(read, name=f"writer {n}"))) for n in range(20)), return_exceptions=True
    )
    lost = [outcome for outcome in outcomes if isinstance(outcome, StaleRevision)]
    assert len(lost) == 19
    winner = next(n for n, outcome in enumerate(outcomes) if not isinstance(outcome, BaseException))
    stored = await store.get(Contact, "k1")
    assert (stored.name, stored.rev) == (f"writer {winner}", 2)


@pytest.mark.parametrize("rev", [0, 1, 3])
async def test_refuses_another_revision(store: Store, rev: int):
    first = (await store.commit(batch(contact()))).stored(contact())
    await store.commit(batch(replace(first, name="second")))
    with pytest.raises(StaleRevision):
        await store.commit(batch(replace(first, rev=rev, name="late")))
    assert (await store.get(Contact, "k1")).name == "second"


async def test_refuses_to_change_what_does_not_exist(store: Store):
    with pytest.raises(StaleRevision):
        await store.commit(batch(contact(rev=1)))
    assert await store.peek(Contact, "k1") is None


async def test_says_who_holds_a_unique_key(store: Store):
    await store.commit(batch(message("m1", external_id="x")))
    with pytest.raises(Duplicate) as refused:
        await store.commit(batch(message("m2", external_id="x")))
    assert refused.value.existing == "m1"
    await store.commit(batch(message("m3", external_id="x", source="e2")))


async def test_of_the_same_message_delivered_often_at_once_one_is_stored(store: Store):
    outcomes = await asyncio.gather(
        *(store.commit(batch(message(f"m{n}", external_id="x"))) for n in range(50)), return_exceptions=True
    )
    stored = await store.find(Message)
    assert len(stored) == 1
    existing = [outcome.existing for outcome in outcomes if isinstance(outcome, Duplicate)]
    assert existing == [stored[0].id] * 49


async def test_keeps_a_key_unique_when_a_record_moves_to_it(store: Store):
    await store.commit(batch(skill("s1", "German"), skill("s2", "Czech")))
    second = await store.get(Skill, "s2")
    with pytest.raises(Duplicate) as refused:
        await store.commit(batch(replace(second, name="German")))
    assert refused.value.existing == "s1"


async def test_keys_of_closed_records_are_free(store: Store):
    first = (await store.commit(batch(interaction("i1")))).stored(interaction("i1"))
    with pytest.raises(Duplicate):
        await store.commit(batch(interaction("i2")))
    await store.commit(batch(replace(first, state=InteractionState.ENDED), interaction("i2")))
    active = await store.find(Interaction, {"state": InteractionState.ACTIVE})
    assert [one.id for one in active] == ["i2"]
    with pytest.raises(Duplicate) as refused:
        await store.commit(batch(replace(await store.get(Interaction, "i1"), state=InteractionState.ACTIVE)))
    assert refused.value.existing == "i2"


async def test_an_interaction_has_at_most_one_open_work_item(store: Store):
    parked = work_item("w1", state=WorkState.PARKED)
    stored = (await store.commit(batch(parked))).stored(parked)
    with pytest.raises(Duplicate):
        await store.commit(batch(work_item("w2")))
    await store.commit(batch(replace(stored, state=WorkState.COMPLETED)))
    await store.commit(batch(work_item("w2")))
    assert await store.count(WorkItem, {"interaction": "i1"}) == 2


async def test_a_batch_is_stored_whole_or_not_at_all(store: Store):
    await store.commit(batch(skill("s1", "German")))
    refused = batch(contact(), skill("s2", "German"))
    refused.event(EventKind.CONTACT_CHANGED, contact())
    with pytest.raises(Duplicate):
        await store.commit(refused)
    assert await store.peek(Contact, "k1") is None
    assert await store.events_after(0) == []


async def test_a_refused_batch_does_not_harm_those_beside_it(store: Store):
    await store.commit(batch(skill("s0", "taken")))
    outcomes = await asyncio.gather(
        *(store.commit(batch(skill(f"s{n}", "taken" if n % 3 == 0 else ""))) for n in range(1, 61)),
        return_exceptions=True,
    )
    refused = {n for n, outcome in enumerate(outcomes, start=1) if isinstance(outcome, Duplicate)}
    assert refused == set(range(3, 61, 3))
    assert await store.count(Skill) == 41


async def test_what_is_named_by_its_content_is_stored_once(store: Store):
    def named(text: bytes, *records: Record) -> Batch:
        made = batch(*records)
        made.save_content(SmallBlob(id="sha", data=text))
        return made

    await asyncio.gather(*(store.commit(named(b"same", contact(f"k{n}"))) for n in range(20)))
    assert await store.get(SmallBlob, "sha") == SmallBlob(id="sha", data=b"same", rev=1)
    assert await store.count(Contact) == 20
    with pytest.raises(StaleRevision):
        await store.commit(named(b"same", contact("k1")))
    gone = batch()
    gone.delete(await store.get(SmallBlob, "sha"))
    await store.commit(gone)
    assert await store.peek(SmallBlob, "sha") is None


async def test_a_delete_frees_the_key_for_a_save_of_the_same_batch(store: Store):
    old = (await store.commit(batch(skill("s1", "German")))).stored(skill("s1"))
    change = batch(skill("s2", "German"))
    change.delete(old)
    await store.commit(change)
    assert [one.id for one in await store.find(Skill)] == ["s2"]
    assert await store.peek(Skill, "s1") is None


async def test_deletes_only_the_revision_that_was_read(store: Store):
    old = (await store.commit(batch(skill("s1")))).stored(skill("s1"))
    new = (await store.commit(batch(replace(old, description="new")))).stored(old)
    with pytest.raises(StaleRevision):
        await store.commit(_deletion(old))
    assert await store.get(Skill, "s1") == new
    await store.commit(_deletion(new))
    with pytest.raises(StaleRevision):
        await store.commit(_deletion(new))
    await store.commit(batch(skill("s1")))
    assert (await store.get(Skill, "s1")).rev == 1


async def test_a_reader_gets_the_newest_after_each_commit(store: Store):
    stored = (await store.commit(batch(contact(name="0")))).stored(contact())
    for n in range(1, 50):
        async with asyncio.TaskGroup() as group:
            # These reads race with the commit; what they find must not stay in any cache.
            for _ in range(2):
                group.create_task(store.get(Contact, "k1"))
            stored = (await store.commit(batch(replace(stored, name=str(n))))).stored(stored)
            assert (await store.get(Contact, "k1")).name == str(n)
            assert (await store.find(Contact))[0].name == str(n)
        assert (await store.get(Contact, "k1")).name == str(n)


async def test_numbers_events_in_order_and_gives_messages_their_number(store: Store):
    opened = conversation()
    start = batch()
    start.conversation(opened, EventKind.CONVERSATION_OPENED)
    stored = (await store.commit(start)).stored(opened)
    said = batch(stored)
    said.message(message(), stored)
    sealed = await store.commit(said)
    written = await store.get(Message, "m1")
    assert written.seq == sealed.stored(stored).last_seq == await store.last_seq()
    events = await store.events_after(0)
    assert [event.kind for event in events] == [EventKind.CONVERSATION_OPENED, EventKind.MESSAGE_ADDED]
    assert events[0].seq < events[1].seq == written.seq


async def test_resumes_events_of_all_or_of_one_conversation(store: Store):
    for n in range(10):
        said = batch()
        said.message(message(f"m{n}", conversation=f"c{n % 2}"), conversation(f"c{n % 2}"))
        await store.commit(said)
    events = await store.events_after(0)
    assert [event.subject for event in events] == [f"m{n}" for n in range(10)]
    assert await store.events_after(events[3].seq, limit=2) == events[4:6]
    assert await store.events_after(events[3].seq, conversation="c1") == events[5::2]
    assert await store.events_after(await store.last_seq()) == []


async def test_numbers_go_on_after_reopening(engine: Engine, store: Store):
    before = (await store.commit(_event())).events[0].seq
    await engine.opened[0].close()
    again = (await engine.open()).tenant("acme")
    assert await again.last_seq() == before
    assert (await again.commit(_event())).events[0].seq > before


async def test_listeners_hear_everything_in_order_before_the_committer_goes_on(
    database: Database, store: Store
):
    heard: list[Change] = []
    database.subscribe(heard.extend)
    seen_at_return: dict[int, bool] = {}

    async def commit(n: int) -> None:
        one = batch(contact(f"k{n:04}"))
        one.event(EventKind.CONTACT_CHANGED, one.saves[0])
        sealed = await store.commit(one)
        seen_at_return[n] = sealed.changes[0] in heard

    await asyncio.gather(*(commit(n) for n in range(200)))
    assert all(seen_at_return.values())
    assert [change.event.seq for change in heard] == sorted(change.event.seq for change in heard)
    assert [change.event for change in heard] == await store.events_after(0)
    assert {change.record for change in heard if change.record and change.record.rev != 1} == set()


async def test_a_raising_listener_stops_nobody_and_leaving_ends_the_news(database: Database, store: Store):
    heard: list[Change] = []

    def broken(changes: list[Change]) -> None:
        raise RuntimeError("broken listener")

    database.subscribe(broken)
    leave = database.subscribe(heard.extend)
    with capture_logs() as logs:
        await store.commit(_event())
        leave()
        leave()
        await store.commit(_event())
    assert len(heard) == 1
    assert [log["event"] for log in logs] == ["listener_failed"] * 2


async def test_a_cancelled_committer_changes_nothing_for_the_others(database: Database, store: Store):
    heard: list[Change] = []
    database.subscribe(heard.extend)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(store.commit(_event(f"k{n}"))) for n in range(20)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
    assert [task.cancelled() for task in tasks] == [n % 2 == 0 for n in range(20)]
    await store.commit(_event("last"))
    assert len(heard) == 21
    assert await store.count(Contact) == 21


async def test_takes_two_thousand_commits_at_once(store: Store):
    await asyncio.gather(*(store.commit(_event(f"k{n}")) for n in range(2000)))
    assert await store.count(Contact) == 2000
    assert len(await store.events_after(0, limit=5000)) == 2000


async def test_closing_writes_what_was_accepted(engine: Engine, database: Database):
    store = database.tenant("acme")
    async with asyncio.TaskGroup() as group:
        commits = [group.create_task(store.commit(_event(f"k{n}"))) for n in range(300)]
        await asyncio.sleep(0)
        await database.close()
    assert all(commit.done() for commit in commits)
    assert await (await engine.open()).tenant("acme").count(Contact) == 300
    with pytest.raises(Unavailable):
        await store.commit(_event("late"))


def _event(id: str = "") -> Batch:
    """Return a batch with an event, and with a contact if an id is given."""
    made = batch(contact(id)) if id else batch()
    made.event(EventKind.CONTACT_CHANGED, contact(id or "k1"))
    return made


def _deletion(record: Skill) -> Batch:
    made = Batch(at=START)
    made.delete(record)
    return made
