"""Articles from files and to files."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import Download, endpoint
from hub.services.article_export import as_jsonl, as_markdown
from hub.services.article_import.entries import ImportEntry
from hub.services.article_import.imports import Imported, ImportPreview, each_article

READ, WRITE = Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_WRITE


class ImportDraft(Struct, frozen=True, kw_only=True):
    """What to import: entries of a preview, as they were or corrected."""

    entries: Annotated[list[ImportEntry], Meta(max_length=200)]


class ExportQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As an archive of Markdown files, or as JSON lines."""

    format: Literal["markdown", "jsonl"] = "markdown"


@endpoint("POST", "/articles-import/preview", permission=WRITE)
async def preview_import(ctx: Context, body: bytes) -> ImportPreview:
    """Show what a file would become: Markdown, HTML, CSV, JSON lines, DOCX, PDF, or a zip of such files."""
    return await ctx.services.article_imports.preview(ctx.file_name, body)


@endpoint("POST", "/articles-import", permission=WRITE, status=201)
async def import_articles(ctx: Context, body: ImportDraft) -> Imported:
    """Make drafts; up to 200 at once."""
    return await ctx.services.article_imports.take(body.entries, ctx.actor)


@endpoint("GET", "/articles-export", permission=READ)
async def export_articles(ctx: Context, query: ExportQuery) -> Download:
    """Return all articles that are not archived, in their newest version."""
    articles = [article async for article in each_article(ctx.services.store)]
    if query.format == "jsonl":
        return Download(data=as_jsonl(articles), type="application/jsonl", name="articles.jsonl")
    return Download(data=as_markdown(articles), type="application/zip", name="articles.zip")


ENDPOINTS = [preview_import, import_articles, export_articles]
