"""A far end for tests: it keeps what it gets, and answers as it is told."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Call:
    headers: dict[str, str]
    body: bytes
    at: float
    line: int  # which connection it came over

    @property
    def said(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.body)
        return said

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """`answer` gives a status, or (status, headers, body); it may take its time."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answer: Callable[[Call], Any] = lambda _call: 200

    @property
    def ids(self) -> list[str]:
        return [call.id for call in self.calls]


@contextmanager
def receiver(answer: Callable[[Call], Any] = lambda _call: 200) -> Iterator[Receiver]:
    far = Receiver(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            named = {name.lower(): text for name, text in self.headers.items()}
            call = Call(headers=named, body=body, at=time.time(), line=id(self))
            far.calls.append(call)
            said = far.answer(call)
            status, more, words = said if isinstance(said, tuple) else (said, {}, b"ok")
            if status == 0:  # hang up without a word
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(status)
            for name, text in more.items():
                self.send_header(name, text)
            if "Content-Length" not in more:
                self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *_arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, *_arguments: Any) -> None:
            """A caller that leaves is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    far.url = f"http://127.0.0.1:{server.server_address[1]}/kck"
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()
