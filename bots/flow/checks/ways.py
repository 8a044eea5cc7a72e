"""The ways through a flow: steps that nothing leads to, circles in which nobody is asked anything."""

from collections.abc import Callable

from bots.flow import model
from bots.flow.checks.base import Checks
from bots.flow.holding import called_flows, targets
from bots.flow.problems import flaw

_ASKS = (model.Collect, model.Menu, model.Confirm, model.Survey, model.Voicemail, model.Callback)


class WayChecks(Checks):
    """Checks how steps, and flows, lead to each other."""

    def check_reachable(self) -> None:
        """Warn of steps that nothing leads to."""
        reached: set[str] = set()
        waiting = [self.flow.start]
        while waiting:
            name = waiting.pop()
            if name in reached or name not in self.flow.steps:
                continue
            reached.add(name)
            waiting += [target for _, target in targets(self.flow.steps[name])]
        for name in self.flow.steps:
            if name not in reached:
                self.wrong_in(name, "", flaw("unreached"), warning=True)

    def check_endless(self) -> None:
        """Find circles in which no step waits for the customer."""

        def onward(name: str) -> list[str]:
            step = self.flow.steps.get(name)
            if (
                step is None
                or isinstance(step, _ASKS)
                or (isinstance(step, model.AskKnowledge) and step.text)
            ):
                return []
            return [target for _, target in targets(step)]

        for circle in _circles(list(self.flow.steps), onward):
            self.wrong_in(circle[0], "", flaw("endless", circle=" → ".join(circle)))

    def check_calls(self) -> None:
        """Find flows that call each other in a circle."""
        flows = {**(self.around.flows or {}), self.name: called_flows(self.flow)}
        for circle in _circles([self.name], lambda name: sorted(flows.get(name, ()))):
            if self.name in circle:
                self.wrong(("steps",), flaw("call_circle", circle=" → ".join(circle)))


def _circles(starts: list[str], onward: Callable[[str], list[str]]) -> list[list[str]]:
    """Return one circle through each strongly connected part that can be found, as its names in order."""
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in starts:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(name)
            elif name in path:
                circles.append([*path[path.index(name) :], name])
            elif name not in done:
                path.append(name)
                stack.append((name, True))
                stack += [(target, False) for target in onward(name)]
    return circles
