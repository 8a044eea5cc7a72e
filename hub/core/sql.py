"""What can be told of a query without running it: its named values, and whether it may read at all."""

import re
from collections.abc import Callable

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*`     # texts and quoted names
      | --[^\n]* | /\*.*?\*/                          # comments
      | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$               # texts of PostgreSQL
      | ::                                            # its casts
      | :(?P<name>[a-z_][a-z0-9_]*)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_READS = re.compile(r"\s*(?:select|with)\b", re.IGNORECASE)


def is_reading(query: str) -> bool:
    """Say whether a query begins as one that reads; what it then does only its database can tell."""
    return _READS.match(query) is not None


def names_in(query: str) -> list[str]:
    """Return the named values (`:name`) of a query, each once, in the order they first stand there."""
    found = (match["name"] for match in _TOKEN.finditer(query))
    return list(dict.fromkeys(name for name in found if name))


def with_placeholders(query: str, placeholder: Callable[[str], str]) -> str:
    """Return the query with a database's own placeholder in the place of each `:name`."""
    return _TOKEN.sub(lambda match: placeholder(match["name"]) if match["name"] else match[0], query)
