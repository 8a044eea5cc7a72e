"""The bot and the customer may ask for a person at the same moment."""

import asyncio

from tests.fakes.world import World


async def test_asking_at_the_same_time_queues_once(world: World) -> None:
    said = await world.say("A person, please")
    asked = [
        world.work.request_person(said.conversation.id, reason="asked", actor=actor)
        for actor in ("bot:knowledge", "customer", "system")
    ]
    items = await asyncio.gather(*asked)
    assert len({item.id for item in items}) == 1
    conversation = await world.conversation(items[0])
    assert conversation.work_item == items[0].id
