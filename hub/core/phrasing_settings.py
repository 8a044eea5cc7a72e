"""How a language model may phrase the knowledge bot's answers: the section [phrasing]."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from hub.core.errors import ConfigError
from hub.core.records import Value

_OWN = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
LONGEST_TIMEOUT = 60.0


class Phrasing(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An OpenAI-compatible endpoint that may phrase answers. Off unless both `url` and `model` are set."""

    url: str = ""  # base of the API, to which /chat/completions is added
    model: str = ""
    key: str = ""  # a secret: better by SWITCHBOARD_PHRASING_KEY or key_file
    key_file: str = ""  # a file with the key and nothing else
    key_header: str = "Authorization"  # Azure's is api-key
    timeout: str = "6s"  # an answer that is not here by then is said in the article's own words
    max_tokens: int = 500
    concurrent: int = 4  # questions at the endpoint at a time; more get the article's own words at once
    mask: bool = True  # whether e-mail addresses and numbers of a person are taken out of questions

    @property
    def is_on(self) -> bool:
        """Whether answers are phrased at all."""
        return bool(self.url and self.model)


def check_phrasing(settings: Phrasing, seconds: float, where: str) -> None:
    """Raise ConfigError that names the option and the remedy; `seconds` is the time-out."""
    if bool(settings.url) != bool(settings.model):
        missing = "model" if settings.url else "url"
        raise ConfigError(f"{where}.{missing} is empty. Set url and model to phrase answers, or neither.")
    if settings.url:
        _check_url(settings.url, f"{where}.url")
    if settings.key and settings.key_file:
        raise ConfigError(f"{where}: there is both a key and a key_file. Keep one of them.")
    key_of(settings, where)
    if not settings.key_header.isascii() or not settings.key_header.replace("-", "").isalnum():
        raise ConfigError(
            f"{where}.key_header is {settings.key_header!r}; write Authorization, or api-key for Azure."
        )
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise ConfigError(f"{where}.timeout must be above 0 and at most {LONGEST_TIMEOUT:g}s.")
    for option, least, most in (("max_tokens", 50, 4000), ("concurrent", 1, 64)):
        if not least <= getattr(settings, option) <= most:
            raise ConfigError(
                f"{where}.{option} is {getattr(settings, option)}; it must be between {least} and {most}."
            )


def key_of(settings: Phrasing, where: str = "phrasing") -> str:
    """Return the key, "" when none is needed; raise ConfigError when its file cannot be used."""
    if not settings.key_file:
        key = settings.key
    else:
        try:
            key = Path(settings.key_file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"{where}.key_file: {settings.key_file} cannot be read ({type(error).__name__}). "
                "Write the key alone into it, readable by the hub's user."
            ) from None
        if not key:
            raise ConfigError(f"{where}.key_file: {settings.key_file} is empty. Write the key into it.")
    if not (key.isascii() and key.isprintable()):
        raise ConfigError(f"{where}: the key has characters that no header can carry. Copy it again.")
    return key


def _check_url(url: str, key: str) -> None:
    example = 'write the base of an API, e.g. "https://api.openai.com/v1" or "http://127.0.0.1:11434/v1"'
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigError(f"{key} is {url!r}; {example}.") from None
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.fragment:
        raise ConfigError(f"{key} is {url!r}; {example}, without name, password or #.")
    if parts.path.rstrip("/").endswith("/chat/completions"):
        raise ConfigError(f"{key} is {url!r}; leave /chat/completions out, it is added.")
    if parts.scheme == "http" and not _is_own(host):
        raise ConfigError(
            f"{key}: customers' questions would go to {host} unencrypted. Write https://, or use an address "
            "of your own network."
        )


def _is_own(host: str) -> bool:
    """Say whether a host is this machine or one of the local network, as far as its name tells."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_OWN)
