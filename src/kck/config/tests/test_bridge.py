import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from tests.looping import run_async

from kck.config.bridge import Front, gathered


def pages(environ, start_response):
    """Says what it got; `/stream` sends many pieces, `/broken` breaks in the middle."""
    calls.append(environ["PATH_INFO"])
    headers = [("Content-Type", "text/plain")]
    if environ["PATH_INFO"] == "/crash":
        raise ValueError("before the answer began")
    start_response("200 OK", headers)
    if environ["PATH_INFO"] in {"/stream", "/broken"}:
        return Stream(broken=environ["PATH_INFO"] == "/broken")
    body = environ["wsgi.input"].read()
    return [f"{environ['REQUEST_METHOD']} {len(body)} {environ.get('HTTP_X_A', '-')}".encode()]


calls: list[str] = []
closed: list[int] = []


class Stream:
    def __init__(self, *, broken):
        self.sent, self.broken = 0, broken

    def __iter__(self):
        for number in range(200):
            if self.broken and number == 100:
                raise ValueError("in the middle")
            self.sent += 1
            yield b"x" * 10_000

    def close(self):
        closed.append(self.sent)


class Browser:
    """One request by hand: what it sends, and what it has received."""

    def __init__(
        self, front, path="/", method="POST", headers=(), chunks=(b"",), leaves_after=None
    ):
        self.front = front
        self.scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(),
            "query_string": b"", "http_version": "1.1", "headers": list(headers),
            "client": ("127.0.0.1", 5), "server": ("localhost", 80), "scheme": "http",
        }  # fmt: skip
        self.chunks, self.leaves_after = list(chunks), leaves_after
        self.messages: list[dict] = []
        self.gone = asyncio.Event()

    async def receive(self):
        if self.chunks:
            chunk = self.chunks.pop(0)
            if chunk is None:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": chunk, "more_body": bool(self.chunks)}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.messages.append(message)
        if self.leaves_after is not None and len(self.messages) > self.leaves_after:
            self.gone.set()

    async def ask(self):
        await self.front(self.scope, self.receive, self.send)
        return self

    @property
    def status(self):
        return self.messages[0]["status"]

    @property
    def headers(self):
        return dict(self.messages[0]["headers"])

    @property
    def body(self):
        return b"".join(message.get("body", b"") for message in self.messages[1:])


async def live(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"live", "more_body": False})


@pytest.fixture
def front():
    calls.clear()
    closed.clear()
    return Front(pages, live, threads=2, limit=1000, waiting=1, silence=0.2)


def ask(front, **request):
    async def once():
        return await Browser(front, **request).ask()

    return run_async(once())


def test_a_body_in_pieces_reaches_the_page_whole(front):
    browser = ask(front, chunks=[b"a" * 300, b"b" * 300], headers=[(b"content-length", b"600")])

    assert (browser.status, browser.body) == (200, b"POST 600 -")
    assert browser.headers[b"content-length"] == b"10"
    assert len(browser.headers[b"x-request-id"]) == 16


def test_streams_go_past_the_threads(front):
    assert ask(front, path="/live/", method="GET").body == b"live"
    assert calls == []


