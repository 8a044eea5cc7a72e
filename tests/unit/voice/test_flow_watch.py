"""Audio that does not come is told, once, and so is its coming back."""

from hub.core.models.calls import PartyRole
from tests.fakes.voice import FakeLeg, level
from tests.unit.voice.scene import Scene, scene
from voice.node.flow_watch import LIMIT, FlowWatch
from voice.node.legs import OnHold
from voice.node.room import Seat
from voice.orders import CALLER
from voice.reports import Silent


def test_a_party_from_which_nothing_comes_is_told_once_and_so_is_its_return() -> None:
    watch, seat = FlowWatch(), Seat(FakeLeg(), "ann", missing=1)
    before = [watch.look([seat]) for _ in range(LIMIT - 1)]
    assert not any(before)
    assert watch.look([seat]) == [("ann", True)]
    assert watch.look([seat]) == []
    seat.missing = 0
    assert watch.look([seat]) == [("ann", False)]


def test_a_frame_now_and_then_is_no_silence() -> None:
    watch, seat = FlowWatch(), Seat(FakeLeg(), missing=1)
    for _ in range(3):
        assert not any(watch.look([seat]) for _ in range(LIMIT - 1))
        seat.missing = 0
        assert watch.look([seat]) == []
        seat.missing = 1


def test_who_put_us_on_hold_or_only_listens_or_is_not_here_yet_is_not_judged() -> None:
    watch, away = FlowWatch(), Seat(FakeLeg(), missing=1, away=True)
    listener = Seat(FakeLeg(), "sam", PartyRole.LISTEN, missing=1)
    assert not any(watch.look([away, listener]) for _ in range(2 * LIMIT))
    assert not any(watch.look([]) for _ in range(2 * LIMIT))
    away.away = False
    assert watch.look([away]) == []


def silences(call: Scene) -> list[tuple[str, bool]]:
    return [(one.party, one.on) for one in call.reports if isinstance(one, Silent)]


async def test_a_call_tells_of_its_caller_and_its_agent() -> None:
    async with scene() as call:
        agent = await call.join("ann")
        for _ in range(LIMIT):
            agent.incoming.append(level(5))
            await call.tick()
        assert silences(call) == [(CALLER, True)]
        await call.hear([level(3)])
        assert silences(call) == [(CALLER, True), (CALLER, False)]


async def test_a_caller_who_put_us_on_hold_need_not_send() -> None:
    async with scene() as call:
        call.caller.happen(OnHold(True))
        await call.tick(LIMIT + 1)
        assert call.told(Silent) == []
