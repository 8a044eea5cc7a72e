"""Names of folders as IMAP writes them (RFC 3501, 5.1.3)."""

import base64
import re

_FOREIGN = re.compile(r"[^\x20-\x7e]+|&")


def encoded(name: str) -> str:
    """Return a folder's name in modified UTF-7: "客服" is "&W6JnDQ-", "R&D" is "R&-D"."""
    return _FOREIGN.sub(_shifted, name)


def quoted(name: str) -> str:
    """Return a text as a quoted string of a command."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _shifted(match: re.Match[str]) -> str:
    if match[0] == "&":
        return "&-"
    data = base64.b64encode(match[0].encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
    return f"&{data.decode()}-"
