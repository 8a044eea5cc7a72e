"""Broken and hostile mails without end, made from the corpus."""

import base64
from pathlib import Path
from random import Random

CORPUS = Path(__file__).parents[1] / "corpus" / "mail"
MANY = 400_000
"""Bytes at most of a mail in which something is repeated."""

TOKENS = [
    *(b"\r\n", b"\n", b"\r", b"\0", b"\n\n", b" ", b"\t", b"\xff", b"\xe4\xbd", b"\x1b$B", b"\xef\xbb\xbf"),
    *(
        b"=?utf-8?B?",
        b"=?gb2312?Q?",
        b"?=",
        b"=?",
        b"=",
        b"==",
        b"=E4=BD",
        b'"',
        b"(",
        b")",
        b"<",
        b">",
        b"@",
        b",",
        b";",
    ),
    *(
        b"--",
        b"--=-limit",
        b"--=-limit--",
        b"\n--abc\n",
        b"boundary=",
        b'boundary="',
        b"filename*0*=",
        b"name=",
    ),
    *(
        b"Content-Type: ",
        b"multipart/mixed",
        b"multipart/alternative",
        b"multipart/report",
        b"multipart/signed",
    ),
    *(
        b"message/rfc822",
        b"message/delivery-status",
        b"text/html",
        b"text/plain",
        b"text/calendar",
        b"charset=",
    ),
    *(b"Content-Transfer-Encoding: base64\n", b"quoted-printable", b"x-uuencode", b"application/ms-tnef"),
    *(
        b"application/pkcs7-mime",
        b"smime-type=signed-data",
        b"iso-2022-jp",
        b"utf-7",
        b"utf-16",
        b"hz",
        b"big5",
    ),
    *(
        b"<div>",
        b"</div>",
        b"<blockquote>",
        b"<table><tr><td>",
        b"<pre>",
        b"<p>",
        b"<b>",
        b"<a href='",
        b"<img src=cid:x>",
    ),
    *(
        b"<img src='http://x'>",
        b"<script>",
        b"<!--",
        b"&nbsp;",
        b"&#",
        b"<svg><style>",
        b"<math>",
        b"<select>",
        b"<template>",
    ),
    *(
        b"\n> ",
        b"\n>",
        b"\nOn 1 wrote:",
        b"\n-- \n",
        b"\nFrom: x\nSent: y\nSubject: z\n",
        b"____________________\n",
    ),
    *(
        b"-----Original Message-----\n",
        "在 2026-01-01 写道：".encode(),
        "发件人: x".encode(),
        b"begin 644 x\n",
        b"\nend\n",
    ),
    *(
        b"BEGIN:VEVENT\n",
        b"-----BEGIN PGP SIGNED MESSAGE-----\n",
        b"\n-----BEGIN PGP SIGNATURE-----\n",
        b"550 5.1.1 ",
    ),
    *(
        b"{\\rtf1",
        b"\\htmltag ",
        b"\\u1234?",
        b"format=flowed; delsp=yes",
        b"Subject: ",
        b"References: ",
        b"<a@b>",
    ),
]
KINDS = [
    *(
        "text/plain",
        "text/html",
        "text/calendar",
        "multipart/mixed",
        "multipart/alternative",
        "multipart/related",
    ),
    *(
        "multipart/signed",
        "multipart/report; report-type=delivery-status",
        "multipart/digest",
        "message/rfc822",
    ),
    *(
        "message/delivery-status",
        "application/ms-tnef",
        "application/pkcs7-mime",
        "image/png; name=x.png",
        "x",
    ),
]
CHARSETS = [
    "utf-8",
    "gb2312",
    "big5",
    "iso-2022-jp",
    "utf-7",
    "utf-16",
    "koi8-r",
    "unknown",
    "hz",
    "",
    "zlib",
]
ENCODINGS = ["7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "bogus"]


class Maker:
    """Makes mails; the same seed and number make the same mail."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.corpus = [path.read_bytes() for path in sorted(CORPUS.glob("*.eml"))]

    def make(self, number: int) -> bytes:
        """Return one mail: one of the corpus with some harm done, a tree of random parts, or mere bytes."""
        random = Random(f"{self.seed}:{number}")
        way = random.random()
        if way < 0.05:
            return random.randbytes(random.randrange(400))
        mail = self._tree(random, 0) if way < 0.25 else random.choice(self.corpus)
        for _ in range(random.choice((0, 1, 1, 2, 3, 5, 8, 20))):
            mail = self._harm(random, mail)
        return mail

    def _tree(self, random: Random, depth: int) -> bytes:
        kind = random.choice(KINDS)
        head = f'Content-Type: {kind}; charset="{random.choice(CHARSETS)}"; boundary="b{depth}"\n'
        head += f"Content-Transfer-Encoding: {random.choice(ENCODINGS)}\n"
        if random.random() < 0.3:
            way = random.choice(("inline", "attachment"))
            head += f'Content-Disposition: {way}; filename="../a\\\\b{depth}.txt"\n'
        if kind.startswith(("multipart", "message/rfc822")) and depth < 6:
            parts = [self._tree(random, depth + 1) for _ in range(random.randrange(4))]
            body = b"".join(b"--b%d\n%s\n" % (depth, part) for part in parts) + b"--b%d--\n" % depth
        else:
            body = b"".join(random.choice(TOKENS) for _ in range(random.randrange(40)))
            body = base64.encodebytes(body) if random.random() < 0.3 else body
        return head.encode() + b"\n" + body

    def _harm(self, random: Random, mail: bytes) -> bytes:
        at, to = sorted((random.randrange(len(mail) + 1), random.randrange(len(mail) + 1)))
        to = min(to, at + random.choice((1, 4, 40, 400, 4000)))
        match random.randrange(8):
            case 0:
                return mail[:at] + mail[to:]
            case 1:
                return mail[:at]
            case 2:
                return mail[:at] + random.randbytes(random.randrange(1, 8)) + mail[to:]
            case 3:
                other = random.choice(self.corpus)
                cut = random.randrange(len(other) + 1)
                return mail[:at] + other[cut : cut + random.randrange(2000)] + mail[to:]
            case 4 | 5:
                return mail[:at] + b"".join(random.choices(TOKENS, k=random.randrange(1, 4))) + mail[at:]
            case 6:
                piece = random.choice(
                    (mail[at:to], random.choice(TOKENS), b"".join(random.choices(TOKENS, k=2)))
                )
                times = random.choice((2, 10, 100, 3000, 100_000))
                return (mail[:at] + piece * min(times, MANY // max(len(piece), 1)) + mail[at:])[: 2 * MANY]
            case _:
                return mail.replace(b"\n", b"\r\n") if random.random() < 0.5 else mail.replace(b"\r\n", b"\n")
