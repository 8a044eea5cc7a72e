"""SMS that arrive over SMPP: whole, in parts, twice, broken; answered only once they are stored."""

from collections.abc import AsyncIterator
from pathlib import Path
from struct import pack

import pytest
from msgspec.structs import replace

from hub.core.errors import Conflict, Unavailable
from hub.core.models.contacts import Address, Contact
from hub.core.models.conversations import Conversation, ConversationState, Direction
from hub.core.models.delivery import DispatchState
from hub.core.models.sms import OptOut, SmsPart, SmsState
from hub.core.models.work import WorkItem
from tests.fakes.smsc import ROK, Smsc
from tests.integration.sms.office import NUMBER, Office, office, route, world_at

UDHI = 0x40
TEMPORARY, REJECTED = 0x64, 0x66
LONG = "这是一条很长的短信" * 12


@pytest.fixture
async def smsc() -> AsyncIterator[Smsc]:
    centre = Smsc()
    await centre.start()
    yield centre
    await centre.stop()


@pytest.fixture
async def sms(tmp_path: Path, smsc: Smsc) -> AsyncIterator[Office]:
    async with world_at(tmp_path, route(smsc, flows={"ORDER": "knowledge"})) as world, office(world) as found:
        await found.bound()
        yield found


def part(text: str, number: int, of: int = 2, reference: int = 77, *, wide: bool = False) -> bytes:
    header = (
        [6, 8, 4, reference >> 8, reference & 255, of, number] if wide else [5, 0, 3, reference, of, number]
    )
    return bytes(header) + text.encode("utf-16-be")


async def deliver_part(smsc: Smsc, data: bytes) -> int:
    return await smsc.deliver(data, coding=8, esm_class=UDHI)


async def test_an_sms_becomes_work_and_the_answer_goes_back(sms, smsc):
    assert await smsc.deliver("你好，我要查询订单") == ROK
    (message,) = await sms.inbound()
    assert message.text == "你好，我要查询订单"
    item = await sms.owned()
    await sms.state(await sms.answer(item, "已发货"), DispatchState.SENT)
    assert [(one.to, one.text) for one in smsc.submitted] == [(NUMBER[1:], "已发货")]
    (address,) = [one for one in await sms.world.store.find(Address) if one.kind == "phone"]
    assert (address.value, address.verified) == (NUMBER, False)  # numbers can be forged in the network


async def test_the_same_words_twice_are_two_sms(sms, smsc):
    await smsc.deliver(b"ok")
    await smsc.deliver(b"ok")
    assert [one.text for one in await sms.inbound(2)] == ["ok", "ok"]


async def test_an_sms_whose_answer_got_lost_is_stored_once(sms, smsc):
    """Stored, but the connection broke before the message centre read our answer: it delivers again."""
    assert await smsc.deliver(b"ok") == ROK
    smsc.hang_up()
    await smsc.until(lambda: smsc.binds == 2)
    await sms.bound()
    assert await smsc.deliver(b"ok") == ROK  # again
    assert await smsc.deliver(b"ok") == ROK  # once more: this is a new one
    assert await smsc.deliver(b"end") == ROK
    assert [one.text for one in await sms.inbound(3)] == ["ok", "ok", "end"]


async def test_what_was_confirmed_before_a_hang_up_is_no_repetition(sms, smsc):
    assert await smsc.deliver(b"ok") == ROK
    before = await sms.world.store.find(SmsState)

    async def confirmed() -> bool:
        now = await sms.world.store.find(SmsState)
        return bool(now[0].confirmed > before[0].confirmed)

    await sms.until(confirmed)  # an enquire_link was answered behind it
    smsc.hang_up()
    await smsc.until(lambda: smsc.binds == 2)
    await sms.bound()
    assert await smsc.deliver(b"ok") == ROK
    assert len(await sms.inbound(2)) == 2


async def test_parts_in_any_order_and_twice(sms, smsc):
    for number in (2, 2, 1, 1):
        assert await deliver_part(smsc, part(LONG[(number - 1) * 67 : number * 67], number)) == ROK
    assert await smsc.deliver(b"end") == ROK
    assert [one.text for one in await sms.inbound(2)] == [LONG, "end"]


async def test_a_letter_cut_in_two_between_parts(sms, smsc):
    octets = "短😀信".encode("utf-16-be")
    for number, piece in ((1, octets[:4]), (2, octets[4:])):
        header = bytes([6, 8, 4, 1, 2, 2, number])
        assert await smsc.deliver(header + piece, coding=8, esm_class=UDHI) == ROK
    assert [one.text for one in await sms.inbound()] == ["短😀信"]


async def test_parts_by_sar_parameters_and_a_payload(sms, smsc):
    for number, text in ((2, b"world"), (1, b"hello ")):
        tags = pack("!HHH", 0x20C, 2, 5) + pack("!HHB", 0x20E, 1, 2) + pack("!HHB", 0x20F, 1, number)
        assert await smsc.deliver(text, tags=tags) == ROK
    long = b"x" * 500
    assert await smsc.deliver(b"", tags=pack("!HH", 0x424, len(long)) + long) == ROK
    assert [one.text for one in await sms.inbound(2)] == ["hello world", "x" * 500]


async def test_parts_survive_a_restart(tmp_path, smsc):
    async with world_at(tmp_path, route(smsc)) as world, office(world) as sms:
        await sms.bound()
        assert await deliver_part(smsc, part(LONG[:67], 1, wide=True, reference=300)) == ROK
        assert not await sms.messages(Direction.INBOUND)
    async with world_at(tmp_path) as world, office(world) as sms:
        await sms.bound()
        assert await deliver_part(smsc, part(LONG[67:], 2, wide=True, reference=300)) == ROK
        assert [one.text for one in await sms.inbound()] == [LONG]


