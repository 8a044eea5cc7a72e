"""The channel's process is killed (SIGKILL) at bad moments: nothing is lost, and nothing is there twice."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.core.models.conversations import Direction
from hub.core.models.delivery import Dispatch, DispatchState
from tests.fakes.smsc import HOLD, ROK, Smsc
from tests.integration.sms.office import office, world_at
from tests.integration.sms.test_smpp_in import LONG, deliver_part, part


@pytest.fixture
async def smsc() -> AsyncIterator[Smsc]:
    centre = Smsc()
    await centre.start()
    yield centre
    await centre.stop()


@asynccontextmanager
async def killed_after(folder: Path, smsc: Smsc, text: str = "") -> AsyncIterator[None]:
    """Run the process inside the block, bound; kill it at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.sms.killed", str(folder), str(smsc.port), text
    )
    try:
        await smsc.until(lambda: smsc.binds > 0)
        yield
    finally:
        process.kill()
        await process.wait()


async def test_handed_over_and_killed_before_the_answer(tmp_path: Path, smsc: Smsc) -> None:
    smsc.decide = lambda one: HOLD
    async with killed_after(tmp_path, smsc, "once"):
        await smsc.until(lambda: len(smsc.submitted) == 1)
    smsc.decide = lambda one: ROK
    async with world_at(tmp_path, faster=1) as world, office(world) as sms:
        await sms.bound()
        (dispatch,) = await world.store.find(Dispatch)

        async def unknown() -> bool:
            return (await world.store.get(Dispatch, dispatch.id)).state is DispatchState.UNKNOWN

        await sms.until(unknown)
        await sms.state(await sms.write("after", to="+4915112345679"), DispatchState.SENT)
        assert [one.text for one in smsc.submitted] == ["once", "after"]


async def test_killed_and_the_centre_delivers_again_what_it_has_no_answer_for(
    tmp_path: Path, smsc: Smsc
) -> None:
    async with killed_after(tmp_path, smsc):
        assert await smsc.deliver(b"ok") == ROK
        assert await deliver_part(smsc, part(LONG[:67], 1)) == ROK
    async with world_at(tmp_path, faster=1) as world, office(world) as sms:
        await sms.bound()
        assert await smsc.deliver(b"ok") == ROK  # the answer got lost, as far as the centre knows
        assert await deliver_part(smsc, part(LONG[:67], 1)) == ROK
        assert await deliver_part(smsc, part(LONG[67:], 2)) == ROK
        assert [one.text for one in await sms.messages(Direction.INBOUND)] == ["ok", LONG]
