"""Every kind of step through the real runner, services and store, as customers meet it in a chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.flow.effects import Fetch, Result
from hub.core.bots import Say, Turn, TurnInput
from hub.core.models.conversations import Citation, Conversation, Interaction, InteractionState, Message
from hub.core.models.data import Field
from hub.core.models.flows import DoneAction
from hub.core.models.traces import TurnTrace
from hub.core.models.work import Calendar, Period, WorkItem, WorkState
from tests.fakes.flow_talk import Talk, talking

HEAD = """
title: {en: Test, zh: 测试}
languages: [en, zh]
timezone: Europe/Berlin
region: DE
start: first
"""


class Oracle:
    """A knowledge bot that knows when we open."""

    name = "knowledge"

    async def take_turn(self, turn: TurnInput) -> Turn:
        if "open" not in turn.text:
            return Turn(say=[Say(text="No idea")], missed=True)
        cited = Citation(article="a1", revision=1, title="Hours")
        return Turn(say=[Say(text="We open at nine.")], citations=[cited])


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, knowledge=Oracle()) as opened:
        yield opened


async def begin(talk: Talk, steps: str, variables: str = "", first: str = "hello") -> list[str]:
    await talk.publish(main=f"{HEAD}\nvariables: {{{variables}}}\nsteps:\n{steps}")
    await talk.serve("main")
    return await talk.say(first)


END = "  bye: {kind: end, text: {en: 'Bye {{x}}', zh: 再见}}\n"
QUEUE = "  person: {kind: queue}\n"


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


CREATE = """
  first: {kind: collect, variable: x, text: {en: What?, zh: 什么}, next: open}
  open: {kind: create_work, subject: {en: "About {{x}}", zh: 关于}, queue: sales,
    reference: r, next: bye, failed: person}
  bye: {kind: end, text: {en: "Number {{r}}", zh: 好}, close: false}
"""


async def test_create_work_and_find_it_by_its_number(talk: Talk):
    labelled = "x: {kind: text, label: {en: What, zh: 什么}}, r: {kind: text, label: {en: No, zh: 号}}"
    await begin(talk, CREATE + QUEUE, labelled)
    (said,) = await talk.say("a broken chair")
    number = said.removeprefix("Number ")
    (done,) = await talk.world.store.find(DoneAction)
    matter = await talk.world.store.get(Conversation, done.made)
    assert (matter.reference, matter.subject, matter.queue) == (number, "About a broken chair", "sales")
    assert [(field.name, field.value) for field in matter.data] == [("x", "a broken chair")]
    item = await talk.world.store.get(WorkItem, matter.work_item or "")
    assert (item.state, item.reason) == (WorkState.QUEUED, "created")
    assert (await talk.conversation()).handler == "flow:main"
    found = await talk.services.actions.find(number, {"x": "A broken chair"})
    assert found
    assert found["state"] == "received"
    assert await talk.services.actions.find(number, {"x": "something else"}) is None
    assert await talk.services.actions.find(number, {}) is None


async def test_find_work(talk: Talk):
    steps = """
  first: {kind: find_work, reference: r, match: {x: x}, result: {x: state}, next: bye, missing: none}
  none: {kind: end, text: {en: Unknown, zh: 无}}
"""
    assert await begin(talk, steps + END, "r: {kind: text, initial: \"'123'\"}, x: {kind: text}") == [
        "Unknown"
    ]


async def test_queue_with_skills_and_data(talk: Talk):
    steps = """
  first: {kind: collect, variable: x, text: {en: Name?, zh: 名}, next: out}
  out: {kind: queue, queue: sales, skills: [{skill: german, minimum: 2}],
    reason: wants_sales, text: {en: One moment., zh: 稍等}}
"""
    pin = "pin: {kind: text, label: {en: P, zh: P}, secret: true, initial: \"'1234'\"}"
    await begin(talk, steps, f"x: {{kind: text, label: {{en: Name, zh: 名}}}}, {pin}")
    says = await talk.say("Kim")
    assert says[0] == "One moment."
    item = await talk.item()
    assert item
    assert (item.queue, item.reason, item.extra_skills[0].minimum) == ("sales", "wants_sales", 2)
    packet = {field.name: field.value for field in (await talk.conversation()).data}
    assert packet == {"x": "Kim", "pin": None}


async def test_voicemail(talk: Talk):
    steps = """
  first: {kind: voicemail, variable: x, text: {en: Leave a message.,
    zh: 留言}, next: bye, failed: person}
"""
    await begin(talk, steps + END + QUEUE, "x: {kind: text}")
    await talk.say("Call my sister, please.")
    (done,) = await talk.world.store.find(DoneAction)
    (message,) = [
        one for one in await talk.world.store.find(Message, {"conversation": done.made}) if not one.notice
    ]
    assert message.text == "Call my sister, please."


async def test_callback_asks_what_it_does_not_know(talk: Talk):
    steps = """
  first: {kind: callback, number: x, text: {en: Which number?, zh: 号码}, when: w,
    reference: r, next: bye, failed: person}
