"""Calls as the hub's API tells them: what was said, how far they are; and callers who insist."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from tests.e2e.clients import DeskAgent
from tests.e2e.patience import until
from tests.e2e.phone import Samples


async def calls(desk: DeskAgent) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.call("GET", "/conversations?list=all&channel=voice"))["items"]
    return found


async def messages(desk: DeskAgent, direction: str) -> list[dict[str, Any]]:
    """Return what was said in the newest call so far, by the caller ("inbound") or to them."""
    if not (rows := await calls(desk)):
        return []
    timeline = await desk.call("GET", f"/conversations/{rows[0]['conversation']['id']}/timeline")
    return [one for one in timeline["items"] if one["direction"] == direction and one["text"]]


async def said(desk: DeskAgent, direction: str, number: int) -> list[dict[str, Any]]:
    """Wait for so many messages of the newest call; return all there are."""

    async def enough() -> list[dict[str, Any]]:
        found = await messages(desk, direction)
        return found if len(found) >= number else []

    return await until(f"{number} {direction} messages", enough)


class Talker(Protocol):
    """A caller who speaks."""

    @property
    def heard(self) -> Samples: ...

    @property
    def is_silent(self) -> bool:
        """Whether all that is to be said went out, and so long ago that an answer would have begun."""
        ...

    async def say(self, samples: Samples) -> None: ...


async def answered(desk: DeskAgent, answer: str, after: int = 0) -> dict[str, Any] | None:
    """Return the message in which the bot says that, if there is one later than so many."""
    newer = (await messages(desk, "outbound"))[after:]
    return next((one for one in newer if answer in one["text"].replace("*", "")), None)


async def ask(caller: Talker, desk: DeskAgent, audio: Samples, answer: str) -> int:
    """Ask until the bot answers with that in it.

    Returns the sample of what the caller heard at which they asked the last time.
    """
    known = len(await messages(desk, "outbound"))

    async def told() -> bool:
        return bool(await answered(desk, answer, known))

    return await _say_until(caller, audio, f"the bot's answer with {answer}", told)


async def ask_for_a_person(caller: Talker, desk: DeskAgent, audio: Samples) -> None:
    """Say that a person is wanted until the caller is in line."""

    async def in_line() -> bool:
        return bool((await calls(desk))[0]["work_item"])

    await _say_until(caller, audio, "a place in line", in_line)


async def _say_until(
    caller: Talker, audio: Samples, what: str, happened: Callable[[], Awaitable[bool]]
) -> int:
    """Say something, again whenever nothing came of it; return how much was heard before the last time."""
    asked = len(caller.heard)
    await caller.say(audio)

    async def look() -> bool:
        nonlocal asked
        if await happened():
            return True
        if caller.is_silent:
            asked = len(caller.heard)
            await caller.say(audio)
        return False

    await until(what, look)
    return asked


async def over(desk: DeskAgent) -> None:
    """Wait until the only call there is has ended."""

    async def ended() -> bool:
        (row,) = await calls(desk)
        view = await desk.call("GET", f"/conversations/{row['conversation']['id']}")
        return all(one["state"] == "ended" for one in view["interactions"])

    await until("the end of the call", ended)


async def called(agent: DeskAgent, conversation: str) -> None:
    """Wait until a call of ours goes out in a conversation."""

    async def goes_out() -> bool:
        view = await agent.call("GET", f"/conversations/{conversation}/call")
        return bool(view["direction"] == "outbound")

    await until("a call of ours", goes_out)


async def on_the_line(agent: DeskAgent, conversation: str) -> None:
    """Wait until somebody of the house is in the call of a conversation."""

    async def connected() -> bool:
        view = await agent.call("GET", f"/conversations/{conversation}/call")
        return any(one["id"] == agent.id and one["state"] == "connected" for one in view["parties"])

    await until(f"{agent.login} on the line", connected)


async def until_rung(desk: DeskAgent) -> dict[str, Any]:
    """Wait until a call rings at a desk; return it."""

    async def rings() -> dict[str, Any] | None:
        for view in await desk.call("GET", "/calls"):
            if any(one["id"] == desk.id and one["state"] == "ringing" for one in view["parties"]):
                return dict(view)
        return None

    return await until("a call that rings", rings)


async def stored(desk: DeskAgent, conversation: str) -> dict[str, Any]:
    """Wait until the conversation's only recording is here."""

    async def came() -> dict[str, Any] | None:
        found = await desk.call("GET", f"/conversations/{conversation}/recordings")
        return dict(found[0]) if [one["state"] for one in found] == ["stored"] else None

    return await until("the recording", came)
