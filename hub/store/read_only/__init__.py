"""Other people's databases, to be read only: files and servers that are configured for look-ups.

Nothing can be written; a query has a time, a number of rows and a size.
"""

from hub.store.read_only.databases import ReadOnlyDatabases, check_drivers
from hub.store.read_only.limits import MOST_ROWS

__all__ = ["MOST_ROWS", "ReadOnlyDatabases", "check_drivers"]
