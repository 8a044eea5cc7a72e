"""Who wrote a mail: a person to us, or a machine, and which (RFC 3834, 2919, 8098, and custom)."""

import re

from channels.email.understanding.headers import Headers
from channels.email.understanding.model import Dsn, Flags
from hub.core.models.mail import Automatic

_AWAY = re.compile(
    r"(?:out of (?:the )?office|auto(?:matic|mated)?[- ]?(?:reply|response)|away from|on vacation"
    r"|abwesen|automatische antwort|nicht im (?:büro|haus)|urlaub|réponse automatique|absence"
    r"|absent du bureau"
    r"|respuesta automática|fuera de la oficina|risposta automatica|fuori sede|resposta automática"
    r"|automatisch antwoord|afwezig|autosvar|автоответ|автоматический ответ|odpowiedź automatyczna"
    r"|自动回复|自动答复|自動回覆|自動回復|自動返信|外出|休假|不在办公室)",
    re.IGNORECASE,
)
_MARKS = {
    "x-autoreply": Automatic.AUTO_REPLY,
    "x-autorespond": Automatic.AUTO_REPLY,
    "x-autoresponder": Automatic.AUTO_REPLY,
    "x-auto-reply": Automatic.AUTO_REPLY,
    "x-auto-reply-from": Automatic.AUTO_REPLY,
    "x-autoreply-from": Automatic.AUTO_REPLY,
    "x-mail-autoreply": Automatic.AUTO_REPLY,
    "x-qq-autoreply": Automatic.AUTO_REPLY,
    "x-ms-exchange-generated-message-source": Automatic.AUTO_REPLY,
    "x-fc-machinegenerated": Automatic.BULK,
    "feedback-id": Automatic.BULK,
    "list-unsubscribe": Automatic.BULK,
    "x-campaign-id": Automatic.BULK,
    "x-csa-complaints": Automatic.BULK,
}
_PRECEDENCE = {
    "auto_reply": Automatic.AUTO_REPLY,
    "auto-reply": Automatic.AUTO_REPLY,
    "bulk": Automatic.BULK,
    "junk": Automatic.BULK,
    "list": Automatic.LIST,
}
_LIST_MARKS = ("list-id", "list-post", "x-mailing-list", "mailing-list", "x-mailman-version", "x-beenthere")
_LIST_ID = re.compile(r"<([^<>\s]+)>")
_NO_REPLY = re.compile(r"(?:no|do[-_.]?not)[-_.]?reply|noresponse", re.IGNORECASE)


def classify(headers: Headers, sender: str, subject: str, report: str, bounce: Dsn | None) -> Flags:
    """Return the flags of a mail; `report` is the type of a multipart/report, empty for other mails."""
    list_id = _list_id(headers)
    automatic, why = _automatic(headers, sender, subject, report, bounce, list_id)
    return Flags(
        automatic=automatic,
        why=why,
        bounce=bounce,
        list_id=list_id,
        receipt=report == "disposition-notification",
        hops=len(headers.all("received")),
    )


def _automatic(
    headers: Headers, sender: str, subject: str, report: str, bounce: Dsn | None, list_id: str
) -> tuple[Automatic, str]:
    if bounce is not None:
        return Automatic.BOUNCE, "a delivery report" if report else "reads like a bounce"
    if report:
        return Automatic.AUTO_REPLY, f"multipart/report: {report}"
    away = _AWAY.search(subject)
    submitted = headers.token("auto-submitted")
    if submitted and submitted != "no":
        why = f"Auto-Submitted: {submitted}"
        if not submitted.startswith("auto-replied"):
            return (Automatic.LIST if list_id else Automatic.OUT_OF_OFFICE if away else Automatic.BULK), why
        vacation = away or "vacation" in headers.text("auto-submitted").lower()
        return (Automatic.OUT_OF_OFFICE if vacation else Automatic.AUTO_REPLY), why
    if list_id:
        return Automatic.LIST, f"List-Id: {list_id}"
    for name, kind in _MARKS.items():
        if name in headers.fields and headers.token(name) not in ("no", "0", "false"):
            return (Automatic.OUT_OF_OFFICE if away and kind is Automatic.AUTO_REPLY else kind), _named(
                headers, name
            )
    precedence = headers.token("precedence")
    if precedence in _PRECEDENCE:
        return _PRECEDENCE[precedence], f"Precedence: {precedence}"
    if away and away.start() == 0:
        return Automatic.OUT_OF_OFFICE, f"the subject begins with {away[0]!r}"
    return _weak(headers, sender, away is not None)


def _weak(headers: Headers, sender: str, away: bool) -> tuple[Automatic, str]:
    """Judge by marks that also other mails have."""
    suppress = headers.text("x-auto-response-suppress").lower()
    null = headers.raw("return-path") == b"<>"
    if suppress and suppress != "none":
        return (Automatic.OUT_OF_OFFICE if away else Automatic.BULK), _named(
            headers, "x-auto-response-suppress"
        )
    if null:
        return (Automatic.OUT_OF_OFFICE if away else Automatic.AUTO_REPLY), "Return-Path: <>"
    if headers.token("delivered-to") == "autoresponder":
        return Automatic.AUTO_REPLY, "Delivered-To: Autoresponder"
    if _NO_REPLY.match(sender) and "reply-to" not in headers:  # with it, it is somebody using a contact form
        return Automatic.BULK, f"the sender takes no replies: {sender}"
    if sender.startswith(("mailer-daemon", "mailerdaemon")):
        return Automatic.AUTO_REPLY, f"the sender is a mail system: {sender}"
    return Automatic.NO, ""


def _named(headers: Headers, name: str) -> str:
    return f"{name.title()}: {headers.text(name)[:100]}"


def _list_id(headers: Headers) -> str:
    """Return the list's name; other list headers count where there is no List-Id."""
    for name in _LIST_MARKS:
        if name in headers.fields:
            value = headers.text(name)
            found = _LIST_ID.search(value)
            return (found[1] if found else value)[:200].removeprefix("mailto:").strip()
    return ""
