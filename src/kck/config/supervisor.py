"""`kck run`: brings everything up in order, keeps it up, takes it down in the opposite order."""

import http.client
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from kck.config import children, screen
from kck.config.embedded import CannotStart, EmbeddedServer
from kck.config.environment import Environment
from kck.config.home_lock import HomeLock
from kck.config.service import Service

_TICK = 0.1
_READY_PATIENCE = 120.0
_EARLY_DEATHS = 3
_STOP_PATIENCE = 25.0
_PAGES = [["Residents", "/"], ["Staff", "/desk/"], ["Open311", "/open311/v2/"]]


def run(env: Environment) -> int:
    """Run until told to stop; returns the exit code."""
    stopping = _stop_on_signals()
    home = env.home.resolve()
    _check_port(env)
    lock = HomeLock(home)
    try:
        _take(lock, stopping)
        return Supervisor(env, home, stopping).run()
    except Stopped:
        return 0
    finally:
        lock.release()


class Stopped(Exception):
    """We were told to stop before everything was up."""


class Supervisor:
    """The processes of one KCK_HOME."""

    def __init__(self, env: Environment, home: Path, stopping: threading.Event) -> None:
        self.env, self.home, self.stopping = env, home, stopping
        self.server = None if env.database_url else EmbeddedServer(home, say=screen.say)
        self.services: list[Service] = []

    def run(self) -> int:
        try:
            with screen.step("Database") as remarks:
                remarks.append(self._start_database())
            summary = self._prepare()
            self._start_services(summary.get("clock", ""))
            with screen.step("Web and worker"):
                self._until_ready()
            self._welcome(summary)
            self._watch()
        except CannotStart as error:
            screen.warn(str(error))
            return 1
        finally:
            self._stop()
        return 0

    def _start_database(self) -> str:
        if self.server is None:
            address = urlsplit(self.env.database_url)
            return f"your own: {address.hostname or 'local'}{address.path}"
        self.server.start()
        return f"PostgreSQL, embedded, in {_short(self.server.home.folder)}"

    def _prepare(self) -> dict[str, Any]:
        """Tables, city and demo city, by a process that shows its own progress and then goes."""
        with tempfile.NamedTemporaryFile("r", suffix=".json") as summary:
            child = children.spawn(
                [*_kck("prepare"), "--summary", summary.name], env=self._child_env()
            )
            while child.poll() is None:
                if self.stopping.wait(_TICK):
                    child.terminate()
                    child.wait()
                    raise Stopped
            if child.returncode != 0:
                raise CannotStart("The database could not be prepared; what is above says why.")
            text = summary.read()
        loaded: dict[str, Any] = json.loads(text or "{}")
        return loaded

    def _start_services(self, clock: str) -> None:
        env = self._child_env() | ({"KCK_CLOCK": clock} if clock else {})
        self.services = [
            Service(
                name=name,
                argv=_kck(*arguments),
                env=env,
                log=self.home / "log" / f"{name}.log",
                echo=self.env.log == "stdout",
            )
            for name, arguments in self._wanted().items()
        ]

    def _wanted(self) -> dict[str, Sequence[str]]:
        """In this order: no job may meet a worker that does not know it."""
        wanted: dict[str, Sequence[str]] = {"worker": ("worker",), "web": ("web",)}
        if self.env.mailboxes or self.env.mail_listen:
            wanted["mail"] = ("mail", "run")
        return wanted

    def _child_env(self) -> dict[str, str]:
        return {**os.environ, "KCK_HOME": str(self.home), "KCK_PORT": str(self.env.port)}

    def _until_ready(self) -> None:
        deadline = time.monotonic() + _READY_PATIENCE
        while not _ready(self.env):
            self._tick()
            hopeless = [each for each in self.services if each.deaths >= _EARLY_DEATHS]
            if hopeless or time.monotonic() > deadline:
                raise CannotStart(_obituary((hopeless or self.services)[0]))
            if self.stopping.wait(_TICK):
                raise Stopped

    def _watch(self) -> None:
        while not self.stopping.wait(_TICK):
            self._tick()

    def _tick(self) -> None:
        self._revive_database()
        for service in self.services:
            happened = service.tick(time.monotonic())
            if happened:
                screen.warn(happened)

    def _revive_database(self) -> None:
        if self.server is None or self.server.running:
            return
        screen.warn("the database ended; starting it again")
        try:
            self.server.start()
        except CannotStart as error:
            screen.warn(str(error))
            self.stopping.wait(5)

    def _stop(self) -> None:
        """Web and worker finish what they began; the database goes last."""
        if self.services:
            screen.say("stopping")
        for service in self.services:
            service.ask_to_stop()
        deadline = time.monotonic() + _STOP_PATIENCE
        for service in self.services:
            if not service.wait(max(deadline - time.monotonic(), 0.1)):
                screen.warn(f"{service.name} had to be stopped by force")
        if self.server is not None:
            self.server.stop()
        if self.services:
            screen.tick("Stopped")

    def _welcome(self, summary: dict[str, Any]) -> None:
        site = self.env.site_url.rstrip("/") or f"http://localhost:{self.env.port}"
        pages = summary.get("pages", _PAGES)
        shown = {"Addresses": [[name, site + path] for name, path in pages]}
        if "logins" in summary:
            shown["Demo logins"] = summary["logins"]
        screen.panel("KCK is running", shown, f"Ctrl-C stops it. Logs: {_short(self.home / 'log')}")


def _kck(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kck.config.cli", *arguments]


def _short(path: Path) -> str:
    """The path as seen from here, when that is shorter."""
    relative = os.path.relpath(path)
    return relative if len(relative) < len(str(path)) else str(path)


def _stop_on_signals() -> threading.Event:
    stopping = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, lambda *_: stopping.set())
    return stopping


def _take(lock: HomeLock, stopping: threading.Event) -> None:
    """A second `kck run` is refused; a command that uses the database for a while is waited for."""
    told = False
    while not lock.take("run"):
        pid, purpose = lock.holder()
        if purpose == "run":
            raise CannotStart(
                f"KCK already runs from this folder (process {pid}). Stop it first, or give this "
                "copy another KCK_HOME and PORT."
            )
        if not told:
            screen.say(f"waiting until `kck {purpose}` (process {pid}) has finished")
            told = True
        if stopping.wait(0.2):
            raise Stopped


def _check_port(env: Environment) -> None:
    family = socket.AF_INET6 if ":" in env.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((env.bind, env.port))
        except OSError as error:
            why = f"{error.strerror}{_user_of(env.port)}"
            raise CannotStart(
                f"Port {env.port} on {env.bind} cannot be used ({why}). "
                f"Choose another one, for example: PORT={env.port + 1} make run"
            ) from error


def _user_of(port: int) -> str:
    try:
        for each in psutil.net_connections("tcp"):
            if (
                each.laddr
                and each.laddr.port == port
                and each.status == psutil.CONN_LISTEN
                and each.pid
            ):
                return f": process {each.pid}, {psutil.Process(each.pid).name()}"
    except psutil.Error:
        pass
    return ""


def _ready(env: Environment) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(env.bind, env.bind)  # noqa: S104
    try:
        connection = http.client.HTTPConnection(host, env.port, timeout=5)
        connection.request("GET", "/readyz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def _obituary(service: Service) -> str:
    words = "\n".join(f"    {line}" for line in service.last_words)
    return (
        f"{service.name} does not start. Its last words:\n{words}\n  The whole log: {service.log}"
    )
