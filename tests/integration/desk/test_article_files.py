"""Import and export through the API."""

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.desk import Browser, Desk, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def preview(browser: Browser, name: str, data: bytes) -> tuple[int, Any]:
    headers = {"X-File-Name": name}
    return await browser.request("POST", "/articles-import/preview", headers=headers, data=data)


async def test_from_file_to_drafts_and_out_again(desk: Desk):
    eve = await desk.browser("eve")
    status, shown = await preview(eve, "faq.csv", b"question,answer\nWhen?,Two days\n,nothing\n")
    assert status == 200
    assert [one["title"] for one in shown["entries"]] == ["When?"]
    assert shown["faults"] == [{"where": "faq.csv:3", "code": "no_title", "vars": {}}]
    assert shown["same"] == [None]
    status, done = await eve.request("POST", "/articles-import", {"entries": shown["entries"]})
    assert (status, len(done["articles"]), done["faults"]) == (201, 1, [])
    _, shown = await preview(eve, "faq.csv", b"question,answer\nWhen?,Two days\n")
    assert shown["same"][0]["exact"] is True
    async with eve.session.get(f"{eve.base}/api/v1/articles-export") as response:
        names = zipfile.ZipFile(io.BytesIO(await response.read())).namelist()
    assert [name.partition("-")[0] for name in names] == ["en/When"]
    async with eve.session.get(f"{eve.base}/api/v1/articles-export?format=jsonl") as response:
        assert '"title":"When?"' in await response.text()


async def test_a_file_nobody_can_read_says_what_can_be(desk: Desk):
    eve = await desk.browser("eve")
    status, shown = await preview(eve, "faq.exe", b"MZ")
    assert status == 200
    (fault,) = shown["faults"]
    assert fault["code"] == "unknown"
    assert ".docx" in fault["vars"]["types"]
