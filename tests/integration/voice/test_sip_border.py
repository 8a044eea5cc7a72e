"""Who may call, and what of a call reaches us: the SIP door as the network sees it."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.free_port import free_port
from tests.fakes import sip_torture
from tests.fakes.sip_peer import SipPeer, credentials, tag_of
from voice.node.legs import Down, Key, LegError, LegEvent, OnHold, Up
from voice.node.sip import SipDoor, SipLeg
from voice.node.sip.message import Message
from voice.node.sip_settings import Sip, Trunk
from voice.reports import Cause

pytestmark = pytest.mark.xdist_group("sip")
WITHIN = 10.0
PASSWORD = "a long password"  # noqa: S105 - of this test


class Site:
    """Our door, and the calls that came to it."""

    def __init__(self, settings: Sip) -> None:
        self.settings = settings
        self._came: asyncio.Queue[SipLeg] = asyncio.Queue()
        self.door = SipDoor("", 0, "", self._came.put_nowait, settings)

    async def leg(self) -> SipLeg:
        async with asyncio.timeout(WITHIN):
            return await self._came.get()

    @property
    def nobody(self) -> bool:
        return self._came.empty()


@asynccontextmanager
async def opened(**settings: object) -> AsyncIterator[Site]:
    port = free_port()
    site = Site(replace(Sip(port=port, rtp_ports="24400-24500"), **settings))
    await site.door.open()
    try:
        yield site
    finally:
        await site.door.close()


async def event(events: AsyncIterator[LegEvent]) -> LegEvent:
    async with asyncio.timeout(WITHIN):
        return await anext(events)


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
        peer.say(peer.invite("c1"))
        leg = await site.leg()
        await leg.answer()
        ok = await peer.until(200)
        peer.ack(ok)
        events = leg.events()
        assert await event(events) == Up()
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
        peer.say(peer.invite("c1"))
        leg = await site.leg()
        await leg.answer()
        ok = await peer.until(200)
        peer.ack(ok)
        events = leg.events()
        assert await event(events) == Up()
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


# --- telephones ------------------------------------------------------------------------------------------


async def test_a_telephone_registers_is_called_and_calls() -> None:
    async with (
        opened(phones={"ada": PASSWORD}, strangers=False) as site,
        SipPeer.udp(site.settings.port) as phone,
    ):
        register = phone.request("REGISTER", "r1", user="ada", Expires="120")
        phone.say(register)
        challenge = await phone.until(401, method="REGISTER")
        right = credentials(challenge, "ada", PASSWORD, "REGISTER")
        phone.say(phone.request("REGISTER", "r1", cseq=2, user="ada", Expires="120", Authorization=right))
        ok = await phone.until(200, method="REGISTER")
        assert ok.get("Contact").endswith(";expires=120")

        leg = await site.door.dial("phone:ada", caller="+442079460100", name="Harbour & Pine")
        invite = await phone.asked("INVITE")
        assert invite.uri == f"sip:tester@127.0.0.1:{phone.port};transport=udp"
        assert invite.get("From").startswith('"Harbour & Pine" <sip:+442079460100@')
        phone.answer(invite, 180, "Ringing")
        phone.answer(invite, 200, "OK", body=phone.sdp())
        ack = await phone.asked("ACK")
        assert "127.0.0.1" in ack.uri
        events = leg.events()
        assert await event(events) == Up()
        await leg.hang_up()
        phone.answer(await phone.asked("BYE"), 200, "OK")

        from_ = "<sip:ada@here>;tag=tc2"
        phone.say(phone.invite("c2", From=from_))
        challenge = await phone.until(401)
        right = credentials(challenge, "ada", PASSWORD, "INVITE")
        phone.say(phone.request("INVITE", "c2", cseq=2, body=phone.sdp(), From=from_, Authorization=right))
        assert (await site.leg()).phone == "ada"


async def test_wrong_passwords_lock_out() -> None:
    settings = {"phones": {"ada": PASSWORD}, "strangers": False, "wrong_passwords": 3}
    async with opened(**settings) as site, SipPeer.udp(site.settings.port) as phone:
        phone.say(phone.invite("c1"))
        challenge = await phone.until(401)
        for number in range(1, 3):
            wrong = credentials(challenge, "ada", "guessed", "INVITE", nc=number)
            phone.say(phone.invite(f"c1{number}", Authorization=wrong))
            challenge = await phone.until(401)
        phone.say(phone.invite("c14", Authorization=credentials(challenge, "ada", "guessed", "INVITE", nc=3)))
        phone.say(phone.invite("c15", Authorization=credentials(challenge, "ada", PASSWORD, "INVITE", nc=4)))
        async with SipPeer.udp(site.settings.port, "127.0.0.9") as other:
            other.say(other.request("OPTIONS", "o1"))
            await other.until(200, method="OPTIONS")
        assert phone.came.empty()
        assert site.nobody


async def test_a_flood_of_calls_is_held_back() -> None:
    async with opened(calls_per_source=1.0) as site, SipPeer.udp(site.settings.port) as peer:
        for number in range(12):
            peer.say(peer.invite(f"c{number}"))
        refused = await peer.until(503)
        assert refused.get("Retry-After") == "5"
        async with SipPeer.udp(site.settings.port, "127.0.0.9") as other:
            other.say(other.invite("o1"))
            await other.until(180)


async def test_calls_that_are_over_make_room() -> None:
    async with opened(most_per_source=1) as site, SipPeer.udp(site.settings.port) as peer:
        for number in range(3):
            name = f"c{number}"
            peer.say(peer.invite(name))
            leg = await site.leg()
            await leg.answer()
            ok = await peer.until(200)
            peer.ack(ok)
            peer.say(peer.invite(f"more{number}"))
            await peer.until(503)
            peer.say(peer.request("BYE", name, cseq=2, to_tag=tag_of(ok)))
            await peer.until(200, method="BYE")
            assert [one async for one in leg.events()] == [Up(), Down(Cause.NORMAL)]


async def test_strangers_may_be_kept_out() -> None:
    async with opened(strangers=False) as site, SipPeer.udp(site.settings.port) as peer:
        peer.say(peer.invite("c1"))
        await peer.until(403)
        assert site.nobody


# --- trunks ----------------------------------------------------------------------------------------------


def provider(port: int, **more: object) -> Trunk:
    return replace(Trunk(name="provider", domain=f"127.0.0.1:{port}", user="4420", password=PASSWORD), **more)


async def test_a_trunk_is_registered_called_by_and_calls() -> None:
    async with SipPeer.udp(0) as trunk:
        settings = provider(trunk.port, register=True, numbers=["+442079460100"], networks=["127.0.0.1"])
        async with opened(trunks=[settings], strangers=False) as site:
            first = await trunk.asked("REGISTER")
            assert first.uri == f"sip:127.0.0.1:{trunk.port}"
            trunk.answer(
                first, 401, "Unauthorized", WWW_Authenticate='Digest realm="p", nonce="n", qop="auth"'
            )
            second = await trunk.asked("REGISTER")
            assert 'username="4420"' in second.get("Authorization")
            assert f"@127.0.0.1:{site.settings.port}" in second.get("Contact")
            trunk.answer(second, 200, "OK", Contact=f"{second.get('Contact')};expires=300")
            async with asyncio.timeout(WITHIN):
                while site.door.trunks != {"provider": "registered"}:
                    await asyncio.get_running_loop().run_in_executor(None, lambda: None)

            leg = await site.door.dial("+353 1 234 5678".replace(" ", ""), name="Harbour")
            invite = await trunk.asked("INVITE")
            assert invite.uri == f"sip:+35312345678@127.0.0.1:{trunk.port}"
            assert invite.get("From").startswith('"Harbour" <sip:+442079460100@')
            assert invite.get("P-Asserted-Identity").startswith("<sip:+442079460100@")
            assert "X-Border" not in str(invite.headers)
            trunk.answer(invite, 486, "Busy Here")
            assert [one async for one in leg.events()] == [Down(Cause.BUSY)]
            with pytest.raises(LegError, match="may not show"):
                await site.door.dial("+353123", caller="+1900555")

            trunk.towards = ("127.0.0.1", site.settings.port)
            asserted = "<sip:+442079460123@provider>"
            trunk.say(
                trunk.invite("c1", user="4420", To="<sip:+442079460100@us>", P_Asserted_Identity=asserted)
            )
            came = await site.leg()
            assert (came.trunk, came.called, came.remote) == (
                "provider",
                "sip:+442079460100@us",
                "sip:+442079460123@provider",
            )
            await came.hang_up(Cause.BUSY)
            await trunk.until(486)


async def test_a_long_call_of_ours_stays_known_and_its_keys_come() -> None:
    async with SipPeer.udp(0) as trunk, opened(trunks=[provider(trunk.port)]) as site:
        leg = await site.door.dial("123")
        invite = await trunk.asked("INVITE")
        trunk.answer(invite, 200, "OK", body=trunk.sdp())
        await trunk.asked("ACK")
        border = site.door._border
        assert border is not None
        border._crossings.sweep(1e12)
        events = leg.events()
        assert await event(events) == Up()
        for cseq, method in enumerate(["INFO", "BYE"], 1):
            kind = {"Content_Type": "application/dtmf"} if method == "INFO" else {}
            body = "7" if method == "INFO" else ""
            request = trunk.request(method, invite.get("Call-ID"), cseq=cseq, body=body, **kind)
            request.put("From", f"{invite.get('To')};tag=peer")
            request.put("To", invite.get("From"))
            trunk.towards = ("127.0.0.1", site.settings.port)
            trunk.say(request)
            await trunk.until(200, method=method)
        assert [await event(events), await event(events)] == [Key("7"), Down(Cause.NORMAL)]
        assert not site.door._legs


async def test_a_trunk_that_refuses_our_registration_is_named() -> None:
    async with SipPeer.udp(0) as trunk, opened(trunks=[provider(trunk.port, register=True)]) as site:
        trunk.answer(await trunk.asked("REGISTER"), 403, "Forbidden")
        async with asyncio.timeout(WITHIN):
            while site.door.trunks != {"provider": "403 Forbidden"}:
                await asyncio.get_running_loop().run_in_executor(None, lambda: None)


async def test_a_call_that_ends_before_the_other_side_answers_at_all_is_cancelled() -> None:
    async with SipPeer.udp(0) as trunk, opened(trunks=[provider(trunk.port)]) as site:
        leg = await site.door.dial("123")
        invite = await trunk.asked("INVITE")
        await leg.hang_up(Cause.NO_ANSWER)
        assert trunk.came.empty()
        trunk.answer(invite, 180, "Ringing")
        cancel = await trunk.asked("CANCEL")
        assert cancel.get("Via") == invite.get("Via")
        assert [one async for one in leg.events()] == [Down(Cause.NO_ANSWER)]


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
        peer.say(peer.invite("c1"))
        leg = await site.leg()
        await leg.answer()
        ok = await peer.until(200)
        assert ok.get("Contact") == f"<sip:plain@127.0.0.1:{tls_port};transport=tls>"
        peer.ack(ok)
        events = leg.events()
        assert await event(events) == Up()
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