def test_streams_end_when_the_process_wants_to_and_leave_nothing_behind():
    async def endless(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while (await receive())["type"] != "http.disconnect":
            pass

    async def once():
        front = Front(pages, endless, threads=1)
        stays, leaves = Browser(front, path="/live/"), Browser(front, path="/live/")
        asking = [asyncio.create_task(each.ask()) for each in (stays, leaves)]
        await asyncio.sleep(0.05)
        leaves.gone.set()
        await asking[1]
        assert not asking[0].done()
        front._stopping.set()
        await asking[0]
        await asyncio.sleep(0)
        return stays, len(asyncio.all_tasks())

    stays, tasks = run_async(once())

    assert stays.messages[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert tasks == 1


def test_head_has_the_headers_and_no_body(front):
    browser = ask(front, method="HEAD")

    assert (browser.status, browser.body) == (200, b"")


def test_too_much_is_refused_with_a_sentence_and_no_page_is_asked(front):
    browser = ask(front, chunks=[b"x" * 600] * 3)

    assert browser.status == 413
    assert "60 MB" in browser.body.decode()
    assert calls == []


@pytest.mark.parametrize(
    ("asked", "begins"),
    [(b"de, uk;q=0.8", "Забагато"), (b"en-GB,pl;q=0.5", "This is"), (b"", "To za dużo")],
)
def test_a_program_is_refused_with_a_problem_in_its_language(front, asked, begins):
    headers = [(b"accept-language", asked)]

    browser = ask(front, path="/api/v1/photos", chunks=[b"x" * 600] * 3, headers=headers)

    problem = json.loads(browser.body)
    assert browser.headers[b"content-type"] == b"application/problem+json"
    assert (browser.status, problem["status"]) == (413, 413)
    assert problem["detail"].startswith(begins)


def test_endless_sending_is_not_listened_to(front):
    browser = ask(front, chunks=[b"x" * 1000] * 100)

    assert browser.status == 413
    assert len(browser.messages) == 2


@pytest.mark.parametrize(
    ("chunks", "headers"),
    [
        ([b"half", None], []),
        ([b"half"], [(b"content-length", b"1000")]),
    ],
)
def test_half_a_request_never_reaches_a_page(front, chunks, headers):
    browser = ask(front, chunks=chunks, headers=headers)

    assert (calls, browser.messages) == ([], [])


def test_a_sender_who_falls_silent_holds_nothing(front):
    async def once():
        browser = Browser(front)
        browser.chunks = [b"a", b"b"]
        first = browser.receive

        async def receive():
            if len(browser.chunks) == 1:
                await asyncio.sleep(5)
            return await first()

        browser.receive = receive
        return await browser.ask()

    browser = run_async(once())

    assert (browser.status, calls) == (408, [])


def test_a_long_answer_comes_in_pieces_and_its_source_is_closed(front):
    browser = ask(front, path="/stream", method="GET")

    assert len(browser.body) == 2_000_000
    assert 5 < len(browser.messages) < 30
    assert closed == [200]


def test_when_the_reader_leaves_the_source_is_closed_early(front):
    ask(front, path="/stream", method="GET", leaves_after=2)

    assert closed
    assert closed[0] < 100


def test_an_answer_that_breaks_in_the_middle_does_not_look_whole(front):
    async def once():
        browser = Browser(front, path="/broken", method="GET")
        with pytest.raises(ValueError, match="in the middle"):
            await browser.ask()
        return browser

    browser = run_async(once())

    assert all(message.get("more_body", True) for message in browser.messages)
    assert closed == [100]


def test_a_crash_before_the_answer_is_a_500(front):
    async def once():
        browser = Browser(front, path="/crash", method="GET")
        with pytest.raises(ValueError, match="began"):
            await browser.ask()
        return browser

    assert run_async(once()).status == 500


def test_a_header_with_an_underscore_does_not_pass_for_the_real_one(front):
    headers = [(b"x_a", b"forged"), (b"x-a", b"real")]

    assert ask(front, headers=headers).body == b"POST 0 real"


def test_when_all_are_busy_the_next_is_told_so_at_once():
    release = threading.Event()

    def slow(environ, start_response):
        release.wait(5)
        start_response("200 OK", [])
        return [b""]

    async def many():
        front = Front(slow, live, threads=1, waiting=1)
        browsers = [Browser(front) for _ in range(3)]
        asking = [asyncio.create_task(browser.ask()) for browser in browsers]
        await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
        release.set()
        return [(await each).status for each in asking]

    assert run_async(many()) == [200, 200, 503]


def test_gathered_pieces_are_the_same_bytes():
    pieces = [b"ab", b"", b"cde", b"f"]

    assert list(gathered(pieces, size=4)) == [b"abcde", b"f"]
    assert list(gathered([], size=4)) == []


def test_behind_granian_an_upload_arrives_and_a_broken_one_does_not(tmp_path, unused_tcp_port):
    seen = tmp_path / "seen"
    (tmp_path / "small_site.py").write_text(SMALL_SITE)
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(unused_tcp_port)],
        env={"SEEN": str(seen), "PYTHONPATH": str(tmp_path), "PATH": "/usr/bin"},
    )
    try:
        _wait_for(unused_tcp_port)
        url = f"http://127.0.0.1:{unused_tcp_port}/"
        with urllib.request.urlopen(url, data=b"x" * 2_000_000, timeout=10) as answer:
            assert answer.read() == b"2000000"
        for framing in (b"Content-Length: 1000", b"Transfer-Encoding: chunked"):
            with socket.create_connection(("127.0.0.1", unused_tcp_port)) as line:
                line.sendall(
                    b"POST / HTTP/1.1\r\nHost: x\r\n" + framing + b"\r\n\r\n5\r\nhello\r\n"
                )
        time.sleep(0.5)
    finally:
        server.terminate()
        server.wait(20)

    assert Path(seen).read_text() == "2000000\n"


SMALL_SITE = """
import os
from kck.config.bridge import Front

def pages(environ, start_response):
    size = str(len(environ["wsgi.input"].read()))
    with open(os.environ["SEEN"], "a") as seen:
        seen.write(size + "\\n")
    start_response("200 OK", [])
    return [size.encode()]

async def live(scope, receive, send): ...

application = Front(pages, live, threads=2)
"""
SERVE = """
import sys
from granian.server import Server
Server("small_site:application", port=int(sys.argv[1]), interface="asgi", websockets=False).serve()
"""


def _wait_for(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")
