"""Which questions a message has, and which of them need what was said before: by their form alone."""

import pytest

from bots.knowledge.questions import LONGEST, core, head, names_matter, parts, points, rest, rests_on_more


def texts(message: str) -> list[str]:
    return [part.text.rstrip(" .?？") for part in parts(message)]


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        (
            "How long does delivery take and can I return a lamp?",
            ["How long does delivery take", "can I return a lamp"],
        ),
        (
            "how do i return a chair. how long does the refund take",
            ["how do i return a chair", "how long does the refund take"],
        ),
        (
            "When are you open, and do you sell gift cards?",
            ["When are you open", "do you sell gift cards"],
        ),
        ("I'd like to know how long it takes and whether I can return it", 2),
        ("I lost the key. Also, two screws are missing.", 2),
        ("配送要多久？可以退货吗？", ["配送要多久", "可以退货吗"]),
        ("配送多久，运费多少", ["配送多久", "运费多少"]),
        ("怎么退货还有退款多久到账", ["怎么退货", "退款多久到账"]),
        ("椅子坏了能修吗？另外我想注销账户", 2),
    ],
)
def test_several_questions(message, questions):
    found = texts(message)
    assert (len(found) if isinstance(questions, int) else found) == questions


@pytest.mark.parametrize(
    "message",
    [
        "How do I return a chair?",
        "Can I pay with PayPal or Apple Pay?",
        "The box was broken and the glass is cracked",
        "Do you ship to Germany and Switzerland?",
        "How and when do I get my refund?",
        "Is shipping free and fast?",
        "When my table arrives and is damaged, what can I do?",
        "If a part is missing, can you post it to me and what do you need to know?",
        "it costs £4.90. Is that right?",
        "Sofas that are in stock and can be returned",
        "可以退货吗，还是只能换货？",
        "如果坏了怎么办，可以换吗",
        "箱子破了，玻璃也裂了，怎么办？",
        "",
    ],
)
def test_one_question_stays_whole(message):
    assert texts(message) == [message.rstrip(" .?？")]


def test_a_statement_stands_beside_its_question():
    first, second = parts("I ordered a sofa. Can I still cancel it? And when do I get my money back?")
    assert first.context == "I ordered a sofa. Can I still cancel it?"
    assert (second.text, second.context) == ("And when do I get my money back?", "")


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("Hi! where is my order", "where is my order"),
        ("Good morning, I have a quick question: can I pay?", "can I pay?"),
        ("Stupid bot! Where is my order?", "Where is my order?"),
        ("你好，请问，怎么退货", "怎么退货"),
        ("Where is it?\n> On Monday you wrote:\n> How do I return it?", "Where is it?"),
        ("Where is it?\n\nOn Mon, 2 Nov 2026, Li wrote:\nHow do I return it?", "Where is it?"),
        ("Hello", "Hello"),
        ("> Where is it?", "> Where is it?"),
    ],
)
def test_politeness_and_quotes_are_left_out_where_something_else_is_said(message, left):
    assert core(message) == left


@pytest.mark.parametrize(
    "text",
    [
        "And to Switzerland?",
        "how much does it cost?",
        "what about lamps?",
        "why?",
        "for furniture",
        "那要多少钱？",
        "沙发呢？",
        "免费吗？",
        "可以取消它吗？",
    ],
)
def test_a_short_question_may_rest_on_the_one_before(text):
    assert rests_on_more(text)


@pytest.mark.parametrize(
    "text",
    [
        "Where is my order?",
        "how long does delivery take",
        "do you have parking?",
        "is it possible to pay in instalments?",
        "what is the weather tomorrow?",
        "It arrived yesterday and there is a long scratch on the table top, what now?",
        "怎么退货",
        "多久能送到？",
        "今天天气怎么样",
    ],
)
def test_a_question_of_its_own_does_not(text):
    assert not rests_on_more(text)


def test_what_points_back_and_what_names_its_matter():
    assert points("how much is it?")
    assert points("免费吗")
    assert not points("what about lamps?")
    assert names_matter("what about lamps?")
    assert not names_matter("how much does it cost?")
    assert rest("And to Switzerland?") == "to Switzerland"
    assert rest("那沙发呢？") == "沙发"


def test_a_long_text_is_read_at_its_question():
    story = "We bought many things. " * 60
    assert [part.text for part in parts(story + "Can you send me an invoice?")] == [
        "Can you send me an invoice?"
    ]
    assert len(head(story)) == LONGEST
    assert len(head("该" * 1000)) == LONGEST // 2
