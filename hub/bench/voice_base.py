"""What moving audio costs at the least: a process that sends back every packet that comes, and no more."""

import asyncio
import os

from hub.core.free_port import HOST


class Echo(asyncio.DatagramProtocol):
    """Sends back what comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Send it back."""
        if isinstance(self.transport, asyncio.DatagramTransport):
            self.transport.sendto(data, addr)


async def main() -> None:
    """Serve until ended; a TCP port says that it does."""
    port = int(os.environ["BENCH_PORT"])
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(Echo, local_addr=(HOST, port))
    server = await asyncio.start_server(lambda reader, writer: writer.close(), HOST, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
