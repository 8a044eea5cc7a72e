"""A conversation stays on the versions it began with: of its flow, and of all that this one calls."""

from bots.flow.workshop import Workshop
from tests.fakes.flow_talk import Talk

MAIN = """
title: {en: Main, zh: 主}
start: what
variables:
  what: {kind: text, label: {en: What, zh: 什么}}
  size: {kind: text, label: {en: Size, zh: 尺寸}}
steps:
  what: {kind: collect, variable: what, text: {en: What?, zh: 什么？}, next: more}
  more: {kind: call, flow: middle, give: {thing: what}, take: {size: size}, next: tell, failed: person}
  tell: {kind: say, text: {en: "Size {{size}}.", zh: "{{size}}"}, next: what}
  person: {kind: queue}
"""
MIDDLE = """
title: {en: Middle, zh: 中}
start: on
variables: {thing: {kind: text}, size: {kind: text}}
steps:
  on: {kind: call, flow: inner, give: {thing: thing}, take: {size: size}, next: done, failed: done}
  done: {kind: end}
"""
INNER = """
title: {en: Inner, zh: 内}
start: ask
variables: {thing: {kind: text}, size: {kind: text}}
steps:
  ask: {kind: collect, variable: size, text: {en: "Which size of {{thing}}?", zh: 多大？}, next: done}
  done: {kind: end}
"""
CHANGED = """
title: {en: Inner, zh: 内}
start: ask
variables: {article: {kind: text}, centimetres: {kind: number}}
steps:
  ask: {kind: collect, variable: centimetres, text: {en: How many centimetres?, zh: 几厘米？}, next: done}
  done: {kind: end}
"""


async def published(talk: Talk) -> None:
    await talk.publish(inner=INNER, middle=MIDDLE, main=MAIN)
    await talk.serve("main")


async def renewed(talk: Talk, name: str, text: str) -> None:
    """Publish another version of a flow."""
    flows = talk.services.flows
    stored = await flows.get(name)
    saved = await flows.save(name, "eva", rev=stored.rev, text=text, title=stored.title)
    await flows.publish(name, "eva", revision=saved.revision)


async def test_a_flow_published_meanwhile_changes_nothing_for_who_is_in_it(talk: Talk):
    await published(talk)
    assert await talk.say("hello") == ["What?"]
    await renewed(talk, "inner", CHANGED)
    assert await talk.say("a lamp") == ["Which size of a lamp?"]
    await renewed(talk, "middle", MIDDLE.replace("flow: inner", "flow: nowhere"))
    assert await talk.say("large") == ["Size large.", "What?"]
    assert await talk.say("*") == ["What?"]
    assert await talk.say("a chair") == ["Which size of a chair?"]
    assert await talk.say("hello", visitor="v2") == ["What?"]
    await talk.say("a lamp", visitor="v2")
    assert (await talk.data())["what"] == "a lamp"


async def test_whoever_begins_later_has_the_newer_version(talk: Talk):
    await published(talk)
    await renewed(talk, "inner", CHANGED)
    await talk.say("hello")
    assert await talk.say("a lamp") == ["How many centimetres?"]
    place = await talk.place()
    assert place
    assert place.pins == {"middle": 1, "inner": 2}


async def test_a_flow_withdrawn_meanwhile_ends_what_was_begun(talk: Talk):
    await published(talk)
    await talk.say("hello")
    await talk.services.flows.withdraw("inner", "eva")
    await talk.services.flows.archive("middle", "eva")
    assert await talk.say("a lamp") == ["Which size of a lamp?"]
    assert await talk.say("large") == ["Size large.", "What?"]


async def test_a_replay_takes_the_versions_of_then(talk: Talk):
    await published(talk)
    await talk.say("hello")
    await talk.say("a lamp")
    await talk.say("large")
    await renewed(talk, "inner", CHANGED)
    replayed = await Workshop(talk.around, talk.services.flows).replay((await talk.conversation()).id)
    assert [turn.same for turn in replayed] == [True, True, True]
    assert replayed[1].says == ["Which size of a lamp?"]
