"""Access tokens from a real HTTP server: both grants, kept until they expire, renewed ones stored."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from channels.email.oauth import AccessTokens, OAuthError
from hub.core.models.mail import Mailbox, OAuth
from tests.fakes.world import World


class TokenServer:
    """Gives out numbered tokens and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: Callable[[int], web.Response] = lambda number: web.json_response(
            {"access_token": f"token-{number}", "expires_in": 3600}
        )

    async def serve(self, request: web.Request) -> web.Response:
        self.asked.append(dict(await request.post()))
        return self.answer(len(self.asked))


@pytest.fixture
async def server() -> TokenServer:
    return TokenServer()


@pytest.fixture
async def url(server: TokenServer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/token", server.serve)
    async with TestServer(app) as running:
        yield str(running.make_url("/token"))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        yield world


@pytest.fixture
async def mailbox(world: World, url: str) -> Mailbox:
    oauth = OAuth(token_url=url, client_id="hub", scope="mail")
    await world.save(
        Mailbox(
            id="box",
            entry_point="mail",
            address="support@example.com",
            oauth=oauth,
            client_secret="s3cret",
            refresh_token="r1",
        )
    )
    return await world.store.get(Mailbox, "box")


async def test_a_refresh_token_gets_access_tokens_as_they_expire(
    world: World, server: TokenServer, mailbox: Mailbox
) -> None:
    tokens = AccessTokens(world.store, world.clock)
    assert [await tokens.token(mailbox) for _ in range(3)] == ["token-1"] * 3
    assert server.asked == [
        {
            "client_id": "hub",
            "client_secret": "s3cret",
            "grant_type": "refresh_token",
            "refresh_token": "r1",
            "scope": "mail",
        }
    ]
    await world.clock.advance(3600 - 120)
    assert await tokens.token(mailbox) == "token-2"


async def test_without_a_refresh_token_the_hub_signs_in_itself(
    world: World, server: TokenServer, mailbox: Mailbox
) -> None:
    await AccessTokens(world.store, world.clock).token(replace(mailbox, refresh_token=""))
    assert server.asked[0]["grant_type"] == "client_credentials"
    assert "refresh_token" not in server.asked[0]


async def test_a_refused_token_is_not_given_again(world: World, mailbox: Mailbox) -> None:
    tokens = AccessTokens(world.store, world.clock)
    first = await tokens.token(mailbox)
    assert await tokens.token(mailbox, refused=first) == "token-2"
    assert await tokens.token(mailbox, refused=first) == "token-2"


async def test_other_settings_need_another_token(world: World, mailbox: Mailbox) -> None:
    tokens = AccessTokens(world.store, world.clock)
    await tokens.token(mailbox)
    assert await tokens.token(replace(mailbox, client_secret="new")) == "token-2"


async def test_a_new_refresh_token_replaces_ours(world: World, server: TokenServer, mailbox: Mailbox) -> None:
    server.answer = lambda number: web.json_response({"access_token": "t", "refresh_token": "r2"})
    tokens = AccessTokens(world.store, world.clock)
    await tokens.token(mailbox)
    renewed = await world.store.get(Mailbox, "box")
    assert renewed.refresh_token == "r2"
    await tokens.token(renewed)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "key", "words"),
    [
        (400, '{"error":"invalid_grant","error_description":"expired"}', "oauth_refused", "invalid_grant"),
        (401, "<html>no</html>", "oauth_refused", "HTTP 401"),
        (200, '{"token":"x"}', "oauth_refused", "HTTP 200"),
        (200, "[]", "oauth_refused", "HTTP 200"),
        (503, "", "oauth_unreachable", "HTTP 503"),
        (302, "", "oauth_refused", "HTTP 302"),
    ],
)
async def test_no_token_has_a_reason(
    world: World, server: TokenServer, mailbox: Mailbox, status: int, body: str, key: str, words: str
) -> None:
    server.answer = lambda number: web.Response(
        status=status, text=body, headers={"Location": "http://127.0.0.1:9/"} if status == 302 else {}
    )
    with pytest.raises(OAuthError, match=words) as caught:
        await AccessTokens(world.store, world.clock).token(mailbox)
    assert caught.value.key == key


async def test_a_server_that_is_not_there_is_tried_again_later(world: World, mailbox: Mailbox) -> None:
    assert mailbox.oauth
    nowhere = replace(mailbox, oauth=replace(mailbox.oauth, token_url="http://127.0.0.1:9/token"))
    with pytest.raises(OAuthError) as caught:
        await AccessTokens(world.store, world.clock).token(nowhere)
    assert caught.value.key == "oauth_unreachable"
