"""Which utterance a recogniser understands next."""

from voice.node.speech.engines.desk import Desk
from voice.node.speech.wire import Ask, Audio, Drop, Finish, Hear


def begun(desk: Desk, *numbers: int, urgent: bool = True) -> None:
    for number in numbers:
        desk.take(Hear(id=number, language="en", urgent=urgent))
        desk.take(Audio(id=number, audio=bytes([number])))


def order(desk: Desk) -> list[int]:
    found = []
    while desk.has_work:
        found.append(desk.next()[0].hear.id)
    return found


def test_who_waits_comes_before_what_is_only_written_down() -> None:
    desk = Desk()
    begun(desk, 1, urgent=False)
    begun(desk, 2, 3)
    desk.take(Finish(id=1))
    desk.take(Ask(id=3, number=1))
    desk.take(Finish(id=2))
    assert order(desk) == [3, 2, 1]


def test_what_is_dropped_meanwhile_is_not_understood() -> None:
    desk = Desk()
    begun(desk, 1, 2)
    desk.take(Ask(id=1, number=1))
    desk.take(Ask(id=2, number=1))
    desk.take(Drop(id=1))
    desk.take(Audio(id=1, audio=b"late"))
    desk.take(Finish(id=1))
    assert order(desk) == [2]


def test_an_utterance_is_asked_about_again_and_again_and_over_once() -> None:
    desk = Desk()
    begun(desk, 1)
    desk.take(Ask(id=1, number=1))
    desk.take(Audio(id=1, audio=b"more"))
    one, audio = desk.next()
    assert (one.asked, audio) == (1, b"\1")
    desk.take(Ask(id=1, number=2))
    desk.take(Ask(id=1, number=3))
    one, audio = desk.next()
    assert (one.asked, audio, desk.has_work) == (3, b"\1more", False)
    desk.take(Finish(id=1))
    assert desk.next()[0].asked == 0
    desk.take(Finish(id=1))
    assert not desk.has_work
