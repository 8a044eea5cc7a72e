"""The configuration: one TOML file, every option with a default, secrets from the environment.

Any option can be overridden by an environment variable: `SWITCHBOARD_` + section + `_` + option in
capitals, for example SWITCHBOARD_SERVER_PORT=9000. docs/configuration.md lists them all.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from hub.core.database_address import database_address
from hub.core.errors import ConfigError
from hub.core.phrasing_settings import Phrasing, check_phrasing
from hub.core.records import Value
from hub.core.sip_settings import SipOptions, check_sip, check_tables

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_SIZE = re.compile(r"(\d+)(k|M|G)?")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
SHORTEST_TOKEN = 16
_BYTES = {None: 1, "k": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class Server(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the hub listens and how the world reaches it."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""  # as customers' browsers reach it; empty means http://host:port
    trusted_proxies: list[str] = []  # peers whose X-Forwarded-For is believed
    drain: str = "10s"  # how long a graceful stop may take


class Data(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where data lies."""

    folder: str = "data"
    least_free: str = "100M"  # with less room on its disk, /ready says that the hub is not


class Limits(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is refused, and how much is too much."""

    message_chars: int = 8000
    upload: str = "20M"
    chat_messages_per_minute: int = 60
    chat_hellos_per_minute: int = 60  # per network address
    chat_calls_per_minute: int = 10  # per network address
    sign_ins_per_minute: int = 10  # per network address and per login
    api_per_minute: int = 3000  # per session or token
    socket_queue: int = 1000  # frames waiting for a slow client before it is cut


class Log(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is logged, and how."""

    level: str = "info"
    format: str = "auto"  # "console", "json", or by whether a terminal is attached


class Knowledge(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the knowledge bot answers; the thresholds hold while it searches by words."""

    models: str = "auto"  # "auto": search by meaning with the models that are here; "off": by words
    answer_threshold: float = 0.5
    suggest_threshold: float = 0.3


class Models(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where `switchboard models install` puts models, and the hub finds them."""

    folder: str = ""  # empty: `models` in the data folder


class Webhooks(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What outgoing webhooks may do."""

    allow_private: bool = False  # whether they may call addresses of this machine and its local network


class Email(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How mail servers hand mail to us. Empty addresses mean that we do not listen."""

    smtp_listen: str = ""  # host:port
    lmtp_listen: str = ""
    largest: str = "75M"  # of a mail on the wire, where a file of 50 MB takes 69 MB
    connections: int = 100


class Rasa(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where Rasa is. An empty address means that there is no Rasa bot."""

    url: str = ""
    token: str = ""  # empty: made of the installation's secret, as `switchboard rasa serve` does
    timeout: str = "6s"  # a turn without an answer by then goes to a person


class Voice(SipOptions, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Telephone calls: where phones reach us, and what hears and speaks."""

    rtp_ports: str = "10000-20000"  # UDP ports of calls' audio
    recogniser: str = "whisper-base"  # a model of the catalogue
    recognisers: list[str] = []  # more of them, which are preferred for the languages they know
    transcripts: bool = True  # whether what callers and agents say to each other is written down
    workers: int = 0  # processes of each recogniser; 0: one for each core, at most 4
    voices: list[str] = msgspec.field(  # the first that speaks a language does
        default_factory=lambda: ["piper-en-joe", "kokoro-zh", "espeak-ng"]
    )
    recording_days: int = 0  # how long recordings are kept where nothing else is set; 0: for ever
    most_calls: int = 50  # at a time; more are told that we are busy
    ice_servers: list[str] = []  # STUN and TURN servers for agents' browsers, as stun:stun.example.com:3478
    token: str = ""  # what nodes show the hub; empty: made of the installation's secret
    streams_listen: str = ""  # host:port where providers and PBXs open media streams; empty: nowhere
    streams_token: str = ""  # what they show us
    streams_signing_token: str = ""  # what they sign with instead: Twilio's auth token
    streams_address: str = ""  # how they reach us, as wss://voice.example.com; empty: as they say
    streams_certificate: str = ""  # file of a TLS certificate (PEM); empty: no TLS, or a proxy's
    streams_key: str = ""  # file of its key; empty: in the same file


class Calling(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which telephone numbers may be called from here, and how often: what toll fraud costs at most."""

    allowed: list[str] = []  # how numbers begin that may be called, as "+44"; empty: as in our own countries
    refused: list[str] = []  # how numbers begin that may not, though allowed
    premium: bool = False  # whether numbers that cost extra may be called
    address: str = ""  # how a number is dialled, as sip:{number}@sip.example.com; empty: by the only trunk
    trunk: str = ""  # by which trunk; empty: the only one
    refer: bool = False  # whether callers handed on to a number are connected by the trunk (REFER)
    ring_seconds: int = 45
    most_at_once: int = 20  # calls to outside at a time
    most_at_once_each: int = 3  # of one agent
    most_an_hour: int = 200
    most_an_hour_each: int = 30


class Flows(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What flows may look things up in."""

    databases: dict[str, str] = {}  # name → path of an SQLite file, or URL of a server; only read
    allow_private: bool = False  # whether they may call addresses of this machine and its local network


class Config(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole configuration."""

    server: Server = Server()
    data: Data = Data()
    limits: Limits = Limits()
    log: Log = Log()
    knowledge: Knowledge = Knowledge()
    models: Models = Models()
    webhooks: Webhooks = Webhooks()
    email: Email = Email()
    rasa: Rasa = Rasa()
    phrasing: Phrasing = Phrasing()
    voice: Voice = Voice()
    calling: Calling = Calling()
    flows: Flows = Flows()


def load_config(path: Path | None, env: Mapping[str, str] = os.environ) -> Config:
    """Read the file (None: defaults only) and the environment; raise ConfigError naming file, key and fix."""
    where = str(path) if path else "environment"
    raw: dict[str, Any] = {}
    if path:
        try:
            raw = tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            raise ConfigError(f"{where}: there is no such file. Give its path with --config.") from None
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{where}: not valid TOML: {error}.") from None
    _check_names(raw, where)
    check_tables(raw.get("voice"), f"{where}: voice")
    _override(raw, env)
    try:
        config = msgspec.convert(raw, Config, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{where}: {error}. See docs/configuration.md for what it may be.") from None
    _check_values(config, where)
    duration(config.voice.sip_lock_out, f"{where}: voice.sip_lock_out")
    _check_listen(config.voice.sip_tls_listen, f"{where}: voice.sip_tls_listen")
    check_sip(config.voice, env, f"{where}: voice")
    return config


def duration(text: str, key: str = "") -> float:
    """Read "90s", "5m", "1.5h" as seconds."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise ConfigError(
            f'{key}: {text!r} is not a duration. Write a number and ms, s, m, h or d, e.g. "90s".'
        )
    return float(match[1]) * _SECONDS[match[2]]


def size(text: str, key: str = "") -> int:
    """Read "20M" as bytes."""
    match = _SIZE.fullmatch(text)
    if not match:
        raise ConfigError(f'{key}: {text!r} is not a size. Write a number and k, M or G, e.g. "20M".')
    return int(match[1]) * _BYTES[match[2]]


def _check_names(raw: dict[str, Any], where: str) -> None:
    sections = get_type_hints(Config)
    for section, options in raw.items():
        if section not in sections:
            raise ConfigError(f"{where}: unknown section [{section}]{_did_you_mean(section, sections)}")
        if not isinstance(options, dict):
            raise ConfigError(
                f"{where}: {section} must be a section: write [{section}] on a line of its own."
            )
        known = get_type_hints(sections[section])
        for option in options:
            if option not in known:
                raise ConfigError(f"{where}: unknown option {section}.{option}{_did_you_mean(option, known)}")


def _did_you_mean(name: str, known: Mapping[str, Any]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; it may be one of {', '.join(sorted(known))}."


def _override(raw: dict[str, Any], env: Mapping[str, str]) -> None:
    for section, kind in get_type_hints(Config).items():
        for option, type_ in get_type_hints(kind).items():
            value = env.get(f"SWITCHBOARD_{section}_{option}".upper())
            if value is not None:
                raw.setdefault(section, {})[option] = _listed(value) if type_ == list[str] else value


def _listed(value: str) -> list[str]:
    return [one.strip() for one in value.split(",") if one.strip()]


def _check_values(config: Config, where: str) -> None:
    duration(config.server.drain, f"{where}: server.drain")
    duration(config.rasa.timeout, f"{where}: rasa.timeout")
    if config.rasa.url and not config.rasa.url.startswith(("http://", "https://")):
        raise ConfigError(f"{where}: rasa.url is {config.rasa.url!r}; write e.g. http://127.0.0.1:5005.")
    check_phrasing(
        config.phrasing, duration(config.phrasing.timeout, f"{where}: phrasing.timeout"), f"{where}: phrasing"
    )
    for name, address in config.flows.databases.items():
        _check_database(name, address, f"{where}: flows.databases.{name}")
    size(config.data.least_free, f"{where}: data.least_free")
    size(config.limits.upload, f"{where}: limits.upload")
    size(config.email.largest, f"{where}: email.largest")
    for option in ("smtp_listen", "lmtp_listen"):
        _check_listen(getattr(config.email, option), f"{where}: email.{option}")
    _check_voice(config.voice, f"{where}: voice")
    _check_calling(config.calling, f"{where}: calling")
    if not 0 <= config.server.port <= 65535:
        raise ConfigError(f"{where}: server.port is {config.server.port}; it must be between 0 and 65535.")
    if config.log.level not in {"debug", "info", "warning", "error"}:
        raise ConfigError(f"{where}: log.level is {config.log.level!r}; use debug, info, warning or error.")
    if config.log.format not in {"auto", "console", "json"}:
        raise ConfigError(f"{where}: log.format is {config.log.format!r}; use auto, console or json.")
    if config.knowledge.models not in {"auto", "off"}:
        raise ConfigError(f"{where}: knowledge.models is {config.knowledge.models!r}; use auto or off.")
    if not 0 <= config.knowledge.suggest_threshold <= config.knowledge.answer_threshold <= 1:
        raise ConfigError(
            f"{where}: knowledge thresholds must satisfy 0 <= suggest_threshold <= answer_threshold <= 1."
        )


def _check_database(name: str, address: str, key: str) -> None:
    if database_address(address, key) and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ConfigError(f"{key}: name a database with small letters, digits and _, such as orders.")


def _check_voice(voice: Voice, key: str) -> None:
    _check_listen(voice.sip_listen, f"{key}.sip_listen")
    first, _, last = voice.rtp_ports.partition("-")
    if not (first.isdecimal() and last.isdecimal() and 1024 <= int(first) < int(last) <= 65535):
        raise ConfigError(f"{key}.rtp_ports is {voice.rtp_ports!r}; write two ports, e.g. 10000-20000.")
    if voice.most_calls < 1:
        raise ConfigError(f"{key}.most_calls is {voice.most_calls}; it must be 1 at least.")
    if not voice.voices:
        raise ConfigError(f'{key}.voices is empty; name at least one, e.g. ["espeak-ng"].')
    _check_streams(voice, f"{key}.streams")


def _check_streams(voice: Voice, key: str) -> None:
    _check_listen(voice.streams_listen, f"{key}_listen")
    tokens = [one for one in (voice.streams_token, voice.streams_signing_token) if one]
    if voice.streams_listen and not tokens:
        raise ConfigError(
            f"{key}_listen needs voice.streams_token or voice.streams_signing_token: "
            "without one, anybody could call."
        )
    if any(len(one) < SHORTEST_TOKEN for one in tokens):
        raise ConfigError(
            f"{key}_token and _signing_token have {SHORTEST_TOKEN} characters at least. "
            "A good one: openssl rand -hex 24"
        )
    if voice.streams_address and not voice.streams_address.startswith(("ws://", "wss://")):
        raise ConfigError(f"{key}_address is {voice.streams_address!r}; write e.g. wss://voice.example.com.")


def _check_calling(calling: Calling, key: str) -> None:
    for name in ("allowed", "refused"):
        for prefix in getattr(calling, name):
            if not re.fullmatch(r"\+[1-9]\d{0,14}", prefix):
                raise ConfigError(f'{key}.{name} has {prefix!r}; write + and a country code, e.g. "+44".')
    if calling.address and not re.fullmatch(r"sips?:[^@\s]*\{number\}[^@\s]*@[^@\s{}]+", calling.address):
        raise ConfigError(f"{key}.address is {calling.address!r}; write e.g. sip:{{number}}@sip.example.com.")
    for name in ("ring_seconds", "most_at_once", "most_at_once_each", "most_an_hour", "most_an_hour_each"):
        if getattr(calling, name) < 1:
            raise ConfigError(f"{key}.{name} is {getattr(calling, name)}; it must be 1 at least.")


def _check_listen(address: str, key: str) -> None:
    host, _, port = address.rpartition(":")
    if address and not (host and port.isdecimal() and int(port) <= 65535):
        raise ConfigError(
            f'{key} is {address!r}; write host and port, e.g. "127.0.0.1:2525", or "" to not listen.'
        )
