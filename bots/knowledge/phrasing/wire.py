"""The form of OpenAI's chat completions, as far as it is used: many servers speak it."""

import re
from typing import Any

import msgspec

from hub.core.records import Value

_THINKING = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


class ChatMessage(Value, frozen=True, kw_only=True):
    """One message of a request."""

    role: str
    content: str


class Message(Value, frozen=True, kw_only=True):
    """What the model wrote; `content` is text, or null where it refused."""

    content: str | None = None
    refusal: str | None = None


class Pick(Value, frozen=True, kw_only=True):
    """One answer; `finish_reason` is "stop" when it is whole."""

    message: Message
    finish_reason: str | None = None


class Completion(Value, frozen=True, kw_only=True):
    """A response."""

    choices: list[Pick]


class Complaint(Value, frozen=True, kw_only=True):
    """Why a request was refused; `param` names the part that was not liked."""

    param: str | None = None
    code: str | int | None = None


class Refused(Value, frozen=True, kw_only=True):
    """The body of a response that is no answer."""

    error: Complaint


def refused_part(body: bytes) -> str:
    """Return which part of the request a server did not like, "" when it does not say."""
    try:
        return msgspec.json.decode(body, type=Refused).error.param or ""
    except (msgspec.DecodeError, RecursionError):
        return ""


def request_body(
    model: str, messages: list[ChatMessage], tokens: int, *, token_part: str, temperature: bool
) -> bytes:
    """Return a request for one whole answer, not streamed, that varies as little as the model can."""
    body: dict[str, Any] = {"model": model, "messages": messages, token_part: tokens, "stream": False}
    return msgspec.json.encode(body | ({"temperature": 0} if temperature else {}))


def without_thinking(text: str) -> str:
    """Return an answer without the reasoning that some models write before it."""
    return _THINKING.sub("", text).strip()
