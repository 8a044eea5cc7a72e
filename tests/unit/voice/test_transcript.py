"""What people say to each other is written down, by the node and by the hub."""

from hub.core.models.calls import PartyRole
from tests.fakes.voice import FakeLeg, level, voice
from tests.unit.voice.scene import Scene, scene
from voice.node.legs import SILENT
from voice.orders import CALLER, Hold, Leave, Mute, Part, PauseRecording, Transcribe
from voice.reports import Heard


async def said(one: Scene, leg: FakeLeg, pause: int = 60) -> None:
    """Let somebody say something."""
    for frame in [*voice(25), *[SILENT] * pause]:
        leg.incoming.append(frame)
        await one.tick()


def written(one: Scene) -> list[tuple[str, str]]:
    return [(report.party, report.text) for report in one.told(Heard) if isinstance(report, Heard)]


async def transcribed(one: Scene, *, on: bool = True) -> None:
    await one.order(Transcribe(id=one.id(), call="c1", on=on))


async def test_everybody_is_written_down_while_people_speak() -> None:
    async with scene() as one:
        agent = await one.join()
        await transcribed(one)
        one.recogniser.text = "My lamp is broken"
        await said(one, one.caller)
        one.recogniser.text = "I am sorry to hear that"
        await said(one, agent)
        assert written(one) == [(CALLER, "My lamp is broken"), ("ann", "I am sorry to hear that")]
        assert [hearing.urgent for hearing in one.recogniser.heard] == [False, False]
        assert [hearing.asked for hearing in one.recogniser.heard] == [0, 0]  # nobody waits for it
        await transcribed(one, on=False)
        await said(one, agent)
        assert len(one.recogniser.heard) == 2


async def test_who_is_not_heard_by_others_is_not_written_down() -> None:
    async with scene() as one:
        agent, listener = await one.join(), await one.join("sam", PartyRole.LISTEN)
        await transcribed(one)
        await said(one, listener)
        await one.order(Part(id=one.id(), call="c1", party="sam", role=PartyRole.WHISPER, to="ann"))
        await said(one, listener)
        await one.order(Mute(id=one.id(), call="c1", party="ann", on=True))
        await said(one, agent)
        await one.order(Hold(id=one.id(), call="c1", on=True))
        await said(one, one.caller)
        assert written(one) == []
        assert one.recogniser.heard == []


async def test_who_leaves_in_the_middle_of_a_word_leaves_nothing_behind() -> None:
    async with scene() as one:
        agent = await one.join()
        await transcribed(one)
        await said(one, agent, pause=0)
        await one.order(Leave(id=one.id(), call="c1", party="ann"))
        agent.incoming.append(level(9))
        await one.tick()
        assert [hearing.dropped for hearing in one.recogniser.heard] == [True]
        one.recogniser.text = "and now to the bot"
        await said(one, one.caller)
        assert written(one) == [(CALLER, "and now to the bot")]
        assert one.recogniser.heard[-1].urgent


async def test_nothing_is_written_down_while_the_recording_pauses() -> None:
    async with scene() as one:
        await one.join()
        await transcribed(one)
        await said(one, one.caller, pause=0)  # the beginning of a number
        await one.order(PauseRecording(id=one.id(), call="c1", on=True))
        await said(one, one.caller)
        assert written(one) == []
        await one.order(PauseRecording(id=one.id(), call="c1", on=False))
        one.recogniser.text = "Thank you"
        await said(one, one.caller)
        assert written(one) == [(CALLER, "Thank you")]


async def test_a_recogniser_that_has_too_much_to_do_costs_lines_only() -> None:
    async with scene() as one:
        agent = await one.join()
        await transcribed(one)
        one.recogniser.absent = True
        await said(one, agent)
        one.recogniser.absent = False
        await said(one, agent)
        assert written(one) == [("ann", "hello")]
