"""Everything that can go wrong, as one small tree.

HubError
├── InvalidInput        a field is wrong: `field` says which
├── NotFound            the named thing does not exist for this tenant
├── NotAllowed          signed in, but without the permission
├── NotSignedIn         no valid session or token
│   └── SecondFactorNeeded  the password was right; the code of the second factor is missing
├── Conflict            somebody else was faster, or it exists already
│   ├── StaleRevision     compare-and-set lost: read again and decide again
│   ├── Duplicate         a unique key is taken; `existing` is the id that holds it
│   └── MovedOn           the conversation has news the author has not seen
├── IllegalTransition   the state machine has no such step
├── TooMany             a rate or size limit; `retry_after` in seconds
├── Unavailable         a part of the hub or a peer is down or overloaded
│   └── ModelMissing      a speech or language model is not installed
└── ConfigError         the configuration file is wrong: file, key, suggestion

HTTP status codes are known only to the HTTP layer. A remote system's error text is logged, never
put into one of these.
"""

from typing import ClassVar


class HubError(Exception):
    """Base of all errors the hub raises on purpose; `code` is stable and part of the API."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str) -> None:
        """Take the sentence a person will read: what is wrong, where, and what to do."""
        super().__init__(message)
        self.message = message


class InvalidInput(HubError):
    """A value cannot be accepted; `field` is its path, such as `skills[0].minimum`."""

    code = "invalid_input"

    def __init__(self, message: str, *, field: str = "") -> None:
        """Take the sentence and the path of the field."""
        super().__init__(message)
        self.field = field


class NotFound(HubError):
    """The named thing does not exist, or not for this tenant."""

    code = "not_found"


class NotAllowed(HubError):
    """The person or token lacks the permission."""

    code = "not_allowed"


class NotSignedIn(HubError):
    """There is no valid session or token."""

    code = "not_signed_in"


class SecondFactorNeeded(NotSignedIn):
    """The password was right, but the account asks for a code as well."""

    code = "code_needed"


class Conflict(HubError):
    """The change does not fit what is stored now."""

    code = "conflict"


class StaleRevision(Conflict):
    """A record changed between reading and writing it."""

    code = "stale_revision"


class Duplicate(Conflict):
    """A unique key is taken already."""

    code = "duplicate"

    def __init__(self, message: str, *, existing: str) -> None:
        """Take the sentence and the id of the record that holds the key."""
        super().__init__(message)
        self.existing = existing


class MovedOn(Conflict):
    """The conversation has messages its author had not seen; `last_seq` is the newest."""

    code = "moved_on"

    def __init__(self, message: str, *, last_seq: int) -> None:
        """Take the sentence and the sequence number of the newest message."""
        super().__init__(message)
        self.last_seq = last_seq


class IllegalTransition(HubError):
    """A state machine has no such step from where it is."""

    code = "illegal_transition"


class TooMany(HubError):
    """A limit on rate, size or number was reached."""

    code = "too_many"

    def __init__(self, message: str, *, retry_after: float = 1.0) -> None:
        """Take the sentence and after how many seconds to try again."""
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(HubError):
    """A part of the hub or a peer cannot serve now; trying again later may help."""

    code = "unavailable"


class ModelMissing(Unavailable):
    """A model is not installed, or not whole; the message names the command that gets it."""

    code = "model_missing"


class ConfigError(HubError):
    """The configuration is wrong; the message names file, key and a suggestion."""

    code = "config_error"
