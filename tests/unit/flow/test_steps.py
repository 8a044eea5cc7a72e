"""Steps that say, ask, look up and decide, through the real runner, services and store in a chat."""

import pytest

from bots.flow.effects import Fetch, Result
from hub.core.models.conversations import InteractionState
from hub.core.models.data import Field
from hub.core.models.traces import TurnTrace
from hub.core.models.work import Calendar, Period, WorkState
from tests.fakes.flow_talk import Talk
from tests.unit.flow.scene import END, QUEUE, begin


async def test_say_and_end(talk: Talk):
    steps = "  first: {kind: say, text: {en: Hi *you*, zh: 好}, next: bye}\n"
    assert await begin(talk, steps + END, "x: {kind: text, initial: \"'Kim *x*'\"}") == [
        "Hi *you*",
        "Bye Kim \\*x\\*",
    ]
    assert (await talk.interaction()).state is InteractionState.ENDED


async def test_menu_by_key_label_word_and_retry(talk: Talk):
    steps = """
  first:
    kind: menu
    text: {en: What?, zh: 什么？}
    options:
      - {label: {en: Red, zh: 红}, next: bye}
      - {label: {en: Blue, zh: 蓝}, words: {en: [azure]}, key: "7", next: bye}
    tries: 2
    failed: person
"""
    assert await begin(talk, steps + END + QUEUE, "x: {kind: text}") == ["What?"]
    assert talk.choices == ["Red", "Blue"]
    assert await talk.say("green") == ["Please choose one of these.\n\nWhat?"]
    assert await talk.say("the azure one") == ["Bye "]


async def test_a_menu_that_is_not_understood_leads_on(talk: Talk):
    steps = """
  first: {kind: menu, text: {en: What?, zh: 什么？},
    options: [{label: {en: A, zh: 甲}, next: bye}]}
"""
    await begin(talk, steps + END, "x: {kind: text}")
    await talk.say("x1")
    await talk.say("x2")
    await talk.say("x3")
    item = await talk.item()
    assert item
    assert (item.state, item.reason) == (WorkState.QUEUED, "not_understood")


@pytest.mark.parametrize(
    ("kind", "said", "value"),
    [
        ("text", "some words", "some words"),
        ("number", "twenty three", 23),
        ("number", "二十三", 23),
        ("number", "12#", 12),
        ("date", "next Tuesday", "2026-12-01"),
        ("date", "明天", "2026-11-24"),
        ("phone", "0151 23456789", "+4915123456789"),
        ("email", "Ada at example dot com", "ada@example.com"),
        ("amount", "12,50 €", 12.5),
        ("yes_no", "是的", True),
        ("yes_no", "no, thanks", False),
    ],
)
async def test_collect_understands_each_type(talk: Talk, kind: str, said: str, value: object):
    steps = "  first: {kind: collect, variable: x, text: {en: X?, zh: 什么？}, next: bye}\n"
    assert await begin(talk, steps + END, f"x: {{kind: {kind}, label: {{en: X, zh: X}}}}") == ["X?"]
    await talk.say(said)
    assert await talk.data() == {"x": value}


async def test_collect_checks_repeats_and_gives_up(talk: Talk):
    steps = """
  first: {kind: collect, variable: x, min: 3, max: 9, tries: 3, failed: person,
    text: {en: How many?, zh: 几个}, next: bye}
"""
    await begin(talk, steps + END + QUEUE, "x: {kind: number}")
    assert await talk.say("2") == ["It must be at least 3.\n\nHow many?"]
    assert await talk.say("a lot") == ["I did not understand a number there.\n\nHow many?"]
    await talk.say("12")
    item = await talk.item()
    assert item
    assert item.reason == "flow"


async def test_a_question_in_between_is_answered_and_the_own_one_repeated(talk: Talk):
    steps = "  first: {kind: collect, variable: x, text: {en: How many?, zh: 几个}, next: bye}\n"
    await begin(talk, steps + END, "x: {kind: number}")
    assert await talk.say("When do you open?") == ["We open at nine.\n\nHow many?"]
    place = await talk.place()
    assert place
    assert place.tries == 0
    assert await talk.say("4") == ["Bye 4"]


async def test_a_choice_is_kept_with_its_label(talk: Talk):
    steps = "  first: {kind: collect, variable: x, text: {en: Size?, zh: 大小}, next: bye}\n"
    sizes = "choices: [{value: s, label: {en: Small, zh: 小}}, {value: l, label: {en: Large, zh: 大}}]"
    await begin(talk, steps + END, f"x: {{kind: choice, label: {{en: Size, zh: 大小}}, {sizes}}}")
    assert talk.choices == ["Small", "Large"]
    assert await talk.say("large") == ["Bye Large"]
    assert (await talk.conversation()).data == [
        Field(
            name="x",
            label={"en": "Size", "zh": "大小"},
            type="choice",  # type: ignore[arg-type]  # compares equal as text
            value="l",
            shown={"en": "Large", "zh": "大"},
        )
    ]


