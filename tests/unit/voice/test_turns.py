"""Turn taking, frame by frame."""

from hypothesis import given
from hypothesis import strategies as st

from voice.node.turns import Completeness, Patience, Signal, TurnTaker, frames

QUICK = Patience()


def all_told(taker: TurnTaker, voice: bool, seconds: float, **how: object) -> list[Signal]:
    """Pass that many seconds of voice or silence."""
    ours = bool(how.get("ours", False))
    so_far = how.get("so_far", Completeness.UNKNOWN)
    assert isinstance(so_far, Completeness)
    return [signal for _ in range(frames(seconds)) for signal in taker.take(voice, ours=ours, so_far=so_far)]


def told(taker: TurnTaker, voice: bool, seconds: float, **how: object) -> list[Signal]:
    """The same without the questions at every short pause."""
    return [signal for signal in all_told(taker, voice, seconds, **how) if signal is not Signal.LULL]


def test_a_turn_ends_after_a_pause() -> None:
    taker = TurnTaker()
    taker.listen()
    assert told(taker, True, 1.0) == [Signal.BEGUN]
    assert told(taker, False, QUICK.pause - 0.02) == []
    assert told(taker, False, 0.02) == [Signal.ENDED]
    assert not taker.speaking


def test_what_is_all_that_is_expected_ends_it_sooner_and_an_open_end_later() -> None:
    for so_far, seconds in (
        (Completeness.SURE, QUICK.sure),
        (Completeness.COMPLETE, QUICK.complete),
        (Completeness.LIKELY, QUICK.likely),
        (Completeness.WORDS, QUICK.pause),
        (Completeness.UNSURE, QUICK.unsure),
    ):
        taker = TurnTaker()
        told(taker, True, 1.0, so_far=so_far)
        assert told(taker, False, seconds - 0.02, so_far=so_far) == []
        assert told(taker, False, 0.02, so_far=so_far) == [Signal.ENDED]


def test_who_pauses_between_words_is_given_more_time() -> None:
    taker = TurnTaker()
    told(taker, True, 0.5)
    told(taker, False, 0.56)
    told(taker, True, 0.5)
    assert told(taker, False, 0.68) == []
    assert told(taker, False, 0.02) == [Signal.ENDED]


def test_a_cough_is_no_turn() -> None:
    taker = TurnTaker()
    told(taker, True, 0.1)
    assert told(taker, False, QUICK.sure) == [Signal.DROPPED]


def test_a_cough_while_we_speak_only_holds_us_up() -> None:
    taker = TurnTaker()
    assert told(taker, True, 0.14, ours=True) == [Signal.BEGUN, Signal.PAUSE]
    assert told(taker, False, QUICK.sure, ours=True) == [Signal.DROPPED, Signal.RESUME]


def test_a_yes_i_hear_you_does_not_take_the_word() -> None:
    taker = TurnTaker()
    told(taker, True, 0.7, ours=True, so_far=Completeness.BACKCHANNEL)
    after = told(taker, False, QUICK.sure, ours=True, so_far=Completeness.BACKCHANNEL)
    assert after == [Signal.DROPPED, Signal.RESUME]


def test_who_goes_on_speaking_takes_the_word() -> None:
    taker = TurnTaker()
    assert told(taker, True, QUICK.interrupt, ours=True) == [Signal.BEGUN, Signal.PAUSE, Signal.STOP]
    assert told(taker, False, QUICK.pause) == [Signal.ENDED]


def test_words_take_it_at_once() -> None:
    taker = TurnTaker()
    told(taker, True, 0.1, ours=True)
    assert told(taker, True, 0.02, ours=True, so_far=Completeness.WORDS) == [Signal.STOP]


def test_without_barge_in_nothing_is_heard_while_we_speak() -> None:
    taker = TurnTaker()
    taker.listen(barge_in=False)
    assert told(taker, True, 2.0, ours=True) == []
    assert told(taker, True, 0.1) == [Signal.BEGUN]


def test_silence_is_told_once_and_counted_from_the_end_of_ours() -> None:
    taker = TurnTaker()
    taker.listen()
    assert told(taker, False, 20.0, ours=True) == []
    assert told(taker, False, QUICK.silence) == [Signal.SILENT]
    assert told(taker, False, 20.0) == []


