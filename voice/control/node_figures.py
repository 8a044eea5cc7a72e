"""The figures of voice nodes at the hub's /metrics: as each node told them last, with its name."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from voice.messages import Family

KINDS = frozenset({"counter", "gauge", "histogram", "summary"})


class NodeFigures(Collector):
    """Keeps what connected nodes told."""

    def __init__(self) -> None:
        self._nodes: dict[str, list[Family]] = {}

    def keep(self, node: str, families: list[Family]) -> None:
        """Take a node's figures in the place of those it told before."""
        self._nodes[node] = families

    def forget(self, node: str) -> None:
        """Show nothing any more of a node that has gone."""
        self._nodes.pop(node, None)

    def describe(self) -> Iterator[Metric]:
        """Name nothing beforehand: what there is, the nodes say."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield what there is to show; prometheus_client asks."""
        yield GaugeMetricFamily(
            "switchboard_voice_nodes", "Voice nodes that are connected", value=len(self._nodes)
        )
        metrics: dict[str, Metric] = {}
        for node, families in self._nodes.items():
            for family in families:
                if family.kind not in KINDS:
                    continue
                metric = metrics.setdefault(family.name, Metric(family.name, family.help, family.kind))
                for sample in family.samples:
                    metric.add_sample(sample.name, sample.labels | {"node": node}, sample.value)
        yield from metrics.values()
