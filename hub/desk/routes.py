"""All endpoints of the API, by area."""

from hub.desk.api import (
    audit,
    channels,
    contacts,
    conversations,
    delivery,
    directory,
    files,
    knowledge,
    live,
    management,
    me,
    session,
    settings,
    setup,
    webhooks,
    work,
)
from hub.desk.endpoint import Endpoint

AREAS: dict[str, list[Endpoint]] = {
    "setup": setup.ENDPOINTS,
    "session": session.ENDPOINTS,
    "me": me.ENDPOINTS,
    "directory": directory.ENDPOINTS,
    "conversations": conversations.ENDPOINTS,
    "delivery": delivery.ENDPOINTS,
    "management": management.ENDPOINTS,
    "work": work.ENDPOINTS,
    "contacts": contacts.ENDPOINTS,
    "files": files.ENDPOINTS,
    "knowledge": knowledge.ENDPOINTS,
    "live": live.ENDPOINTS,
    "settings": settings.ENDPOINTS,
    "channels": channels.ENDPOINTS,
    "audit": audit.ENDPOINTS,
    "webhooks": webhooks.ENDPOINTS,
}