async def test_confirm_reads_back(talk: Talk):
    steps = """
  first: {kind: collect, variable: x, text: {en: When?, zh: 何时}, next: check}
  check: {kind: confirm, variables: [x], yes: bye, no: first}
"""
    await begin(talk, steps + END, "x: {kind: date, label: {en: Day, zh: 日期}}")
    assert await talk.say("tomorrow") == ["- Day: Tuesday, 24 November 2026\n\nIs this right?"]
    assert await talk.say("no") == ["When?"]
    await talk.say("today")
    assert await talk.say("yes") == ["Bye Monday, 23 November 2026"]


HTTP = """
  first: {kind: http, url: "https://shop.example/o/{{x}}",
    result: {y: "items[0].name"}, next: found, missing: missing, failed: down}
  found: {kind: end, text: {en: "It is {{y}}", zh: 好}}
  missing: {kind: end, text: {en: Not there, zh: 无}}
  down: {kind: queue}
"""


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result(value={"items": [{"name": "a lamp"}]}), "It is a lamp"),
        (Result(outcome="missing"), "Not there"),
        (Result(value={"items": [{"name": {"odd": 1}}]}), ""),
        (Result(outcome="failed", why="too slow"), ""),
    ],
)
async def test_http(talk: Talk, result: Result, said: str):
    asked: list[str] = []

    def answer(wanted: Fetch) -> Result:
        asked.append(wanted.url)
        return result

    talk.http.answer = answer
    says = await begin(talk, HTTP, "x: {kind: text, initial: \"'a/b'\"}, y: {kind: text}")
    assert asked == ["https://shop.example/o/a%2Fb"]
    item = await talk.item()
    assert (says[0] == said) if said else (item is not None and item.reason == "flow")


async def test_sql(talk: Talk):
    steps = """
  first: {kind: sql, database: shop, query: "SELECT name FROM o WHERE id = :id",
    values: {id: 1 + 1}, result: {x: name}, rows: all, next: bye, failed: person}
"""
    talk.databases.rows = {"shop": [{"name": "Chair"}]}
    assert await begin(talk, steps + END + QUEUE, "x: {kind: text}, all: {}") == ["Bye Chair"]
    trace = (await talk.world.store.find(TurnTrace))[0]
    assert trace.steps[1].noted[0].effect["values"] == {"id": 2}


async def test_set_and_branch(talk: Talk):
    steps = """
  first: {kind: set, values: {a: 2 * 3, x: "if(a > 5, 'much', 'little')"}, next: which}
  which: {kind: branch, cases: [{when: x == 'little', next: person}, {when: a == 6,
    next: bye}], otherwise: person}
"""
    assert await begin(talk, steps + END + QUEUE, "a: {kind: number}, x: {kind: text}") == ["Bye much"]


@pytest.mark.parametrize(
    ("week", "said"), [([[Period(start="09:00", end="17:00")]] * 7, "Open"), ([[]] * 7, "Shut")]
)
async def test_hours(talk: Talk, week: list[list[Period]], said: str):
    await talk.world.save(Calendar(id="office", name="Office", timezone="UTC", week=week))
    steps = """
  first: {kind: hours, calendar: office, open: open, closed: shut}
  open: {kind: end, text: {en: Open, zh: 开}}
  shut: {kind: end, text: {en: Shut, zh: 关}}
"""
    assert await begin(talk, steps) == [said]


async def test_ask_knowledge(talk: Talk):
    steps = """
  first: {kind: say, text: {en: Hi, zh: 好}, next: ask}
  ask: {kind: ask_knowledge, text: {en: What would you like to know?, zh: 想问什么},
    answered: ask, unanswered: person}
"""
    await begin(talk, steps + QUEUE, first="When do you open?")
    shown = await talk.messages()
    assert [one.text for one in shown if one.citations] == ["We open at nine."] or any(
        one.citations for one in shown
    )
    await talk.say("Why is the sky blue?")
    assert await talk.item()


async def test_a_flow_may_ask_as_often_as_it_says(talk: Talk):
    steps = "  first: {kind: collect, variable: x, tries: 7, text: {en: X?, zh: X}, failed: bye, next: bye}\n"
    await begin(talk, steps + END, "x: {kind: number}")
    for _ in range(6):
        assert await talk.say("none of it") == ["I did not understand a number there.\n\nX?"]
    assert await talk.say("none of it") == ["Bye "]


async def test_a_flow_may_be_long(talk: Talk):
    steps = "  first: {kind: collect, variable: x, text: {en: 'Next {{x}}', zh: X}, next: first}\n"
    await begin(talk, steps, "x: {kind: number}")
    for number in range(30):
        assert await talk.say(str(number)) == [f"Next {number}"]
    assert await talk.item() is None
