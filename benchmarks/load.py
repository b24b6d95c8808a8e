"""Clients that ask one after the other, each on a connection of its own, as cheaply as may be."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a crowd of clients saw."""

    answered: int
    seconds: float
    waits: list[float]  # milliseconds

    @property
    def rate(self) -> float:
        return self.answered / self.seconds


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, path: str, body: bytes) -> bytes:
        """The body of the answer; anything but 200 is an error."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        self._socket.sendall(head.encode() + body)
        return self._answer()

    def get(self, path: str, *, address: str = "") -> bytes:
        """As a stranger at this address, which a trusted proxy tells."""
        told = f"X-Forwarded-For: {address}\r\n" if address else ""
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{told}\r\n".encode())
        return self._answer()

    def _answer(self) -> bytes:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        while len(body) < length:
            body += self._more()
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError((head + b"\n" + body).decode(errors="replace")[:2000])
        return body

    def _more(self) -> bytes:
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up")
        return piece

    def close(self) -> None:
        self._socket.close()


def crowd(clients: int, seconds: float, port: int, path: str, body: Callable[[], bytes]) -> Run:
    """`clients` send to one address for `seconds`."""
    return asking(clients, seconds, port, lambda client: client.post(path, body()))


def asking(clients: int, seconds: float, port: int, ask_once: Callable[[Client], object]) -> Run:
    """`clients` ask for `seconds`, each as soon as its last answer is there."""
    waits: list[list[float]] = [[] for _ in range(clients)]
    failures: list[BaseException] = []
    start = time.perf_counter()

    def ask(own: list[float]) -> None:
        client = Client(port)
        try:
            while time.perf_counter() - start < seconds:
                sent = time.perf_counter()
                ask_once(client)
                own.append((time.perf_counter() - sent) * 1000)
        except BaseException as error:
            failures.append(error)
        finally:
            client.close()

    threads = [threading.Thread(target=ask, args=[own]) for own in waits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    took = time.perf_counter() - start
    flat = [wait for own in waits for wait in own]
    return Run(answered=len(flat), seconds=took, waits=flat)
