"""Figures with their targets: the median of several runs, as a table for people and JSON for programs."""

from collections.abc import Sequence
from statistics import median

import msgspec
from msgspec import Struct

from routing.simulate import Figure

TARGETS: dict[str, tuple[str, float]] = {
    "chat_p50_ms": ("<=", 0.5),
    "chat_per_s": (">=", 15_000),
    "chat_cpu_us": ("<=", 60),
    "assign_p50_ms": ("<=", 3),
    "assign_per_s": (">=", 1_500),
    "intake_per_s": (">=", 10_000),
    "email_per_s": (">=", 800),
    "sms_http_per_s": (">=", 10_000),
    "sms_smpp_in_per_s": (">=", 1_000),
    "sms_smpp_out_per_s": (">=", 500),
    "routing_sl20": (">=", 0.63),
    "routing_asa_ratio": ("<=", 1.25),
    "routing_occupancy_cv": ("<=", 0.005),
    "routing_abandonment": ("<=", 0.075),
    "matcher_per_s": (">=", 100_000),
    "matcher_p99_us": ("<=", 50),
    "memory_mb": ("<=", 300),
    "voice_first_audio_p50_ms": ("<=", 500),
    "voice_first_audio_p95_ms": ("<=", 700),
    "voice_barge_in_ms": ("<=", 150),
    "voice_unanswered": ("<=", 0),
    "voice_frame_cpu_us": ("<=", 40),
    "voice_call_cpu_us": ("<=", 400),
    "voice_jitter_p99_ms": ("<=", 20),
    "voice_calls": (">=", 50),
    "voice_bridged_calls": (">=", 25),
    "voice_soak_hub_mb": ("<=", 20),
    "voice_soak_node_mb": ("<=", 5),
    "voice_soak_threads": ("<=", 0),
    "voice_soak_files": ("<=", 0),
    "voice_soak_failed": ("<=", 0),
}
"""What we want of each figure (docs/performance.md)."""


class Place(Struct, frozen=True, kw_only=True):
    """Where and when figures were taken: they mean little without it."""

    fsync_per_s: float
    load: float
    machine: str
    commit: str


class Report(Struct, frozen=True, kw_only=True):
    """One published figure: the median of `runs` runs."""

    name: str
    value: float
    unit: str
    limit: float | None
    ratio: float | None
    runs: int
    fsync_per_s: float
    load: float
    machine: str
    commit: str


def scaled(number: int, seconds: float) -> int:
    """Return how many take part: fewer in a run of less than a second, which only shows that it works."""
    return number if seconds >= 1 else max(2, int(number * seconds))


def figure(name: str, value: float, unit: str, limit: float | None = None) -> Figure:
    """Return a figure with its ratio to the limit measured beside it."""
    return Figure(name=name, value=value, unit=unit, limit=limit, ratio=value / limit if limit else None)


def reports(runs: Sequence[Sequence[Figure]], place: Place) -> list[Report]:
    """Return the median of each figure over the runs, each of which has the same figures."""
    return [_report(same, place) for same in zip(*runs, strict=True)]


def _report(same: Sequence[Figure], place: Place) -> Report:
    first = same[0]
    limits = [one.limit for one in same if one.limit is not None]
    ratios = [one.ratio for one in same if one.ratio is not None]
    return Report(
        name=first.name,
        value=_rounded(median(one.value for one in same)),
        unit=first.unit,
        limit=_rounded(median(limits)) if limits else None,
        ratio=_rounded(median(ratios)) if ratios else None,
        runs=len(same),
        fsync_per_s=_rounded(place.fsync_per_s),
        load=place.load,
        machine=place.machine,
        commit=place.commit,
    )


def as_lines(found: Sequence[Report]) -> str:
    """Return one JSON object a line."""
    return "".join(msgspec.json.encode(report).decode() + "\n" for report in found)


def as_table(found: Sequence[Report], place: Place) -> str:
    """Return what a person reads."""
    rows = [("figure", "value", "limit", "ratio", "target", "")]
    for report in found:
        rows.append(
            (
                report.name,
                f"{_plain(report.value)} {report.unit}",
                _plain(report.limit),
                _plain(report.ratio),
                " ".join((TARGETS[report.name][0], _plain(TARGETS[report.name][1]))),
                "met" if is_met(report) else "missed",
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    runs = found[0].runs if found else 0
    lines.append(f"median of {runs}; {place.machine}; commit {place.commit}")
    lines.append(f"{_plain(_rounded(place.fsync_per_s))} fsync/s; load {place.load}")
    lines.append("without the models of search by meaning (knowledge.models = off)")
    return "".join(line.rstrip() + "\n" for line in lines)


def is_met(report: Report) -> bool:
    """Say whether a figure is what we want it to be."""
    sign, target = TARGETS[report.name]
    return report.value <= target if sign == "<=" else report.value >= target


def _rounded(value: float) -> float:
    """Keep four significant digits: more would only be noise."""
    return float(f"{value:.4g}")


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"
