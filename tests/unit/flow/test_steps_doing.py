"""Steps that do something, flows that call flows, secrets, versions: through the real runner and services."""

from hub.core.models.conversations import Conversation, Interaction, Message
from hub.core.models.flows import DoneAction
from hub.core.models.traces import TurnTrace
from hub.core.models.work import WorkItem, WorkState
from tests.fakes.flow_talk import Talk
from tests.unit.flow.scene import END, HEAD, QUEUE, begin

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
