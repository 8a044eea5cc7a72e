"""Walks a mail's parts and sorts them: what is read, what is a file, what is for machines."""

import hashlib
import re
from typing import NamedTuple

from channels.email.understanding import pgp, signed_data, tnef
from channels.email.understanding.blocks import Block, alternative, as_html
from channels.email.understanding.calendars import meeting
from channels.email.understanding.charset import decode
from channels.email.understanding.flowed import unflowed
from channels.email.understanding.headers import split
from channels.email.understanding.html_balance import balanced
from channels.email.understanding.model import MailFile
from channels.email.understanding.names import BINARY, file_name, file_type
from channels.email.understanding.parts import Part, Reader, decoded
from channels.email.understanding.uuencode import files_in
from channels.email.understanding.words import header_text
from hub.core.text import clean_mail

LARGEST_HTML = 3_000_000
LARGEST_TEXT = 5_000_000
"""Characters. Longer texts are files; nobody reads them as a message."""
MOST_OPENED = 5
"""Opaque signatures that are opened in one mail: each may hold another."""
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_OPAQUE = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_TEXTS = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text"})
_FORMATTING = re.compile(r"<(/?[a-zA-Z-]{1,40})>")
_CID = re.compile(r' src="cid:([^"]+)"')


class File(NamedTuple):
    """A file as found."""

    name: str
    type: str
    data: bytes
    content_id: str = ""
    inline: bool = False


class Bodies:
    """What was found in the parts of one mail."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.blocks: list[Block] = []
        self.files: list[File] = []
        self.reports: list[Part] = []
        self.calendar = ""
        self.signed = False
        self.encrypted = False
        self.opened = 0

    def walk(self, part: Part) -> None:
        """Sort a part and everything in it."""
        kind = part.type
        if part.parts:
            self._multipart(part)
        elif kind in _SIGNATURES:
            self.signed = True
        elif kind in _OPAQUE and self._opaque(part):
            pass
        elif kind in _TNEF or (kind == BINARY and part.name.lower() == "winmail.dat"):
            self._winmail(part)
        elif kind == "text/calendar":
            self._calendar(part)
        elif kind in _TEXTS and not self._is_file(part):
            self._text(part)
        else:
            self._file(part)

    def _multipart(self, part: Part) -> None:
        match part.type:
            case "multipart/alternative":
                self._alternative(part)
            case "multipart/report":
                self._report(part)
            case _:
                self.signed = self.signed or part.type == "multipart/signed"
                self.encrypted = self.encrypted or part.type == "multipart/encrypted"
                for child in part.parts:
                    self.walk(child)

    def _alternative(self, part: Part) -> None:
        """Take one of the renditions; what is no text is taken besides."""
        before, renditions = self.blocks, []
        for child in part.parts:
            self.blocks = []
            self.walk(child)
            renditions.append(self.blocks)
        self.blocks = before + alternative(renditions)

    def _report(self, part: Part) -> None:
        """Take the words for people as text; `dsn` reads the machine's part, the returned mail is a file."""
        self.reports.append(part)
        for child in part.parts:
            if child.type not in (
                "message/delivery-status",
                "message/disposition-notification",
                "message/feedback-report",
            ):
                self.walk(child)

    def _is_file(self, part: Part) -> bool:
        if part.end - part.start > LARGEST_TEXT:
            return True
        return part.disposition == "attachment" or (bool(part.name) and part.disposition != "")

    def _text(self, part: Part) -> None:
        data = decoded(part, self.reader)
        if part.type == "text/plain" and b"\nbegin" in b"\n" + data[:LARGEST_TEXT]:
            data, files = files_in(data)
            self.files += [File(header_text(name), BINARY, content) for name, content in files]
        text, _ = decode(data, part.charset)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if part.type == "text/html":
            self._html(text, part)
        elif part.type in ("text/enriched", "text/richtext"):
            self.blocks.append(Block(text=_FORMATTING.sub("", text)))
        else:
            self.encrypted = self.encrypted or text.lstrip().startswith(pgp.ENCRYPTED)
            flowed = part.parameters.get("format", "").lower() == "flowed"
            self.blocks.append(
                Block(
                    text=unflowed(text, part.parameters.get("delsp", "").lower() == "yes") if flowed else text
                )
            )

    def _html(self, source: str, part: Part) -> None:
        if len(source) > LARGEST_HTML:
            self.reader.blame(part.place or "body", "html_too_long")
            self._file(part)
        else:
            self.blocks.append(Block(html=clean_mail(balanced(source)).strip()))

    def _calendar(self, part: Part) -> None:
        data = decoded(part, self.reader)
        self.calendar = self.calendar or meeting(decode(data, part.charset or "utf-8")[0])
        self.files.append(File(part.name or "invite.ics", "text/calendar", data))

    def _file(self, part: Part) -> None:
        data = decoded(part, self.reader)
        name = part.name
        if part.type == "message/rfc822" and not name:
            name = f"{_subject_of(data)[:100].replace('/', '_') or 'message'}.eml"
        content_id = part.headers.text("content-id").strip("<> ")
        inline = part.disposition == "inline" and part.type.startswith("image/")
        self.files.append(File(name, part.type, data, content_id, inline))

    def _opaque(self, part: Part) -> bool:
        """Open a signed S/MIME message; say whether that is done."""
        if part.parameters.get("smime-type", "") == "enveloped-data":
            self.encrypted = True
            return False
        data = decoded(part, self.reader)
        inner = signed_data.content_of(data)
        if inner is None:
            self.encrypted = True
            return False
        self.signed = True
        if self.opened >= MOST_OPENED:
            self.reader.blame(part.place or "body", "signed_too_deep")
            return False
        self.opened += 1
        self.walk(self.reader.read(inner, 0, len(inner), part.place, part.place.count(".") + 1))
        return True

    def _winmail(self, part: Part) -> None:
        """Open Outlook's winmail.dat; what it says counts only where the mail says nothing itself."""
        data = decoded(part, self.reader)
        try:
            opened = tnef.read(data)
        except tnef.NotTnef:
            self.reader.blame(part.place or "body", "tnef_unreadable")
            self._file(part)
            return
        for file in opened.files:
            self.files.append(File(file.name, file.type or BINARY, file.data, file.content_id))
        if opened.is_cut:
            self.reader.blame(part.place or "body", "tnef_cut")
            self._file(part)
        said = any((block.text or block.html or "").strip() for block in self.blocks)
        if not said and opened.html:
            self.blocks.append(
                Block(
                    text=opened.text or None,
                    html=clean_mail(balanced(opened.html[:LARGEST_HTML])).strip(),
                )
            )
        elif not said and opened.text:
            self.blocks.append(Block(text=opened.text))

    def attachments(self) -> tuple[list[MailFile], list[bytes]]:
        """Return the files described, and their bytes."""
        shown = {cid.partition("&")[0].lower() for cid in _CID.findall(as_html(self.blocks))}
        described = []
        for number, file in enumerate(self.files, 1):
            kind = file_type(file.data, file.type, file.name)
            described.append(
                MailFile(
                    name=file_name(file.name, kind, number),
                    type=kind,
                    size=len(file.data),
                    sha256=hashlib.sha256(file.data).hexdigest(),
                    inline=file.inline or bool(file.content_id and file.content_id.lower() in shown),
                    content_id=file.content_id,
                )
            )
        return described, [file.data for file in self.files]


def _subject_of(data: bytes) -> str:
    return split(data, 0, min(len(data), 100_000))[0].text("subject")
