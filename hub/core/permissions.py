"""Who may do what: the one place that maps roles to permissions. Token scopes are permissions."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from hub.core.models.staff import Role, Staff


class Permission(StrEnum):
    """A right to do something. The values are also the scopes an API token may have."""

    DIRECTORY_READ = "directory:read"
    CONVERSATIONS_READ = "conversations:read"
    CONVERSATIONS_WRITE = "conversations:write"
    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    CONTACTS_ERASE = "contacts:erase"  # erase a person; get a copy of all that is known of them
    KNOWLEDGE_READ = "knowledge:read"
    KNOWLEDGE_WRITE = "knowledge:write"
    KNOWLEDGE_PUBLISH = "knowledge:publish"  # review, publish, take back
    RECORDINGS_READ = "recordings:read"  # everybody's; one's own are heard without it
    LIVE_READ = "live:read"
    WORK_MANAGE = "work:manage"  # other people's work: assign, re-queue, presence
    CALLS_MONITOR = "calls:monitor"  # listen to others' calls, whisper, join
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    AUDIT_READ = "audit:read"


_EVERYBODY = frozenset({Permission.DIRECTORY_READ, Permission.KNOWLEDGE_READ})
_AGENT = _EVERYBODY | {
    Permission.CONVERSATIONS_READ,
    Permission.CONVERSATIONS_WRITE,
    Permission.CONTACTS_READ,
    Permission.CONTACTS_WRITE,
}

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.WRITER: _EVERYBODY | {Permission.KNOWLEDGE_WRITE},
    Role.EDITOR: _EVERYBODY | {Permission.KNOWLEDGE_WRITE, Permission.KNOWLEDGE_PUBLISH},
    Role.SUPERVISOR: _AGENT
    | {
        Permission.RECORDINGS_READ,
        Permission.LIVE_READ,
        Permission.WORK_MANAGE,
        Permission.CALLS_MONITOR,
        Permission.CONTACTS_ERASE,
    },
    Role.ADMIN: frozenset(Permission),
}

SCOPES: frozenset[str] = frozenset(Permission)
"""What an API token may be allowed."""


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Return all that somebody with these roles may do."""
    return frozenset[Permission]().union(*(ROLE_PERMISSIONS[role] for role in roles))


def visible_queues(staff: Staff) -> frozenset[str] | None:
    """Return the queues whose work this person may see; None means all.

    Agents who serve named queues see those; supervisors, admins and agents bound to no queue see all.
    """
    if Permission.WORK_MANAGE in permissions_of(staff.roles) or not staff.queues:
        return None
    return frozenset(staff.queues)


def may_see(staff: Staff, queue: str | None, agent: str | None) -> bool:
    """Say whether this person may see work of a queue (None: no queue yet), or because it is theirs."""
    queues = visible_queues(staff)
    return queues is None or not queue or queue in queues or agent == staff.id