async def test_killed_after_storing_the_sms_and_before_marking_its_parts(tmp_path, smsc):
    async with world_at(tmp_path, route(smsc)) as world, office(world) as sms:
        await sms.bound()
        await deliver_part(smsc, part(LONG[:67], 1))
        await deliver_part(smsc, part(LONG[67:], 2))
        await sms.inbound()
        for one in await world.store.find(SmsPart):  # as a kill in between would have left them
            assert one.done
            await world.save(replace(one, done=False))
    async with world_at(tmp_path) as world, office(world) as sms:

        async def done() -> bool:
            return all(one.done for one in await world.store.find(SmsPart))

        await sms.bound()
        await deliver_part(smsc, part(LONG[67:], 2))
        await sms.until(done)
        assert [one.text for one in await sms.messages(Direction.INBOUND)][-1] == LONG


async def test_a_missing_part_is_marked_after_a_while_and_may_come_late(sms, smsc):
    for number in (1, 3):
        await deliver_part(smsc, part("一二三四"[number - 1] * 5, number, of=3))
    assert [one.text for one in await sms.inbound()] == ["一一一一一[… 2/3 …]三三三三三"]
    await deliver_part(smsc, part("二二", 2, of=3))
    assert (await sms.inbound(2))[1].text == "[… 1/3 …]二二[… 3/3 …]"


async def test_a_reference_used_again_is_another_sms(sms, smsc):
    await deliver_part(smsc, part("甲", 1))
    await deliver_part(smsc, part("乙", 2))
    await deliver_part(smsc, part("丙", 1))  # complete before: a new one
    await deliver_part(smsc, part("丁", 1))  # incomplete: crowded out
    await deliver_part(smsc, part("戊", 2))
    assert [one.text for one in await sms.inbound(3)] == ["甲乙", "丙[… 2/2 …]", "丁戊"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        b"\0\1\1491511\0\1\1493\0\x40\0\0\0\0\0\0\x08\0\xff",
        b"\0\1\1491511\0\1\1493\0\x40\0\0\0\0\0\0\x08\0\x02\xff\xff",
        b"\xff" * 300,
    ],
)
async def test_what_cannot_be_read_is_refused_and_the_next_is_taken(sms, smsc, body):
    assert await smsc.send(body) == REJECTED
    assert await smsc.deliver(b"fine") == ROK
    assert smsc.binds == 1
    assert [one.text for one in await sms.inbound()] == ["fine"]


async def test_receipts_that_make_other_libraries_stumble(sms, smsc):
    for text in (
        b"id:1 stat:DELIVRD err:00A submit date:bad",
        b"",
        b"stat:DELIVRD",
        b"id: stat: err:",
        b"\xff\x00",
    ):
        assert await smsc.deliver(text, esm_class=4) == ROK
    assert smsc.binds == 1


async def test_nobody_is_answered_before_it_is_stored(sms, smsc, monkeypatch):
    async def full(batch: object) -> None:
        raise Unavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(sms.world.store, "commit", full)
        assert await smsc.deliver(b"hello") == TEMPORARY
    assert await smsc.deliver(b"hello") == ROK
    assert [one.text for one in await sms.inbound()] == ["hello"]


async def test_blocked_contacts_are_refused_for_good(sms, smsc):
    await smsc.deliver(b"hello")
    (message,) = await sms.inbound()
    contact = await sms.world.store.get(Contact, message.author.id)
    await sms.world.save(replace(contact, blocked=True))
    assert await smsc.deliver(b"spam") == REJECTED


async def test_stop_is_for_ever_and_confirmed_once(sms, smsc):
    await smsc.deliver(b"Where is my parcel?")
    item = await sms.owned()
    waiting = await sms.answer(item, "Tomorrow")
    await sms.state(waiting, DispatchState.SENT)
    assert await smsc.deliver(" Stop. ".encode("utf-16-be"), coding=8) == ROK
    assert await smsc.deliver("退订") == ROK
    await smsc.until(lambda: len(smsc.submitted) == 2)
    assert smsc.submitted[1].text == "You will get no more SMS from us. Write START if you want them again."
    with pytest.raises(Conflict, match="no more SMS"):
        await sms.answer(item, "But wait")
    assert len(await sms.world.store.find(OptOut)) == 1
    await smsc.deliver(b"START")
    await smsc.until(lambda: len(smsc.submitted) == 3)
    assert not await sms.world.store.find(OptOut)
    await sms.state(await sms.answer(item, "Welcome back"), DispatchState.SENT)


async def test_chinese_stop_from_a_stranger_leaves_no_work(sms, smsc):
    await smsc.deliver("退订")
    await smsc.until(lambda: len(smsc.submitted) == 1)
    assert smsc.submitted[0].text == "您将不再收到我们的短信。如需重新接收，请回复 订阅。"

    async def closed() -> bool:
        found = await sms.world.store.find(Conversation)
        return [one.state for one in found] == [ConversationState.RESOLVED]

    await sms.until(closed)
    assert not await sms.world.store.find(WorkItem)


async def test_a_keyword_chooses_the_bot(sms, smsc):
    await smsc.deliver(b"order 4711")
    await smsc.deliver(b"orders?", source="4915112345679")
    await sms.inbound(2)
    found = {one.handler for one in await sms.world.store.find(Conversation)}
    assert found == {"knowledge", ""}
