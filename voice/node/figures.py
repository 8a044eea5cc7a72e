"""What a node counts of itself. It serves no web pages: the hub shows its figures with the node's name."""

from collections.abc import Iterator
from math import isfinite

from prometheus_client import REGISTRY, Counter, Gauge, Histogram

from voice.messages import Family, Figures, Sample

OURS = "switchboard_"
RESTARTS = "switchboard_task_restarts"
"""The hub counts its own under this name."""
TOLD_EVERY = 10.0

CALLS = Gauge("switchboard_voice_calls", "Calls that go on", ["door"])
ENDED = Counter("switchboard_voice_calls_ended_total", "Calls that ended, and why", ["door", "cause"])
LEGS = Gauge("switchboard_voice_legs", "Lines that are in calls: callers, agents and others")
LATE = Histogram(
    "switchboard_voice_tick_late_seconds",
    "How late the frames of all calls were moved; a line hears it from about 0.04 on",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.2, 0.5, 2.0),
)
MISSING = Counter(
    "switchboard_voice_frames_missing_total", "Frames of 20 ms that had not come when it was time", ["door"]
)
LOST = Counter(
    "switchboard_voice_packets_lost_total",
    "Packets of audio that were lost on the way in, and out as the other side reports it",
    ["door", "way"],
)
ONE_WAY = Counter("switchboard_voice_one_way_total", "Times that no audio came from a line", ["door"])
JOBS = Gauge("switchboard_speech_jobs", "What a speech engine works at", ["engine"])
WAITING = Gauge("switchboard_voice_reports_waiting", "Reports that the hub has not taken yet")


def figures() -> Figures:
    """Return everything that was counted in this process, for the hub to show."""
    return Figures(families=list(_families()))


def _families() -> Iterator[Family]:
    for metric in REGISTRY.collect():
        if not metric.name.startswith(OURS) or metric.name.endswith("_created"):
            continue
        name = metric.name.replace(RESTARTS, "switchboard_voice_task_restarts")
        samples = [
            Sample(name=one.name.replace(metric.name, name, 1), labels=one.labels, value=one.value)
            for one in metric.samples
            if isfinite(one.value) and not one.name.endswith("_created")
        ]
        if samples:
            yield Family(name=name, help=metric.documentation, kind=metric.type, samples=samples)
