"""The whole of `kck run` with real processes: it takes some seconds and is worth them."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest


@pytest.fixture
def copy(tmp_path_factory, unused_tcp_port):
    home = tmp_path_factory.mktemp("running")
    for folder in (home, home.parent, home.parent.parent):
        folder.chmod(0o711)
    return Copy(home, unused_tcp_port)


class Copy:
    """One running KCK."""

    def __init__(self, home, port):
        self.home, self.port = home, port
        kept = {name: text for name, text in os.environ.items() if not name.startswith("KCK_")}
        self.env = {**kept, "KCK_HOME": str(home), "PORT": str(port)}
        self.env["DJANGO_SETTINGS_MODULE"] = "kck.config.settings"
        self.env["KCK_TRIAGE_LEARNS"] = "no"

    def start(self):
        return subprocess.Popen(
            [sys.executable, "-m", "kck.config.cli", "run"],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ready(self):
        try:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            line.request("GET", "/readyz")
            return line.getresponse().status == 200
        except OSError:
            return False

    def until_ready(self, running, seconds=120):
        deadline = time.monotonic() + seconds
        while not self.ready():
            assert running.poll() is None, running.stdout.read()
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_what_is_killed_comes_back_and_at_the_end_nothing_remains(copy):
    running = copy.start()
    try:
        copy.until_ready(running)
        family = psutil.Process(running.pid).children(recursive=True)
        services = [each for each in family if "kck.config.cli" in " ".join(each.cmdline())]
        assert len(services) == 4  # two serve pages, one watches them, one works

        refused = copy.start()
        assert "cannot be used" in refused.communicate(timeout=30)[0]
        copy.env["PORT"] = str(copy.port + 1)
        refused = copy.start()
        assert f"already runs from this folder (process {running.pid})" in refused.communicate()[0]

        for each in services:
            each.send_signal(signal.SIGKILL)
        psutil.wait_procs(services, timeout=10)
        copy.until_ready(running)

        family = psutil.Process(running.pid).children(recursive=True)
        running.terminate()
        words = running.communicate(timeout=60)[0]
    finally:
        running.kill()

    assert running.returncode == 0, words
    assert "web ended (signal 9)" in words
    assert "Stopped" in words
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


def test_a_busy_port_is_said_before_anything_is_begun(copy):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", copy.port))
        busy.listen()

        words = copy.start().communicate(timeout=30)[0]

    assert f"Port {copy.port}" in words
    assert f"PORT={copy.port + 1} make run" in words
    assert list(copy.home.iterdir()) == []
