"""What all tests share: categories by folder, no blocking calls on the loop, no silent skips in CI."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import structlog
from blockbuster import BlockBuster
from hypothesis import HealthCheck, settings

CATEGORIES = ("unit", "contract", "integration", "e2e", "bench")
UNBLOCKED = ("unit", "contract")
HERE = Path(__file__).parent


def category_of(path: Path) -> str | None:
    """Return the category folder a test file lies in."""
    first = path.relative_to(HERE).parts[0] if path.is_relative_to(HERE) else ""
    return first if first in CATEGORIES else None


def pytest_configure() -> None:
    """Log errors by name only: reading source files for a traceback would block the loop.

    Examples may take as long as they do: a busy machine is no failure.
    """
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")
    structlog.configure(processors=[structlog.processors.LogfmtRenderer()])


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> None:
    """Refuse a test module that belongs to no category."""
    if category_of(module_path) is None:
        raise pytest.Collector.CollectError(f"{module_path} lies in none of tests/{{{','.join(CATEGORIES)}}}")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark every test with its category. Tests with browsers run one after the other (`--dist loadgroup`)."""
    category = category_of(item.path)
    if category:
        item.add_marker(category)
    if category == "e2e":
        item.add_marker(pytest.mark.xdist_group("browsers"))


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure: in CI it means that a component is missing."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be missing: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, let no test be skipped."""
    report = yield
    if os.environ.get("CI"):
        _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI, let no module be skipped."""
    report = yield
    if os.environ.get("CI"):
        _forbid_skip(report)
    return report


@pytest.fixture(autouse=True)
def _no_blocking(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail unit and contract tests whose code blocks the event loop."""
    if category_of(request.path) not in UNBLOCKED:
        yield
        return
    guard = BlockBuster()
    guard.activate()
    try:
        yield
    finally:
        guard.deactivate()
