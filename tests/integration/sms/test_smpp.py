"""SMS over SMPP, against a message centre that misbehaves when told to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from channels.sms import session
from hub.core.models.delivery import Dispatch, DispatchState, EarlyReceipt, Reference
from hub.core.models.reasons import Reason
from tests.fakes.reasons import code
from tests.fakes.smsc import DROP, HOLD, INVALID_DESTINATION, QUEUE_FULL, ROK, THROTTLED, Smsc
from tests.integration.sms.office import NUMBER, Office, office, route, world_at

CHINESE = "尊敬的客户，您的订单已经发货，" * 7
UDHI = 0x40


@pytest.fixture
async def smsc() -> AsyncIterator[Smsc]:
    centre = Smsc()
    await centre.start()
    yield centre
    await centre.stop()


@pytest.fixture
async def sms(tmp_path: Path, smsc: Smsc) -> AsyncIterator[Office]:
    async with world_at(tmp_path, route(smsc)) as world, office(world) as found:
        await found.bound()
        yield found


async def test_105_chinese_characters_go_as_two_parts_and_are_delivered_once_both_are(sms, smsc):
    assert len(CHINESE) == 105
    message = await sms.write(CHINESE)
    await sms.state(message, DispatchState.SENT)
    assert [(one.part[1:], one.coding, one.esm_class) for one in smsc.submitted] == [
        ((1, 2), 8, UDHI),
        ((2, 2), 8, UDHI),
    ]
    assert "".join(one.text for one in smsc.submitted) == CHINESE
    assert len({one.part[0] for one in smsc.submitted}) == 1
    first, second = (one.id for one in smsc.submitted)
    assert await smsc.receipt(second, "DELIVRD") == ROK
    assert (await sms.state(message, DispatchState.SENT)).parts[1].state is DispatchState.DELIVERED
    assert await smsc.receipt(first, "DELIVRD") == ROK
    await sms.state(message, DispatchState.DELIVERED)


async def test_enroute_then_delivered(sms, smsc):
    message = await sms.write("On its way")
    await sms.state(message, DispatchState.SENT)
    await smsc.receipt(smsc.submitted[0].id, "ENROUTE")
    buffered = await sms.state(message, DispatchState.BUFFERED)
    assert buffered.reason == Reason("smsc_enroute", detail="ENROUTE")
    await smsc.receipt(smsc.submitted[0].id, "DELIVRD")
    await sms.state(message, DispatchState.DELIVERED)
    await smsc.receipt(smsc.submitted[0].id, "UNDELIV")  # late and wrong: changes nothing
    await sms.state(message, DispatchState.DELIVERED)


async def test_undeliverable_comes_back_with_the_reason_in_words(sms, smsc):
    message = await sms.write("Hello")
    await sms.state(message, DispatchState.SENT)
    await smsc.receipt(smsc.submitted[0].id, "UNDELIV", "001")
    failed = await sms.state(message, DispatchState.FAILED)
    assert failed.reason == Reason("sms_number_unused", detail="UNDELIV 001")


async def test_throttled_and_full_queues_are_tried_again(sms, smsc):
    answers = [THROTTLED, QUEUE_FULL]
    smsc.decide = lambda one: answers.pop(0) if answers else ROK
    message = await sms.write("Hello")
    sent = await sms.state(message, DispatchState.SENT)
    assert sent.attempts == 3
    assert len(smsc.submitted) == 1


async def test_a_later_part_is_insisted_on(sms, smsc):
    answers = [ROK, THROTTLED, THROTTLED]
    smsc.decide = lambda one: answers.pop(0) if answers else ROK
    message = await sms.write(CHINESE)
    sent = await sms.state(message, DispatchState.SENT)
    assert sent.attempts == 1
    assert [one.part[1] for one in smsc.submitted] == [1, 2]


async def test_a_wrong_destination_fails_at_once_in_words(sms, smsc):
    smsc.decide = lambda one: INVALID_DESTINATION
    failed = await sms.state(await sms.write("Hello"), DispatchState.FAILED)
    assert (failed.reason.code, failed.attempts) == ("smsc_refused", 1)
    assert "0x0000000b" in failed.reason.detail


async def test_a_status_of_the_operators_own_is_no_end_of_the_connection(sms, smsc):
    smsc.decide = lambda one: 0x0401 if one.text == "bad" else ROK
    failed = await sms.state(await sms.write("bad"), DispatchState.FAILED)
    assert failed.reason.code == "smsc_refused_own"
    await sms.state(await sms.write("good"), DispatchState.SENT)
    assert smsc.binds == 1


async def test_a_connection_lost_before_the_answer_leaves_a_doubt_and_never_a_second_sms(sms, smsc):
    smsc.decide = lambda one: DROP if one.text == "once" else ROK
    message = await sms.write("once")
    unknown = await sms.state(message, DispatchState.UNKNOWN)
    assert unknown.reason == Reason("smsc_hung_up")
    await smsc.until(lambda: smsc.binds == 2)
    await sms.bound()
    await sms.state(await sms.write("after", to="+4915112345679"), DispatchState.SENT)
    assert [one.text for one in smsc.submitted] == ["once", "after"]


async def test_a_centre_that_never_answers_leaves_a_doubt_too(sms, smsc, monkeypatch):
    monkeypatch.setattr(session, "ANSWER_WITHIN", 0.2)
    smsc.decide = lambda one: HOLD if one.text == "once" else ROK
    await sms.state(await sms.write("once"), DispatchState.UNKNOWN)
    await smsc.until(lambda: smsc.binds == 2)
    await sms.bound()
    await sms.state(await sms.write("after", to="+4915112345679"), DispatchState.SENT)
    assert [one.text for one in smsc.submitted] == ["once", "after"]


async def test_a_doubt_ends_with_a_receipt_that_gives_our_reference_back(sms, smsc):
    smsc.echo_reference = True
    smsc.decide = lambda one: DROP
    message = await sms.write("once")
    await sms.state(message, DispatchState.UNKNOWN)
    await smsc.until(lambda: smsc.binds == 2)
    await smsc.receipt(smsc.submitted[0].id, "DELIVRD")
    await sms.state(message, DispatchState.DELIVERED)
    assert len(smsc.submitted) == 1


async def test_a_receipt_before_the_answer_counts(sms, smsc):
    smsc.before_answer = [("DELIVRD", "000")]
    message = await sms.write("fast")
    await sms.state(message, DispatchState.DELIVERED)


async def test_a_receipt_nobody_knows_is_kept_and_answered(sms, smsc):
    assert await smsc.receipt("4711", "DELIVRD") == ROK
    assert [one.key for one in await sms.world.store.find(EarlyReceipt)] == ["4711"]


async def test_after_a_hang_up_it_binds_again(sms, smsc):
    smsc.hang_up()
    await smsc.until(lambda: smsc.binds == 2)
    await sms.bound()
    await sms.state(await sms.write("again"), DispatchState.SENT)


async def test_messages_wait_for_a_message_centre_that_is_away(sms, smsc):
    await smsc.stop()
    message = await sms.write("patience")

    async def tried() -> bool:
        dispatch = await sms.world.store.get(Dispatch, message.id)
        return code(dispatch.reason) == "unreachable"

    await sms.until(tried)
    assert sms.channel.status()[0].state == "down"
    assert sms.channel.status()[0].reason.code == "unreachable"
    await smsc.start()
    await sms.state(message, DispatchState.SENT)


async def test_the_second_centre_serves_until_the_first_is_back(tmp_path):
    first, second = Smsc(), Smsc(first_id=500)
    await first.start()
    await second.start()
    async with world_at(tmp_path, route(first, second)) as world, office(world) as sms:
        await sms.bound(str(first.port))
        await first.stop()
        await sms.bound(str(second.port))
        message = await sms.write("by the second")
        await sms.state(message, DispatchState.SENT)
        assert [one.text for one in second.submitted] == ["by the second"]
        await first.start()
        await sms.bound(str(first.port))
        assert await first.receipt(second.submitted[0].id, "DELIVRD") == ROK  # they know each other's
        await sms.state(message, DispatchState.DELIVERED)
    await first.stop()
    await second.stop()


async def test_a_restart_between_sending_and_receipt(tmp_path, smsc):
    async with world_at(tmp_path, route(smsc)) as world, office(world) as sms:
        await sms.bound()
        message = await sms.write("hello")
        await sms.state(message, DispatchState.SENT)
    async with world_at(tmp_path) as world, office(world) as sms:
        await sms.bound()
        await smsc.receipt(smsc.submitted[0].id, "DELIVRD")
        await sms.state(message, DispatchState.DELIVERED)
        assert [one.key for one in await world.store.find(Reference)] == [smsc.submitted[0].id]


async def test_killed_between_sending_and_writing_it_down_it_stays_unknown(tmp_path, smsc):
    """What a kill leaves is a message in the state `sending`; it is never sent again by itself."""
    async with world_at(tmp_path, route(smsc)) as world:
        async with office(world) as sms:
            await sms.bound()
        message = await Office(world, sms.channel).write("once")
        await world.deliveries.take(await world.store.get(Dispatch, message.id))
    async with world_at(tmp_path) as world, office(world) as sms:
        await sms.bound()
        await sms.state(message, DispatchState.UNKNOWN)
        await sms.state(await sms.write("other", to="+4915112345679"), DispatchState.SENT)
        assert [one.text for one in smsc.submitted] == ["other"]


async def test_the_wrong_password_is_said(tmp_path, smsc):
    async with world_at(tmp_path, route(smsc, secret="wrong")) as world, office(world) as sms:

        async def down() -> bool:
            return any(one.state == "down" for one in sms.channel.status())

        await sms.until(down)
        (link,) = sms.channel.status()
        assert link.reason
        assert link.reason.code == "wrong_password"
        assert link.reason.vars["host"].startswith("127.0.0.1:")


async def test_numbers_and_senders_as_operators_expect_them(sms, smsc):
    await sms.state(await sms.write("hello", to=NUMBER), DispatchState.SENT)
    (one,) = smsc.submitted
    assert (one.to, one.source) == (NUMBER[1:], "4930100")
    assert one.validity.startswith("1 day, 23")


@pytest.mark.parametrize("values", [{"secret": "nine chars"}, {"secret": "pässword"}])
async def test_settings_that_do_not_fit_smpp_are_said(tmp_path, smsc, values):
    async with world_at(tmp_path, route(smsc, **values)) as world, office(world) as sms:
        (found,) = await sms.channel.check(route(smsc, **values))
        assert found.reason.code == "bad_settings"
        assert found.reason.detail


async def test_a_number_that_does_not_fit_fails_without_a_doubt(sms, smsc):
    failed = await sms.state(await sms.write("hello", to="+" + "1" * 30), DispatchState.FAILED)
    assert failed.reason.code == "not_smpp_text"
    assert smsc.submitted == []
