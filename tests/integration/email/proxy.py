"""A wire between client and server that can be cut in the midst of an answer."""

import asyncio
from types import TracebackType

from tests.integration.email.dovecot import moment


class Proxy:
    """Forwards to a port of this machine; cuts a connection once the server said `cut_after` bytes on it."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.cut_after: int | None = None
        self.cuts = 0

    async def __aenter__(self) -> "Proxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        while self._writers:
            await moment()
        await moment()  # sockets are closed a turn later

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, up_writer}
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, up_writer, None))
                group.create_task(self._pump(up_reader, writer, 0))
        finally:
            for one in (writer, up_writer):
                self._writers.discard(one)
                one.close()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, said: int | None
    ) -> None:
        try:
            while data := await reader.read(65_536):
                if said is not None:
                    said += len(data)
                    if self.cut_after is not None and said > self.cut_after:
                        self.cuts += 1
                        writer.transport.abort()
                        return
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
