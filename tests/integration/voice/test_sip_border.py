"""What of a call reaches us, and how: the SIP door as the network sees it."""

import asyncio
import ssl
import subprocess
from collections.abc import Coroutine
from pathlib import Path

import pytest

from hub.core.free_port import free_port
from tests.fakes import sip_torture
from tests.fakes.sip_peer import SipPeer, tag_of
from tests.integration.voice.sip_site import event, opened
from voice.node.legs import Down, Key, LegError, OnHold, Up
from voice.node.sip.message import Message
from voice.reports import Cause

pytestmark = pytest.mark.xdist_group("sip")


async def test_a_call_with_keys_hold_and_its_end() -> None:
    async with opened() as site, SipPeer.udp(site.settings.port) as peer:
        peer.say(peer.invite("c1", user="+442079460100"))
        leg = await site.leg()
        assert (leg.called, leg.remote) == (
            f"sip:+442079460100@127.0.0.1:{site.settings.port}",
            f"sip:tester@127.0.0.1:{peer.port}",
        )
        await leg.answer()
        ok = await peer.until(200)
        assert b"c=IN IP4 127.0.0.1" in ok.body
        assert f":{site.settings.port}" in ok.get("Contact")
        assert not ok.all("Record-Route")
        peer.ack(ok)
        events = leg.events()
        assert await event(events) == Up()
        for number, (kind, body) in enumerate(
            [("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"), ("application/dtmf", "11")], 2
        ):
            info = peer.request("INFO", "c1", cseq=number, to_tag=tag_of(ok), body=body, Content_Type=kind)
            peer.say(info)
            assert (await peer.until(200, method="INFO")).cseq == number
        assert [await event(events), await event(events)] == [Key("5"), Key("#")]
        for number, direction in [(4, "sendonly"), (5, "sendrecv")]:
            hold = peer.request("INVITE", "c1", cseq=number, to_tag=tag_of(ok), body=peer.sdp(direction))
            peer.say(hold)
            peer.ack(await peer.until(200))
            assert await event(events) == OnHold(direction == "sendonly")
        peer.say(peer.request("BYE", "c1", cseq=6, to_tag=tag_of(ok)))
        await peer.until(200, method="BYE")
        assert await event(events) == Down(Cause.NORMAL)


@pytest.mark.parametrize(
    ("cause", "status"),
    [(Cause.BUSY, 486), (Cause.REFUSED, 603), (Cause.UNREACHABLE, 404), (Cause.NO_ANSWER, 480)],
)
async def test_a_refusal_says_why(cause: Cause, status: int) -> None:
    async with opened() as site, SipPeer.udp(site.settings.port) as peer:
        peer.say(peer.invite("c1"))
        await (await site.leg()).hang_up(cause)
        await peer.until(status)


async def test_a_repeated_invite_is_one_call_and_cancel_ends_it() -> None:
    async with opened() as site, SipPeer.udp(site.settings.port) as peer:
        invite = peer.invite("c1", branch="z9hG4bKsame")
        peer.say(invite)
        leg = await site.leg()
        peer.say(invite)
        await peer.until(180)
        peer.say(peer.request("CANCEL", "c1", branch="z9hG4bKsame"))
        await peer.until(200, method="CANCEL")
        await peer.until(487)
        assert [one async for one in leg.events()] == [Down(Cause.NORMAL)]
        assert site.nobody


async def test_nobody_else_can_say_anything_in_a_call() -> None:
    async with (
        opened() as site,
        SipPeer.udp(site.settings.port) as peer,
        SipPeer.udp(site.settings.port, "127.0.0.9") as other,
    ):
        leg, events, ok = await site.answered(peer)
        for method, cseq in [("BYE", 2), ("REFER", 3), ("INVITE", 4), ("INFO", 5)]:
            bye = other.request(method, "c1", cseq=cseq, to_tag=tag_of(ok), Refer_To="<sip:1@evil.example>")
            bye.put("From", f"<sip:tester@127.0.0.1:{peer.port}>;tag=tc1")
            other.say(bye)
            await other.until(481, method=method)
        peer.say(peer.request("REFER", "c1", cseq=2, to_tag=tag_of(ok), Refer_To="<sip:1@premium.example>"))
        await peer.until(202, method="REFER")
        assert (await peer.asked("NOTIFY")).body.startswith(b"SIP/2.0 100")
        await leg.hang_up()
        assert (await peer.asked("BYE")).get("Call-ID") == "c1"
        assert await event(events) == Down(Cause.NORMAL)