"""
    assert await begin(talk, steps + END + QUEUE, "x: {kind: phone}, w: {kind: text}, r: {kind: text}") == [
        "Which number?"
    ]
    assert await talk.say("0151 23456789") == ["When should we call you?"]
    await talk.say("tomorrow at 3pm")
    (done,) = await talk.world.store.find(DoneAction)
    matter = await talk.world.store.get(Conversation, done.made)
    item = await talk.world.store.get(WorkItem, matter.work_item or "")
    assert item.reason == "callback"
    assert item.not_before
    assert item.not_before.isoformat() == "2026-11-24T14:00:00+00:00"
    assert matter.data[-1].value == "+4915123456789"


async def test_survey(talk: Talk):
    steps = "  first: {kind: survey, text: {en: How was it?, zh: 如何}, score: x, comment: c, next: bye}\n"
    await begin(talk, steps + END, "x: {kind: number}, c: {kind: text}")
    assert len(talk.choices) == 5
    assert await talk.say("4 ★★★★") == ["Thank you! What would you like to add?"]
    await talk.say("Be quicker")
    rating = (await talk.interaction()).rating
    assert rating
    assert (rating.score, rating.comment) == (4, "Be quicker")


async def test_language(talk: Talk):
    steps = """
  first: {kind: language, language: zh, next: ask}
  ask: {kind: collect, variable: x, text: {en: X?, zh: 什么？}, next: bye}
"""
    assert await begin(talk, steps + END, "x: {kind: yes_no}") == ["什么？"]
    assert talk.choices == ["是", "否"]


async def test_call_gives_and_takes_and_goto(talk: Talk):
    await talk.publish(
        sub=HEAD
        + """
variables: {a: {kind: text, label: {en: A, zh: A}}, b: {kind: text, label: {en: B, zh: B}}}
steps:
  first: {kind: collect, variable: a, text: {en: A?, zh: A}, next: second}
  second: {kind: collect, variable: b, text: {en: B?, zh: B}, next: done}
  done: {kind: end, text: {en: not said, zh: 不说}}
"""
    )
    steps = """
  first: {kind: goto, next: sub}
  sub: {kind: call, flow: sub, give: {a: "'known'"}, take: {x: b}, next: bye, failed: person}
"""
    assert await begin(talk, steps + END + QUEUE, "x: {kind: text}") == ["B?"]
    assert await talk.say("collected") == ["Bye collected"]
    assert await talk.data() == {"a": "known", "b": "collected"}


async def test_a_flow_that_is_not_there_leads_on(talk: Talk):
    steps = "  first: {kind: call, flow: nowhere, next: bye, failed: person}\n"
    await begin(talk, steps + END + QUEUE, "x: {kind: text}")
    assert await talk.item()


async def test_star_begins_again_and_keys_go_deep(talk: Talk):
    def menu(name: str, left: str, right: str) -> str:
        return (
            f"  {name}: {{kind: menu, text: {{en: {name}?, zh: 选}}, options: "
            f"[{{label: {{en: L, zh: 左}}, next: {left}}}, {{label: {{en: R, zh: 右}}, next: {right}}}]}}\n"
        )

    steps = menu("first", "second", "bye") + menu("second", "third", "bye") + menu("third", "ask", "bye")
    ask = "  ask: {kind: collect, variable: x, text: {en: X?, zh: X}, next: bye}\n"
    assert await begin(talk, steps + ask + END, "x: {kind: number}") == ["first?"]
    assert await talk.say("111") == ["X?"]
    assert await talk.say("*") == ["first?"]
    assert await talk.say("11") == ["third?"]
    assert await talk.say("*") == ["first?"]
    assert await talk.say("111#42") == ["Bye 42"]


async def test_a_version_in_progress_stays(talk: Talk):
    steps = "  first: {kind: collect, variable: x, text: {en: Old?, zh: 旧}, next: bye}\n"
    await begin(talk, steps + END, "x: {kind: text}")
    stored = await talk.services.flows.get("main")
    text = stored.text.replace("Old?", "New?").replace("Bye", "Ciao")
    await talk.services.flows.save("main", "eva", rev=stored.rev, text=text, title={})
    await talk.services.flows.publish("main", "eva", revision=2)
    assert await talk.say("Kim") == ["Bye Kim"]
    assert await talk.say("hello again", visitor="v2") == ["New?"]


async def test_a_withdrawn_flow_ends_what_was_begun_and_begins_nothing(talk: Talk):
    steps = "  first: {kind: collect, variable: x, text: {en: X?, zh: 旧}, next: bye}\n"
    await begin(talk, steps + END, "x: {kind: text, label: {en: X, zh: X}}")
    await talk.services.flows.withdraw("main", "eva")
    assert await talk.say("Kim") == ["Bye Kim"]
    await talk.say("hello", visitor="v2")
    item = await talk.item()
    assert item
    assert item.reason == "flow_withdrawn"


async def test_a_secret_is_nowhere_to_be_read(talk: Talk):
    steps = """
  first: {kind: collect, variable: pin, text: {en: PIN?, zh: 密码}, next: look}
  look: {kind: http, url: "https://bank.example/login", body: {pin: pin}, next: bye, failed: bye}
"""
    await begin(
        talk, steps + END, "pin: {kind: text, label: {en: PIN, zh: 密码}, secret: true}, x: {kind: text}"
    )
    await talk.say("98765")
    assert talk.http.asked[0].body == {"pin": "98765"}
    assert await talk.data() == {"pin": None}
    traces = await talk.world.store.find(TurnTrace)
    assert "98765" not in repr(traces)
    interaction = await talk.world.store.get(Interaction, (await talk.interaction()).id)
    assert interaction.memory is not None
