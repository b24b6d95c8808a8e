"""A gateway of our own that speaks as the two providers do, and fails when told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Simulator:
    """`answers`: what it says next; then it accepts. `drop`: it hears, and is silent."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=list)
    drop: int = 0
    statuses: dict[str, str] = field(default_factory=dict)
    replies: list[dict[str, Any]] = field(default_factory=list)
    idx: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        return [one["fields"].get("message") or one["fields"].get("text") for one in self.asked]

    def answer(self, path: str, fields: dict[str, Any]) -> tuple[int, Any]:
        if self.answers:
            return self.answers.pop(0)
        if path == "/sms.do":
            return 200, self._smsapi(fields)
        if path == "/messages/send_sms.json":
            number = len(self.asked)
            item = {"id": f"s{number}", "phone": fields["phone"], "status": "queued", "parts": 1}
            return 200, {"success": True, "queued": 1, "unsent": 0, "items": [item]}
        if path == "/messages/reports.json":
            items = [{"id": one, "status": self.statuses.get(one, "sent")} for one in fields["id"]]
            return 200, {"paging": {"page": 1, "count": 1}, "items": items}
        if path == "/messages/recived.json":
            return 200, {"paging": {"page": 1, "count": 1}, "items": self.replies}
        return 404, {"error": {"code": 1, "type": "NotFound", "message": "no such action"}}

    def _smsapi(self, fields: dict[str, Any]) -> Any:
        if "status" in fields:
            one = fields["status"]
            return {"count": 1, "list": [{"id": one, "status": self.statuses.get(one, "SENT")}]}
        if fields.get("check_idx") and fields["idx"] in self.idx:
            return {"error": 53, "message": "The message is not sent. Field idx is not unique"}
        far_id = f"a{len(self.idx) + 1}"
        self.idx[fields["idx"]] = far_id
        said = {
            "id": far_id, "points": 0.16, "number": fields["to"], "status": "QUEUE",
            "error": None, "idx": fields["idx"],
        }  # fmt: skip
        return {"count": 1, "list": [said]}


@contextmanager
def simulator() -> Iterator[Simulator]:
    here = Simulator()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fields = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if self.headers.get("Content-Type", "").startswith("application/json"):
                fields |= json.loads(raw)
            else:
                form = parse_qs(raw.decode(), keep_blank_values=True)
                fields |= {name: values[0] for name, values in form.items()}
            here.asked.append(
                {"path": parts.path, "fields": fields, "headers": dict(self.headers.items())}
            )
            status, body = here.answer(parts.path, fields)
            if here.drop:
                here.drop -= 1
                self.close_connection = True
                return
            said = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = _serve  # noqa: N815

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
