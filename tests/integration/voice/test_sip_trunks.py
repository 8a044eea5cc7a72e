"""Trunks: registered with, called by, and called over."""

import asyncio

import pytest
from msgspec.structs import replace

from tests.fakes.sip_peer import SipPeer
from tests.integration.voice.sip_site import PASSWORD, WITHIN, event, opened
from voice.node.legs import Down, Key, LegError, Up
from voice.node.sip_settings import Trunk
from voice.reports import Cause

pytestmark = pytest.mark.xdist_group("sip")


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
