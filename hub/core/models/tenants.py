"""Tenants: the organisations an installation serves."""

from datetime import datetime

from hub.core.records import Record


class Tenant(Record, frozen=True, kw_only=True):
    """An organisation; sees nothing of the others. Quotas of 0 mean no limit."""

    name: str
    language: str = "en"
    max_staff: int = 0
    max_open_chats: int = 0
    suspended: bool = False
    created_at: datetime
