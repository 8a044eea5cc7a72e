"""Passwords: the rules, hashing and checking. The hash is slow on purpose, so it runs in a thread."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.core.errors import InvalidInput

SHORTEST = 10
LONGEST = 1000
AT_ONCE = 2
"""Hashes computed at the same time: each takes 64 MB, and sign-ins must not starve everything else."""


class Passwords:
    """Hashes with argon2id; the hash says how it was made."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._nobody = ""

    async def hash(self, password: str) -> str:
        """Return the hash to store."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, hashed: str, password: str) -> bool:
        """Say whether the password is right; takes as long when there is no account (an empty hash)."""
        if not self._nobody:
            self._nobody = await self.hash("nobody's password")
        async with self._turns:
            right = await asyncio.to_thread(self._check, hashed or self._nobody, password[:LONGEST])
        return right and bool(hashed)

    def _check(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


def check_password(password: str, login: str, field: str = "password") -> None:
    """Raise InvalidInput for a password that is too easy to guess."""
    if len(password) < SHORTEST:
        raise InvalidInput(f"The password needs at least {SHORTEST} characters.", field=field)
    if len(password) > LONGEST:
        raise InvalidInput(f"The password may have at most {LONGEST} characters.", field=field)
    if login.casefold() in {password.casefold(), password.casefold()[::-1]}:
        raise InvalidInput("The password must not be the user name.", field=field)
    if len(set(password)) < 4:
        raise InvalidInput("The password repeats the same few characters. Choose another one.", field=field)
