"""Where the time goes between what a caller says and the answer."""

from structlog.testing import capture_logs

from tests.fakes.clock import FakeClock
from voice.node.stages import Stages


async def test_an_answered_turn_is_told_stage_by_stage() -> None:
    clock = FakeClock()
    stages = Stages(clock, "c1")
    with capture_logs() as logs:
        stages.heard()  # a greeting answers nothing
        stages.answered()
        stages.ended(quiet=14)
        await clock.advance(0.05)
        stages.understood()
        stages.understood()
        await clock.advance(0.03)
        stages.answered()
        await clock.advance(0.12)
        stages.heard()
        stages.heard()
    (told,) = logs
    assert {name: value for name, value in told.items() if name != "log_level"} == {
        "event": "turn_answered",
        "call": "c1",
        "decided_ms": 280,
        "text_ms": 50,
        "answer_ms": 30,
        "audio_ms": 120,
        "all_ms": 480,
    }


async def test_a_turn_without_an_answer_is_not_told_and_the_next_one_is_whole() -> None:
    clock = FakeClock()
    stages = Stages(clock, "c1")
    with capture_logs() as logs:
        stages.ended(quiet=10)
        stages.understood()
        await clock.advance(5)
        stages.ended(quiet=10)
        stages.understood()
        stages.answered()
        stages.heard()
    assert [told["all_ms"] for told in logs] == [200]
