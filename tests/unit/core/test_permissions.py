"""Roles, permissions and visible queues."""

from datetime import UTC, datetime

import pytest

from hub.core.models.staff import Role, Staff
from hub.core.permissions import (
    ROLE_PERMISSIONS,
    SCOPES,
    Permission,
    may_see,
    permissions_of,
    visible_queues,
)


def staff(*roles: Role, queues: list[str] | None = None) -> Staff:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Staff(id="x", login="x", name="X", roles=list(roles), queues=queues or [], created_at=now)


def test_every_role_has_permissions_and_the_admin_has_all():
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert permissions_of([Role.ADMIN]) == frozenset(Permission) == SCOPES


def test_roles_add_up():
    both = permissions_of([Role.AGENT, Role.EDITOR])
    assert both == permissions_of([Role.AGENT]) | permissions_of([Role.EDITOR])
    assert permissions_of([]) == frozenset()


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        (Role.AGENT, Permission.WORK_MANAGE),
        (Role.AGENT, Permission.KNOWLEDGE_WRITE),
        (Role.AGENT, Permission.SETTINGS_READ),
        (Role.EDITOR, Permission.CONVERSATIONS_READ),
        (Role.EDITOR, Permission.CONTACTS_READ),
        (Role.SUPERVISOR, Permission.SETTINGS_WRITE),
    ],
)
def test_what_a_role_may_not_do(role: Role, permission: Permission):
    assert permission not in permissions_of([role])


def test_visible_queues():
    assert visible_queues(staff(Role.AGENT)) is None
    assert visible_queues(staff(Role.AGENT, queues=["a"])) == frozenset({"a"})
    assert visible_queues(staff(Role.SUPERVISOR, queues=["a"])) is None


def test_who_may_see_work():
    bound = staff(Role.AGENT, queues=["a"])
    assert may_see(bound, "a", None)
    assert may_see(bound, None, None)
    assert may_see(bound, "b", "x")
    assert not may_see(bound, "b", "y")
