"""A pytest plugin: every run gets a folder of its own and, unless one is named, a database server.

Loaded by `-p` in pyproject.toml, because settings are read before any conftest.py.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from kck.config.embedded import EmbeddedServer

# what these give up matters only if the machine stops, and then nobody wants the test data
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
_server = pytest.StashKey[EmbeddedServer]()
_home = pytest.StashKey[Path]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Before Django's settings are read. Workers of xdist find what the first process made."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["KCK_HOME"] = str(Path(os.environ["KCK_HOME"]) / worker)
    else:
        _set_up(early_config)
    try:
        yield
    except BaseException:  # the code does not even import; pytest will not call us again
        pytest_unconfigure(early_config)
        raise


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server in config.stash:
        config.stash[_server].stop()
    if _home in config.stash:
        shutil.rmtree(config.stash[_home], ignore_errors=True)


def _set_up(config: pytest.Config) -> None:
    home = _make_home()
    config.stash[_home] = home
    os.environ["KCK_HOME"] = str(home)
    os.environ["KCK_TRIAGE_LEARNS"] = "no"  # beside tests; those about learning say when
    if not os.environ.get("KCK_DATABASE_URL"):
        config.stash[_server] = _start(home)


def _make_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="kck-test-"))
    home.chmod(0o711)  # as root the server is somebody else, who must get to its own folder
    return home


def _start(home: Path) -> EmbeddedServer:
    server = EmbeddedServer(home, options=_FAST)
    server.start()
    os.environ["KCK_DATABASE_URL"] = server.home.url
    return server
