"""What the door for media streams is told."""

from hub.core.records import Value


class StreamSettings(Value, frozen=True, kw_only=True):
    """Where it listens, and who may open streams: who shows `token`, or signs with `signing_token`.

    `address` is how callers reach it, where that is not what they say; `certificate` and `key` are files.
    """

    host: str
    port: int
    token: str = ""
    signing_token: str = ""
    address: str = ""
    certificate: str = ""
    key: str = ""
