"""What callers hear while they wait in line, and what they may choose instead: a call-back, a message."""

from contextlib import suppress
from enum import StrEnum

from msgspec import Struct

from hub.core.errors import Conflict, HubError
from hub.core.models.calls import Call
from hub.core.models.contacts import EntryPoint
from hub.core.models.work import Queue, WorkItem
from hub.services.work_plans import is_closed
from voice.control import phrases
from voice.control.call_back_numbers import CallBackNumbers
from voice.control.open_calls import OpenCalls
from voice.control.phrases import phrase
from voice.control.ports import Messages, WaitingLine
from voice.orders import Listen

FIRST_AFTER = 8.0
"""Seconds until the place is told first: often somebody is there before."""
NEWS_EVERY = 45
"""Seconds between two news where no place is announced."""
DECIDES_WITHIN = 12.0
"""Seconds that a caller whom nobody will serve now has for choosing."""


class Option(StrEnum):
    """What a caller may choose instead of waiting; by its key, or in words."""

    CALL_BACK = "1"
    MESSAGE = "2"
    NO_CALL_BACK = "3"


SAID = {
    Option.CALL_BACK: ("option_call_back", "words_call_back"),
    Option.MESSAGE: ("option_message", "words_message"),
    Option.NO_CALL_BACK: ("option_no_call_back", "words_no_call_back"),
}
"""How an option is offered, and what else than its key chooses it."""


class _Line(Struct, frozen=True):
    """A caller's line: the item, its queue, and whether nobody comes before it opens again."""

    item: WorkItem
    queue: Queue
    closed: bool


