"""Recordings through the API: who hears what, any part of the sound, what is on record, what is found."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.models.calls import Call, CallState
from hub.core.models.conversations import Direction, Message
from hub.core.models.recordings import Recording, RecordingKind
from hub.core.models.work import WorkItem
from hub.core.tape import Line
from hub.services.recordings import Closed
from tests.fakes.desk import Desk, open_desk
from tests.fakes.tapes import AUDIO, a_tape

NUMBER = "+442079460018"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


async def recorded(
    desk: Desk, call: str = "c1", kind: RecordingKind = RecordingKind.CALL, *, store: bool = True
) -> tuple[WorkItem, Recording]:
    """Ann had a call that was recorded."""
    item = await desk.owned("ann")
    now = desk.clock.now()
    known = Call(
        id=call,
        node="n1",
        interaction=item.interaction,
        conversation=item.conversation,
        entry_point="shop",
        direction=Direction.INBOUND,
        remote=f"sip:{NUMBER}@net",
        called="sip:100@hub",
        number=NUMBER,
        state=CallState.UP,
        started_at=now,
    )
    await desk.save(known)
    recordings = desk.services.recordings
    recording = await recordings.begin(known, kind)
    await recordings.joined(call, "ann")
    if store:
        (message, *_) = await desk.store.find(Message, {"conversation": item.conversation}, order="seq")
        lines = [Line(begun=1.0, ended=2.0, at=message.at)]
        tape = a_tape(recordings.key(recording), now, lines=lines, pauses=[(3.0, 3.5)])
        await recordings.store_tape(recording.id, tape)
    return item, await desk.store.get(Recording, recording.id)


async def sound(
    desk: Desk, login: str, recording: str, wanted: str = ""
) -> tuple[int, dict[str, str], bytes]:
    browser = await desk.browser(login)
    headers = {"Range": wanted} if wanted else {}
    address = f"{browser.base}/api/v1/recordings/{recording}/audio"
    async with browser.session.get(address, headers=headers) as response:
        return response.status, dict(response.headers), await response.read()


async def test_a_conversation_has_its_recordings_with_their_lines_and_no_key(desk: Desk) -> None:
    item, recording = await recorded(desk)
    ann = await desk.browser("ann")
    status, views = await ann.get(f"/conversations/{item.conversation}/recordings")
    assert status == 200
    (view,) = views
    assert (view["id"], view["kind"], view["state"], view["seconds"]) == (recording.id, "call", "stored", 4.0)
    assert view["pauses"] == [{"begun": 3.0, "ended": 3.5}]
    assert [(line["begun"], line["ended"]) for line in view["lines"]] == [(1.0, 2.0)]
    assert view["may_hear"] is True
    assert not {"key", "file", "levels"} & view.keys()
    status, wave = await ann.get(f"/recordings/{recording.id}/waveform")
    assert (status, wave["seconds"], wave["caller"][:2], wave["others"][:2]) == (
        200,
        4.0,
        [200, 200],
        [50, 50],
    )


async def test_any_part_of_the_sound_can_be_had(desk: Desk) -> None:
    _, recording = await recorded(desk)
    status, headers, data = await sound(desk, "ann", recording.id)
    assert (status, data, headers["Content-Type"]) == (200, AUDIO, "audio/ogg")
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Cache-Control"] == "private, no-store"
    size = len(AUDIO)
    for wanted, part in [
        ("bytes=0-", AUDIO),
        ("bytes=100-199", AUDIO[100:200]),
        (f"bytes={size - 5}-", AUDIO[-5:]),
        ("bytes=-7", AUDIO[-7:]),
        ("bytes=10-999999", AUDIO[10:]),
    ]:
        status, headers, data = await sound(desk, "ann", recording.id, wanted)
        first = size - len(part) if wanted != "bytes=100-199" else 100
        assert (status, data) == (206, part)
        assert headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{size}"
    status, headers, _ = await sound(desk, "ann", recording.id, f"bytes={size}-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{size}")
    status, _, data = await sound(desk, "ann", recording.id, "lines=1-2")
    assert (status, data) == (200, AUDIO)


async def test_one_hears_ones_own_calls_and_supervisors_all(desk: Desk) -> None:
    _, recording = await recorded(desk)
    assert (await sound(desk, "sue", recording.id))[0] == 200
    assert (await sound(desk, "bob", recording.id))[0] in {403, 404}
    assert (await sound(desk, "eve", recording.id))[0] == 403
    ann = await desk.browser("ann")
    assert (await ann.get("/recordings"))[0] == 403
    assert (await ann.delete(f"/recordings/{recording.id}"))[0] == 403


async def test_who_was_not_in_the_call_does_not_hear_it(desk: Desk) -> None:
    item, recording = await recorded(desk)
    await desk.save(_without_agents(recording))
    ann = await desk.browser("ann")
    _, (view,) = await ann.get(f"/conversations/{item.conversation}/recordings")
    assert view["may_hear"] is False
    status, _, _ = await sound(desk, "ann", recording.id)
    assert status == 403


def _without_agents(recording: Recording) -> Recording:
    return replace(recording, agents=[])


async def test_a_message_that_was_left_is_heard_by_all_who_see_its_conversation(desk: Desk) -> None:
    _, recording = await recorded(desk, kind=RecordingKind.MESSAGE)
    await desk.save(_without_agents(recording))
    assert (await sound(desk, "ann", recording.id))[0] == 200


async def test_listening_is_on_record(desk: Desk) -> None:
    _, recording = await recorded(desk)
    for _ in range(2):
        await sound(desk, "sue", recording.id, "bytes=0-")
    adm = await desk.browser("adm")
    _, page = await adm.get("/audit")
    heard = [one["subject"] for one in page["items"] if one["action"] == "heard"]
    assert heard == [recording.id]


async def test_recordings_are_found_by_number_agent_work_and_day(desk: Desk) -> None:
    item, recording = await recorded(desk)
    sue = await desk.browser("sue")
    day = desk.clock.now().date()
    yes = [
        "",
        "number=%2B44+20+7946+0018",
        "agent=ann",
        f"work_item={item.id}",
        f"work_item={item.conversation}",
        f"since={day}&until={day}",
        "kind=call",
    ]
    no = [
        "number=%2B442079460019",
        "agent=bob",
        "work_item=nothing",
        f"until={day - timedelta(days=1)}",
        f"since={day + timedelta(days=1)}",
        "kind=message",
    ]
    for query in yes:
        status, page = await sue.get(f"/recordings?{query}")
        assert (status, [one["id"] for one in page["items"]], page["next"]) == (200, [recording.id], ""), (
            query
        )
    for query in no:
        status, page = await sue.get(f"/recordings?{query}")
        assert (status, page["items"]) == (200, []), query


async def test_pages_follow_each_other(desk: Desk) -> None:
    ids = []
    for number in range(5):
        _, recording = await recorded(desk, f"c{number}")
        ids.append(recording.id)
        desk.clock.set(60)
    sue = await desk.browser("sue")
    found, before = [], ""
    while True:
        _, page = await sue.get(f"/recordings?limit=2&before={before}")
        found += [one["id"] for one in page["items"]]
        before = page["next"]
        if not before:
            break
    assert found == ids[::-1]


async def test_what_is_not_here_yet_is_told_as_such(desk: Desk) -> None:
    item, recording = await recorded(desk, store=False)
    status, _, _ = await sound(desk, "ann", recording.id)
    assert status == 404
    ann = await desk.browser("ann")
    told = Closed(recording=recording.id, seconds=3.0, fault="No space left on device")
    await desk.services.recordings.closed(told)
    _, (view,) = await ann.get(f"/conversations/{item.conversation}/recordings")
    assert (view["state"], view["fault"]) == ("closed", "No space left on device")


@pytest.mark.parametrize(("kind", "id"), [("entry-points", "texts"), ("queues", "sales")])
async def test_recordings_are_not_kept_for_less_than_no_time(desk: Desk, kind: str, id: str) -> None:
    adm = await desk.browser("adm")
    _, record = await adm.get(f"/settings/{kind}/{id}")
    del record["id"]
    for days, expected in ((-1, 422), (40_000, 422), (0, 200)):
        status, told = await adm.put(f"/settings/{kind}/{id}", {**record, "recording_days": days})
        assert status == expected
        assert expected == 200 or told["field"] == "recording_days"


async def test_a_deleted_recording_is_gone(desk: Desk) -> None:
    item, recording = await recorded(desk)
    sue = await desk.browser("sue")
    assert (await sue.delete(f"/recordings/{recording.id}"))[0] == 204
    assert await sue.get(f"/conversations/{item.conversation}/recordings") == (200, [])
    assert (await sound(desk, "sue", recording.id))[0] == 404
