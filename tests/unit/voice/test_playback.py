"""What we say: clauses, frames, and what of it was heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.node.legs import FRAME
from voice.node.playback import AGAIN, Playback, clauses


def made(playback: Playback, text: str, frames_each: int = 2) -> None:
    for clause in playback.put("o", text, "en").clauses:
        clause.audio.extend(b"\1\0" * (FRAME // 2) * frames_each)
        clause.made = True


def test_a_text_is_divided_where_a_voice_pauses() -> None:
    text = "Parcels take 2 to 4 days. Furniture in stock takes 7 to 10, sofas longer. Anything else?"
    assert clauses(text) == [
        "Parcels take 2 to 4 days.",
        "Furniture in stock takes 7 to 10,",
        "sofas longer.",
        "Anything else?",
    ]
    assert clauses("配送需要两到四天。家具需要七到十天，沙发更久。") == [
        "配送需要两到四天。",
        "家具需要七到十天，",
        "沙发更久。",
    ]


def test_numbers_and_short_pieces_stay_whole() -> None:
    assert clauses("Yes, it costs 12.50 or 1,200 in all.") == [
        "Yes, it costs",
        "12.50 or 1,200 in all.",
    ] or clauses("Yes, it costs 12.50 or 1,200 in all.") == ["Yes, it costs 12.50 or 1,200 in all."]


def test_the_first_clause_is_short_and_no_other_is_divided_for_that() -> None:
    long = (
        "You can bring it back within thirty days of the delivery if it has not been used in any way at all."
    )
    first, rest = clauses(long)
    assert (first, rest) == (
        "You can bring it back",
        "within thirty days of the delivery if it has not been used in any way at all.",
    )
    assert clauses(f"That is easy to do. {long}") == ["That is easy to do.", long]
    assert len(clauses("Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente")) == 1


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("很抱歉，这个问题我暂时没有答案。", "很抱歉，"),
        ("支持微信支付、支付宝、银联卡。", "支持微信支付、"),
        ("您的订单需要两到四天才能送到。", "您的订单"),
        ("您好！", "您好！"),
        ("包裹会在两到四个工作日内送达。", "包裹会在两到四个工作日内送达。"),
    ],
)
def test_a_first_clause_is_shorter_in_chinese_whose_voices_take_longer(text: str, begins: str) -> None:
    assert clauses(text)[0] == begins


@given(st.text(max_size=300))
def test_nothing_is_lost_or_added(text: str) -> None:
    assert "".join("".join(clauses(text)).split()) == "".join(text.split())


def test_frames_come_as_they_are_made() -> None:
    playback = Playback()
    utterance = playback.put("o", "One clause here.", "en")
    assert playback.frame() is None
    assert playback.active
    utterance.clauses[0].audio.extend(bytes(FRAME + 10))
    assert playback.frame() == bytes(FRAME)
    assert playback.frame() is None  # ten bytes: the rest is not made yet
    utterance.clauses[0].made = True
    assert len(playback.frame() or b"") == FRAME
    assert [one.complete for one in playback.finished()] == [True]
    assert not playback.active


def test_what_was_heard_is_told_word_by_word() -> None:
    playback = Playback()
    made(playback, "Welcome to the hotline. Please tell me what I can do for you.", 4)
    for _ in range(6):
        playback.frame()
    (stopped,) = playback.stop()
    assert not stopped.complete
    assert stopped.heard() == "Welcome to the hotline. Please tell me what"
    assert not playback.active


def test_paused_speech_goes_on_a_little_before_where_it_was() -> None:
    playback = Playback()
    made(playback, "A clause that is paused.", 40)
    for _ in range(30):
        playback.frame()
    playback.paused = True
    assert playback.frame() is None
    playback.resume()
    left = 0
    while playback.frame() is not None:
        left += 1
    assert left == 10 + AGAIN // FRAME
    assert len(playback.finished()) == 1
    playback.resume()  # with nothing to be said