def test_what_was_said_is_asked_for_in_every_short_pause_but_once_in_each() -> None:
    taker = TurnTaker()
    all_told(taker, True, 0.3)
    assert all_told(taker, False, QUICK.lull - 0.02) == []
    assert all_told(taker, False, 0.3) == [Signal.LULL]
    all_told(taker, True, 0.1)
    assert all_told(taker, False, 0.2) == [Signal.LULL]


def test_the_end_waits_for_what_is_being_understood() -> None:
    taker = TurnTaker()
    told(taker, True, 1.0)
    assert told(taker, False, QUICK.pause + 0.3, so_far=Completeness.PENDING) == []
    assert told(taker, False, 0.02, so_far=Completeness.COMPLETE) == [Signal.ENDED]
    told(taker, True, 1.0)
    assert told(taker, False, QUICK.most, so_far=Completeness.PENDING) == [Signal.ENDED]


def test_a_short_word_over_us_takes_the_word_once_it_is_understood() -> None:
    taker = TurnTaker()
    told(taker, True, 0.3, ours=True)
    assert told(taker, False, 0.3, ours=True, so_far=Completeness.PENDING) == []
    first = taker.take(False, ours=True, so_far=Completeness.SURE)
    assert first == [Signal.STOP, Signal.ENDED]


def test_a_noise_over_us_without_a_word_in_it_only_holds_us_up() -> None:
    taker = TurnTaker()
    assert told(taker, True, 0.4, ours=True) == [Signal.BEGUN, Signal.PAUSE]
    assert told(taker, False, 0.2, ours=True, so_far=Completeness.PENDING) == []
    assert told(taker, False, 0.1, ours=True, so_far=Completeness.NOTHING) == [Signal.DROPPED, Signal.RESUME]


def owing() -> TurnTaker:
    """We have not answered what was said."""
    taker = TurnTaker()
    taker.listen()
    told(taker, True, 1.0)
    assert told(taker, False, QUICK.pause) == [Signal.ENDED]
    return taker


def test_a_sound_while_our_answer_is_made_must_be_longer_and_more_than_an_mm_hm() -> None:
    taker = owing()
    told(taker, True, 0.2)
    assert told(taker, False, QUICK.pause) == [Signal.DROPPED]
    told(taker, True, 0.4)
    assert told(taker, False, QUICK.sure, so_far=Completeness.BACKCHANNEL) == [Signal.DROPPED]
    told(taker, True, 0.4)
    assert told(taker, False, QUICK.complete, so_far=Completeness.COMPLETE) == [Signal.ENDED]


def test_our_answer_waits_while_the_caller_goes_on_and_is_forgotten_if_they_said_more() -> None:
    taker = owing()
    told(taker, True, 0.3)
    assert told(taker, True, 0.1, ours=True) == [Signal.PAUSE]
    assert told(taker, True, 0.1, ours=True) == [Signal.STOP]
    taker = owing()
    told(taker, True, 0.1)
    assert told(taker, False, 0.3, ours=True) == [Signal.PAUSE, Signal.DROPPED, Signal.RESUME]


def test_what_was_stopped_otherwise_is_held_no_more() -> None:
    taker = TurnTaker()
    assert told(taker, True, 0.2, ours=True) == [Signal.BEGUN, Signal.PAUSE]
    assert told(taker, True, 0.02, ours=False) == [Signal.RESUME]


def test_an_endless_turn_ends() -> None:
    taker = TurnTaker()
    assert told(taker, True, QUICK.turn + 0.02) == [Signal.BEGUN, Signal.ENDED, Signal.BEGUN]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from(Completeness)), max_size=600))
def test_every_turn_that_begins_ends_once(line: list[tuple[bool, bool, Completeness]]) -> None:
    taker = TurnTaker()
    taker.listen()
    open_turns = paused = 0
    for voice, ours, so_far in [*line, *[(False, False, Completeness.UNKNOWN)] * frames(QUICK.most + 0.1)]:
        for signal in taker.take(voice, ours=ours, so_far=so_far):
            match signal:
                case Signal.BEGUN:
                    open_turns += 1
                case Signal.ENDED | Signal.DROPPED:
                    open_turns -= 1
                case Signal.PAUSE:
                    paused += 1
                case Signal.RESUME | Signal.STOP:
                    paused = 0
            assert open_turns in {0, 1}
    assert open_turns == 0
    assert paused == 0
