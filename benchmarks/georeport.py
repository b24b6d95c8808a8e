"""`python -m benchmarks.georeport PORT`: a GeoReport server that takes every request, cheaply."""

import asyncio
import itertools
import sys

_numbers = itertools.count(1)


class _Line(asyncio.Protocol):
    """One kept connection; calls come one after the other, each gets the next number."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._got = transport, b""

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (head := self._got.find(b"\r\n\r\n")) >= 0:
            at = self._got.lower().index(b"content-length:") + len(b"content-length:")
            end = head + 4 + int(self._got[at : self._got.index(b"\r\n", at)])
            if len(self._got) < end:
                return
            self._got = self._got[end:]
            self._transport.write(_answer())


def _answer() -> bytes:
    body = b'[{"service_request_id":"F%d","service_notice":null,"account_id":null}]' % next(
        _numbers
    )
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % len(body) + body


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Line, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
