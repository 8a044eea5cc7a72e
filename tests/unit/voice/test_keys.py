"""When pressed keys are an answer."""

import pytest

from voice.node.keys import Keys
from voice.orders import Listen


def pressed(keys: Keys, text: str) -> list[str]:
    return [answer for key in text if (answer := keys.press(key)) is not None]


@pytest.mark.parametrize(
    ("listen", "text", "answers"),
    [
        (Listen(), "12", ["1", "2"]),
        (Listen(digits=1), "3", ["3"]),
        (Listen(digits=4), "4711", ["4711"]),
        (Listen(digits=4), "47#", ["47"]),
        (Listen(digits=4), "#", ["#"]),
        (Listen(digits=4), "47118", ["4711"]),
        (Listen(digits=8, end_key="*"), "1#*", ["1#"]),
        (Listen(digits=2), "*A", ["*A"]),
    ],
)
def test_answers(listen: Listen, text: str, answers: list[str]) -> None:
    keys = Keys()
    keys.listen = listen
    assert pressed(keys, text) == answers


def test_what_is_not_complete_can_be_taken_and_the_next_answer_begins_anew() -> None:
    keys = Keys()
    keys.listen = Listen(digits=4)
    assert pressed(keys, "47") == []
    assert keys.take() == "47"
    assert pressed(keys, "1234") == ["1234"]
