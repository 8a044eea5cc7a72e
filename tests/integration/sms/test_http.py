"""SMS by HTTP, with a provider of Twilio's form on loopback that checks what it gets."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from msgspec import json

from channels.sms.channel import SmsChannel
from hub.core.errors import Unavailable
from hub.core.models.checks import Verdict
from hub.core.models.conversations import Conversation, Direction
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.reasons import Reason
from hub.core.models.sms import OptOut, SmsHttp
from tests.fakes.reasons import code
from tests.fakes.twilio import ACCOUNT, TOKEN, Provider, post_signed
from tests.integration.sms.office import NUMBER, OURS, ROUTE, Office, office, route, world_at

PUBLIC = "https://hub.example"
Post = Callable[..., Awaitable[tuple[int, str, bytes]]]


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    found = Provider()
    await found.start()
    yield found
    await found.stop()
    assert found.wrong == []


@pytest.fixture
async def sms(tmp_path: Path, provider: Provider) -> AsyncIterator[Office]:
    http = SmsHttp(url=provider.url, account=ACCOUNT)
    async with world_at(tmp_path, route(http=http, secret=TOKEN)) as world, office(world) as found:
        await found.bound()
        yield found


@pytest.fixture
async def post(sms: Office) -> AsyncIterator[Post]:
    """Post to the hub's web routes, signed for its public address."""
    app = web.Application()
    sms.channel.add_routes(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with ClientSession() as client:

        async def post_it(path: str, fields: dict[str, str], **how) -> tuple[int, str, bytes]:
            public = how.pop("public_url", f"{PUBLIC}{path}")
            return await post_signed(
                client, f"http://127.0.0.1:{port}{path}", fields, public_url=public, **how
            )

        yield post_it
    await runner.cleanup()


def inbound(sid: str = "SM1", body: str = "Hello", **fields: str) -> dict[str, str]:
    return {"MessageSid": sid, "From": NUMBER, "To": OURS, "Body": body, "NumMedia": "0", **fields}


INBOUND, STATUS = f"/sms/v1/{ROUTE}/inbound", f"/sms/v1/{ROUTE}/status"


async def test_a_message_goes_out_and_is_receipted(sms, provider, post):
    message = await sms.write("**Hello** 短信")
    sent = await sms.state(message, DispatchState.SENT)
    (got,) = provider.messages
    assert (got["To"], got["From"], got["Body"]) == (NUMBER, OURS, "Hello 短信")
    assert got["StatusCallback"] == f"{PUBLIC}{STATUS}"
    assert sent.parts[0].ref == got["sid"]
    assert (await post(STATUS, {"MessageSid": got["sid"], "MessageStatus": "sent"}))[0] == 204
    assert (await post(STATUS, {"MessageSid": got["sid"], "MessageStatus": "delivered"}))[0] == 204
    await sms.state(message, DispatchState.DELIVERED)


async def test_a_failure_comes_back_in_words(sms, provider, post):
    message = await sms.write("Hello")
    await sms.state(message, DispatchState.SENT)
    sid = provider.messages[0]["sid"]
    await post(STATUS, {"MessageSid": sid, "MessageStatus": "undelivered", "ErrorCode": "30005"})
    failed = await sms.state(message, DispatchState.FAILED)
    assert failed.reason == Reason("sms_number_unused", detail="undelivered 30005")


async def test_busy_providers_are_asked_again(sms, provider):
    provider.answers = [(429, {"code": 20429, "message": "Too many"}), (503, {})]
    sent = await sms.state(await sms.write("Hello"), DispatchState.SENT)
    assert (sent.attempts, len(provider.messages)) == (3, 1)


async def test_a_refusal_is_final_and_in_the_providers_words(sms, provider):
    provider.answers = [(400, {"code": 21211, "message": "Invalid 'To' Phone Number"})]
    failed = await sms.state(await sms.write("Hello"), DispatchState.FAILED)
    assert failed.reason == Reason(
        "provider_refused", detail="Invalid 'To' Phone Number (error 21211, HTTP 400)"
    )


async def test_an_error_behind_which_it_was_taken_is_no_reason_to_send_it_again(sms, provider):
    provider.answers = ["error but taken"]
    sent = await sms.state(await sms.write("once"), DispatchState.SENT)
    assert sent.attempts == 1
    assert len(provider.messages) == 1


async def test_an_error_behind_which_it_was_not_taken_is(sms, provider):
    provider.answers = [(500, {})]
    sent = await sms.state(await sms.write("once"), DispatchState.SENT)
    assert (sent.attempts, len(provider.messages)) == (2, 1)


async def test_redirects_are_not_followed(sms, provider):
    provider.answers = [(302, {"message": "Elsewhere"})]
    failed = await sms.state(await sms.write("Hello"), DispatchState.FAILED)
    assert "HTTP 302" in failed.reason.detail


async def test_a_provider_that_is_away_is_waited_for(sms, provider):
    await provider.stop()
    message = await sms.write("Hello")

    async def tried() -> bool:
        return any(code(one.reason) == "unreachable" for one in await sms.world.store.find(Dispatch))

    await sms.until(tried)
    assert sms.channel.status()[0].reason.code == "unreachable"
    assert (await sms.state(message, DispatchState.PENDING)).attempts >= 1


async def test_taken_but_not_answered_is_found_in_the_providers_list(sms, provider):
    provider.answers = ["drop"]
    message = await sms.write("once")
    sent = await sms.state(message, DispatchState.SENT)
    assert sent.parts[0].ref == provider.messages[0]["sid"]
    assert len(provider.messages) == 1


async def test_not_in_the_list_either_stays_unknown_and_is_not_sent_again(sms, provider):
    provider.answers = ["refuse"]
    message = await sms.write("once")
    await sms.state(message, DispatchState.UNKNOWN)
    await sms.state(await sms.write("other", to="+4915112345679"), DispatchState.SENT)
    assert [one["Body"] for one in provider.messages] == ["other"]


async def test_an_sms_comes_in_once_whatever_the_provider_repeats(sms, post):
    status, kind, body = await post(INBOUND, inbound())
    assert (status, kind) == (200, "text/xml")
    assert body.endswith(b"<Response/>")
    await post(INBOUND, inbound())
    await post(INBOUND, inbound("SM2", "Hello again", NumMedia="2", From=f"whatsapp:{NUMBER}"))
    found = await sms.inbound(2)
    assert [one.text for one in found] == ["Hello", "Hello again\n[+2 media]"]
    assert len(await sms.world.store.find(Conversation)) == 1


async def test_stop_by_http(sms, provider, post):
    await post(INBOUND, inbound(body="unsubscribe"))
    await provider.news.wait()
    assert provider.messages[0]["Body"].startswith("You will get no more SMS")
    assert [one.number for one in await sms.world.store.find(OptOut)] == [NUMBER]


@pytest.mark.parametrize(
    "how",
    [
        {"signature": ""},
        {"signature": "é"},
        {"token": "other"},
        {"public_url": f"http://hub.example{INBOUND}"},
    ],
)
async def test_a_wrong_signature_is_refused(sms, post, how):
    status, kind, body = await post(INBOUND, inbound(), **how)
    assert (status, kind) == (403, "application/problem+json")
    assert "signature" in json.decode(body)["detail"]
    assert await sms.messages(Direction.INBOUND) == []


async def test_bad_posts_are_told_what_is_wrong(sms, post):
    assert (await post(INBOUND, {"From": NUMBER}))[0] == 422
    assert (await post(INBOUND, inbound(body="x" * 70_000)))[0] == 413
    assert (await post(INBOUND, {f"f{number}": "x" for number in range(300)}))[0] == 422
    assert (await post("/sms/v1/other/inbound", inbound()))[0] == 404
    assert (await post(STATUS, {"MessageSid": "SM1"}))[0] == 422
    assert (await post(STATUS, {"MessageSid": "SM1", "MessageStatus": "new-word"}))[0] == 204


async def test_nothing_is_acknowledged_before_it_is_stored(sms, post, monkeypatch):
    async def full(batch: object) -> None:
        raise Unavailable("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(sms.world.store, "commit", full)
        assert (await post(INBOUND, inbound()))[0] == 503
    assert (await post(INBOUND, inbound()))[0] == 200
    assert len(await sms.inbound()) == 1


async def test_trying_a_route_says_what_is_wrong(sms, provider):
    good = route(http=SmsHttp(url=provider.url, account=ACCOUNT), secret=TOKEN)
    found = await sms.channel.check(good)
    assert [(one.step, one.verdict, one.reason.code) for one in found] == [
        ("http", Verdict.OK, "account_found"),
        ("webhooks", Verdict.OK, "public_url"),
    ]
    (wrong, _) = await sms.channel.check(route(http=SmsHttp(url=provider.url, account=ACCOUNT), secret="x"))
    assert (wrong.verdict, wrong.reason.code, wrong.field) == (Verdict.FAILED, "wrong_password", "secret")
    (lost, _) = await sms.channel.check(route(http=SmsHttp(url=provider.url, account="AC9"), secret=TOKEN))
    assert lost.reason.code == "unknown_account"
    (nobody, _) = await sms.channel.check(
        route(http=SmsHttp(url="http://127.0.0.1:9", account="A"), secret="x")
    )
    assert nobody.reason.code == "unreachable"


async def test_without_a_public_address_no_callback_is_asked_for(tmp_path, provider):
    http = SmsHttp(url=provider.url, account=ACCOUNT)
    async with world_at(tmp_path, route(http=http, secret=TOKEN)) as world:
        channel = SmsChannel(world.bundle(), world.database, "")
        (_, hooks) = await channel.check(route(http=http, secret=TOKEN))
        assert (hooks.verdict, hooks.reason.code) == (Verdict.WARNING, "no_public_url")
