"""What holds for every mail, however broken or hostile."""

import hashlib

import msgspec

from channels.email.understanding.model import ParsedMail, Unreadable, as_json
from channels.email.understanding.parse import parse


def check(raw: bytes) -> ParsedMail | None:
    """Parse a mail and assert what holds for every mail; None if it is unreadable, which only nothing is."""
    try:
        mail = parse(raw)
    except Unreadable:
        assert not raw.strip(b"\0 \t\r\n")
        return None
    encoded = as_json(mail)
    again = msgspec.json.decode(encoded, type=ParsedMail)
    assert msgspec.structs.replace(again, contents=mail.contents) == mail
    assert len(mail.contents) == len(mail.attachments)
    for file, content in zip(mail.attachments, mail.contents, strict=True):
        assert file.size == len(content)
        assert file.sha256 == hashlib.sha256(content).hexdigest()
        assert file.name
        assert len(file.name) <= 160
        assert not set(file.name) & set('/\\\0\r\n<>:"|?*\u202e')
        assert "/" in file.type
    _check_safe(mail)
    return mail


def _check_safe(mail: ParsedMail) -> None:
    lines = [
        mail.subject,
        mail.from_.name,
        mail.from_.address,
        mail.message_id,
        mail.in_reply_to,
        mail.flags.list_id,
    ]
    lines += [person.address + person.name for person in (*mail.to, *mail.cc, *mail.reply_to)]
    assert all("\n" not in line and "\r" not in line and "\0" not in line for line in lines)
    html = mail.html.lower()
    unsafe = ("script", "iframe", "style", "form", "input", "object", "svg", "meta")
    assert not any(f"<{tag}" in html for tag in unsafe)
    assert "\0" not in mail.text + mail.quoted + mail.signature
    assert len(mail.problems) <= 100
