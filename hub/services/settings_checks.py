"""The parts that checks of configuration records have in common."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from hub.core.bots import FLOW
from hub.core.errors import InvalidInput
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.work import Calendar, CannedReply, Queue, Requirement, Skill
from hub.core.ports import BotNames, Store
from hub.core.records import Record

LONGEST_NAME = 200


class Known(Struct, frozen=True, kw_only=True):
    """The ids that records may refer to; of entry points also their channel. Bots None: not known here."""

    skills: Collection[str] = ()
    queues: Collection[str] = ()
    calendars: Collection[str] = ()
    canned_replies: Collection[str] = ()
    entry_points: Mapping[str, Channel] = {}
    bots: Collection[str] | None = None


async def read_known(store: Store, bots: BotNames | None = None) -> Known:
    """Read what exists now."""

    async def ids(kind: type[Record]) -> set[str]:
        return {record.id for record in await store.find(kind, limit=100_000)}

    return Known(
        skills=await ids(Skill),
        queues=await ids(Queue),
        calendars=await ids(Calendar),
        canned_replies=await ids(CannedReply),
        entry_points={entry.id: entry.channel for entry in await store.find(EntryPoint, limit=100_000)},
        bots=await bots() if bots else None,
    )


def check_name(name: str) -> None:
    """Check a name."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InvalidInput(f"Give a name of at most {LONGEST_NAME} characters.", field="name")


def check_requirements(skills: Iterable[Requirement], known: Known, field: str) -> None:
    """Check the skills asked for."""
    seen: set[str] = set()
    for index, requirement in enumerate(skills):
        here = f"{field}[{index}]"
        check_known(requirement.skill, known.skills, f"{here}.skill", "skill")
        check_range(requirement.minimum, 1, 5, f"{here}.minimum", "A grade")
        if requirement.skill in seen:
            raise InvalidInput("This step asks for the skill twice.", field=f"{here}.skill")
        seen.add(requirement.skill)


def check_texts(texts: Mapping[str, str], field: str) -> None:
    """Check a text by language."""
    if not any(text.strip() for text in texts.values()):
        raise InvalidInput("Give a text in at least one language.", field=field)


def check_bot(bot: str, known: Known, field: str) -> None:
    """Check a bot that a record chooses."""
    if known.bots is None or bot in known.bots:
        return
    if bot.startswith(FLOW):
        flow = bot.removeprefix(FLOW)
        raise InvalidInput(
            f"The flow {flow!r} is not published. Publish it or choose another bot.", field=field
        )
    raise InvalidInput(f"There is no bot {bot!r}; use {', '.join(sorted(known.bots))}.", field=field)


def check_all_known(ids: Iterable[str], known: Collection[str], field: str, what: str) -> None:
    """Check ids that a record refers to."""
    for index, id in enumerate(ids):
        check_known(id, known, f"{field}[{index}]", what)


def check_optional(id: str | None, known: Collection[str], field: str, what: str) -> None:
    """Check an id that may be missing."""
    if id is not None:
        check_known(id, known, field, what)


def check_known(id: str, known: Collection[str], field: str, what: str) -> None:
    """Check an id that a record refers to."""
    if id not in known:
        raise InvalidInput(f"There is no {what} {id!r}.", field=field)


def check_range(value: float, least: float, most: float, field: str, what: str) -> None:
    """Check a number; `what` begins the sentence."""
    if not least <= value <= most:
        raise InvalidInput(f"{what} must be between {least} and {most}.", field=field)
