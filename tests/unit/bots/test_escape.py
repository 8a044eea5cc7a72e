"""The words that always reach a person, and those that only look like them."""

import pytest

from bots.escape import wants_person

ASKING = """
agent
Agent!!!
human please
I want to talk to a human
can I speak to a real person?
Please connect me to an agent
transfer me to customer service
get me someone
put me through to a manager
I need a human being
Customer service
operator
could you hand me over to a colleague
this is useless. agent
No, human
is there a real person I can talk to?
I'd like to chat with somebody from your team
I’d like an agent now
representative
can I get a human
I don't understand, let me speak to someone
My sofa is broken and I want to speak to a person about it
ＡＧＥＮＴ
人工
转人工
转人工！
我要人工客服
请帮我转接客服
人工服务
我想找客服
能不能和真人聊
找个活人
客服在吗
你好，转人工
有没有人工客服
我要和你们的客服沟通一下
不行，找人工
麻烦转一下人工
退款一直没到，我要找人工客服
""".strip().splitlines()

ORDINARY = """
travel agent insurance
do you sell cleaning agent for oak tables
can one person carry the sofa alone
human rights
I spoke to an agent yesterday about my refund
I don't want to talk to an agent
no need to get me a person, just tell me the price
is the chair for a person of 120 kg
how many people fit on the sofa
is it made by humans or machines
real leather or artificial
does the operator of the shop store my data
what does the person's name on the invoice mean
get me a lamp
customer service hours
when does customer service close
we never spoke to a person
人工智能是什么
人工费多少钱
这是人工皮革吗
客服电话是多少
客服几点下班
不要转人工
不用人工
安装要人工费吗
草坪是人工草坪吗
人工客服几点上班
一个人能装吗
请问人工安装费怎么算
工作人员几点送货
""".strip().splitlines()


@pytest.mark.parametrize("text", ASKING)
def test_asking_for_a_person(text):
    assert wants_person(text)


@pytest.mark.parametrize("text", [*ORDINARY, "", " ", "???"])
def test_an_ordinary_message(text):
    assert not wants_person(text)


@pytest.mark.parametrize("text", ["转人公", "请帮我转接克服。", "我要找课服", "人公"])
def test_asking_by_voice_in_words_of_the_same_sound(text):
    assert wants_person(text, heard=True)
    assert not wants_person(text)


@pytest.mark.parametrize("text", [*ORDINARY, "不要转人公", "步要转人公", "克服困难", "人公智能是什么"])
def test_an_ordinary_message_by_voice(text):
    assert not wants_person(text, heard=True)


@pytest.mark.parametrize(
    "part", ["human ", "转人工费", "talk to a real ", "i want ", "请我要", "don't ", "客"]
)
def test_long_texts_do_not_hold_the_loop(part):
    # Patterns that backtrack badly would run into the test's time limit.
    wants_person(part * (8000 // len(part)), heard=True)


ADDED = ("mitarbeiter", "complaints desk", "投诉", "投诉专员处理")


@pytest.mark.parametrize(
    "text",
    [
        "Mitarbeiter!",
        "please, mitarbeiter",
        "I want to talk to a Mitarbeiter",
        "is this the complaints desk?",
        "投诉",
        "我要投诉",
        "请转投诉",
        "这个要投诉专员处理才行",
    ],
)
def test_added_words_where_they_are_a_wish(text):
    assert wants_person(text, ADDED)
    assert not wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wie viele Mitarbeiter haben Sie?",
        "mitarbeiterrabatt",
        "not the complaints desk again",
        "how do complaints work",
        "投诉流程是什么",
        "不要投诉专员处理",
        "",
    ],
)
def test_added_words_where_they_are_none(text):
    assert not wants_person(text, ADDED)


def test_added_words_are_words_and_no_patterns():
    assert not wants_person("anything", (".*",))
    assert not wants_person("anything", ("", "  ", "!!"))
    assert wants_person("c++ (team)", ("C++ (team)",))
