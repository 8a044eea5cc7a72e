"""`switchboard mail parse`: for administrators who wonder why a mail was treated as it was."""

import sys
from pathlib import Path

from channels.email.understanding.model import Unreadable, as_json
from channels.email.understanding.parse import parse
from hub.core.errors import HubError


def understand(file: str) -> str:
    """Return how we understand the mail in a file ("-" for standard input), as JSON.

    Raises HubError if it cannot be read, or nothing can be made of it.
    """
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise HubError(f"{file} cannot be read: {error.strerror}.") from error
    try:
        return as_json(parse(raw)).decode()
    except Unreadable as error:
        raise HubError(f"{file}: {error.reason}") from error
