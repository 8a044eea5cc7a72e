"""Politeness, only when it is all that is said."""

import pytest

from bots.knowledge.smalltalk import Kind, small_talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hi!", Kind.GREETING),
        ("hello there", Kind.GREETING),
        ("Good morning", Kind.GREETING),
        ("你好！", Kind.GREETING),
        ("在吗？", Kind.GREETING),
        ("How are you?", Kind.HOW_ARE_YOU),
        ("thanks a lot!!", Kind.THANKS),
        ("Ok, thank you so much 🙂", Kind.THANKS),
        ("谢谢你", Kind.THANKS),
        ("好的，谢谢", Kind.THANKS),
        ("thanks, bye", Kind.GOODBYE),
        ("再见", Kind.GOODBYE),
        ("没有其他问题了", Kind.GOODBYE),
        ("Are you a robot?", Kind.WHO),
        ("你是机器人吗？", Kind.WHO),
        ("yes please", Kind.YES),
        ("好的", Kind.YES),
        ("No, thanks", Kind.THANKS),
        ("不用了", Kind.NO),
    ],
)
def test_politeness(text, kind):
    assert small_talk(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "Hi, how do I return a chair?",
        "thanks, and the refund?",
        "hello kitty cushion",
        "你好，怎么退货",
        "",
        "?!",
    ],
)
def test_more_than_politeness(text):
    assert small_talk(text) is None
