"""Large mails: memory stays near what the mail and its files need."""

import base64
import tracemalloc

from channels.email.understanding.parse import parse

MEGA = 1_000_000


def mail(encoding: str, body: bytes) -> bytes:
    return (
        b"From: anna@example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=bb\n\n"
        b"--bb\nContent-Type: text/plain\n\nSee the file.\n"
        b"--bb\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=a.bin\n"
        b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n" + body + b"\n--bb--\n"
    )


def test_a_file_of_50_mb_is_copied_once() -> None:
    data = bytes(range(256)) * (50 * MEGA // 256)
    raw = mail("base64", base64.encodebytes(data))
    tracemalloc.start()
    parsed = parse(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert parsed.contents == [data]
    assert parsed.text == "See the file."
    assert peak < 1.5 * len(data)


def test_a_long_text_is_a_file() -> None:
    raw = b"From: anna@example.com\nContent-Type: text/plain\n\n" + b"all work and no play\n" * 300_000
    parsed = parse(raw)
    assert parsed.text == ""
    assert parsed.attachments[0].type == "text/plain"
    assert parsed.attachments[0].size == 300_000 * 21