async def test_a_transfer_that_succeeds_and_one_that_does_not() -> None:
    async with opened() as site, SipPeer.udp(site.settings.port) as peer:
        leg, events, ok = await site.answered(peer)
        async with asyncio.TaskGroup() as tasks:
            refused = tasks.create_task(failure(leg.transfer("+353123")))
            peer.answer(await peer.asked("REFER"), 603, "Decline")
            assert await refused is Cause.REFUSED
            busy = tasks.create_task(failure(leg.transfer("+353123")))
            peer.answer(await peer.asked("REFER"), 202, "Accepted")
            notify(peer, ok, 2, "SIP/2.0 486 Busy Here")
            assert await busy is Cause.BUSY
            tasks.create_task(leg.transfer("sip:sales@pbx.example"))
            refer = await peer.asked("REFER")
            assert refer.get("Refer-To") == "sip:sales@pbx.example"
            peer.answer(refer, 202, "Accepted")
            notify(peer, ok, 3, "SIP/2.0 200 OK")
            peer.answer(await peer.asked("BYE"), 200, "OK")
        assert await event(events) == Down(Cause.TRANSFERRED)


@pytest.mark.parametrize("ours", [True, False])
async def test_who_hangs_up_during_a_transfer_has_hung_up(ours: bool) -> None:
    async with opened() as site, SipPeer.udp(site.settings.port) as peer:
        leg, events, ok = await site.answered(peer)
        async with asyncio.TaskGroup() as tasks:
            gone = tasks.create_task(failure(leg.transfer("+353123")))
            peer.answer(await peer.asked("REFER"), 202, "Accepted")
            if ours:
                await leg.hang_up()
                peer.answer(await peer.asked("BYE"), 200, "OK")
            else:
                peer.say(peer.request("BYE", "c1", cseq=2, to_tag=tag_of(ok)))
                await peer.until(200, method="BYE")
            assert await event(events) == Down(Cause.NORMAL)
            await gone


def notify(peer: SipPeer, ok: Message, cseq: int, outcome: str) -> None:
    """Tell what became of a REFER (RFC 3515)."""
    over = {"Event": "refer", "Subscription_State": "terminated;reason=noresource"}
    kind = "message/sipfrag;version=2.0"
    peer.say(
        peer.request(
            "NOTIFY", "c1", cseq=cseq, to_tag=tag_of(ok), body=f"{outcome}\r\n", Content_Type=kind, **over
        )
    )


async def failure(transfer: Coroutine[None, None, None]) -> Cause:
    """Return why a transfer failed."""
    with pytest.raises(LegError) as error:
        await transfer
    return error.value.cause


# --- encryption, and the way there -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    key = path.with_name("key.pem")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run([*command, "-keyout", key, "-out", path], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return path


async def test_calls_by_tls(certificate: Path) -> None:
    tls_port = free_port()
    context = ssl.create_default_context(cafile=str(certificate))
    context.check_hostname = False
    async with (
        opened(tls_port=tls_port, certificate=str(certificate)) as site,
        SipPeer.stream(tls_port, context) as peer,
    ):
        leg, _, ok = await site.answered(peer)
        assert ok.get("Contact") == f"<sip:plain@127.0.0.1:{tls_port};transport=tls>"
        await leg.hang_up()
        peer.answer(await peer.asked("BYE"), 200, "OK")


async def test_a_call_without_encryption_is_refused_where_it_is_required() -> None:
    async with opened(encryption="required") as site, SipPeer.udp(site.settings.port) as peer:
        peer.say(peer.invite("c1"))
        await peer.until(488)
        key = "A" * 40
        sdp = (
            peer.sdp().replace("RTP/AVP", "RTP/SAVP") + f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{key}\r\n"
        )
        peer.say(peer.request("INVITE", "c2", body=sdp))
        leg = await site.leg()
        await leg.answer()
        ok = await peer.until(200)
        assert b"RTP/SAVP" in ok.body
        assert b"a=crypto:" in ok.body
        peer.ack(ok)


async def test_the_world_is_told_our_public_address() -> None:
    async with opened(public_address="198.51.100.7") as site:
        border = site.door._border
        assert border is not None
        assert border._ours().told("203.0.113.5") == "198.51.100.7"
        assert border._ours().told("192.168.1.5") == "127.0.0.1"


async def test_strange_and_wrong_messages_stop_nothing() -> None:
    async with (
        opened(calls_per_source=20.0, calls_per_second=100.0) as site,
        SipPeer.udp(site.settings.port) as peer,
        SipPeer.udp(site.settings.port, "127.0.0.9") as other,
    ):
        for data in sip_torture.wrong(peer.ip, peer.port).values():
            other.send(data)
        assert site.nobody
        for name, data in sip_torture.odd(peer.ip, peer.port).items():
            peer.send(data)
            leg = await site.leg()
            assert leg.call_id == name
            await leg.hang_up(Cause.BUSY)
            ringing = await peer.until(486)
            peer.say(peer.request("ACK", name, cseq=ringing.cseq, to_tag=tag_of(ringing)))
        assert site.nobody
