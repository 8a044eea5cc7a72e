"""What SIP addresses say, and how messages are said."""

import pytest

from hub.core.models.conversations import Author, AuthorKind, Choice, Direction, Message
from tests.fakes.clock import START
from voice.control.numbers import e164, name_of, user_of
from voice.control.script import is_for_caller, listen_for, said_of
from voice.orders import Listen


@pytest.mark.parametrize(
    ("address", "user", "name"),
    [
        ("sip:+442079460123@example.com", "+442079460123", ""),
        ("<sip:200@127.0.0.1:5060;user=phone>", "200", ""),
        ('"Jo Doe" <sips:jo@example.com>;tag=1', "jo", "Jo Doe"),
        ("Jo <sip:jo@example.com>", "jo", "Jo"),
        ("tel:+49-30-123456", "+49-30-123456", ""),
        ("4711", "4711", ""),
        ("", "", ""),
    ],
)
def test_addresses(address: str, user: str, name: str) -> None:
    assert (user_of(address), name_of(address)) == (user, name)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+44 20 7946 0123", "+442079460123"),
        ("tel:+442079460123", "+442079460123"),
        ("anonymous", ""),
        ("200", ""),
        ("", ""),
        ("+", ""),
        ("+44" + "9" * 100, ""),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert e164(text) == number


def message(text: str = "", **values: object) -> Message:
    base: dict[str, object] = {
        "id": "m1",
        "conversation": "c",
        "interaction": "i",
        "seq": 1,
        "source": "bot",
        "external_id": "m1",
        "direction": Direction.OUTBOUND,
        "author": Author(kind=AuthorKind.BOT, id="knowledge", name="Bot"),
        "text": text,
        "at": START,
    }
    return Message(**{**base, **values})  # type: ignore[arg-type]  # as the tests give it


def test_marks_are_not_said_and_choices_are_offered_by_their_keys() -> None:
    one = message(
        "Parcels take **2 days**.",
        format="markdown",
        choices=[Choice(value="a", label="Delivery"), Choice(value="b", label="Returns", key="9")],
    )
    said = said_of(one, "en")
    assert "*" not in said
    assert said.endswith("For Delivery, press 1.\nFor Returns, press 9.")
    assert said_of(one, "zh").endswith("Delivery，请按 1。\nReturns，请按 9。")
    assert listen_for(one) == Listen(words=["Delivery", "Returns"], digits=1)
    assert listen_for(message("Which number?")) == Listen(digits=20)  # ended by # or a pause


def test_notices_are_said_where_callers_need_them() -> None:
    joined = message(notice="agent_joined", notice_vars={"name": "Ada"})
    assert said_of(joined, "en") == "Ada is with you now."
    assert said_of(joined, "xx") == "Ada is with you now."
    assert said_of(message(notice="waiting"), "zh").startswith("请稍候")
    assert said_of(message(notice="transferred"), "en") == ""


def test_callers_hear_what_is_for_them() -> None:
    assert is_for_caller(message("hello"))
    assert not is_for_caller(message("a note", direction=Direction.INTERNAL))
    contact = Author(kind=AuthorKind.CONTACT, id="x", name="Jo")
    assert not is_for_caller(message("hello", direction=Direction.INBOUND, author=contact))
