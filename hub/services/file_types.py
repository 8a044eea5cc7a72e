"""What a file is, by its content: the first bytes, and for office files what the archive holds."""

import io
import zipfile

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
"""(offset, bytes, type); the first that fits counts."""

_OFFICE: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_MACROS = "vbaProject.bin"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OPEN_DOCUMENT_KINDS = ("text", "spreadsheet", "presentation")
_TEXT = {"csv": "text/csv", "md": "text/markdown"}
_MARKUP = ("<!doctype", "<html", "<script", "<svg", "<?xml", "#!")
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}

ALLOWED: frozenset[str] = frozenset(
    {kind for _, _, kind in _MAGIC}
    | {kind for _, kind in _OFFICE}
    | {_OPEN_DOCUMENT + kind for kind in _OPEN_DOCUMENT_KINDS}
    | {"text/plain", *_TEXT.values()}
)


def sniff(data: bytes, name: str = "") -> str | None:
    """Return the content type, or None for anything that is not taken.

    Texts that browsers might run, such as HTML and SVG, archives, and office files with macros are not.
    """
    for offset, magic, kind in _MAGIC:
        if data[offset : offset + len(magic)] == magic:
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _office(data)
    return _text(data, name)


def _office(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if any(name.endswith(_MACROS) for name in names):
                return None
            for part, kind in _OFFICE:
                if part in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", "replace")
                return kind if kind in ALLOWED else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    return None


def _text(data: bytes, name: str) -> str | None:
    try:
        start = data.decode("utf-8-sig")[:200].lstrip().lower()
    except UnicodeDecodeError:
        return None
    if start.startswith(_MARKUP) or not _CONTROLS.isdisjoint(data):
        return None
    return _TEXT.get(name.rpartition(".")[2].lower(), "text/plain")
