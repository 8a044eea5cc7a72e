"""Readers of Markdown, HTML, CSV and JSON lines."""

import csv
import io
import json
import re
from pathlib import PurePosixPath
from typing import Any

from bs4 import BeautifulSoup
from markdownify import MarkdownConverter

from hub.services.article_import.entries import Collector, Unreadable

ENCODINGS = ("utf-8-sig", "gb18030", "latin-1")
"""Tried in this order: what spreadsheets in China and Europe save when not asked for UTF-8."""
NOT_TEXT = ("script", "style", "noscript", "template", "svg", "nav", "header", "footer", "form", "img")
COLUMNS = {
    "title": ("title", "question", "标题", "问题"),
    "body": ("body", "answer", "text", "content", "答案", "回答", "内容"),
    "questions": ("questions", "variants", "other questions", "问法", "相似问题"),
    "language": ("language", "lang", "语言"),
    "category": ("category", "categories", "分类", "类别"),
    "audience": ("audience", "对象"),
}

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def decoded(data: bytes) -> str:
    """Return a file's text with plain line ends, in the first encoding it fits."""
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def read_markdown(found: Collector, name: str, data: bytes) -> None:
    """Take a Markdown file: one article, or one for each heading of the first level; front matter counts."""
    text = decoded(data)
    fields: dict[str, Any] = {}
    if front := _FRONT.match(text):
        fields = _front_matter(front[1])
        text = text[front.end() :]
    add_markdown(found, name, text, fields)


def add_markdown(found: Collector, name: str, text: str, fields: dict[str, Any]) -> None:
    """Take Markdown with what is known of it beside."""
    quiet = _FENCE.sub(lambda match: " " * len(match[0]), text)  # headings in code are none
    headings = list(_HEADING.finditer(quiet))
    title = str(fields.pop("title", ""))
    if title or len(headings) < 2:
        start = headings[0].end() if headings and not title else 0
        title = title or (headings[0][1] if headings else PurePosixPath(name).stem.replace("-", " "))
        found.add(name, title, text[start:], **fields)
        return
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        line = text.count("\n", 0, heading.start()) + 1
        found.add(f"{name}:{line}", heading[1], text[heading.end() : end], **fields)


def read_html(found: Collector, name: str, data: bytes) -> None:
    """Take an HTML page as read_markdown does; its title is the first heading, else the page's."""
    soup = BeautifulSoup(decoded(data), "html.parser")
    page_title = soup.title.get_text() if soup.title else ""
    text = to_markdown(soup)
    fields = {} if _HEADING.search(text) or not page_title.strip() else {"title": page_title}
    add_markdown(found, name, text, fields)


def to_markdown(soup: BeautifulSoup) -> str:
    """Return a page's content as Markdown, without pictures, scripts and what stands around it."""
    for part in soup(NOT_TEXT):
        part.decompose()
    root = soup.find("main") or soup.find("article") or soup.body or soup
    for part in soup("title"):
        part.decompose()
    converter = MarkdownConverter(heading_style="ATX", bullets="-", strip=["img"])
    return re.sub(r"\n{3,}", "\n\n", converter.convert_soup(root)).strip()


def read_csv(found: Collector, name: str, data: bytes) -> None:
    """Take a table of questions and answers; its first row names the columns, or there are just these two."""
    text = decoded(data)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.reader(io.StringIO(text), dialect)
    columns: dict[str, int] | None = None
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns = _columns(row)
                if columns:
                    continue
                columns = {"title": 0, "body": 1}
            _add_row(found, f"{name}:{reader.line_num}", row, columns)
    except csv.Error:
        found.fault(f"{name}:{reader.line_num}", "csv")


def read_jsonl(found: Collector, name: str, data: bytes) -> None:
    """Take an article from each line."""
    for number, line in enumerate(decoded(data).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            value = json.loads(line)
            fields = {key: value.get(key) or "" for key in ("language", "category", "audience")}
            questions = [str(one) for one in value.get("questions") or []]
            found.add(where, str(value["title"]), str(value.get("body") or ""), questions=questions, **fields)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            found.fault(where, "json")


def _columns(row: list[str]) -> dict[str, int]:
    """Return which column is what; empty when the row names none."""
    names = [cell.strip().casefold() for cell in row]
    found = {
        field: next(names.index(name) for name in known if name in names)
        for field, known in COLUMNS.items()
        if set(known) & set(names)
    }
    return found if {"title", "body"} <= found.keys() else {}


def _add_row(found: Collector, where: str, row: list[str], columns: dict[str, int]) -> None:
    cells = {field: row[place].strip() if place < len(row) else "" for field, place in columns.items()}
    questions = re.split(r"[|\n]", cells.pop("questions", ""))
    found.add(where, cells.pop("title"), cells.pop("body"), questions=questions, **cells)


def _front_matter(text: str) -> dict[str, Any]:
    """Return the fields of a front matter: `name: value`, lists as `- value` lines or in brackets."""
    fields: dict[str, Any] = {}
    name = ""
    for line in text.split("\n"):
        if match := re.match(r"([A-Za-z_]+)\s*:\s*(.*)$", line):
            name, value = match[1].lower(), match[2].strip()
            fields[name] = _values(value) if value.startswith("[") else (_value(value) if value else [])
        elif (match := re.match(r"\s*-\s+(.*)$", line)) and isinstance(fields.get(name), list):
            fields[name].append(_value(match[1]))
    known = {key: fields[key] for key in ("title", "language", "category", "audience") if fields.get(key)}
    asked = fields.get("questions") or []
    return {key: str(value) for key, value in known.items()} | {
        "questions": asked if isinstance(asked, list) else [str(asked)]
    }


def _values(text: str) -> list[str]:
    try:
        return [str(one) for one in json.loads(text)]
    except (ValueError, RecursionError):
        return [_value(one) for one in text.strip("[]").split(",")]


def _value(text: str) -> str:
    text = text.strip()
    if text[:1] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text.strip('"')
    return text.strip("'")
