"""Whether a mail is from whom it says, as far as the mailbox's own server found out. Pure.

Only what that server says counts: anybody may write an Authentication-Results field. It must remove those
that come in under its own name (RFC 8601, 5). For each method its newest field counts, so that one which
slipped through below it says nothing.
"""

from channels.email.understanding.model import AuthenticationResults, ParsedMail, Verification
from hub.core.models.mail import MailAddress, SenderCheck

NAMELESS = "-"
"""Stands for a server that leaves its name out of the field, as those of Microsoft 365 do."""
_PASSED = frozenset({"pass", "bestguesspass"})


def check_sender(parsed: ParsedMail, sender: MailAddress, trusted: str) -> SenderCheck:
    """Return what the server with the authserv-id `trusted` found out about the sender; "" trusts none."""
    if not trusted:
        return SenderCheck.NONE
    fields = _trusted(parsed.authentication, trusted)
    domain = sender.address.rpartition("@")[2]
    verdicts = _newest(fields, "dmarc")
    if any(one.result == "fail" for one in verdicts):
        return SenderCheck.FAILED
    if not _has_one_author(parsed, sender):
        return SenderCheck.UNVERIFIED
    verified = any(_passes_dmarc(one, domain) for one in verdicts) or any(
        _signs_for(one, domain) for one in _newest(fields, "dkim")
    )
    return SenderCheck.VERIFIED if verified else SenderCheck.UNVERIFIED


def _trusted(fields: list[AuthenticationResults], trusted: str) -> list[AuthenticationResults]:
    if trusted == NAMELESS:  # a field below might be anybody's
        return [field for field in fields[:1] if not field.server]
    return [field for field in fields if field.server == trusted.lower()]


def _newest(fields: list[AuthenticationResults], method: str) -> list[Verification]:
    """Return a method's results from the uppermost field that has any."""
    for field in fields:
        if found := [one for one in field.found if one.method == method]:
            return found
    return []


def _passes_dmarc(verdict: Verification, domain: str) -> bool:
    return verdict.result in _PASSED and _domain(verdict, "header.from", domain) == domain


def _signs_for(verdict: Verification, domain: str) -> bool:
    """Say whether a signature is by the sender's domain or one above it; that counts without DMARC too."""
    signer = _domain(verdict, "header.d", "") or _domain(verdict, "header.i", "")
    return verdict.result == "pass" and "." in signer and f".{domain}".endswith(f".{signer}")


def _domain(verdict: Verification, name: str, default: str) -> str:
    value = verdict.properties.get(name)
    return default if value is None else value.lower().rpartition("@")[2].rstrip(".")


def _has_one_author(parsed: ParsedMail, sender: MailAddress) -> bool:
    """Say whether it is certain whom the server checked: one From with one address."""
    doubtful = any(problem.where == "from" for problem in parsed.problems)
    return not doubtful and parsed.from_.address == sender.address
