"""Answers that the border gives itself, and the way back to who asked (RFC 3261, 8.2.6, 18.2; RFC 3581)."""

from voice.node.sip.addresses import parse_address
from voice.node.sip.flows import Flow
from voice.node.sip.gate import Refusal
from voice.node.sip.message import Message
from voice.node.sip.places import VIA, Places

ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY"


def ways_back(vias: list[str], flow: Flow) -> tuple[list[str], str]:
    """Note in the top Via where its request came from; return the Via, and the token of the way back."""
    match = VIA.fullmatch(vias[0])
    if match is None or flow.transport != "udp":
        return vias, flow.token
    transport, host, port, params = match.groups()
    wanted = int(port or 5060)
    kept = [
        one for one in params.split(";")[1:] if one.split("=")[0].strip().lower() not in {"received", "rport"}
    ]
    if "rport" in [one.split("=")[0].strip().lower() for one in params.split(";")]:
        kept.append(f"rport={flow.port}")
        wanted = flow.port
    if host != flow.ip:
        kept.append(f"received={flow.ip}")
    place = f"{host}:{port}" if port else host
    top = ";".join([f"SIP/2.0/{transport.upper()} {place}", *(one.strip() for one in kept)])
    return [top, *vias[1:]], f"u-{flow.ip}-{wanted if 0 < wanted < 65536 else flow.port}"


def reply(
    message: Message, refusal: Refusal, places: Places, headers: list[tuple[str, str]] | None = None
) -> Message:
    """Return an answer of ours to a request."""
    to = message.get("To")
    address = parse_address(to)
    if address and not address.tag and refusal.status != 100:
        to += f";tag={places.mark(message.get('Call-ID'), message.get('From'))[:12]}"
    answer = Message(method=message.method, status=refusal.status, reason=refusal.reason)
    answer.headers = [("Via", via) for via in message.all("Via")]
    answer.headers += [
        ("From", message.get("From")),
        ("To", to),
        ("Call-ID", message.get("Call-ID")),
        ("CSeq", message.get("CSeq")),
        *(headers or []),
    ]
    if refusal.challenge:
        answer.headers.append(("WWW-Authenticate", refusal.challenge))
    if refusal.retry_after:
        answer.headers.append(("Retry-After", str(refusal.retry_after)))
    if refusal.status == 420:
        answer.headers.append(("Unsupported", ", ".join(message.all("Proxy-Require"))))
    if refusal.status == 405 or message.method == "OPTIONS":
        answer.headers += [("Allow", ALLOW), ("Accept", "application/sdp")]
    return answer
