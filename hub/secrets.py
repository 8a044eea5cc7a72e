"""The installation's own secret: made at the first start, readable by its user only."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from hub.core.errors import Unavailable

FILE = "secret"


def installation_secret(folder: Path) -> bytes:
    """Return 32 random bytes kept in the data folder; they sign visitor tokens and download links."""
    path = folder / FILE
    try:
        return bytes.fromhex(path.read_text("ascii"))
    except FileNotFoundError:
        secret = secrets.token_bytes(32)
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret.hex())
    return secret


def named_secret(folder: Path, name: str, env: Mapping[str, str] = os.environ) -> str | None:
    """Return a secret that an administrator gave a name: from SWITCHBOARD_SECRET_NAME, else secrets/name."""
    given = env.get(f"SWITCHBOARD_SECRET_{name.upper()}")
    if given is not None:
        return given
    try:
        return (folder / "secrets" / name).read_text("utf-8").strip()
    except OSError:
        return None


def database_password(folder: Path, name: str, env: Mapping[str, str] = os.environ) -> str | None:
    """Return the password of a database that flows read: from SWITCHBOARD_DATABASE_NAME_PASSWORD, else the
    file secrets/databases/name. It is none of the secrets that flows may send in headers.
    """
    given = env.get(f"SWITCHBOARD_DATABASE_{name.upper()}_PASSWORD")
    if given is not None:
        return given
    try:
        return (folder / "secrets" / "databases" / name).read_text("utf-8").strip()
    except OSError:
        return None


def rasa_token(given: str, secret: bytes) -> str:
    """Return the token that the hub and Rasa share: the configured one, else one made of the secret."""
    return given or hmac.new(secret, b"rasa", hashlib.sha256).hexdigest()


def voice_token(given: str, secret: bytes) -> str:
    """Return the token that voice nodes show the hub: the configured one, else one made of the secret."""
    return given or hmac.new(secret, b"voice", hashlib.sha256).hexdigest()


def known_voice_token(given: str, folder: Path) -> str:
    """Return the token for a node that is started by itself; it makes no secret, as only the hub may."""
    if not given and not (folder / FILE).exists():
        raise Unavailable(
            f"There is no installation's secret in {folder}. Set data.folder to the hub's, or voice.token."
        )
    return given or voice_token("", installation_secret(folder))
