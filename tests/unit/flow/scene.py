"""What the tests of steps share: a flow's head and ends, an oracle, and a talk that begins."""

from hub.core.bots import Say, Turn, TurnInput
from hub.core.models.conversations import Citation
from tests.fakes.flow_talk import Talk

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


async def begin(talk: Talk, steps: str, variables: str = "", first: str = "hello") -> list[str]:
    await talk.publish(main=f"{HEAD}\nvariables: {{{variables}}}\nsteps:\n{steps}")
    await talk.serve("main")
    return await talk.say(first)


END = "  bye: {kind: end, text: {en: 'Bye {{x}}', zh: 再见}}\n"
QUEUE = "  person: {kind: queue}\n"
