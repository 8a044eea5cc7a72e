"""The second factor: codes by time (RFC 6238) that work once."""

import hmac

import pyotp

from hub.core.clock import Clock

STEP = 30
ISSUER = "Switchboard"


def new_secret() -> str:
    """Return a fresh secret in base 32, as authenticator apps take it."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, login: str) -> str:
    """Return the otpauth:// address that apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(secret: str, code: str, clock: Clock, after: int) -> int | None:
    """Return the time step the code belongs to, or None if it is wrong or not newer than step `after`.

    Clocks may differ by one step either way.
    """
    totp = pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // STEP
    code = code.replace(" ", "")
    for step in (now - 1, now, now + 1):
        if step > after and hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None
