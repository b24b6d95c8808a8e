"""A GeoReport server of a unit, in a thread: it behaves, or is slow, broken, or lies, as told."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, object]


@dataclass
class Asked:
    """One call, with its fields (all values of each) and the files that came with it."""

    method: str
    path: str
    fields: dict[str, list[str]]
    files: list[tuple[str, bytes]] = field(default_factory=list)

    def one(self, name: str) -> str:
        return self.fields.get(name, [""])[-1]


class FarServer:
    """What the unit's system knows. `create` may be replaced by whatever a test wants."""

    def __init__(self) -> None:
        self.requests: dict[str, dict[str, Any]] = {}
        self.updates: list[dict[str, Any]] = []
        self.told: list[Asked] = []
        self.asked: list[Asked] = []
        self.photos: dict[str, bytes] = {}
        self.feed = True
        self.tokens: dict[str, str] = {}
        self.create: Callable[[Asked], Answer] = self.keep
        self.lock = threading.Lock()
        self.port = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/georeport/v2"

    def posted(self) -> list[Asked]:
        return [one for one in self.asked if one.method == "POST" and "/requests." in one.path]

    def keep(self, asked: Asked) -> Answer:
        """As it should be: the same twice is one."""
        with self.lock:
            own = asked.one("client_request_id")
            for number, known in self.requests.items():
                if known["client_request_id"] == own:
                    return 200, [{"service_request_id": number}]
            number = f"F{len(self.requests) + 1}"
            self.requests[number] = {
                "service_request_id": number,
                "status": "open",
                "description": asked.one("description"),
                "client_request_id": own,
            }
        return 200, [{"service_request_id": number, "service_notice": ""}]

    def says(self, number: str, status: str, words: str = "", **more: Any) -> None:
        self.updates.append(
            {
                "update_id": f"u{len(self.updates) + 1}",
                "service_request_id": number,
                "status": status,
                "description": words,
                "updated_datetime": "2026-02-02T10:00:00Z",
                **more,
            }
        )

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        what = asked.path.removeprefix("/georeport/v2/")
        if asked.method == "POST" and what == "requests.json":
            return self.create(asked)
        if asked.method == "POST" and what == "servicerequestupdates.json":
            self.told.append(asked)
            return (200, [{"update_id": f"mine{len(self.told)}"}]) if self.feed else (404, [])
        if what == "servicerequestupdates.json":
            return (200, self.updates) if self.feed else (404, [])
        if matched := re.fullmatch(r"tokens/(\w+)\.json", what):
            token = matched[1]
            return 200, [{"token": token, "service_request_id": self.tokens.get(token, "")}]
        if matched := re.fullmatch(r"requests/(\w+)\.json", what):
            found = self.requests.get(matched[1])
            return (200, [found]) if found else (404, [{"code": 404, "description": "nie ma"}])
        if what == "requests.json":
            wanted = asked.one("service_request_id").split(",")
            listed = [r for n, r in self.requests.items() if wanted == [""] or n in wanted]
            return 200, listed
        if what in self.photos:
            return 200, self.photos[what]
        return 404, []


@contextmanager
def far_server() -> Iterator[FarServer]:
    far = FarServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            self._reply()

        def _reply(self) -> None:
            status, content = far.answer(self._asked())
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def _asked(self) -> Asked:
            parts = urlsplit(self.path)
            fields = parse_qs(parts.query, keep_blank_values=True)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = self.headers.get("Content-Type", "")
            files: list[tuple[str, bytes]] = []
            if kind.startswith("multipart/"):
                files = _parts(kind, body, fields)
            else:
                fields |= parse_qs(body.decode(), keep_blank_values=True)
            return Asked(self.command, parts.path, fields, files)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    far.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()


def _parts(kind: str, body: bytes, fields: dict[str, list[str]]) -> list[tuple[str, bytes]]:
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    files = []
    for part in whole.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = bytes(part.get_payload(decode=True))
        if part.get_filename():
            files.append((str(name), content))
        else:
            fields.setdefault(str(name), []).append(content.decode())
    return files


def slow(seconds: float, far: FarServer) -> Callable[[Asked], Answer]:
    """Keeps what it got, and says so when nobody listens any more."""

    def create(asked: Asked) -> Answer:
        answer = far.keep(asked)
        time.sleep(seconds)
        return answer

    return create
