"""DKIM signatures (RFC 6376) for mailboxes whose provider does not sign."""

import re

import dkim

from channels.base import TemporaryFailure
from hub.core.models.mail import Mailbox
from hub.core.models.reasons import Reason, words

_PEM = re.compile(rb"-----BEGIN (?:RSA )?PRIVATE KEY-----\s.+\s-----END (?:RSA )?PRIVATE KEY-----", re.DOTALL)


def signed(raw: bytes, mailbox: Mailbox) -> bytes:
    """Return the mail with a signature (rsa-sha256, relaxed) in front, or as it is if the mailbox has no key.

    Takes some milliseconds of computing. Raises TemporaryFailure for a key that is none.
    """
    if not mailbox.dkim_key:
        return raw
    domain = mailbox.dkim_domain or mailbox.address.rpartition("@")[2]
    try:
        signer = dkim.DKIM(raw, linesep=b"\r\n")
        signature: bytes = signer.sign(
            mailbox.dkim_selector.encode("ascii"),
            domain.encode("idna"),
            _pem(mailbox.dkim_key),
            canonicalize=(b"relaxed", b"relaxed"),
        )
    except (dkim.DKIMException, ValueError, IndexError) as error:
        raise TemporaryFailure(Reason("dkim_key", detail=words(error))) from None
    return signature + raw


def _pem(key: str) -> bytes:
    """Return the key, if it is framed as one: without a frame the library would not complain."""
    found = _PEM.search(key.strip().encode("utf-8"))
    if not found:
        raise ValueError("it is not an RSA key in PEM form")
    return found[0]
