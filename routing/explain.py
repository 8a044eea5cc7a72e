"""Why an agent gets an item, or does not: one consideration for each, and sentences to read."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from hub.core.models.work import Consideration, Selection
from routing.eligible import refusal
from routing.select import Free, Preference, is_spared, preference, scarcity
from routing.snapshot import AgentView, Key
from routing.texts import sentence


class Names(Struct, frozen=True):
    """How skills and agents are called; ids without a name stand for themselves."""

    skills: Mapping[str, str] = {}
    agents: Mapping[str, str] = {}


class Choice(Struct, frozen=True, kw_only=True):
    """A decision to explain: who was chosen and why, and by what rule the queue chooses."""

    agent: str
    reason: str
    selection: Selection
    wanted: frozenset[str] = frozenset()
    free: Free = {}


def consider(
    agent: AgentView, key: Key, names: Names, *, later: Iterable[tuple[int, float, Key]] = ()
) -> Consideration:
    """Return whether the agent may take the key's items now, and why not.

    `later` has the steps still to open, as number, seconds and key: an agent who lacks a skill now
    may be told "not yet".
    """
    refused = refusal(agent, key)
    if refused is None:
        return Consideration(agent=agent.id, eligible=True, why="eligible")
    if refused.why in ("missing_skill", "low_grade"):
        for step, seconds, wider in later:
            if refusal(agent, wider) is None:
                vars = {"step": str(step + 1), "seconds": str(max(0, round(seconds)))}
                return Consideration(agent=agent.id, eligible=False, why="not_yet", vars=vars)
    vars = dict(refused.vars)
    if "skill" in vars:
        vars["skill"] = names.skills.get(vars["skill"], vars["skill"])
    if "agent" in vars:
        vars["agent"] = names.agents.get(vars["agent"], vars["agent"])
    return Consideration(agent=agent.id, eligible=False, why=refused.why, vars=vars)


def considered(
    agents: Iterable[AgentView], key: Key, choice: Choice, names: Names, *, limit: int
) -> list[Consideration]:
    """Return the chosen agent first, then others who could have, then those who could not, up to a limit.

    `agents` are as they were when the choice was made.
    """
    everyone = {agent.id: agent for agent in agents}
    chosen = everyone.pop(choice.agent)
    first = Consideration(agent=chosen.id, eligible=True, why="chosen", vars={"reason": choice.reason})
    runners_up: list[Consideration] = []
    refused: list[Consideration] = []
    for agent in everyone.values():
        verdict = consider(agent, key, names)
        if verdict.eligible:
            runners_up.append(_second_to(chosen, agent, key, choice, names))
        else:
            refused.append(verdict)
    return [first, *runners_up, *refused][:limit]


def _second_to(chosen: AgentView, agent: AgentView, key: Key, choice: Choice, names: Names) -> Consideration:
    """Return why an agent who could have taken the item was not chosen."""
    vars = {"agent": names.agents.get(chosen.id, chosen.id)}
    if choice.reason in ("sticky", "only_agent"):
        return Consideration(agent=agent.id, eligible=True, why="not_preferred", vars=vars)
    mine, theirs = (ranked(one, key, choice) for one in (agent, chosen))
    whys = ("spared", "lower_grade", "spared", "busier", "idle_less")
    worse = (why for place, why in enumerate(whys, start=1) if mine[:place] > theirs[:place])
    why = next(worse, "idle_less")
    return Consideration(agent=agent.id, eligible=True, why=why, vars=vars)


def ranked(agent: AgentView, key: Key, choice: Choice) -> Preference:
    """Return an eligible agent's place in the queue's order of choosing."""
    return preference(
        agent,
        key.skills,
        choice.selection,
        spared=is_spared(agent.profile, key.skills, choice.wanted),
        scarcity=scarcity(agent.profile, key.skills, key.channel, choice.free),
    )


def text_of(consideration: Consideration, language: str) -> str:
    """Return a consideration as a sentence in English or Chinese."""
    key = f"why.{consideration.why}"
    if consideration.why == "away" and consideration.vars:
        key = "why.away_reason"
    return sentence(key, consideration.vars, language)


def summary_text(summary: str, vars: Mapping[str, str], language: str) -> str:
    """Return an explanation's summary as a sentence in English or Chinese."""
    return sentence(f"summary.{summary}", vars, language)
