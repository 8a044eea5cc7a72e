"""Calls of several people: who is called in, who hears whom, who goes."""

from hub.core.models.calls import PartyRole
from tests.fakes.clock import settle
from tests.fakes.voice import FakeLeg, level, voice
from tests.unit.voice.scene import Scene, scene
from voice.node.legs import SILENT, Down, LegError, Up
from voice.orders import Dial, Dialpad, Hold, Part, Transfer, Wait
from voice.reports import Answered, Cause, Connected, Ended, Heard, Left, NotTransferred, Report, Spoken


async def dial(one: Scene, uri: str = "sip:door@hub", party: str = "door") -> None:
    await one.order(Dial(id=one.id(), call="c1", party=party, uri=uri, caller="+44100", ring_for=20))


def parties(reports: list[Report]) -> list[tuple[str, str]]:
    return [(type(one).__name__, one.party) for one in reports if isinstance(one, Connected | Left)]


async def test_a_phone_is_called_in_and_all_three_hear_each_other() -> None:
    async with scene() as one:
        agent = await one.join()
        await dial(one)
        phone = one.phones["sip:door@hub"]
        await one.tick(3)
        assert any(frame != SILENT for frame in agent.said)  # it rings
        phone.happen(Up())
        await settle()
        one.caller.incoming.append(level(1))
        agent.incoming.append(level(10))
        phone.incoming.append(level(100))
        await one.tick()
        assert [leg.said[-1] for leg in (one.caller, agent, phone)] == [level(110), level(101), level(11)]
        assert parties(one.reports) == [("Connected", "ann"), ("Connected", "door")]
        phone.happen(Down(Cause.NORMAL))
        await settle()
        assert parties(one.reports)[-1] == ("Left", "door")


async def test_two_confer_while_the_caller_waits() -> None:
    async with scene() as one:
        agent = await one.join()
        await one.order(Hold(id="h", call="c1", on=True))
        await dial(one)
        phone = one.phones["sip:door@hub"]
        phone.happen(Up())
        await settle()
        one.caller.incoming.append(level(1))
        agent.incoming.append(level(10))
        phone.incoming.append(level(100))
        await one.tick()
        assert [leg.said[-1] for leg in (agent, phone)] == [level(100), level(10)]
        assert one.caller.said[-1] not in (level(110), level(10), level(100))
        await one.order(Hold(id="h2", call="c1", party="door", on=True))
        await one.order(Hold(id="h3", call="c1", on=False))
        agent.incoming.append(level(10))
        await one.tick()
        assert one.caller.said[-1] == level(10)
        assert phone.said[-1] != level(10)


async def test_a_phone_that_nobody_answers_is_given_up() -> None:
    async with scene() as one:
        await dial(one)
        await one.clock.advance(21)
        await settle()
        (left,) = one.told(Left)
        assert isinstance(left, Left)
        assert (left.party, left.cause) == ("door", Cause.NO_ANSWER)
        assert one.phones["sip:door@hub"].over


async def test_a_phone_that_cannot_be_called_is_told() -> None:
    async with scene() as one:
        await dial(one, "sip:nowhere")
        (left,) = one.told(Left)
        assert isinstance(left, Left)
        assert left.cause is Cause.UNREACHABLE


async def test_the_bot_goes_on_while_somebody_listens_and_stops_when_they_speak() -> None:
    async with scene() as one:
        await one.say(" ".join(["word"] * 80))
        await one.join("sam", PartyRole.LISTEN)
        await one.tick(2)
        assert one.told(Spoken) == []
        await one.hear([*voice(30), *[SILENT] * 60])
        assert len(one.told(Heard)) == 1
        await one.say(" ".join(["word"] * 80))
        await one.order(Part(id="p", call="c1", party="sam", role=PartyRole.TALK))
        assert len(one.told(Spoken)) == 2
        await one.hear([*voice(30), *[SILENT] * 60])
        assert len(one.told(Heard)) == 1


async def test_music_goes_on_while_somebody_only_listens() -> None:
    async with scene() as one:
        await one.order(Wait(id="w", call="c1", music=True))
        await one.join("sam", PartyRole.LISTEN)
        await one.tick(30)
        assert one.caller.said[-1] != SILENT


async def test_keys_reach_the_party_they_are_for() -> None:
    async with scene() as one:
        await dial(one)
        await one.order(Dialpad(id="d1", call="c1", party="door", keys="12"))
        await one.order(Dialpad(id="d2", call="c1", keys="3"))
        await one.order(Dialpad(id="d3", call="c1", party="nobody", keys="4"))
        assert (one.phones["sip:door@hub"].keys_sent, one.caller.keys_sent) == ("12", "3")


async def test_a_transfer_that_fails_leaves_the_call_as_it_was() -> None:
    class Stays(FakeLeg):
        async def transfer(self, target: str) -> None:
            raise LegError(Cause.REFUSED)

    async with scene(caller=Stays()) as one:
        await one.order(Transfer(id="t", call="c1", uri="sip:else@where"))
        (told,) = one.told(NotTransferred)
        assert isinstance(told, NotTransferred)
        assert told.cause is Cause.REFUSED
        assert not one.caller.over


async def test_a_call_of_ours_is_told_when_it_is_answered() -> None:
    async with scene(up=False, rings_for=30) as one:
        agent = await one.join()
        await one.tick(3)
        assert any(frame != SILENT for frame in agent.said)
        one.caller.happen(Up())
        await settle()
        assert len(one.told(Answered)) == 1
        await one.clock.advance(40)
        assert not one.caller.over


async def test_a_call_of_ours_that_nobody_answers_ends() -> None:
    async with scene(up=False, rings_for=30) as one:
        agent = await one.join()
        await one.clock.advance(31)
        await settle()
        (ended,) = one.told(Ended)
        assert isinstance(ended, Ended)
        assert ended.cause is Cause.NO_ANSWER
        assert agent.over
