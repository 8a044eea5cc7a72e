"""The kinds of records that make up a tenant's set-up."""

from collections.abc import Mapping

from msgspec import Struct

from hub.core.models.bots import BotLimits
from hub.core.models.contacts import EntryPoint
from hub.core.models.integrations import Webhook
from hub.core.models.mail import Mailbox
from hub.core.models.rules import Rule
from hub.core.models.sms import SmsRoute
from hub.core.models.work import Calendar, CannedReply, Disposition, Queue, Skill
from hub.core.records import Record


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of configuration record. `given_by_us` are fields no client sets; `secrets` are masked.

    `key` names the field that must differ. A record that `needs_secrets` is switched off when it comes
    from an export, which has none.
    """

    name: str
    singular: str
    record: type[Record]
    given_by_us: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    key: str = ""
    needs_secrets: bool = False

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
        Kind(name="skills", singular="skill", record=Skill, key="name"),
        Kind(name="calendars", singular="calendar", record=Calendar),
        Kind(name="queues", singular="queue", record=Queue, key="name"),
        Kind(
            name="entry_points",
            singular="entry_point",
            record=EntryPoint,
            secrets=("identity_secret",),
            key="key",
        ),
        Kind(name="dispositions", singular="disposition", record=Disposition, key="code"),
        Kind(name="canned_replies", singular="canned_reply", record=CannedReply, key="shortcut"),
        Kind(
            name="mailboxes",
            singular="mailbox",
            record=Mailbox,
            secrets=("password", "client_secret", "refresh_token", "dkim_key"),
            key="entry_point",
            needs_secrets=True,
        ),
        Kind(
            name="sms_routes",
            singular="sms_route",
            record=SmsRoute,
            secrets=("secret",),
            key="entry_point",
            needs_secrets=True,
        ),
        Kind(name="bot_limits", singular="bot_limit", record=BotLimits, key="entry_point"),
        Kind(name="rules", singular="rule", record=Rule, key="name"),
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
