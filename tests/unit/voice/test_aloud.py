"""What voices are given, and what Whisper makes of noise: its own prompt."""

import pytest

from voice.node.mouth import aloud
from voice.node.speech.engines.whisper import is_echo


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("您排在第 2 位。", "zh", "您排在第二位。"),
        ("预计等待约 2 分钟。", "zh", "预计等待约两分钟。"),
        ("我们会拨打 +442079460123 联系您。", "zh", "我们会拨打加四四二零七九四六零幺二三联系您。"),
        ("中文请按 9。", "zh", "中文请按九。"),
        ("For English, press 9.", "en", "For English, press nine."),
        ("1번을 누르세요.", "ko", "1번을 누르세요."),
    ],
)
def test_voices_are_given_words_for_numbers(text: str, language: str, said: str) -> None:
    assert aloud(text, language) == said


@pytest.mark.parametrize(
    "text", ["以下是普通话的句子。", "例如：转人工客服。", "转人工, 人工客服", "Orders, complaints."]
)
def test_the_prompt_said_again_was_not_said(text: str) -> None:
    language = "en" if text.isascii() else "zh"
    words = ["Orders", "Complaints"] if text.isascii() else ["转人工", "人工客服"]
    assert is_echo(text, language, words)


@pytest.mark.parametrize("text", ["转人工客服。", "人工", "转人工", "查询订单", "句子太长了", ""])
def test_one_of_the_words_may_have_been_said(text: str) -> None:
    assert not is_echo(text, "zh", ["查询订单", "转人工"])
