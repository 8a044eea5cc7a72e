"""Why a SIP call ended."""

import pytest

from voice.reports import Cause

causes = pytest.importorskip("voice.node.sip.causes")


@pytest.mark.parametrize(
    ("closed", "cause"),
    [
        ("486 Busy Here", Cause.BUSY),
        ("600 Busy Everywhere", Cause.BUSY),
        ("480 Temporarily Unavailable", Cause.NO_ANSWER),
        ("408 Request Timeout", Cause.NO_ANSWER),
        ("487 Request Terminated", Cause.NO_ANSWER),
        ("603 Decline", Cause.REFUSED),
        ("403 Forbidden", Cause.REFUSED),
        ("404 Not Found", Cause.UNREACHABLE),
        ("503 Service Unavailable", Cause.UNREACHABLE),
        ("Connection timed out [110]", Cause.UNREACHABLE),
        ("Destination address required [89]", Cause.UNREACHABLE),
        ("488 Not Acceptable Here", Cause.FAILED),
        ("Protocol error [71]", Cause.FAILED),
        ("Connection reset by peer [104]", Cause.NORMAL),
    ],
)
def test_a_call_that_was_not_answered(closed: str, cause: Cause) -> None:
    assert causes.cause_of(closed, was_up=False) is cause


@pytest.mark.parametrize("closed", ["", "Connection reset by peer [104]", "Rejected by user", "200 OK"])
def test_a_call_that_was_ended_by_somebody(closed: str) -> None:
    assert causes.cause_of(closed, was_up=True) is Cause.NORMAL


def test_a_call_whose_audio_stayed_away() -> None:
    assert causes.cause_of("rtp stream error", was_up=True) is Cause.FAILED
