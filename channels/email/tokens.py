"""Signed tokens that name a conversation in the address or subject of an answer.

They join an answer to its conversation where its thread head was lost. Mail programs and servers change
upper and lower case of both places, so a token has neither meaning in it.
"""

import base64
import hmac
import re

_SIGNATURE_BYTES = 10
_SIGNATURE = 16  # characters of base 32
_LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
_IN_ADDRESS = re.compile(r"\+([0-9a-z]{17,60})@", re.IGNORECASE)
_IN_SUBJECT = re.compile(r"\[#\s?([0-9a-z]{17,60})\s?\]", re.IGNORECASE)


class Tokens:
    """Writes and reads the tokens of one installation, which `secret` signs."""

    def __init__(self, secret: bytes) -> None:
        """Take the installation's secret."""
        self._secret = secret

    def token(self, conversation: str) -> str:
        """Return the conversation's token: its id and a signature, lower-case letters and digits."""
        return conversation.lower() + self._sign(conversation)

    def address(self, mailbox: str, conversation: str) -> str:
        """Return the mailbox's address with a token in it; without one if it would become too long."""
        local, _, domain = mailbox.rpartition("@")
        with_token = f"{local}+{self.token(conversation)}"
        return f"{with_token}@{domain}" if len(with_token) <= _LONGEST_LOCAL_PART else mailbox

    def subject(self, subject: str, conversation: str) -> str:
        """Return the subject with a token at its end, once."""
        bare = _IN_SUBJECT.sub("", subject).rstrip()
        return f"{bare} [#{self.token(conversation)}]".lstrip()

    def read(self, text: str) -> str | None:
        """Return the conversation that an address or a subject names; None without a token of ours."""
        for found in [*_IN_ADDRESS.finditer(text), *_IN_SUBJECT.finditer(text)]:
            token = found[1].lower()
            conversation = token[:-_SIGNATURE].upper()
            if hmac.compare_digest(self._sign(conversation), token[-_SIGNATURE:]):
                return conversation
        return None

    def _sign(self, conversation: str) -> str:
        digest = hmac.digest(self._secret, f"mail.{conversation.upper()}".encode(), "sha256")
        return base64.b32encode(digest[:_SIGNATURE_BYTES]).decode().lower()


def base_address(address: str) -> str:
    """Return a lower-case address without what follows a plus: support+x@example.com is support@..."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
