"""What all e2e tests share: nobody's audio leaves this machine."""

import aioice.ice
import pytest


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let browsers that are programs (tests/fakes/browser_peer.py) offer 127.0.0.1 only."""
    monkeypatch.setattr(aioice.ice, "get_host_addresses", lambda use_ipv4, use_ipv6: ["127.0.0.1"])
