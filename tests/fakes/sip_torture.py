"""Messages that a SIP parser has trouble with, written after what RFC 4475 and RFC 5118 describe.

`odd()` are strange and right: they must be understood. `wrong()` must not get further than the border.
"""

HEAD = (
    "Via: SIP/2.0/UDP {ip}:{port};branch=z9hG4bK{name};rport\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:tester@{ip}>;tag=t{name}\r\n"
    "To: <sip:100@127.0.0.1>\r\n"
    "Call-ID: {name}\r\n"
)
BODY = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
)


def odd(ip: str, port: int) -> dict[str, bytes]:
    """Return INVITEs with an offer that are well-formed, however they look; by name, which is the Call-ID."""
    return {name: _fill(text, name, ip, port) for name, text in _odd().items()}


def wrong(ip: str, port: int) -> dict[str, bytes]:
    """Return what is no SIP message, or none that may be; by name, which is the Call-ID where it has one."""
    texts = {name: _fill(text, name, ip, port) for name, text in _wrong().items()}
    return texts | _bytes()


def _fill(text: str, name: str, ip: str, port: int) -> bytes:
    head = text.replace("{HEAD}", HEAD).replace("{name}", name).replace("{ip}", ip)
    return head.replace("{port}", str(port)).encode("latin-1", "replace")


def _invite(head: str = "{HEAD}CSeq: 1 INVITE\r\n", uri: str = "sip:100@127.0.0.1", more: str = "") -> str:
    contact = "Contact: <sip:tester@{ip}:{port}>\r\n"
    kind = f"Content-Type: application/sdp\r\nContent-Length: {len(BODY)}\r\n"
    return f"INVITE {uri} SIP/2.0\r\n{head}{contact}{more}{kind}\r\n{BODY}"


def _odd() -> dict[str, str]:
    folded = (
        "TO :\r\n sip:100@127.0.0.1\r\n"
        'from   : "A \\"quoted\\\\ name" <sip:tester@{ip}>\r\n  ;\r\n  tag    = t{name}\r\n'
        "MaX-fOrWaRdS: 0068\r\ni: {name}\r\ncseq: 0009\r\n  INVITE\r\n"
        "v:  SIP  / 2.0  / UDP  {ip}:{port} ; branch = z9hG4bK{name};rport\r\n"
        "s:\r\nNewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
        "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\n"
    )
    proxies = "".join(f"Via: SIP/2.0/UDP host{one}.example;branch=z9hG4bK{one}\r\n" for one in range(20))
    return {
        "folded": _invite(folded),
        "escaped": _invite(uri="sip:1%30%30@127.0.0.1", more="Subject: %Z%45\r\n"),
        "no-name": _invite(more="Supported: \r\nUser-Agent: \t \r\n"),
        "long": _invite(more="X-Long: " + "a" * 5000 + "\r\n"),
        "many-vias": _invite("{HEAD}CSeq: 1 INVITE\r\n" + proxies),
        "unknown-params": _invite(uri="sip:100@127.0.0.1;unknown=x;lr"),
        "semicolon-user": _invite(uri="sip:100;par=u@127.0.0.1".replace(";par=u", "")),
        "utf-8": _invite(more='Subject: "\u00c3\u00a9\u00e2\u0082\u00ac"\r\n'),
        "odd-token": _invite(more="!interesting-Message0123456789_*+`.%aVIA'~: token\r\n"),
        "high-cseq": _invite("{HEAD}CSeq: 2147483647 INVITE\r\n"),
        "q-values": _invite(more="Accept: text/*;q=0.1, application/sdp;q=1.000\r\n"),
        "own-route": _invite(more="Route: <sip:127.0.0.1;lr>\r\n"),
        "reply-with-comma": _invite(
            more='Reply-To: "Bell, Alexander" <sip:a.g.bell@example.com>;x="1,2"\r\n'
        ),
    }


def _wrong() -> dict[str, str]:
    head = HEAD + "CSeq: 1 INVITE\r\n"
    return {
        "no-call-id": _invite(head.replace("Call-ID: {name}\r\n", "")),
        "no-from": _invite(head.replace("From: <sip:tester@{ip}>;tag=t{name}\r\n", "")),
        "no-via": _invite(head.replace(HEAD.split("\r\n")[0] + "\r\n", "")),
        "two-call-ids": _invite(head + "Call-ID: another\r\n"),
        "two-from": _invite(head + "From: <sip:x@y>;tag=1\r\n"),
        "other-method": _invite("{HEAD}CSeq: 1 OPTIONS\r\n"),
        "huge-cseq": _invite("{HEAD}CSeq: 36893488147419103232 INVITE\r\n"),
        "no-cseq-number": _invite("{HEAD}CSeq: INVITE\r\n"),
        "version": _invite().replace("SIP/2.0\r\n", "SIP/7.0\r\n", 1),
        "spaces": _invite().replace("INVITE sip", "INVITE   sip", 1),
        "no-space": _invite().replace("INVITE sip", "INVITEsip", 1),
        "uri-in-brackets": _invite(uri="<sip:100@127.0.0.1>"),
        "uri-with-space": _invite(uri="sip:100@127.0.0.1; lr"),
        "negative-length": _invite().replace(f"Content-Length: {len(BODY)}", "Content-Length: -999"),
        "longer-than-it-is": _invite().replace(f"Content-Length: {len(BODY)}", "Content-Length: 9999"),
        "unclosed-quote": _invite(head.replace("From: <", 'From: "Unclosed <')),
        "unclosed-bracket": _invite(head.replace("To: <sip:100@127.0.0.1>", "To: <sip:100@127.0.0.1")),
        "no-tag": _invite(head.replace(";tag=t{name}", "")),
        "hops-words": _invite(head.replace("Max-Forwards: 70", "Max-Forwards: many")),
        "hops-over": _invite(head.replace("Max-Forwards: 70", "Max-Forwards: 0")),
        "unknown-scheme": _invite(uri="nobodyKnowsThisScheme:totallyopaque"),
        "unknown-method": _invite().replace("INVITE", "DOTHIS"),
        "proxy-require": _invite(more="Proxy-Require: noProxiesSupportThis\r\n"),
        "replaces": _invite(head.replace("To: <sip:100@127.0.0.1>", "To: <sip:100@127.0.0.1>;tag=none")),
        "header-less": "INVITE sip:100@127.0.0.1 SIP/2.0\r\n\r\n",
        "colon-less": _invite(more="this is no header\r\n"),
        "nul": _invite(more="Subject: a\x00b\r\n"),
        "bare-return": _invite(more="Subject: a\rInjected: b\r\n"),
        "forged-answer": "SIP/2.0 200 OK\r\n{HEAD}CSeq: 1 INVITE\r\n\r\n",
        "answer-999": "SIP/2.0 999 Huge\r\n{HEAD}CSeq: 1 INVITE\r\n\r\n",
        "many-headers": _invite(more="X: y\r\n" * 300),
        "in-dialogue": _invite(head.replace("To: <sip:100@127.0.0.1>", "To: <sip:100@127.0.0.1>;tag=zz")),
    }


def _bytes() -> dict[str, bytes]:
    return {
        "empty": b"",
        "nothing": b"\r\n\r\n",
        "zeros": bytes(1200),
        "rtp": b"\x80\x00\x00\x01" + bytes(168),
        "stun": b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12),
        "http": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "only-a-line": b"INVITE sip:x SIP/2.0",
        "half": b"INVITE sip:100@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;bra",
        "high-bytes": bytes(range(256)) * 8,
    }
