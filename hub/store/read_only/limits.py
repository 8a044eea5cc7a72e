"""How much a query may take."""

MOST_ROWS = 100
LONGEST_VALUE = 4000
"""Characters or bytes of a value."""
LARGEST = 262_144
"""Bytes of all rows together, as JSON."""
FETCHED = 10
"""Rows that are fetched together, so that no more than these are ever held too much."""
AT_ONCE = 4
"""Queries and connections of a database at a time."""
_SHARE = 0.9


def server_seconds(seconds: float) -> float:
    """Return the server's own limit: a little before we give up, so that it ends the query in order."""
    return max(0.001, seconds * _SHARE)
