"""A signature is one that others verify, and breaks with the mail."""

import asyncio
import base64
from pathlib import Path

import dkim
import pytest
from msgspec.structs import replace

from channels.base import TemporaryFailure
from channels.email.compose import compose
from channels.email.dkim import signed
from hub.core.models.mail import Mailbox
from tests.unit.channels.email.test_compose import LETTER

KEY = (Path(__file__).parent / "dkim_test_key.pem").read_text("ascii")
PUBLIC = (Path(__file__).parent / "dkim_test_key.pub").read_text("ascii")
BOX = Mailbox(id="b", entry_point="m", address="support@example.com", dkim_selector="hub1", dkim_key=KEY)
MAIL = compose(replace(LETTER, text="您好\n\n.leading dot\n \n  \n"))


def looked_up(name: bytes, timeout: float = 5) -> bytes | None:
    """The record as it would be in DNS."""
    return f"v=DKIM1; k=rsa; p={PUBLIC}".encode() if name == b"hub1._domainkey.example.com." else None


def is_good(raw: bytes) -> bool:
    return bool(dkim.verify(raw, dnsfunc=looked_up))


def test_others_verify_it() -> None:
    raw = signed(MAIL, BOX)
    assert raw.endswith(MAIL)
    assert raw.startswith(b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com;")
    assert is_good(raw)


def test_a_changed_mail_is_found_out() -> None:
    raw = signed(MAIL, BOX)
    assert not is_good(raw.replace(b"Subject: Re: Your order", b"Subject: Re: My order"))
    assert not is_good(raw + b"more\r\n")
    assert not is_good(raw.replace(b"\r\nFrom:", b"\r\nFrom: boss@example.com\r\nFrom:", 1))


def test_without_a_key_it_stays_as_it_is() -> None:
    assert signed(MAIL, replace(BOX, dkim_key="")) == MAIL


FRAME = "-----{} RSA PRIVATE KEY-----"
WRONG = "\n".join([FRAME.format("BEGIN"), "{}", FRAME.format("END")])


@pytest.mark.parametrize(
    "key",
    [
        WRONG.format("AAAA"),
        WRONG.format("!"),
        "secret",
        base64.b64encode(b"secret").decode(),
        KEY[:200],
        KEY.replace("\n", "", 1)[50:],
    ],
)
def test_a_key_that_is_none_is_told(key: str) -> None:
    with pytest.raises(TemporaryFailure, match="dkim_key"):
        signed(MAIL, replace(BOX, dkim_key=key))


async def test_it_can_be_signed_beside_the_loop() -> None:
    assert is_good(await asyncio.to_thread(signed, MAIL, BOX))
