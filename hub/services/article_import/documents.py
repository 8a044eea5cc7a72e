"""Readers of DOCX, PDF and archives, and the choice of the reader."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from bs4 import BeautifulSoup

from hub.services.article_import.entries import Collector, Parsed, Unreadable
from hub.services.article_import.texts import (
    add_markdown,
    read_csv,
    read_html,
    read_jsonl,
    read_markdown,
    to_markdown,
)

Reader = Callable[[Collector, str, bytes], None]
MOST_FILES = 2_000
UNPACKED = 50 << 20
"""Bytes that an archive may come to when unpacked."""
MOST_PAGES = 300


def read(name: str, data: bytes) -> Parsed:
    """Return what is in a file; its name says what it is. Raises Unreadable when it is not that."""
    found = Collector()
    reader = READERS.get(_suffix(name))
    if reader is None:
        raise Unreadable("unknown", types=", ".join(sorted(READERS)))
    reader(found, PurePosixPath(name).name, data)
    if not found.entries and not found.faults:
        raise Unreadable("nothing")
    return found.parsed()


def read_docx(found: Collector, name: str, data: bytes) -> None:
    """Take a Word document: one article, or one for each heading of the first level."""
    import mammoth  # only here: it takes time to load

    with _opened(data) as archive:
        _check(archive)
    ignored = mammoth.images.img_element(lambda image: {"src": ""})
    html = mammoth.convert_to_html(io.BytesIO(data), convert_image=ignored).value
    found.notes.append("no_pictures")
    add_markdown(found, name, to_markdown(BeautifulSoup(html, "html.parser")), {})


def read_pdf(found: Collector, name: str, data: bytes) -> None:
    """Take a PDF's text as one article: neither headings nor tables survive."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable("pages", count=str(MOST_PAGES))
        texts = [page.extract_text().strip() for page in reader.pages]
    except PyPdfError as error:
        raise Unreadable("damaged") from error
    found.notes.append("text_only")
    title = (reader.metadata.title if reader.metadata else "") or PurePosixPath(name).stem
    found.add(name, str(title), "\n\n".join(text for text in texts if text))


def read_zip(found: Collector, name: str, data: bytes) -> None:
    """Take every file of an archive that can be read; archives in it are not opened."""
    with _opened(data) as archive:
        _check(archive)
        for info in archive.infolist():
            reader = READERS.get(_suffix(info.filename))
            if info.is_dir() or reader is None or reader is read_zip or "__MACOSX" in info.filename:
                continue
            try:
                reader(found, info.filename, archive.read(info))
            except Unreadable as error:
                found.fault(info.filename, error.code, **error.vars)


READERS: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".csv": read_csv,
    ".jsonl": read_jsonl,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".zip": read_zip,
}
"""By the end of the name."""


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Unreadable("damaged") from error


def _check(archive: zipfile.ZipFile) -> None:
    """Refuse archives that unpack to more than they should; zipfile reads no more than is declared."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > UNPACKED:
        raise Unreadable("too_large")
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("encrypted")
