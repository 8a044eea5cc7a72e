"""docs/operation.md names every metric."""

from pathlib import Path

from prometheus_client import REGISTRY

import bots.knowledge.phrasing.phraser
import bots.rasa.client
import channels.sms.channel
import hub.core.tasks
import hub.desk.metrics

PAGE = (Path(__file__).parents[3] / "docs" / "operation.md").read_text("utf-8")


def test_every_metric_is_documented():
    imported = {
        hub.core.tasks.RESTARTS,
        hub.desk.metrics.COMMITS,
        channels.sms.channel.SmsChannel,
        bots.rasa.client.UP,
        bots.knowledge.phrasing.phraser.OUTCOMES,
    }
    assert imported, "importing them registers them"
    names = {
        f"{metric.name}_total" if metric.type == "counter" else metric.name
        for metric in REGISTRY.collect()
        if metric.name.startswith("switchboard_")
    }
    assert len(names) >= 12
    assert [name for name in sorted(names) if f"`{name}`" not in PAGE] == []
