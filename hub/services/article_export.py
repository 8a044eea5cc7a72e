"""Articles as files that the import reads back: an archive of Markdown, or JSON lines."""

import io
import json
import re
import zipfile
from collections.abc import Sequence

import msgspec

from hub.core.models.knowledge import Article

_UNSAFE = re.compile(r"[^\w\- ]+")


def as_jsonl(articles: Sequence[Article]) -> bytes:
    """Return a line for each article, as `switchboard eval knowledge` reads it, too."""
    return b"".join(msgspec.json.encode(_fields(article)) + b"\n" for article in articles)


def as_markdown(articles: Sequence[Article]) -> bytes:
    """Return an archive with a file for each article, its fields as front matter."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for article in articles:
            info = zipfile.ZipInfo(_path(article), article.updated_at.timetuple()[:6])
            archive.writestr(info, _markdown(article), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fields(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "questions": article.questions,
        "language": article.language,
        "category": article.category,
        "audience": article.audience.value,
        "state": article.state.value,
    }


def _markdown(article: Article) -> str:
    fields = _fields(article)
    body = fields.pop("body")
    questions = fields.pop("questions")
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    lines.append("questions:")
    lines += [f"  - {json.dumps(one, ensure_ascii=False)}" for one in article.questions] if questions else []
    return "\n".join(["---", *lines, "---", "", f"{body}", ""])


def _path(article: Article) -> str:
    name = _UNSAFE.sub("", article.title).strip().replace(" ", "-")[:60] or "article"
    return f"{article.language}/{name}-{article.id[-6:]}.md"
