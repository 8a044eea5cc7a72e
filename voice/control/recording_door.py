"""The door by which nodes deliver recordings: PUT with the node's token; 204 once they are durable."""

import hmac

import structlog
from aiohttp import web

from hub.core.errors import HubError, InvalidInput, NotFound
from hub.services.recordings import Recordings

log = structlog.get_logger()

PATH = "/voice/recordings/{id}"
LARGEST = 512 << 20
"""Bytes of a recording: more than a day of speech."""


class RecordingDoor:
    """Takes recordings of one tenant."""

    def __init__(self, recordings: Recordings, token: str) -> None:
        self._recordings = recordings
        self._token = token

    def add_routes(self, app: web.Application) -> None:
        """Mount the door."""
        app.router.add_put(PATH, self.take)

    async def take(self, request: web.Request) -> web.Response:
        """Store a recording; the same one may come again."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            raise web.HTTPUnauthorized(text="This is not the voice node's token.")
        data = await _read(request)
        recording = request.match_info["id"]
        try:
            await self._recordings.store_tape(recording, data)
        except NotFound as error:
            raise web.HTTPGone(text=error.message) from error
        except InvalidInput as error:
            log.error("recording_refused", recording=recording)
            raise web.HTTPUnprocessableEntity(text=error.message) from error
        except HubError as error:
            log.warning("recording_not_stored", recording=recording, error=error.code)
            raise web.HTTPServiceUnavailable(text=error.message) from error
        return web.Response(status=204)


async def _read(request: web.Request) -> bytes:
    data = bytearray()
    async for chunk in request.content.iter_any():
        data += chunk
        if len(data) > LARGEST:
            raise web.HTTPUnprocessableEntity(text="The recording is too large.")
    return bytes(data)
