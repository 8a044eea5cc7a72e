"""Who hears whom in a room, and what is played to whom."""

from itertools import cycle

import numpy

from hub.core.models.calls import PartyRole
from tests.fakes.voice import FakeLeg, level
from voice.node.legs import SILENT
from voice.node.music import music
from voice.node.room import Room, Seat, mixed


def room_of(count: int) -> tuple[Room, list[FakeLeg], list[Seat]]:
    room = Room()
    legs = [FakeLeg() for _ in range(count)]
    return room, legs, [room.sit(leg, party) for leg, party in zip(legs, ["", "ann", "bob"], strict=False)]


def speak(legs: list[FakeLeg], *values: int) -> None:
    for leg, value in zip(legs, values, strict=True):
        leg.incoming.append(level(value))


def move(room: Room) -> None:
    room.hear()
    room.say()


def test_each_hears_all_others_and_not_itself() -> None:
    room, legs, _ = room_of(3)
    speak(legs, 1, 10, 100)
    move(room)
    assert [leg.said for leg in legs] == [[level(110)], [level(101)], [level(11)]]


def test_who_is_alone_hears_silence() -> None:
    room, (leg,), _ = room_of(1)
    leg.incoming.append(level(5))
    move(room)
    assert leg.said == [SILENT]


def test_nobody_hears_one_who_is_muted() -> None:
    room, legs, seats = room_of(2)
    seats[0].muted = True
    speak(legs, 1, 10)
    move(room)
    assert [leg.said[-1] for leg in legs] == [level(10), SILENT]


def test_who_is_held_hears_nobody_and_is_not_heard() -> None:
    room, legs, seats = room_of(3)
    seats[0].held = True
    seats[0].music = cycle([level(7)])
    speak(legs, 1, 10, 100)
    move(room)
    assert [leg.said[-1] for leg in legs] == [level(7), level(100), level(10)]


def test_who_listens_is_heard_by_nobody() -> None:
    room, legs, seats = room_of(3)
    seats[2].role = PartyRole.LISTEN
    speak(legs, 1, 10, 100)
    move(room)
    assert [leg.said[-1] for leg in legs] == [level(10), level(1), level(11)]


def test_who_whispers_is_heard_by_one_alone() -> None:
    room, legs, seats = room_of(3)
    seats[2].role, seats[2].to = PartyRole.WHISPER, seats[1].party
    speak(legs, 1, 10, 100)
    move(room)
    assert [leg.said[-1] for leg in legs] == [level(10), level(101), level(11)]


def test_who_listens_hears_what_we_say_to_the_caller() -> None:
    room, legs, seats = room_of(3)
    seats[0].music = cycle([level(7)])
    seats[2].role = PartyRole.LISTEN
    speak(legs, 1, 10, 100)
    move(room)
    assert [leg.said[-1] for leg in legs] == [level(17), level(1), level(18)]


def test_a_phone_that_rings_is_heard_ringing_until_it_is_heard_itself() -> None:
    room, legs, seats = room_of(3)
    seats[1].held, seats[2].ringing = True, True
    for _ in range(5):
        move(room)
    assert [any(frame != SILENT for frame in leg.said) for leg in legs] == [True, False, False]
    legs[2].incoming.append(level(9))  # its network says something before it answers
    move(room)
    assert legs[0].said[-1] == level(9)


def test_speech_goes_before_music_and_music_waits_for_its_end() -> None:
    room, (leg,), (seat,) = room_of(1)
    seat.music = cycle([level(7)])
    clause = seat.playback.put("o", "hi", "en").clauses[0]
    move(room)
    assert leg.said[-1] == SILENT  # there is something to say, and it is not made yet
    clause.audio.extend(level(3))
    clause.made = True
    move(room)
    seat.playback.finished()
    move(room)
    assert leg.said[1:] == [level(3), level(7)]


def test_a_frame_that_did_not_come_is_silence() -> None:
    room, legs, seats = room_of(2)
    speak(legs, 1, 10)
    move(room)
    move(room)
    assert [leg.said[-1] for leg in legs] == [SILENT, SILENT]
    assert [seat.missing for seat in seats] == [1, 1]


def test_who_left_neither_hears_nor_is_heard() -> None:
    room, legs, seats = room_of(2)
    room.leave(seats[1])
    room.leave(seats[1])
    speak(legs, 1, 10)
    move(room)
    assert legs[0].said == [SILENT]
    assert legs[1].said == []


def test_what_is_too_loud_together_is_cut_off_and_does_not_turn_over() -> None:
    assert mixed([level(30000), level(30000)]) == level(32767)
    assert mixed([level(-30000), level(-30000)]) == level(-32768)
    assert mixed([level(30000), level(30000), level(-30000)]) == level(30000)
    assert mixed([]) == SILENT


def test_music_is_quiet_goes_on_for_ever_and_joins_without_a_click() -> None:
    frames = music()
    once = [next(frames) for _ in range(16 * 50)]
    assert next(frames) == once[0]
    samples = numpy.frombuffer(b"".join([*once, once[0]]), "<i2").astype(int)
    assert 1000 < abs(samples).max() < 8000
    assert abs(numpy.diff(samples)).max() < 1000
