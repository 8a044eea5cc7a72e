"""Files of conversations: up, and down as downloads."""

from msgspec import Struct

from hub.core.models.conversations import StoredFile
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import Download, endpoint


class UploadQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which conversation the file is for."""

    conversation: str


@endpoint("POST", "/files", permission=Permission.CONVERSATIONS_WRITE, status=201)
async def upload(ctx: Context, query: UploadQuery, body: bytes) -> StoredFile:
    """Store a file; its name is percent-encoded in X-File-Name, its type is found from its content."""
    await ctx.conversation(query.conversation)
    return await ctx.services.files.put(ctx.file_name, body, query.conversation, ctx.actor)


@endpoint("GET", "/files/{id}", permission=Permission.CONVERSATIONS_READ)
async def download(ctx: Context, id: str) -> Download:
    """Return a file's bytes as a download."""
    stored = await ctx.services.store.get(StoredFile, id)
    await ctx.conversation(stored.conversation)
    stored, data = await ctx.services.files.get(id)
    return Download(data=data, type=stored.type, name=stored.name)


ENDPOINTS = [upload, download]
