"""What callers say, press, or do not say: words become messages, doubt and silence questions."""

from msgspec import Struct
from msgspec.structs import replace

from hub.core.errors import HubError
from hub.core.models.calls import Call
from hub.core.models.contacts import Address, EntryPoint
from hub.core.models.conversations import Direction, Interaction, Message
from hub.services.inbound import InboundMessage
from voice.control import phrases
from voice.control.open_calls import OpenCalls
from voice.control.phrases import LANGUAGES, phrase
from voice.control.script import listen_for, menu_line
from voice.control.situations import Situation, Situations
from voice.control.waiting import Waiting
from voice.orders import CALLER, Listen
from voice.reports import Heard, Nothing, Pressed, Spoken

CONFIRM_BELOW = 0.4
"""A recogniser less sure than this is asked about; Whisper gives most speech on the phone 0.6 and more."""
NOTHING_BELOW = 0.15
"""Less sure than this, nothing was understood."""
TRIES = 3
"""After so many silences the call ends; after so many times that nothing was understood, a person comes."""
LOOKED_AT = 10


class _Ear(Struct):
    """One caller: silences and failures in a row, and what they are asked whether they said it."""

    silences: int = 0
    failures: int = 0
    doubtful: Heard | None = None


class Listening:
    """The callers of one node who speak with a bot, or wait."""

    def __init__(self, calls: OpenCalls, situations: Situations, waiting: Waiting) -> None:
        self._calls = calls
        self._services = calls.services
        self._store = calls.store
        self._situations = situations
        self._waiting = waiting
        self._ears: dict[str, _Ear] = {}

    def forget(self, call_id: str) -> None:
        """Forget a caller who has gone."""
        self._ears.pop(call_id, None)

    async def heard(self, call: Call, report: Heard) -> None:
        """Take words: with people as they are, in line as a choice, with a bot once they are sure."""
        if report.party != CALLER:
            return  # people among themselves: the transcript's business
        if await self._is_with_bot(call):
            if language := self._other_language(await self._calls.language(call), report.text):
                await self._speak(call, language)
            elif sure := await self._sure(call, report):
                await self._store_said(call, sure, sure.text)
        elif self._situations.of(call.id) is not Situation.LINE or not await self._waiting.choose(
            call, report.text
        ):
            await self._store_said(call, report, report.text)

    async def pressed(self, call: Call, report: Pressed) -> None:
        """Take keys: an answer to our own question, a choice in line, another language, or words."""
        ear = self._ear(call)
        if ear.doubtful and report.keys in {"1", "2"}:
            await self._decided(call, ear, yes=report.keys == "1")
            return
        ear.doubtful, ear.silences, ear.failures = None, 0, 0
        if self._situations.of(call.id) is Situation.LINE and await self._waiting.choose(call, report.keys):
            return
        entry = await self._store.get(EntryPoint, call.entry_point)
        language = entry.language_keys.get(report.keys, "")
        if language in LANGUAGES and language != await self._calls.language(call):
            await self._speak(call, language)
            return
        await self._store_said(call, report, report.keys)

    async def nothing(self, call: Call, report: Nothing) -> None:
        """Ask again who said nothing, or nothing we understood; in the end a person comes, or good-bye."""
        if not await self._is_with_bot(call):
            if self._situations.of(call.id) is Situation.LINE:
                await self._waiting.silent(call)
            return
        if report.understood:
            await self._silent(call)
        else:
            await self._failed(call)

    async def spoken(self, call: Call, report: Spoken) -> None:
        """Note what was really heard of a message."""
        self._calls.said(report)
        if not report.complete:
            await self._services.callers.heard(report.order, report.text)

    async def _silent(self, call: Call) -> None:
        ear = self._ear(call)
        ear.silences += 1
        language = await self._calls.language(call)
        if ear.silences >= TRIES:
            self._calls.part(call, "nothing_last", language)
            return
        await self._again(call, phrase(f"nothing_{ear.silences}", language), language)

    async def _failed(self, call: Call) -> None:
        ear = self._ear(call)
        ear.failures += 1
        if ear.failures >= TRIES:
            ear.failures = 0
            conversation = await self._calls.conversation(call)
            await self._services.work.request_person(
                conversation.id, reason="not_understood", actor=conversation.handler or "system"
            )
            return
        language = await self._calls.language(call)
        await self._again(call, phrase(f"no_match_{ear.failures}", language), language)

    async def _again(self, call: Call, text: str, language: str) -> None:
        """Say a text, and the choices once more that there were."""
        message = await self._last_said(call)
        listen = listen_for(message) if message else Listen(digits=1)
        parts = [text]
        if message and message.choices:
            parts.append(phrase("no_match_keys", language))
            parts += [menu_line(one, number, language) for number, one in enumerate(message.choices, 1)]
        self._calls.speak(call, "\n".join(parts), language, listen=listen)

    async def _sure(self, call: Call, report: Heard) -> Heard | None:
        """Return what is taken as said; else it was asked about, or an answer to such a question."""
        ear = self._ear(call)
        language = await self._calls.language(call)
        if ear.doubtful:
            yes = phrases.is_one_of(report.text, "words_yes", language)
            if yes or phrases.is_one_of(report.text, "words_no", language):
                await self._decided(call, ear, yes=yes)
                return None
        ear.doubtful, ear.silences = None, 0
        if report.confidence < NOTHING_BELOW:
            await self._failed(call)
            return None
        ear.failures = 0
        if offered := await self._offered(call, report.text):
            return replace(report, text=offered)
        if report.confidence >= CONFIRM_BELOW:
            return report
        ear.doubtful = report
        question = phrase("did_you_say", language, text=report.text.strip(" .。"))
        words = [*phrases.words("words_yes", language), *phrases.words("words_no", language)]
        listen = Listen(kind="yes_no", words=words, digits=1)
        self._calls.speak(call, question, language, listen=listen)
        return None

    async def _decided(self, call: Call, ear: _Ear, *, yes: bool) -> None:
        """Take the answer to "did you say": what was said goes on, or is to be said again."""
        said, ear.doubtful = ear.doubtful, None
        if yes and said:
            await self._store_said(call, said, said.text)
            return
        language = await self._calls.language(call)
        await self._again(call, phrase("say_again", language), language)

    async def _offered(self, call: Call, text: str) -> str:
        """Return the choice that was said as it was offered, or nothing: recognisers add signs to it."""
        message = await self._last_said(call)
        labels = {phrases.normal(one.label): one.label for one in message.choices} if message else {}
        return labels.get(phrases.normal(text), "")

    async def _last_said(self, call: Call) -> Message | None:
        """Return the newest message to the caller, if they have not answered it."""
        where = {"conversation": call.conversation}
        newest = await self._store.find(Message, where, order="seq", descending=True, limit=LOOKED_AT)
        for message in newest:
            if message.interaction == call.interaction and message.direction is not Direction.INTERNAL:
                return message if message.direction is Direction.OUTBOUND else None
        return None

    async def _speak(self, call: Call, language: str) -> None:
        """Go on in another language; a flow begins again in it, and says so by itself."""
        self._ears.pop(call.id, None)
        conversation = await self._services.callers.speak(call.conversation, language)
        if not conversation.handler.startswith("flow:"):
            self._calls.speak(call, phrase("language_set", language), language)

    def _other_language(self, language: str, text: str) -> str:
        wanted = phrases.language_wanted(text)
        return wanted if wanted != language else ""

    async def _is_with_bot(self, call: Call) -> bool:
        """Say whether a bot has the word; looked up, as it may have changed with the last words."""
        try:
            return await self._situations.look(call.id) is Situation.BOT
        except HubError:
            return False

    async def _store_said(self, call: Call, report: Heard | Pressed, text: str) -> None:
        interaction = await self._store.get(Interaction, call.interaction)
        address = await self._store.get(Address, interaction.address)
        await self._services.intake.receive(
            InboundMessage(
                entry_point=call.entry_point,
                address_kind=address.kind,
                address=address.value,
                external_id=f"{call.id}-{report.number}",
                text=text,
                at=report.at,
                confidence=report.confidence if isinstance(report, Heard) else None,
            )
        )

    def _ear(self, call: Call) -> _Ear:
        return self._ears.setdefault(call.id, _Ear())
