"""Memory: a hub with many open chats and a floor full of agents."""

from pathlib import Path

from hub.bench.assign import Door, Hall
from hub.bench.figures import figure, scaled
from hub.bench.loop import ClosedLoop
from hub.bench.people import customers, seats
from hub.bench.process import Server
from hub.bench.scene import ENVIRONMENT, chat_scene
from hub.core.clock import Clock
from routing.simulate import Figure

AGENTS = 100
CHATS = 1000
AT_ONCE = 20
PATIENCE = 60.0


async def memory_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Fill a new hub in each run; return each run's figures."""
    found = []
    for number in range(runs):
        memory = await _fill(folder / str(number), clock, scaled(CHATS, seconds), scaled(AGENTS, seconds))
        found.append([figure("memory_mb", memory, "MB")])
    return found


async def _fill(folder: Path, clock: Clock, chats: int, desks: int) -> float:
    agents = await chat_scene(folder, clock, agents=desks, capacity=chats)
    env = {**ENVIRONMENT, "SWITCHBOARD_DATA_FOLDER": str(folder)}
    async with Server(clock, folder / "log", "hub", "serve", env=env) as server:
        hall = Hall(await seats(server, agents))
        ready = await customers(server, chats)
        crowd = iter(ready)
        doors = [Door(hall, crowd) for _ in range(min(AT_ONCE, chats))]
        await ClosedLoop(clock, doors, most=chats).run(PATIENCE)
        memory = server.use().memory_mb
        for wire in (*hall.wires, *(customer.socket for customer in ready)):
            wire.close()
    return memory
