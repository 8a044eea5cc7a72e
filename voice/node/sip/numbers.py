"""What is dialled, and what is shown: numbers and URIs become what the stack calls."""

import re

from hub.core.records import Value
from voice.node.legs import LegError
from voice.node.sip.addresses import Address, Uri, parse_uri, veiled
from voice.node.sip.places import ANY, INSIDE
from voice.node.sip.way_out import SHOWN
from voice.node.sip_settings import Sip, Trunk
from voice.reports import Cause

NUMBER = re.compile(r"\+?[0-9*#]{1,32}")
PHONE = "phone"
"""The host of `phone:ada`."""
SHOWABLE = re.compile(r"[A-Za-z0-9+*#_.!~'()-]{1,64}")


class Dialled(Value, frozen=True):
    """What the stack is to call: by which account, and with which headers."""

    uri: str
    trunk: str
    encryption: str  # where no trunk says it
    headers: dict[str, str]


def dialled(settings: Sip, uri: str, *, caller: str, trunk: str, name: str) -> Dialled:
    """Work out a call; raises LegError naming what is wrong with it."""
    target = _target(uri)
    by = _trunk(settings, trunk, is_number=isinstance(target, str))
    place = _place(settings)
    if by:
        user = target if isinstance(target, str) else target.user
        if not user:
            raise LegError(Cause.UNREACHABLE, f"{uri!r} has no number.")
        to = Uri(user, veiled(parse_domain(by.domain).host), parse_domain(by.domain).port)
        caller, domain = _shown(by, caller), by.domain
    elif isinstance(target, str):
        raise LegError(Cause.UNREACHABLE, f"{uri} is a number, and no trunk is named to call it by.")
    else:
        domain = place
        to = parse_uri(f"sip:{target.user}@{place}") or target if target.host == PHONE else target
        to = Uri(to.user, veiled(to.host), to.port, to.rest, "sip")
        if target.scheme == "sips" and "transport=" not in to.rest:
            to = Uri(to.user, to.host, to.port, f";transport=tls{to.rest}", "sip")
    if caller and not SHOWABLE.fullmatch(caller):
        raise LegError(Cause.FAILED, f"{caller!r} cannot be shown as a caller's number.")
    shown = f"sip:{caller or 'switchboard'}@{domain}"
    headers = {SHOWN: str(Address(_plain(name), shown))}
    if by and caller:
        headers["P-Asserted-Identity"] = f"<{shown}>"
    phone = target.user if isinstance(target, Uri) and target.host == PHONE else ""
    encryption = settings.phones_encrypt.get(phone, "none")
    return Dialled(str(to), by.name if by else "", encryption, headers)


def parse_domain(domain: str) -> Uri:
    """Read host, or host:port."""
    return parse_uri(f"sip:{domain}") or Uri("", domain)


def _target(uri: str) -> Uri | str:
    """Return a number as text, and anything else as a URI; `phone:ada` has the host "phone"."""
    text = uri.strip()
    if text.startswith("tel:"):
        text = text[4:].partition(";")[0].replace("-", "").replace(".", "")
    if text.startswith("phone:") and SHOWABLE.fullmatch(text[6:]):
        return Uri(text[6:], PHONE)
    if NUMBER.fullmatch(text):
        return text
    found = parse_uri(text)
    if found is None or found.scheme == "tel":
        raise LegError(Cause.UNREACHABLE, f"{uri!r} is neither a number nor a SIP address.")
    return found


def _trunk(settings: Sip, name: str, *, is_number: bool) -> Trunk | None:
    if name:
        found = next((one for one in settings.trunks if one.name == name), None)
        if found is None:
            raise LegError(Cause.FAILED, f"There is no trunk {name!r}; see voice.trunks.")
        return found
    return settings.trunks[0] if is_number and len(settings.trunks) == 1 else None


def _shown(trunk: Trunk, caller: str) -> str:
    if trunk.numbers and caller not in trunk.numbers:
        if caller:
            raise LegError(Cause.FAILED, f"The trunk {trunk.name} may not show {caller}; see its numbers.")
        return trunk.numbers[0]
    return caller or trunk.user


def _place(settings: Sip) -> str:
    host = settings.public_address or (INSIDE if settings.host in ANY else settings.host)
    return host if settings.port == 5060 else f"{host}:{settings.port}"


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[:64].encode("utf-8").decode("latin-1")
