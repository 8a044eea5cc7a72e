"""What Prometheus can ask for. No label ever names a person."""

from prometheus_client import Counter, Gauge, Histogram

from hub.core.events import Change, EventKind

REQUESTS = Histogram(
    "switchboard_http_request_seconds",
    "Time to answer an API request",
    ["operation", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
OPEN_SOCKETS = Gauge("switchboard_open_sockets", "Open WebSocket connections", ["side"])
SOCKETS_CUT = Counter("switchboard_sockets_cut_total", "Connections cut because the browser read too slowly")
COMMITS = Counter("switchboard_commits_total", "Commits that changed something")
EVENTS = Counter("switchboard_events_total", "Events committed", ["kind"])
OFFERS = Counter("switchboard_offers_total", "Offers by what became of them", ["state"])


_OF_KIND = {kind: EVENTS.labels(kind.value) for kind in EventKind}  # looking one up costs more than counting


def count_changes(changes: list[Change]) -> None:
    """Count a commit; given to the database as a listener."""
    COMMITS.inc()
    for change in changes:
        _OF_KIND[change.event.kind].inc()
        if change.event.kind is EventKind.OFFER_CHANGED:
            OFFERS.labels(str(change.event.data.get("state", ""))).inc()
