"""What an SMS asks for by its words: to stop, to start again, a bot. Pure."""

import unicodedata
from enum import StrEnum

from hub.core.models.sms import SmsRoute

STOPPED = {
    "en": "You will get no more SMS from us. Write {start} if you want them again.",
    "zh": "您将不再收到我们的短信。如需重新接收，请回复 {start}。",
}
STARTED = {
    "en": "You will get SMS from us again. Write {stop} if you want no more.",
    "zh": "您将重新收到我们的短信。如不想再接收，请回复 {stop}。",
}
_AROUND = " \t\r\n.,!?;:\"'`´“”‘’«»()[]<>…。，！？；：、（）【】《》「」"


class Wish(StrEnum):
    """What a whole message may ask for."""

    STOP = "stop"
    START = "start"


def wish_of(text: str, route: SmsRoute) -> Wish | None:
    """Return what the whole message asks for, whatever its case and the marks around it."""
    said = folded(text)
    if said in {folded(word) for word in route.stop_words}:
        return Wish.STOP
    if said in {folded(word) for word in route.start_words}:
        return Wish.START
    return None


def bot_of(text: str, route: SmsRoute) -> str | None:
    """Return the bot whose keyword the message begins with, the longest keyword first; None if none."""
    said = folded(text)
    for keyword in sorted(route.flows, key=len, reverse=True):
        word = folded(keyword)
        rest = said.removeprefix(word)
        # Chinese puts no space behind a word.
        if word and len(rest) < len(said) and (not rest or not word[-1].isascii() or not rest[0].isalnum()):
            return route.flows[keyword]
    return None


def confirmation(wish: Wish, route: SmsRoute, language: str) -> str:
    """Return what is answered to a wish, in the language or else in English."""
    own, ours = (route.stop_text, STOPPED) if wish is Wish.STOP else (route.start_text, STARTED)
    text = own.get(language) or own.get("en") or ours.get(language) or ours["en"]
    words = {"start": _word(route.start_words, language), "stop": _word(route.stop_words, language)}
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text


def language_of(text: str, otherwise: str) -> str:
    """Return the language to answer a wish in: Chinese words are answered in Chinese."""
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else otherwise.partition("-")[0].lower()


def folded(text: str) -> str:
    """Return a text as words are compared: narrow, small, without the marks around it."""
    return unicodedata.normalize("NFKC", text).casefold().strip(_AROUND)


def _word(words: list[str], language: str) -> str:
    """Return the word to name in a language: Chinese ones are not ASCII."""
    fitting = [word for word in words if word.isascii() != (language == "zh")]
    return next(iter([*fitting, *words]), "")