class Waiting:
    """The waiting callers of one node. `line` knows places, `messages` takes what callers leave."""

    def __init__(self, calls: OpenCalls, line: WaitingLine | None, messages: Messages | None) -> None:
        self._calls = calls
        self._services = calls.services
        self._store = calls.store
        self._line = line
        self._messages = messages
        self._numbers = CallBackNumbers(calls)
        self._offered: dict[str, list[Option]] = {}

    async def wait(self, call: Call, item_id: str) -> None:
        """Keep a caller company until cancelled, or until nothing is to be waited for."""
        try:
            await self._wait(call, item_id)
        finally:
            self._numbers.forget(call.id)

    async def _wait(self, call: Call, item_id: str) -> None:
        line = await self._read(call, item_id)
        if line.item.call_back:  # the hub was away while they were told so
            self._calls.part(call, "goodbye", await self._calls.language(call))
            return
        if line.closed:
            await self._nobody(call, line)
            return
        await self._services.call_backs.regain(item_id)
        await self._services.clock.sleep(FIRST_AFTER)
        round = 0
        while True:
            line = await self._read(call, item_id)
            every = line.queue.waiting.announce_every
            if (every or not round) and not self._numbers.asks(call.id):
                await self._announce(call, line)
            await self._services.clock.sleep((every or NEWS_EVERY) / 2)
            if not self._numbers.asks(call.id):
                await self._news(call, line.queue, round)
            await self._services.clock.sleep((every or NEWS_EVERY) / 2)
            round += 1

    async def choose(self, call: Call, said: str) -> bool:
        """Do what a caller chooses; return False where it is none of what they were offered."""
        language = await self._calls.language(call)
        if self._numbers.asks(call.id):
            await self._told_number(call, said, language)
            return True
        option = _chosen(said, self._offered.get(call.id, []), language)
        conversation = await self._calls.conversation(call)
        if option is None or conversation.work_item is None:
            return False
        try:
            await self._do(call, option, conversation.work_item, language)
        except HubError:  # somebody has the caller by now
            return False
        self._offered.pop(call.id, None)
        return True

    async def silent(self, call: Call) -> None:
        """Ask again who was asked for a number and says nothing; others may wait in silence."""
        if self._numbers.asks(call.id):
            self._numbers.silent(call, await self._calls.language(call))

    def forget(self, call_id: str) -> None:
        """Forget what was offered to a caller who has gone."""
        self._offered.pop(call_id, None)
        self._numbers.forget(call_id)

    async def _told_number(self, call: Call, said: str, language: str) -> None:
        """Take what a caller answers who was asked for a number."""
        if number := await self._numbers.take(call, said, language):
            with suppress(Conflict):  # somebody has the caller by now
                await self._promise(call, number, language)

    async def _do(self, call: Call, option: Option, item: str, language: str) -> None:
        if option is Option.MESSAGE and self._messages:
            await self._messages.take_message(call, language)
        elif option is Option.NO_CALL_BACK:
            await self._services.call_backs.reached(item)
            self._calls.part(call, "call_back_dropped", language)
        elif call.number:
            await self._promise(call, call.number, language)
        else:
            self._numbers.ask(call, language)

    async def _promise(self, call: Call, number: str, language: str) -> None:
        """Let a caller keep the place without being on the line."""
        await self._services.call_backs.ask(call.conversation, number, told_in=call.id)
        self._calls.part(call, "call_back_promised", language, number=phrases.digits(number))

    async def _announce(self, call: Call, line: _Line) -> None:
        """Say the place, how long it may take, and what else there is."""
        language = await self._calls.language(call)
        options = await self._options(call, line.queue)
        place = self._line.position(line.item.id) if self._line else None
        parts = place_told(place.position, place.wait_seconds, language) if place else []
        await self._offer(call, parts, options, language)

    async def _offer(self, call: Call, parts: list[str], options: list[Option], language: str) -> None:
        self._offered[call.id] = options
        told = [*parts, *(phrase(SAID[option][0], language) for option in options)]
        words = [word for option in options for word in phrases.words(SAID[option][1], language)]
        if told:
            await self._calls.say(call, "\n".join(told), language, listen=Listen(words=words, digits=1))

    async def _news(self, call: Call, queue: Queue, round: int) -> None:
        """Read out the next of the queue's texts."""
        language = await self._calls.language(call)
        texts = [text for text in queue.waiting.news.get(language, []) if text.strip()]
        if texts:
            await self._calls.say(call, texts[round % len(texts)], language)

    async def _nobody(self, call: Call, line: _Line) -> None:
        """Tell who rings out of hours; they are called back unless they do not want it."""
        language = await self._calls.language(call)
        entry = await self._store.get(EntryPoint, call.entry_point)
        parts = [entry.closed_text.get(language) or phrase("closed", language)]
        options = await self._options(call, line.queue)
        if line.queue.waiting.call_back and call.number:
            await self._services.call_backs.ask(call.conversation, call.number)
            parts.append(phrase("closed_call_back", language, number=phrases.digits(call.number)))
            options = [*(one for one in options if one is not Option.CALL_BACK), Option.NO_CALL_BACK]
        await self._offer(call, parts, options, language)
        if options:
            await self._services.clock.sleep(DECIDES_WITHIN)
        while self._numbers.asks(call.id):
            await self._services.clock.sleep(DECIDES_WITHIN)
        self._calls.part(call, "goodbye", language)

    async def _options(self, call: Call, queue: Queue) -> list[Option]:
        """Return what a caller of a queue may choose; who shows no number is asked for one we may call."""
        can = queue.waiting.call_back and (call.number or await self._services.dialling.calls_outside())
        options = [Option.CALL_BACK] if can else []
        return [*options, Option.MESSAGE] if queue.waiting.leave_message and self._messages else options

    async def _read(self, call: Call, item_id: str) -> _Line:
        item = await self._store.get(WorkItem, item_id)
        queue = await self._store.get(Queue, item.queue)
        entry = await self._store.get(EntryPoint, call.entry_point)
        closed = await self._calls.outside_hours(call, entry)
        return _Line(item, queue, closed or await is_closed(self._store, queue, item.queued_at))


def place_told(position: int, seconds: int | None, language: str) -> list[str]:
    """Return the sentences that tell a place in line, and how long it may take where that is known."""
    told = [
        phrase("place_next", language) if position == 1 else phrase("place", language, position=str(position))
    ]
    if seconds is not None:
        minutes = -(-seconds // 60)
        told.append(
            phrase("wait_minute", language)
            if minutes <= 1
            else phrase("wait_minutes", language, minutes=str(minutes))
        )
    return told


def _chosen(said: str, options: list[Option], language: str) -> Option | None:
    for option in reversed(options):  # who wants no call-back says "call back" too
        if said.strip() == option.value or phrases.means(said, SAID[option][1], language):
            return option
    return None
