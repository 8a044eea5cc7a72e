"""Words that sound alike: exact comes first, and what sounds like nothing stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.sound import LONGEST, Sounds, syllables

SHOP = ("退货", "退款", "运费", "沙发", "订单", "发货", "优惠券", "工作日")


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("我想退伙", "我想退货"),
        ("杀伐的晕飞，订单", "沙发的运费，订单"),
        ("要几个公作日?", "要几个工作日?"),
        ("优会券 and 定单", "优惠券 and 订单"),
    ],
)
def test_what_sounds_like_our_words_becomes_them(heard, meant):
    assert Sounds(SHOP).restored(heard) == meant


@pytest.mark.parametrize("text", ["", "退货退款", "今天天气很好", "return", "退", "货退款", "１２ …", "🙂"])
def test_our_words_and_what_sounds_like_none_stay(text):
    assert Sounds(SHOP).restored(text) == text


def test_our_words_keep_their_characters_from_others_of_the_same_sound():
    # 发货 is ours: its second character begins no 货款 that would sound like 获款.
    assert Sounds(["发货", "火款"]).restored("发货款") == "发货款"


def test_of_several_the_one_with_most_characters_in_common_then_the_commonest():
    assert Sounds(["订金", "定金", "定金"]).restored("顶金") == "定金"
    assert Sounds(["订金", "定金", "定金"]).restored("订斤") == "订金"


def test_a_word_is_there_until_it_is_taken_out_as_often_as_it_was_put_in():
    sounds = Sounds(["退货", "退货"])
    sounds.remove("退货")
    assert sounds.restored("退伙") == "退货"
    sounds.remove("退货")
    assert sounds.restored("退伙") == "退伙"


def test_what_is_no_chinese_word_is_passed_over():
    sounds = Sounds(["return", "退", "一二三四五六七", "退 货", ""])
    sounds.remove("return")
    assert sounds.restored("推 一儿三四五六七 推货 return") == "推 一儿三四五六七 推货 return"


CHARACTERS = st.sampled_from("退推腿货火获伙款宽运晕费飞沙杀发法伐订定单丹a1 ，")
TEXTS = st.text(CHARACTERS, max_size=14)


@given(words=st.lists(st.text(CHARACTERS, max_size=LONGEST + 1), max_size=8), text=TEXTS)
def test_only_characters_change_never_sounds_nor_our_words(words, text):
    sounds = Sounds(words)
    restored = sounds.restored(text)
    assert syllables(restored) == syllables(text)
    changed = [one != other for one, other in zip(text, restored, strict=True)]
    for word in filter(lambda word: 2 <= len(word) <= LONGEST and not set(word) & set("a1 ，"), words):
        for at in range(len(text) - len(word) + 1):
            if text.startswith(word, at):
                assert not any(changed[at : at + len(word)])
