"""Who may call, and how often: telephones with passwords, strangers, floods."""

import pytest

from tests.fakes.sip_peer import SipPeer, credentials, tag_of
from tests.integration.voice.sip_site import PASSWORD, event, opened
from voice.node.legs import Down, Up
from voice.reports import Cause

pytestmark = pytest.mark.xdist_group("sip")


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
