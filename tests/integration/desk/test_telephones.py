"""Whose telephone is rung and which numbers are shown: entered by administrators, switched on by agents."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.desk import Desk, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def account(desk: Desk, **changes: Any) -> tuple[int, Any]:
    """Change Ann's account as an administrator; return the answer."""
    admin = await desk.browser("adm")
    _, entry = await admin.get("/settings/staff/ann")
    draft = {name: value for name, value in entry.items() if name not in {"id", "totp", "created_at"}}
    return await admin.put("/settings/staff/ann", {**draft, **changes})


@pytest.mark.parametrize("phone", ["+442079460777", "phone:ann"])
async def test_an_agent_switches_on_the_telephone_an_administrator_entered(desk: Desk, phone: str) -> None:
    ann = await desk.browser("ann")
    status, problem = await ann.patch("/me", {"on_phone": True})
    assert (status, problem["field"]) == (422, "on_phone")
    status, _ = await ann.patch("/me", {"phone": "+449061234567"})
    assert status == 422  # nobody enters a telephone of their own
    status, entry = await account(desk, phone=phone, number="471")
    assert (status, entry["phone"], entry["number"], entry["on_phone"]) == (200, phone, "471", False)
    status, me = await ann.patch("/me", {"on_phone": True})
    assert (status, me["phone"], me["on_phone"]) == (200, phone, True)
    status, me = await ann.patch("/me", {"on_phone": False})
    assert (status, me["on_phone"]) == (200, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": "020 7946"}, "phone"),
        ({"phone": "phone:"}, "phone"),
        ({"phone": "phone:a@evil.example"}, "phone"),
        ({"number": "4" * 21}, "number"),
    ],
)
async def test_what_is_no_telephone_is_named(desk: Desk, changes: dict[str, str], field: str) -> None:
    status, problem = await account(desk, **changes)
    assert (status, problem["field"]) == (422, field)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"caller_number": "100"}, "caller_number"),
        ({"agent_announcement": {"en": " "}}, "agent_announcement.en"),
        ({"agent_announcement": {"en": "x" * 1001}}, "agent_announcement.en"),
    ],
)
async def test_what_callers_see_and_hear_is_checked(desk: Desk, changes: Any, field: str) -> None:
    admin = await desk.browser("adm")
    status, problem = await admin.post("/settings/queues", {"name": "Calls", **changes})
    assert (status, problem["field"]) == (422, field)
