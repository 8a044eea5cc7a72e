"""SIP messages as the border reads them, passwords, and how much a source may send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import sip_torture
from tests.fakes.sip_peer import credentials

messages = pytest.importorskip("voice.node.sip.message")
addresses = pytest.importorskip("voice.node.sip.addresses")
digest = pytest.importorskip("voice.node.sip.digest")
guard = pytest.importorskip("voice.node.sip.guard")
sdp = pytest.importorskip("voice.node.sip.sdp")
info = pytest.importorskip("voice.node.sip.info")
IP = "192.0.2.1"
FURTHER = {
    "uri-in-brackets", "unclosed-quote", "unclosed-bracket", "no-tag", "hops-words", "hops-over",
    "unknown-scheme", "unknown-method", "proxy-require", "replaces", "forged-answer", "in-dialogue",
}  # fmt: skip
"""What has the form of a message, and is refused for what it says."""


@pytest.mark.parametrize("name", sip_torture.odd(IP, 5060))
def test_odd_messages_are_read_and_written_plainly(name: str) -> None:
    message = messages.parse(sip_torture.odd(IP, 5060)[name])
    assert (message.method, message.get("Call-ID")) == ("INVITE", name)
    assert message.body == sip_torture.BODY.encode()
    again = messages.parse(message.encode())
    assert (again.headers, again.body) == (message.headers, message.body)


@pytest.mark.parametrize("name", [one for one in sip_torture.wrong(IP, 5060) if one not in FURTHER])
def test_what_is_no_message_is_not_read(name: str) -> None:
    with pytest.raises(messages.Malformed):
        messages.parse(sip_torture.wrong(IP, 5060)[name])


@given(st.binary(max_size=300), st.integers(0, 600), st.integers(0, 40))
def test_whatever_comes_it_is_read_or_refused(noise: bytes, at: int, cut: int) -> None:
    whole = sip_torture.odd(IP, 5060)["folded"]
    for data in (noise, whole[:at] + noise + whole[at + cut :]):
        try:
            message = messages.parse(data)
        except messages.Malformed:
            continue
        assert messages.parse(message.encode()).headers == message.headers


@given(st.text(max_size=80))
def test_addresses_are_read_or_refused(text: str) -> None:
    found = addresses.parse_address(text)
    if found:
        assert isinstance(found.tag, str)
    uri = addresses.parse_uri(text)
    if uri:
        assert addresses.parse_uri(str(uri)) == uri


def test_addresses_in_their_parts() -> None:
    one = addresses.parse_address('"O\\"Neil, A" <sip:+353@host:5080;transport=tcp>;tag=7')
    assert (one.name, one.uri, one.tag) == ('O"Neil, A', "sip:+353@host:5080;transport=tcp", "7")
    uri = addresses.parse_uri(one.uri)
    assert (uri.user, uri.host, uri.port, uri.parameter("transport")) == ("+353", "host", 5080, "tcp")
    assert addresses.unveiled(f"sip:1@{addresses.veiled('203.0.113.9')}:5070") == "sip:1@203.0.113.9:5070"


# --- passwords -------------------------------------------------------------------------------------------


def challenged(value: str) -> object:
    return messages.Message(status=401, headers=[("WWW-Authenticate", value)])


def test_passwords() -> None:
    judge, verdict = digest.Digest({"ada": "right one"}, b"secret"), digest.Verdict
    asked = challenged(judge.challenge(IP, 100.0))

    def said(password: str, user: str = "ada", nc: int = 1, ip: str = IP, at: float = 110.0) -> object:
        return judge.judge(credentials(asked, user, password, "INVITE", nc=nc), "INVITE", ip, at)[0]  # type: ignore[arg-type]  # a message

    assert said("wrong") is verdict.WRONG
    assert said("right one", user="eve") is verdict.WRONG
    assert said("right one") is verdict.RIGHT
    assert said("right one") is verdict.STALE  # it was overheard
    assert said("right one", nc=2) is verdict.RIGHT
    assert said("right one", nc=3, ip="192.0.2.9") is verdict.STALE
    assert said("right one", nc=4, at=300.0) is verdict.STALE
    assert judge.judge("Basic YTpi", "INVITE", IP, 1.0)[0] is verdict.ABSENT
    assert judge.judge('Digest username="ada", realm="elsewhere"', "INVITE", IP, 1.0)[0] is verdict.ABSENT


@given(st.text(max_size=120))
def test_credentials_of_any_form_are_judged(text: str) -> None:
    judge = digest.Digest({"ada": "right one"}, b"secret")
    assert judge.judge(f"Digest {text}", "INVITE", IP, 1.0)[0] is not digest.Verdict.RIGHT


# --- how much --------------------------------------------------------------------------------------------


def test_wrong_passwords_lock_out_for_longer_each_time() -> None:
    one = guard.Guard(guard.Limits(wrong_passwords=3, lock_out=100.0))
    assert [one.wrong(IP, 1.0) for _ in range(3)] == [False, False, True]
    assert one.locked(IP, 100.0)
    assert not one.locked(IP, 101.0)
    assert [one.wrong(IP, 102.0) for _ in range(3)] == [False, False, True]
    assert one.locked(IP, 300.0)
    assert not one.locked("192.0.2.2", 300.0)


def test_calls_of_a_source_and_in_all() -> None:
    one = guard.Guard(guard.Limits(calls_per_second=5.0, calls_per_source=1.0))
    assert sum(one.call(IP, 0.0, trusted=False) for _ in range(10)) == 4
    assert one.call(IP, 1.0, trusted=False)
    assert sum(one.call("trunk", 1.0, trusted=True) for _ in range(100)) == 19


def test_a_flood_from_many_addresses_costs_no_memory() -> None:
    one = guard.Guard(guard.Limits())
    for number in range(guard.MOST_SOURCES + 100):
        one.message(str(number), 0.0)
        one.wrong(str(number), 0.0)
    assert len(one._messages) == len(one._wrong) == guard.MOST_SOURCES


# --- descriptions and keys -------------------------------------------------------------------------------


def test_descriptions_tell_what_can_be_reached() -> None:
    body = b"o=- 1 1 IN IP4 10.0.0.7\r\nc=IN IP4 10.0.0.7\r\nm=audio 4 RTP/SAVP 0\r\na=crypto:1 x\r\n"
    assert b"c=IN IP4 8.8.8.8" in sdp.reachable(body, "8.8.8.8")
    assert sdp.reachable(body, "10.0.0.1") == body
    assert sdp.tells(body, "8.8.8.8").count(b"8.8.8.8") == 2
    assert sdp.offered(body) is sdp.Encryption.SDES


@pytest.mark.parametrize(
    ("kind", "body", "key"),
    [
        ("application/dtmf-relay", b"Signal= 5\r\nDuration=160\r\n", "5"),
        ("application/dtmf-relay; x=y", b"signal=11", "#"),
        ("application/dtmf", b"10", "*"),
        ("application/dtmf", b"d", "D"),
        ("application/dtmf", b"99", ""),
        ("application/dtmf-relay", b"Duration=5", ""),
        ("text/plain", b"5", ""),
    ],
)
def test_keys_of_requests(kind: str, body: bytes, key: str) -> None:
    message = messages.Message(method="INFO", headers=[("Content-Type", kind)], body=body)
    assert info.key_of(message) == key
