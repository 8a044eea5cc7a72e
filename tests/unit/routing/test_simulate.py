"""The simulated centre: bounds as in the textbook, runs that repeat, figures named as published."""

import itertools

import pytest

from routing.simulate import (
    AGENTS,
    PER_SECOND,
    SERVICE,
    Centre,
    Pooled,
    erlang_a,
    erlang_c,
    matcher_figures,
    routing_figures,
)
from tests.fakes.clock import FakeClock


class TickingClock(FakeClock):
    """A thousandth of a second passes at each look."""

    def __init__(self) -> None:
        super().__init__()
        self._looks = itertools.count()

    def monotonic(self) -> float:
        return next(self._looks) / 1000


def test_the_pooled_bound_is_the_published_one() -> None:
    asa, within = erlang_c(PER_SECOND, SERVICE, AGENTS)
    assert asa == pytest.approx(41.2, abs=0.05)
    assert within == pytest.approx(0.663, abs=0.0005)


def test_erlang_c_of_one_agent_is_the_single_server_queue() -> None:
    asa, _ = erlang_c(0.5 / 60, 60.0, 1)
    assert asa == pytest.approx(60.0)  # rho / (1 - rho) service times at half load


def test_endless_patience_loses_nobody_and_none_loses_the_blocked() -> None:
    assert erlang_a(PER_SECOND, SERVICE, AGENTS, 1e9) == pytest.approx(0.0, abs=1e-5)
    blocked = 0.5 / 1.5  # Erlang B: load of a half, one agent
    assert erlang_a(0.5, 1.0, 1, 1e-6) == pytest.approx(blocked, abs=1e-3)


def test_pooled_agents_under_ten_per_cent_more_load_lose_what_theory_says() -> None:
    assert erlang_a(PER_SECOND * 1.1, SERVICE, AGENTS, 300.0) == pytest.approx(0.064, abs=0.002)


def test_the_same_seed_gives_the_same_outcome_within_the_bounds() -> None:
    outcome = Centre(3).run(60.0)
    assert outcome == Centre(3).run(60.0)
    assert 0.3 < outcome.within < 0.95
    assert outcome.asa > 0
    assert outcome.abandoned == 0
    impatient = Centre(3, rate=PER_SECOND * 1.1, patience=300.0).run(60.0)
    assert 0.01 < impatient.abandoned < 0.15


def test_matcher_figures_have_their_published_names() -> None:
    figures = matcher_figures(TickingClock(), waiting=500, agents=100, pairs=400)
    assert [figure.name for figure in figures] == ["matcher_per_s", "matcher_p99_us"]
    assert figures[1].value == pytest.approx(1000.0)
    assert figures[0].ratio == pytest.approx(figures[0].value / (figures[0].limit or 0))


def test_pooled_agents_wait_only_when_all_are_busy() -> None:
    pooled = Pooled()
    for _ in range(AGENTS):
        pooled.serve(1.0, 10.0, measured=True)
    pooled.serve(4.0, 10.0, measured=True)
    pooled.serve(12.0, 10.0, measured=False)
    assert pooled.waits == [0.0] * AGENTS + [7.0]


def test_measured_agents_do_almost_as_well_as_pooled_ones_with_the_same_callers() -> None:
    figures = {figure.name: figure for figure in routing_figures(hours=100, seed=3)}
    assert 1.0 <= figures["routing_asa_ratio"].value < 1.5
    assert 0.9 < (figures["routing_sl20"].ratio or 0) <= 1.0
