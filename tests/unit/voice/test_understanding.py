"""Whether what was understood so far is all, a part, or no answer."""

import pytest

from voice.node.turns import Completeness
from voice.node.understanding import completeness
from voice.orders import Listen


@pytest.mark.parametrize(
    ("text", "listen", "looks"),
    [
        ("", Listen(), Completeness.UNKNOWN),
        (" ... ", Listen(), Completeness.UNKNOWN),
        ("My lamp is broken.", Listen(), Completeness.COMPLETE),
        ("My lamp is broken", Listen(), Completeness.WORDS),
        ("My lamp is broken...", Listen(), Completeness.UNSURE),
        ("I bought 2 lamps.", Listen(digits=20), Completeness.COMPLETE),
        ("The number is four seven", Listen(digits=20), Completeness.UNSURE),
        ("Yes, please.", Listen(kind="yes_no"), Completeness.SURE),
        ("不是", Listen(kind="yes_no"), Completeness.SURE),
        ("What is this key for?", Listen(), Completeness.COMPLETE),
        ("I do not like it, and I would like", Listen(), Completeness.UNSURE),
        ("It is a lamp that I like.", Listen(), Completeness.COMPLETE),
        ("My lamp and", Listen(), Completeness.UNSURE),
        ("it is for the", Listen(), Completeness.UNSURE),
        ("我想问一下，还有", Listen(), Completeness.UNSURE),
        ("我想退货", Listen(), Completeness.WORDS),
        ("我想问一下退货", Listen(), Completeness.WORDS),
        ("我的号码是四七", Listen(), Completeness.UNSURE),
        ("我昨天买的台灯坏了我可以退货吗", Listen(), Completeness.LIKELY),
        ("Mm-hm.", Listen(), Completeness.BACKCHANNEL),
        ("嗯嗯", Listen(), Completeness.BACKCHANNEL),
        ("Delivery!", Listen(words=["Delivery", "Returns"]), Completeness.SURE),
        ("Yeah", Listen(words=["Yeah", "No"]), Completeness.SURE),
        ("Can I take an easy one?", Listen(), Completeness.COMPLETE),
        ("May I have an additional", Listen(), Completeness.UNSURE),
        ("I have a question about", Listen(), Completeness.UNSURE),
        ("Can I return a lamp that I do not like", Listen(), Completeness.LIKELY),
        ("Can I return a lamp that I do not like and", Listen(), Completeness.UNSURE),
        ("delivery please", Listen(words=["Delivery"]), Completeness.WORDS),
        ("4 7", Listen(digits=4), Completeness.UNSURE),
        ("4 7 1 1", Listen(digits=4), Completeness.SURE),
        ("I do not know it", Listen(digits=4), Completeness.WORDS),
    ],
)
def test_completeness(text: str, listen: Listen, looks: Completeness) -> None:
    assert completeness(text, listen) is looks


def test_what_is_understood_badly_is_less_likely_whole() -> None:
    clause, sentence = "can I return a lamp that I do not like", "If I go mass."
    assert completeness(clause, Listen(), 0.5) is Completeness.WORDS
    assert completeness(clause, Listen(), 0.7) is Completeness.LIKELY
    assert completeness(sentence, Listen(), 0.4) is Completeness.LIKELY
    assert completeness(sentence, Listen(), 0.7) is Completeness.COMPLETE
