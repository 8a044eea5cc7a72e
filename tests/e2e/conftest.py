"""What all e2e tests share: nobody's audio leaves this machine, and slowed pages have more time."""

import aioice.ice
import pytest

from tests.e2e.browser import SLOWER


def pytest_itemcollected(item: pytest.Item) -> None:
    """Give a test whose pages are slowed as much more time."""
    limit = item.get_closest_marker("timeout")
    if limit and SLOWER > 1:
        item.add_marker(pytest.mark.timeout(limit.args[0] * SLOWER), append=False)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let browsers that are programs (tests/fakes/browser_peer.py) offer 127.0.0.1 only."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
