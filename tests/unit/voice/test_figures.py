"""What a node counts reaches the hub's figures, with the node's name."""

from prometheus_client import CollectorRegistry, Counter, generate_latest

from hub.core.tasks import RESTARTS
from voice.control.node_figures import NodeFigures
from voice.messages import Family, Figures, Sample, encode, to_hub
from voice.node.figures import CALLS, LATE, figures


def shown(nodes: NodeFigures) -> str:
    registry = CollectorRegistry()
    registry.register(nodes)
    return generate_latest(registry).decode()


def test_what_is_counted_is_shown_by_node_and_gone_with_it() -> None:
    CALLS.labels("twilio").set(2)
    LATE.observe(0.003)
    crossed = to_hub.decode(encode(figures()))
    assert isinstance(crossed, Figures)
    nodes = NodeFigures()
    nodes.keep("north", crossed.families)
    nodes.keep("south", crossed.families)
    text = shown(nodes)
    assert 'switchboard_voice_calls{door="twilio",node="north"} 2.0' in text
    assert 'switchboard_voice_calls{door="twilio",node="south"} 2.0' in text
    assert 'switchboard_voice_tick_late_seconds_bucket{le="+Inf",node="north"}' in text
    assert text.count("# TYPE switchboard_voice_calls gauge") == 1
    assert "switchboard_voice_nodes 2.0" in text
    nodes.forget("north")
    assert "north" not in shown(nodes)


def test_what_hub_and_node_both_count_has_two_names() -> None:
    RESTARTS.labels("hub_link").inc()
    nodes = NodeFigures()
    nodes.keep("north", figures().families)
    text = shown(nodes)
    assert 'switchboard_voice_task_restarts_total{node="north",task="hub_link"}' in text
    assert "switchboard_task_restarts" not in text


def test_what_is_not_ours_is_not_told() -> None:
    other = Counter("of_a_library", "not ours")
    other.inc()
    names = {family.name for family in figures().families}
    assert names
    assert all(name.startswith("switchboard_") and not name.endswith("_created") for name in names)


def test_a_kind_that_is_not_known_is_not_shown() -> None:
    nodes = NodeFigures()
    odd = Family(name="switchboard_odd", help="", kind="odd", samples=[Sample(name="x", value=1)])
    nodes.keep("north", [odd])
    assert "odd" not in shown(nodes)
