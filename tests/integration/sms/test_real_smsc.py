"""SMS over SMPP with an independent SMPP server (smpp34, in Rust), and a route whose settings change."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import smpp34
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.models.checks import Verdict
from hub.core.models.delivery import DispatchState
from hub.core.models.sms import Smsc, SmsRoute
from tests.fakes.smsc import Smsc as FakeSmsc
from tests.integration.sms.office import NUMBER, OURS, Office, office, route, world_at

CHINESE = "尊敬的客户，您的订单已经发货，" * 7
RECEIPT = 0x04


class Operator:
    """The server's side: takes everything, remembers it and who is bound."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.server = smpp34.Server("127.0.0.1", port, system_id="OPERATOR")
        self.taken: list[smpp34.SubmitSmEvent] = []
        self.bound: list[smpp34.Esme] = []

    async def run(self) -> None:
        while True:
            event = await self.server.next()
            if isinstance(event, smpp34.Esme):
                self.bound.append(event)
            elif isinstance(event, smpp34.SubmitSmEvent):
                self.taken.append(event)
                event.accept(message_id=f"id-{len(self.taken)}")

    async def receipt(self, number: int, stat: str) -> None:
        text = f"id:id-{number} sub:001 dlvrd:001 done date:2611212121 stat:{stat} err:000"
        answer = await self.bound[-1].deliver_sm(
            OURS[1:], text.encode(), source_addr=NUMBER[1:], esm_class=RECEIPT
        )
        assert answer.is_success


@pytest.fixture
async def operator() -> AsyncIterator[Operator]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found = Operator(free.getsockname()[1])
    await found.server.start()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(found.run())
        yield found
        task.cancel()
    await found.server.stop()


@pytest.fixture
async def sms(tmp_path: Path, operator: Operator) -> AsyncIterator[Office]:
    smsc = Smsc(host="127.0.0.1", port=operator.port, system_id="hub")
    record = SmsRoute(id="operator", entry_point="text", number=OURS, smscs=[smsc], secret="pw")
    async with world_at(tmp_path, record) as world, office(world) as found:
        await found.bound()
        yield found


async def test_there_and_back_with_a_server_that_others_wrote(sms: Office, operator: Operator) -> None:
    answer = await operator.bound[0].deliver_sm(
        OURS[1:], "你好".encode("utf-16-be"), source_addr=NUMBER[1:], source_addr_ton=1, data_coding=8
    )
    assert answer.is_success
    assert [one.text for one in await sms.inbound()] == ["你好"]
    message = await sms.answer(await sms.owned(), CHINESE)
    await sms.state(message, DispatchState.SENT)
    assert [(one.data_coding, one.esm_class) for one in operator.taken] == [(8, 0x40), (8, 0x40)]
    assert [one.short_message[:3] for one in operator.taken] == [b"\x05\x00\x03", b"\x05\x00\x03"]
    assert [one.destination_addr for one in operator.taken] == [NUMBER[1:], NUMBER[1:]]
    assert b"".join(one.short_message[6:] for one in operator.taken).decode("utf-16-be") == CHINESE
    await operator.receipt(1, "DELIVRD")
    await operator.receipt(2, "DELIVRD")
    await sms.state(message, DispatchState.DELIVERED)


async def test_gsm_text_goes_out_in_the_default_alphabet(sms: Office, operator: Operator) -> None:
    await sms.state(await sms.write("Price: 5 € [net]"), DispatchState.SENT)
    (one,) = operator.taken
    assert (one.data_coding, one.esm_class) == (0, 0)
    assert one.short_message == b"Price: 5 \x1be \x1b<net\x1b>"


async def test_trying_a_centre_binds_and_lets_go(sms: Office, operator: Operator) -> None:
    record = await sms.world.store.get(SmsRoute, "operator")
    (found,) = await sms.channel.check(record)
    assert (found.verdict, found.reason.code) == (Verdict.OK, "bound")
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        nobody = Smsc(host="127.0.0.1", port=deaf.getsockname()[1], system_id="hub")
        (found,) = await sms.channel.check(replace(record, smscs=[nobody]))
    assert (found.verdict, found.reason.code, found.field) == (Verdict.FAILED, "unreachable", "smscs[0].host")


async def test_settings_are_followed_without_a_restart(tmp_path: Path) -> None:
    first, second = FakeSmsc(), FakeSmsc()
    await first.start()
    await second.start()
    async with world_at(tmp_path, route(first)) as world, office(world) as sms:
        await sms.bound(str(first.port))
        change = _changing(sms)
        await change(lambda now: replace(route(second), rev=now.rev))
        await sms.bound(str(second.port))
        await sms.state(await sms.write("by the second"), DispatchState.SENT)
        assert [one.text for one in second.submitted] == ["by the second"]
        await change(lambda now: replace(now, active=False))

        async def off() -> bool:
            return not sms.channel.status()

        await sms.until(off)
    await first.stop()
    await second.stop()


def _changing(sms: Office) -> Callable[[Callable[[SmsRoute], SmsRoute]], Awaitable[None]]:
    async def change(make: Callable[[SmsRoute], SmsRoute]) -> None:
        record = make(await sms.world.store.get(SmsRoute, "operator"))
        batch = Batch(at=sms.world.clock.now())
        batch.save(record)
        batch.event(EventKind.SETTINGS_CHANGED, record, data={"kind": "sms_routes"})
        await sms.world.store.commit(batch)

    return change
