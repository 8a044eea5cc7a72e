"""Random steps of everybody, races, crashes and time against the real store, services and router.

`SWITCHBOARD_STEPS` and `SWITCHBOARD_SEED` choose how long and which way.
"""

import os
import secrets
from pathlib import Path

import pytest

from tests.fakes.walk import Walk

STEPS = int(os.environ.get("SWITCHBOARD_STEPS", "8000"))
SEED = int(os.environ.get("SWITCHBOARD_SEED") or secrets.randbelow(10**9))
WALKS = 4
"""Walks with seeds of their own, so that the tests of one run can share the processors."""
CHECKPOINTS = 10


@pytest.mark.timeout(120 + STEPS / 20)
@pytest.mark.parametrize("part", range(WALKS))
async def test_random_steps_keep_every_promise(part: int, tmp_path: Path) -> None:
    steps, seed = STEPS // WALKS, SEED + part
    walk = Walk(tmp_path, seed)
    await walk.open()
    try:
        for taken in range(1, steps + 1):
            await walk.step()
            if taken % max(1, steps // CHECKPOINTS) == 0:
                await walk.check_all()
    except BaseException as error:
        error.add_note(
            f"Repeat with SWITCHBOARD_SEED={seed} SWITCHBOARD_STEPS={STEPS}; the last steps before "
            f"number {sum(walk.counts.values())}: {', '.join(walk.recent)}"
        )
        raise
    finally:
        await walk.close()
    assert walk.counts["crash"] > 0
    assert sum(walk.refused.values()) < sum(walk.counts.values()) / 5
