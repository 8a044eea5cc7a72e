"""The kinds of records that make up a tenant's set-up."""

from collections.abc import Mapping

from msgspec import Struct

from hub.core.models.contacts import EntryPoint
from hub.core.models.integrations import Webhook
from hub.core.models.work import Calendar, CannedReply, Disposition, Queue, Skill
from hub.core.records import Record


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of configuration record. `given_by_us` are fields no client sets; `secrets` are masked."""

    name: str
    singular: str
    record: type[Record]
    given_by_us: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """Return the kind as addresses write it."""
        return self.name.replace("_", "-")

    @property
    def title(self) -> str:
        """Return the kind as sentences write it."""
        return self.singular.replace("_", " ")


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="skills", singular="skill", record=Skill),
        Kind(name="calendars", singular="calendar", record=Calendar),
        Kind(name="queues", singular="queue", record=Queue),
        Kind(name="entry_points", singular="entry_point", record=EntryPoint, secrets=("identity_secret",)),
        Kind(name="dispositions", singular="disposition", record=Disposition),
        Kind(name="canned_replies", singular="canned_reply", record=CannedReply),
        Kind(
            name="webhooks",
            singular="webhook",
            record=Webhook,
            given_by_us=("created_at",),
            secrets=("secret",),
        ),
    )
}
"""In the order in which they refer to each other: earlier ones do not need later ones."""
