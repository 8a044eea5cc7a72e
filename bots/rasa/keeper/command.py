"""What `switchboard rasa` does."""

import asyncio
import signal

import aiohttp
import msgspec

from bots.rasa.keeper.front import run_front
from bots.rasa.keeper.line import Line
from bots.rasa.keeper.place import Place
from bots.rasa.keeper.train import trained
from hub.core.clock import Clock
from hub.core.errors import Unavailable


async def train(place: Place) -> list[str]:
    """Train what is not trained yet; return the models' names."""
    place.check()
    return [(await trained(place, language)).name for language in place.languages()]


async def serve(place: Place, token: str, port: int, clock: Clock) -> None:
    """Train if need be, and run Rasa for every language until told to stop."""
    place.check()
    await train(place)
    lines = {language: Line(place, language, token, clock) for language in place.languages()}
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await run_front(lines, token, port, stop)


async def roll(token: str, port: int) -> dict[str, str]:
    """Let a running keeper go over to the models of the present sources; return what came of each."""
    url = f"http://127.0.0.1:{port}/roll"
    timeout = aiohttp.ClientTimeout(total=None)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, headers={"Authorization": f"Bearer {token}"}) as response,
        ):
            return msgspec.json.decode(await response.read(), type=dict[str, str])
    except aiohttp.ClientError:
        raise Unavailable(f"No keeper answers on 127.0.0.1:{port}. Start it: make rasa.") from None
