"""Callers who show no number say where to call them back: typed or spoken, read back, and confirmed."""

from msgspec import Struct

from bots.flow.understand.words import phone_in, yes_or_no
from hub.core.errors import HubError
from hub.core.models.calls import Call
from voice.control import phrases
from voice.control.open_calls import OpenCalls
from voice.control.phrases import phrase
from voice.orders import Listen

TRIES = 3
"""After so many answers that are no number, or silences, nothing more is asked."""
MOST_KEYS = 17
"""Keys of a number in full, with the two zeros before its country."""
ABROAD = "00"


class _Asked(Struct):
    """One caller: the number that was read back, if there is one, and failures so far."""

    number: str = ""
    failures: int = 0


class CallBackNumbers:
    """The callers of one node who are being asked for a number."""

    def __init__(self, calls: OpenCalls) -> None:
        self._calls = calls
        self._services = calls.services
        self._asked: dict[str, _Asked] = {}

    def asks(self, call_id: str) -> bool:
        """Say whether a caller is being asked."""
        return call_id in self._asked

    def forget(self, call_id: str) -> None:
        """Ask a caller no more."""
        self._asked.pop(call_id, None)

    def ask(self, call: Call, language: str) -> None:
        """Begin to ask."""
        self._asked[call.id] = _Asked()
        self._question(call, language)

    async def take(self, call: Call, said: str, language: str) -> str:
        """Take what a caller said or typed; return the number (E.164) once they have confirmed it."""
        asked = self._asked[call.id]
        answer = _confirmed(said) if asked.number else None
        if asked.number and answer:
            self.forget(call.id)
            return asked.number
        if answer is False:
            asked.number = ""
            self._fail(call, language, "")
            return ""
        number = await self._number_in(said)
        if not number:
            self._fail(call, language, "number_not_understood")
        elif await self._may_be_called(number):
            asked.number = number
            self._read_back(call, language)
        else:
            asked.number = ""
            self._fail(call, language, "number_refused")
        return ""

    def silent(self, call: Call, language: str) -> None:
        """Ask again who said nothing."""
        self._fail(call, language, "nothing_1")

    def _fail(self, call: Call, language: str, told: str) -> None:
        asked = self._asked[call.id]
        asked.failures += 1
        if asked.failures >= TRIES:
            self.forget(call.id)
            self._calls.speak(call, phrase("number_given_up", language), language)
        elif asked.number:
            self._read_back(call, language)
        else:
            self._question(call, language, phrase(told, language) if told else "")

    def _question(self, call: Call, language: str, before: str = "") -> None:
        text = "\n".join(part for part in (before, phrase("number_wanted", language)) if part)
        self._calls.speak(call, text, language, listen=Listen(kind="phone", digits=MOST_KEYS))

    def _read_back(self, call: Call, language: str) -> None:
        number = phrases.digits(self._asked[call.id].number)
        text = phrase("number_read_back", language, number=number)
        words = [*phrases.words("words_yes", language), *phrases.words("words_no", language)]
        self._calls.speak(call, text, language, listen=Listen(kind="yes_no", words=words, digits=1))

    async def _number_in(self, said: str) -> str:
        """Return the one number that was said or typed, or nothing; without a country it is of ours."""
        text = said.strip()
        text = f"+{text.removeprefix(ABROAD)}" if text.startswith(ABROAD) else text
        return phone_in(text, await self._services.dialling.region()) or ""

    async def _may_be_called(self, number: str) -> bool:
        try:
            await self._services.dialling.check(number)
        except HubError:
            return False
        return True


def _confirmed(said: str) -> bool | None:
    """Return whether a number that was read back is right; None when neither was said."""
    key = said.strip()
    return key == "1" if key in {"1", "2"} else yes_or_no(said)
