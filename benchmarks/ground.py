"""Where benchmarks run: databases of their own, a web process like the real one, no network."""

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg

ROOT = Path(__file__).resolve().parents[1]
CITY = ROOT / "cities" / "krakow"
KEY = "benchmark-key"
PATIENCE = 60.0


def url_of(server: str, name: str) -> str:
    """Another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def environment(url: str, home: Path, **more: str) -> dict[str, str]:
    """Of every process we start: this database, this folder, none of the operator's settings."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("KCK_")}
    return {
        **kept,
        "KCK_HOME": str(home),
        "KCK_DATABASE_URL": url,
        "KCK_LOG_LEVEL": "WARNING",
        "KCK_TRIAGE_LEARNS": "no",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
        "PYTHONWARNINGS": "ignore",
        **more,
    }


def kck(*arguments: str, env: Mapping[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "kck.config.cli", *arguments],
        env=dict(env),
        check=True,
        stdout=subprocess.DEVNULL,
    )


class Ground:
    """The databases on one server. Those that take long to fill are kept between runs."""

    def __init__(self, server: str, home: Path) -> None:
        self.server, self.home = server, home
        self._stamp = stamp()

    def fresh(self, name: str) -> str:
        """A database with tables and the city, and nothing else."""
        template = self._city()
        self._make(name, template)
        return url_of(self.server, name)

    def has(self, name: str) -> bool:
        """It was filled before, with these very tables and this city."""
        with self._connected() as connection:
            row = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [name],
            ).fetchone()
        return row is not None and row[0] == self._stamp

    def seal(self, name: str) -> None:
        with self._connected() as connection:
            connection.execute(f"COMMENT ON DATABASE {name} IS '{self._stamp}'".encode())

    def _city(self) -> str:
        name = "kck_bench_city"
        if not self.has(name):
            self._make(name, "template0")
            env = environment(url_of(self.server, name), self.home)
            kck("migrate", "--verbosity", "0", env=env)
            kck("city", "load", str(CITY), env=env)
            self.seal(name)
        return name

    def _make(self, name: str, template: str) -> None:
        with self._connected() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())

    def _connected(self) -> "psycopg.Connection[tuple[str, ...]]":
        return psycopg.connect(url_of(self.server, "postgres"), autocommit=True)


def stamp() -> str:
    """Changes with any migration, with the city's configuration, and with how rows are made."""
    digest = hashlib.sha256()
    paths = [
        *ROOT.glob("src/kck/**/migrations/*.py"),
        *CITY.rglob("*"),
        ROOT / "benchmarks" / "many.sql",
    ]
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web(env: Mapping[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    """`kck web` as in production: its port, and its process whose children serve."""
    port = free_port()
    with running("web", env={**env, "KCK_PORT": str(port)}) as process:
        _until_alive(port, process)
        yield port, process


@contextmanager
def running(*arguments: str, env: Mapping[str, str]) -> Iterator[psutil.Process]:
    argv = [sys.executable, "-m", "kck.config.cli", *arguments]
    with subprocess.Popen(argv, env=dict(env), stdout=subprocess.DEVNULL) as child:
        try:
            yield psutil.Process(child.pid)
        finally:
            child.terminate()
            child.wait(PATIENCE)


def _until_alive(port: int, process: psutil.Process) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers; without a worker it may say that the queue waits
        except OSError:
            if not process.is_running() or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@contextmanager
def far_end(module: str) -> Iterator[str]:
    """Somebody else's server, in a process of its own: its address."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", module, str(port)]) as child:
        try:
            _until_open(port, child)
            yield f"http://127.0.0.1:{port}"
        finally:
            child.terminate()


def _until_open(port: int, child: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if child.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
