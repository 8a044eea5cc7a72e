"""Keys of recordings: each has its own, wrapped by the installation's secret."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.core.errors import Unavailable
from hub.core.tape import KEY_BYTES

NONCE_BYTES = 12


class RecordingKeys:
    """Makes keys and wraps them (AES-256-GCM), bound to the recording they are for."""

    def __init__(self, secret: bytes) -> None:
        """Take the installation's secret: who has a copy of the data without it hears nothing."""
        self._cipher = AESGCM(hmac.new(secret, b"recordings", hashlib.sha256).digest())

    def make(self) -> bytes:
        """Return a new key."""
        return os.urandom(KEY_BYTES)

    def wrap(self, recording: str, key: bytes) -> bytes:
        """Return a key as it is stored."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, key, recording.encode())

    def unwrap(self, recording: str, wrapped: bytes) -> bytes:
        """Return a stored key; raise Unavailable if it was wrapped with another secret."""
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, sealed, recording.encode())
        except InvalidTag as error:
            raise Unavailable(
                "This recording was made with another installation's secret: put the file `secret` of the "
                "backup back into the data folder."
            ) from error
