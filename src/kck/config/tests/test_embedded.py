import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from kck.config import embedded
from kck.config.embedded import CannotStart, EmbeddedServer, connect
from kck.config.embedded_home import embedded_home, may_reach
from kck.config.home_lock import HomeLock, database


@pytest.fixture
def home(tmp_path_factory):
    path = tmp_path_factory.mktemp("home with space, ą")
    for folder in (path, path.parent, path.parent.parent):  # the server's user passes, when root
        folder.chmod(0o711)
    return path


@pytest.fixture
def server(home):
    server = EmbeddedServer(home, options=["fsync=off"])
    yield server
    server.stop()


def test_it_starts_knows_polish_letters_and_stops(server):
    server.start()

    with connect(server.home) as connection:
        row = connection.execute("SELECT lower('ŁÓDŹ'), upper('ґ'), current_database()").fetchone()
    assert row == ("łódź", "Ґ", "kck")

    server.stop()
    assert not embedded.answers(server.home)
    assert not (server.home.data / "postmaster.pid").exists()


def test_nobody_else_reaches_it(server):
    server.start()

    with connect(server.home) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    for folder in (server.home.data, server.home.sockets, server.home.folder):
        assert folder.stat().st_mode & 0o077 == 0


def test_after_a_crash_it_recovers_what_was_committed(server):
    server.start()
    with connect(server.home) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()

    server.start()

    with connect(server.home) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_pid_that_now_belongs_to_a_stranger_is_forgotten_and_the_stranger_lives(server):
    server.start()
    pid_file = server.home.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

    server.start()

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_it_ends_when_the_one_who_started_it_is_killed(home):
    program = (
        "import sys, time; from pathlib import Path\n"
        "from kck.config.embedded import EmbeddedServer\n"
        "server = EmbeddedServer(Path(sys.argv[1])); server.start()\n"
        "print(server.process.pid, flush=True); time.sleep(60)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True
    )
    postgres = psutil.Process(int(starter.stdout.readline()))
    starter.kill()
    starter.communicate()

    gone, _ = psutil.wait_procs([postgres], timeout=20)
    assert gone
    assert not (embedded_home(home).data / "postmaster.pid").exists()  # it had time to write out


def test_a_socket_folder_that_somebody_put_there_is_refused(server, tmp_path):
    server.home.sockets.parent.mkdir(parents=True, exist_ok=True)
    server.home.sockets.symlink_to(tmp_path)

    with pytest.raises(CannotStart, match="is not a folder of user"):
        server.start()

    server.home.sockets.unlink()


def test_data_of_another_release_is_refused_with_the_way_out(server):
    server.start()
    server.stop()
    (server.home.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(CannotStart, match=r"PostgreSQL 17.*upgrade\.md"):
        server.start()


def test_the_socket_path_fits_however_long_the_home_is(tmp_path):
    deep = tmp_path.joinpath(*["a-rather-long-folder-name"] * 8)

    sockets = embedded_home(deep).sockets

    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) < 104
    assert sockets == embedded_home(deep).sockets
    assert sockets != embedded_home(deep / "other").sockets


def test_permissions_are_judged_for_another_user(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    nobody = 65534

    assert not may_reach(closed / "postgres", nobody, nobody)
    assert may_reach(closed / "postgres", os.geteuid(), os.getegid())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts it as another user")
def test_root_keeps_the_data_elsewhere_when_its_home_is_closed_and_finds_it_again(tmp_path):
    home = tmp_path / "closed" / "home"
    home.mkdir(parents=True)
    home.parent.chmod(0o700)
    mode_before = home.parent.stat().st_mode
    server = EmbeddedServer(home)
    try:
        server.start()
        assert server.home.elsewhere
        server.stop()

        home.parent.chmod(0o711)
        assert embedded_home(home).folder == server.home.folder
        home.parent.chmod(mode_before)
    finally:
        server.stop()
        shutil.rmtree(server.home.folder)

    assert home.parent.stat().st_mode == mode_before


def test_a_second_command_uses_the_server_of_the_first_which_waits_for_it(home):
    program = (
        "import sys, time; from pathlib import Path; from kck.config.home_lock import database\n"
        "with database(Path(sys.argv[1]), purpose='first'):\n"
        "    print('up', flush=True); time.sleep(0.5)\n"
        "print(time.time(), flush=True)"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True
    )
    assert first.stdout.readline() == "up\n"
    assert not (lock := HomeLock(home)).take("run")
    assert lock.holder() == (first.pid, "first")

    with database(home, purpose="second"), connect(embedded_home(home)) as connection:
        time.sleep(1)
        connection.execute("SELECT 1")
        left = time.time()

    assert float(first.communicate()[0]) > left


def test_the_server_log_keeps_no_word_of_what_people_wrote(server):
    server.start()
    with connect(server.home) as connection:
        connection.execute("CREATE TABLE person (email text PRIMARY KEY)")
        connection.execute("INSERT INTO person VALUES ('jan@example.org')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO person VALUES ('jan@example.org')")

    log = Path(server.home.log).read_text()
    assert "duplicate key" in log
    assert "jan@example.org" not in log
