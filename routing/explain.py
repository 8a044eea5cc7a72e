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
    """A decision to explain: why somebody was chosen, and by what rule the queue chooses."""

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


def considered(agents: Iterable[AgentView], key: Key, choice: Choice, names: Names) -> list[Consideration]:
    """Return why: the chosen agent, who is named first, then who could have, then who could not.

    `agents` are as they were when the choice was made.
    """
    first, *others = agents
    best = ranked(first, key, choice)
    better = {"agent": names.agents.get(first.id, first.id)}
    runners_up: list[Consideration] = []
    refused: list[Consideration] = []
    for agent in others:
        verdict = consider(agent, key, names)
        if verdict.eligible:
            why = _second_to(best, ranked(agent, key, choice), choice.reason)
            runners_up.append(Consideration(agent=agent.id, eligible=True, why=why, vars=better))
        else:
            refused.append(verdict)
    chosen = Consideration(agent=first.id, eligible=True, why="chosen", vars={"reason": choice.reason})
    return [chosen, *runners_up, *refused]


def _second_to(best: Preference, rank: Preference, reason: str) -> str:
    """Return why an agent who could have taken the item was not chosen."""
    if reason in ("sticky", "only_agent"):
        return "not_preferred"
    whys = ("spared", "lower_grade", "spared", "busier", "idle_less")
    worse = (why for place, why in enumerate(whys, start=1) if rank[:place] > best[:place])
    return next(worse, "idle_less")


def ranked(agent: AgentView, key: Key, choice: Choice) -> Preference:
    """Return an eligible agent's place in the queue's order of choosing."""
    graded = choice.selection is Selection.BEST_PROFICIENCY
    return preference(
        agent,
        key.skills,
        choice.selection,
        spared=bool(choice.wanted) and is_spared(agent.profile, key.skills, choice.wanted),
        scarcity=scarcity(agent.profile, key.skills, key.channel, choice.free) if graded else 0.0,
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
