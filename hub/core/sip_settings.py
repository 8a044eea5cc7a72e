"""SIP: the tables [voice.trunks.NAME] and [voice.phones.NAME], and the options sip_… of [voice]."""

import difflib
import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

from hub.core.errors import ConfigError
from hub.core.records import Value

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
PLACE = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")
SHOWN = re.compile(r"\+?[0-9*#A-Za-z._-]{1,40}")
SECRET = re.compile(r'[^"\\\x00-\x1f\x7f]*')
SHORTEST_PASSWORD = 12
TRANSPORTS = ("udp", "tcp", "tls")
ENCRYPTIONS = ("none", "sdes", "dtls")
OF_CALLS = ("none", "optional", "required")


class Trunk(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A provider or PBX by which calls come and go."""

    registrar: str = ""  # host[:port] where we register; empty: it knows us by our address
    proxy: str = ""  # host[:port] where calls go; empty: the registrar
    domain: str = ""  # what its numbers are at; empty: the registrar, or the proxy
    user: str = ""
    auth_user: str = ""  # where the password is under another name
    password: str = ""  # better: SWITCHBOARD_TRUNK_NAME_PASSWORD
    transport: str = "udp"  # udp, tcp, tls
    verify: bool = True  # its TLS certificate
    expires: int = 300  # seconds that a registration lasts
    encryption: str = "none"  # of audio: none, sdes, dtls
    numbers: list[str] = []  # that calls may show; the first where none is asked for; empty: any
    networks: list[str] = []  # addresses from which it calls us, as 203.0.113.0/24

    @property
    def place(self) -> str:
        """What its numbers are at."""
        return self.domain or self.registrar or self.proxy


class Phone(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A telephone that registers with us; it is called as `phone:NAME`."""

    password: str = ""  # better: SWITCHBOARD_PHONE_NAME_PASSWORD
    encryption: str = "none"  # of the audio of calls to it: none, sdes, dtls


class SipOptions(Value, frozen=True, kw_only=True):
    """The options of the section [voice] that are about SIP."""

    sip_listen: str = ""  # host:port; empty: the hub starts no voice node for SIP
    sip_tls_listen: str = ""  # host:port; empty: no TLS
    sip_certificate: str = ""  # file of its certificate (PEM)
    sip_key: str = ""  # file of its key; empty: in the same file
    sip_public_address: str = ""  # the IPv4 address that others reach us at, where a router stands between
    sip_encryption: str = "optional"  # of the audio of calls to us: none, optional, required
    sip_strangers: bool = True  # whether whoever reaches us may call our numbers
    sip_calls_per_second: float = 20.0  # new ones, in all
    sip_calls_per_source: float = 2.0  # new ones a second, of one address that is no trunk
    sip_most_per_source: int = 20  # at a time
    sip_wrong_passwords: int = 8  # after so many, an address is locked out
    sip_lock_out: str = "10m"
    trunks: dict[str, Trunk] = {}
    phones: dict[str, Phone] = {}


def check_tables(raw: object, where: str) -> None:
    """Raise ConfigError for an option of a trunk or phone that is none, and name the one that was meant."""
    tables = raw if isinstance(raw, dict) else {}
    for table, kind in (("trunks", Trunk), ("phones", Phone)):
        known = [name for name in get_type_hints(kind) if name in kind.__struct_fields__]
        for name, options in _items(tables.get(table), f"{where}.{table}"):
            for option, _ in _items(options, f"{where}.{table}.{name}"):
                if option not in known:
                    close = difflib.get_close_matches(option, known, n=1)
                    meant = f"did you mean {close[0]}?" if close else f"it may be one of {', '.join(known)}."
                    raise ConfigError(f"{where}.{table}.{name}.{option} is no option; {meant}")


def with_passwords(name: str, thing: Trunk | Phone, env: Mapping[str, str]) -> str:
    """Return a password: from the environment, else from the file."""
    kind = "TRUNK" if isinstance(thing, Trunk) else "PHONE"
    return env.get(f"SWITCHBOARD_{kind}_{name.upper().replace('-', '_')}_PASSWORD", thing.password)


def check_sip(voice: SipOptions, env: Mapping[str, str], where: str) -> None:
    """Raise ConfigError that names the option and the remedy."""
    if (voice.trunks or voice.phones or voice.sip_tls_listen or voice.sip_public_address) and _is_v6(voice):
        raise ConfigError(f"{where}.sip_listen is {voice.sip_listen!r}; SIP needs an IPv4 address here.")
    _check_tls(voice, where)
    if voice.sip_public_address:
        _address(voice.sip_public_address, f"{where}.sip_public_address")
    _one_of(voice.sip_encryption, OF_CALLS, f"{where}.sip_encryption")
    for option in (
        "sip_calls_per_second",
        "sip_calls_per_source",
        "sip_most_per_source",
        "sip_wrong_passwords",
    ):
        if getattr(voice, option) <= 0:
            raise ConfigError(f"{where}.{option} is {getattr(voice, option)}; it must be above 0.")
    for name, trunk in voice.trunks.items():
        _check_trunk(trunk, with_passwords(name, trunk, env), _named(name, f"{where}.trunks"))
    for name, phone in voice.phones.items():
        key = _named(name, f"{where}.phones")
        _one_of(phone.encryption, ENCRYPTIONS, f"{key}.encryption")
        password = with_passwords(name, phone, env)
        _check_secret(password, key)
        if len(password) < SHORTEST_PASSWORD:
            raise ConfigError(
                f"{key}.password has {len(password)} characters; {SHORTEST_PASSWORD} are the least, for the "
                "network guesses passwords of telephones all day. A good one: openssl rand -hex 16"
            )


def _check_trunk(trunk: Trunk, password: str, key: str) -> None:
    for option in ("registrar", "proxy", "domain"):
        value = getattr(trunk, option)
        if value and not PLACE.fullmatch(value):
            raise ConfigError(f"{key}.{option} is {value!r}; write a host, or host:port, as sip.example.com.")
    if not trunk.place:
        raise ConfigError(f"{key} leads nowhere; give it a registrar, or a proxy.")
    if trunk.registrar and not trunk.user:
        raise ConfigError(f"{key}.user is empty; the registrar {trunk.registrar} has to know who registers.")
    for option in ("user", "auth_user"):
        value = getattr(trunk, option)
        if value and not re.fullmatch(r"[^\s@:;<>\"?\\\x00-\x1f\x7f]{1,64}", value):
            raise ConfigError(f"{key}.{option} is {value!r}; write only the name, without sip: and @host.")
    _check_secret(password, key)
    _one_of(trunk.transport, TRANSPORTS, f"{key}.transport")
    _one_of(trunk.encryption, ENCRYPTIONS, f"{key}.encryption")
    if not 60 <= trunk.expires <= 86400:
        raise ConfigError(f"{key}.expires is {trunk.expires}; it must be between 60 and 86400 seconds.")
    for number in trunk.numbers:
        if not SHOWN.fullmatch(number):
            raise ConfigError(f"{key}.numbers has {number!r}; write e.g. +442079460100.")
    for network in trunk.networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            raise ConfigError(
                f"{key}.networks has {network!r}; write addresses, as 203.0.113.7 or 203.0.113.0/24."
            ) from None


def _check_tls(voice: SipOptions, where: str) -> None:
    if not voice.sip_tls_listen:
        return
    if not voice.sip_certificate:
        raise ConfigError(f"{where}.sip_tls_listen needs {where}.sip_certificate, a file in PEM form.")
    if voice.sip_tls_listen.rpartition(":")[0] != voice.sip_listen.rpartition(":")[0]:
        raise ConfigError(
            f"{where}.sip_tls_listen is {voice.sip_tls_listen!r}; it must have the host of sip_listen."
        )
    for option in ("sip_certificate", "sip_key"):
        path = getattr(voice, option)
        if path and not Path(path).is_file():
            raise ConfigError(f"{where}.{option} is {path!r}, and there is no such file.")


def _check_secret(password: str, key: str) -> None:
    if not SECRET.fullmatch(password):
        raise ConfigError(f"{key}.password has a quote, a backslash or a control character; choose another.")


def _named(name: str, key: str) -> str:
    if not NAME.fullmatch(name):
        raise ConfigError(f"{key}: {name!r} is no name; write small letters, digits, - and _.")
    return f"{key}.{name}"


def _one_of(value: str, known: tuple[str, ...], key: str) -> None:
    if value not in known:
        raise ConfigError(f"{key} is {value!r}; use {', '.join(known[:-1])} or {known[-1]}.")


def _address(value: str, key: str) -> None:
    try:
        ipaddress.IPv4Address(value)
    except ValueError:
        raise ConfigError(f"{key} is {value!r}; write an IPv4 address, e.g. 198.51.100.7.") from None


def _is_v6(voice: SipOptions) -> bool:
    return voice.sip_listen.startswith("[")


def _items(table: object, key: str) -> list[tuple[str, Any]]:
    if table is None:
        return []
    if not isinstance(table, dict):
        raise ConfigError(
            f"{key} must be a table: write [{key.rpartition(': ')[2]}.NAME] on a line of its own."
        )
    return list(table.items())
