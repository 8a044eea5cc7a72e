"""Parts of long SMS that wait: found however many were taken in, and forgotten after a while."""

from datetime import timedelta
from pathlib import Path

from channels.sms.assembly import GIVE_UP_AFTER, REMEMBERED_FOR, Assembly
from hub.core.models.sms import SmsPart
from tests.fakes.world import World

SECOND = timedelta(seconds=1)


def part(world: World, reference: int, *, ago: timedelta, done: bool) -> SmsPart:
    return SmsPart(
        id=world.ids(),
        route="operator",
        sender="+4915112345678",
        reference=reference,
        number=1,
        of=2,
        data=b"half",
        at=world.clock.now() - ago,
        done=done,
    )


async def test_a_part_that_waits_is_found_behind_many_that_were_taken_in(tmp_path: Path) -> None:
    async with await World.open(tmp_path) as world:
        earlier = [part(world, number, ago=2 * GIVE_UP_AFTER, done=True) for number in range(1001)]
        await world.save(*earlier, part(world, 5000, ago=GIVE_UP_AFTER + SECOND, done=False))
        found = await Assembly(world.store, world.clock, world.ids, "operator").overdue()
        assert [[one.reference for one in whole.parts] for whole in found] == [[5000]]


async def test_what_was_taken_in_long_ago_is_forgotten(tmp_path: Path) -> None:
    async with await World.open(tmp_path) as world:
        await world.save(
            part(world, 1, ago=REMEMBERED_FOR + SECOND, done=True),
            part(world, 2, ago=REMEMBERED_FOR - SECOND, done=True),
        )
        await Assembly(world.store, world.clock, world.ids, "operator").overdue()
        assert [one.reference for one in await world.store.find(SmsPart)] == [2]
