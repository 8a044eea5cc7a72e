"""What mailboxes, SMS routes and rules must satisfy before they are stored; errors name the field."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from dkim.crypto import UnparsableKeyError, parse_pem_private_key
from msgspec.structs import replace
from phonenumbers import SUPPORTED_REGIONS

from hub.core.addresses import is_mail_address, is_phone_number
from hub.core.errors import InvalidInput
from hub.core.models.contacts import Channel
from hub.core.models.mail import Mailbox, OAuth, Security
from hub.core.models.rules import Condition, Fact, Rule
from hub.core.models.sms import SmsRoute
from hub.core.records import Record
from hub.services.settings_checks import (
    Known,
    check_all_known,
    check_bot,
    check_known,
    check_name,
    check_range,
    check_requirements,
)

SMPP_PASSWORD = 8
"""SMPP 3.4, 4.1.1: with its closing zero the password has nine octets."""
MOST_AUTOMATIC = 100_000
RULE_CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.FAX, Channel.CHAT)
MOST_CONDITIONS = 50
MOST_VALUES = 200
LONGEST_VALUE = 500
_HOST = re.compile(r"[\w.\-]{1,253}|[0-9A-Fa-f:.]{2,45}")
_SENDER = re.compile(r"\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 .&_\-]{1,11}")
_SELECTOR = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.\-_]{0,61}[A-Za-z0-9])?")
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?")
_AUTHSERV_ID = re.compile(r"-|[A-Za-z0-9][A-Za-z0-9._:\-]{0,252}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def normal(record: Record) -> Record:
    """Return the record as it is stored, whichever way it was typed."""
    normalise = _NORMAL.get(type(record))
    return normalise(record) if normalise else record


def peers_of(record: Record) -> Mapping[str, frozenset[str]]:
    """Return for each secret the hosts it is sent to."""
    if isinstance(record, Mailbox):
        servers = {account.host for account in (record.imap, record.smtp) if account}
        token = {urlsplit(record.oauth.token_url).hostname or ""} if record.oauth else set()
        return {
            "password": frozenset(servers),
            "client_secret": frozenset(token),
            "refresh_token": frozenset(token),
        }
    if isinstance(record, SmsRoute):
        http = {urlsplit(record.http.url).hostname or ""} if record.http else set()
        return {"secret": frozenset({smsc.host for smsc in record.smscs} | http)}
    return {}


def check_mailbox(mailbox: Mailbox, known: Known) -> None:
    """Check a mailbox."""
    _check_entry_point(mailbox.entry_point, known, Channel.EMAIL)
    if not is_mail_address(mailbox.address):
        raise InvalidInput("Give the mailbox's address, as in help@shop.example.", field="address")
    if len(mailbox.name) > 200 or any(char in mailbox.name for char in "\r\n"):
        raise InvalidInput("The sender's name is one line of at most 200 characters.", field="name")
    if mailbox.imap:
        _check_server(mailbox.imap.host, mailbox.imap.port, mailbox.imap.security, "imap")
        if not mailbox.imap.user.strip():
            raise InvalidInput("Give the user name to sign in with.", field="imap.user")
        if not mailbox.imap.folder.strip():
            raise InvalidInput("Give the folder to read, usually INBOX.", field="imap.folder")
    if mailbox.smtp:
        _check_server(mailbox.smtp.host, mailbox.smtp.port, mailbox.smtp.security, "smtp")
    check_range(mailbox.automatic_per_hour, 0, MOST_AUTOMATIC, "automatic_per_hour", "The limit per hour")
    _check_credentials(mailbox)
    _check_dkim(mailbox)
    if mailbox.authserv_id and not _AUTHSERV_ID.fullmatch(mailbox.authserv_id):
        raise InvalidInput(
            "Give the first word of Authentication-Results in your mail, as in mx.google.com; "
            "a hyphen if it has none, as at Microsoft 365.",
            field="authserv_id",
        )


def check_sms_route(route: SmsRoute, known: Known) -> None:
    """Check an SMS route."""
    _check_entry_point(route.entry_point, known, Channel.SMS)
    if not is_phone_number(route.number) and not _SENDER.fullmatch(route.number):
        raise InvalidInput(
            "Give the number as +4930123456, a short code, or a name of at most 11 letters.", field="number"
        )
    if route.region and route.region not in SUPPORTED_REGIONS:
        raise InvalidInput(
            "Give the country by its two letters, as in DE, or leave it empty.", field="region"
        )
    for name in ("stop_text", "start_text"):
        for language, text in getattr(route, name).items():
            if not text.strip() or len(text) > LONGEST_VALUE:
                raise InvalidInput(
                    f"Give a text of 1 to {LONGEST_VALUE} characters.", field=f"{name}.{language}"
                )
    _check_operator(route)
    check_range(route.per_second, 1, 10_000, "per_second", "The rate")
    check_range(route.window, 1, 1000, "window", "The window")
    check_range(route.per_number_per_hour, 1, 100_000, "per_number_per_hour", "The limit per number")
    check_range(route.validity_hours, 1, 24 * 14, "validity_hours", "The validity in hours")
    check_range(route.price_per_part, 0, 1000, "price_per_part", "A price")
    if not _CURRENCY.fullmatch(route.currency):
        raise InvalidInput("Give the currency by its three letters, as in EUR.", field="currency")
    if route.quiet_calendar is not None:
        check_known(route.quiet_calendar, known.calendars, "quiet_calendar", "calendar")
    for name in ("stop_words", "start_words"):
        for index, word in enumerate(getattr(route, name)):
            _check_word(word, f"{name}[{index}]")
    for keyword, bot in route.flows.items():
        _check_word(keyword, f"flows.{keyword}")
        check_bot(bot, known, f"flows.{keyword}")


def check_rule(rule: Rule, known: Known) -> None:
    """Check a rule."""
    check_name(rule.name)
    check_range(rule.position, 0, 1_000_000, "position", "The position")
    for index, channel in enumerate(rule.channels):
        if channel not in RULE_CHANNELS:
            raise InvalidInput(f"Rules do not look at {channel.value}.", field=f"channels[{index}]")
    if not rule.channels:
        raise InvalidInput("Choose at least one channel.", field="channels")
    check_all_known(rule.entry_points, known.entry_points, "entry_points", "entry point")
    if not rule.conditions:
        raise InvalidInput(
            "Give at least one condition; without any the rule would match everything.", field="conditions"
        )
    if len(rule.conditions) > MOST_CONDITIONS:
        raise InvalidInput(f"A rule may have {MOST_CONDITIONS} conditions.", field="conditions")
    for index, condition in enumerate(rule.conditions):
        _check_condition(condition, f"conditions[{index}]")
    _check_route(rule, known)


def _check_condition(condition: Condition, field: str) -> None:
    values = condition.values
    if condition.fact is Fact.AUTOMATIC and not values:
        return  # automatic in any way
    if not values or len(values) > MOST_VALUES:
        raise InvalidInput(f"Give 1 to {MOST_VALUES} values.", field=f"{field}.values")
    for index, value in enumerate(values):
        if not value.strip() or len(value) > LONGEST_VALUE:
            raise InvalidInput(
                f"Give a text of 1 to {LONGEST_VALUE} characters.", field=f"{field}.values[{index}]"
            )


def _check_route(rule: Rule, known: Known) -> None:
    route = rule.route
    if route.queue:
        check_known(route.queue, known.queues, "route.queue", "queue")
    check_requirements(route.skills, known, "route.skills")
    check_range(route.priority, -1440, 1440, "route.priority", "The head start in minutes")
    if len(route.tags) > 50:
        raise InvalidInput("A rule may give 50 tags.", field="route.tags")
    for index, tag in enumerate(route.tags):
        if not tag.strip() or len(tag) > 50:
            raise InvalidInput("A tag has 1 to 50 characters.", field=f"route.tags[{index}]")
    if route.bot:
        check_bot(route.bot, known, "route.bot")
    if route.reply:
        check_known(route.reply, known.canned_replies, "route.reply", "canned reply")
    does = route.queue or route.skills or route.priority or route.tags or route.reply
    if not does and route.bot is None and not rule.last:
        raise InvalidInput(
            "Say what the rule does: a queue, skill, priority, tag, bot or reply.", field="route"
        )


def _check_entry_point(id: str, known: Known, channel: Channel) -> None:
    found = known.entry_points.get(id)
    if found is None:
        raise InvalidInput(f"There is no entry point {id!r}.", field="entry_point")
    if found is not channel:
        raise InvalidInput(
            f"This entry point is for {found.value}. Choose or make one for {channel.value}.",
            field="entry_point",
        )


def _check_server(host: str, port: int, security: Security, field: str) -> None:
    _check_host(host, port, field)
    if security is Security.NONE and not is_inside(host):
        raise InvalidInput(
            "Without encryption anybody on the way reads the password. Choose TLS or STARTTLS; none is only "
            "for a server on this machine or in a private network.",
            field=f"{field}.security",
        )


def _check_host(host: str, port: int, field: str) -> None:
    if not _HOST.fullmatch(host):
        raise InvalidInput("Give the server's name, as in mail.shop.example.", field=f"{field}.host")
    check_range(port, 1, 65_535, f"{field}.port", "A port")


def is_inside(host: str) -> bool:
    """Say whether a host is this machine or in a private network, judged by its name alone."""
    host = host.rstrip(".").lower()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan"))
    return address.is_loopback or address.is_private


def _check_credentials(mailbox: Mailbox) -> None:
    if mailbox.oauth:
        _check_url(mailbox.oauth.token_url, "oauth.token_url")
        _check_oauth(mailbox, mailbox.oauth)
    elif not mailbox.active:
        return  # an imported one waits for its password
    elif mailbox.imap and not mailbox.password:
        raise InvalidInput("Give the password, or set up OAuth.", field="password")
    elif mailbox.smtp and mailbox.smtp.user and not mailbox.password:
        raise InvalidInput("Give the password, or leave the user empty.", field="password")


def _check_oauth(mailbox: Mailbox, oauth: OAuth) -> None:
    if not oauth.client_id.strip():
        raise InvalidInput("Give the client id the provider registered for us.", field="oauth.client_id")
    if mailbox.active and not mailbox.refresh_token and not mailbox.client_secret:
        raise InvalidInput(
            "Give a refresh token, or a client secret for client credentials.", field="refresh_token"
        )


def _check_dkim(mailbox: Mailbox) -> None:
    fields = {name: getattr(mailbox, name) for name in ("dkim_selector", "dkim_domain", "dkim_key")}
    missing = [name for name, value in fields.items() if not value]
    if len(missing) == len(fields):
        return
    if missing:
        raise InvalidInput("DKIM needs selector, domain and key: give all three or none.", field=missing[0])
    if not _SELECTOR.fullmatch(mailbox.dkim_selector):
        raise InvalidInput("Give the selector as in the DNS name before ._domainkey.", field="dkim_selector")
    if not _DOMAIN.fullmatch(mailbox.dkim_domain):
        raise InvalidInput("Give the domain that signs, as in shop.example.", field="dkim_domain")
    try:
        parse_pem_private_key(mailbox.dkim_key.encode())
    except (UnparsableKeyError, ValueError, IndexError, KeyError, TypeError):
        raise InvalidInput(
            "This is not an RSA private key in PEM form (-----BEGIN PRIVATE KEY-----).", field="dkim_key"
        ) from None


def _check_operator(route: SmsRoute) -> None:
    if bool(route.smscs) == (route.http is not None):
        raise InvalidInput("Set up either SMPP or an HTTP provider, one of the two.", field="smscs")
    for index, smsc in enumerate(route.smscs):
        _check_host(smsc.host, smsc.port, f"smscs[{index}]")
        if not 1 <= len(smsc.system_id) <= 15:
            raise InvalidInput(
                "The system id has 1 to 15 characters (SMPP 3.4).", field=f"smscs[{index}].system_id"
            )
        if len(smsc.system_type) > 12:
            raise InvalidInput(
                "The system type has at most 12 characters (SMPP 3.4).", field=f"smscs[{index}].system_type"
            )
    if route.smscs and len(route.secret.encode()) > SMPP_PASSWORD:
        raise InvalidInput(
            f"An SMPP password has at most {SMPP_PASSWORD} characters; operators refuse a longer one.",
            field="secret",
        )
    if route.http:
        _check_url(route.http.url, "http.url")
        if not route.http.account.strip():
            raise InvalidInput("Give the account's id with the provider.", field="http.account")
        if route.active and not route.secret:
            raise InvalidInput("Give the provider's token.", field="secret")


def _check_url(url: str, field: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise InvalidInput("Give an address that begins with https:// and holds no password.", field=field)
    if parts.scheme == "http" and not is_inside(parts.hostname):
        raise InvalidInput("Secrets go there, so the address must begin with https://.", field=field)


def _check_word(word: str, field: str) -> None:
    if not word.strip() or len(word) > 50:
        raise InvalidInput("Give a word of 1 to 50 characters.", field=field)


def _mailbox(mailbox: Mailbox) -> Mailbox:
    return replace(
        mailbox, address=mailbox.address.strip().lower(), authserv_id=mailbox.authserv_id.strip().lower()
    )


_NORMAL: Mapping[type[Record], Callable[[Any], Record]] = {Mailbox: _mailbox}
