"""Where the embedded PostgreSQL of one KCK_HOME keeps its data, and where it listens.

Nothing here changes anything, so that the settings and every command find the same server.
"""

import hashlib
import os
import pwd
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

USER = NAME = "kck"
# users the server runs as when we are root: PostgreSQL refuses root
_SERVER_USERS = ("kck", "postgres", "nobody")
# the kernel's limit is 107 bytes, on macOS 103, of which the socket's own name takes 15
_LONGEST_FOLDER = 85
_PLAIN = re.compile(r"[A-Za-z0-9_./ +-]+")  # a comma would mean two folders to libpq


@dataclass(frozen=True, kw_only=True)
class EmbeddedHome:
    """The folder of the server, the folder of its socket, and the user that owns both."""

    folder: Path
    sockets: Path
    uid: int
    gid: int
    elsewhere: bool = False  # KCK_HOME cannot be entered by the server's user

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/{NAME}?host={quote(str(self.sockets), safe='')}"


def embedded_home(home: Path) -> EmbeddedHome:
    """The place of the embedded server that belongs to this KCK_HOME."""
    home = home.resolve()
    uid, gid = _server_user(home)
    folder = _folder(home, uid, gid)
    return EmbeddedHome(
        folder=folder,
        sockets=_sockets(folder, home),
        uid=uid,
        gid=gid,
        elsewhere=home not in folder.parents,
    )


def signpost(home: Path) -> Path:
    """The file that says where the data is when it could not stay under KCK_HOME."""
    return home / "postgres-is-elsewhere"


def may_reach(path: Path, uid: int, gid: int, want: int = stat.S_IXOTH) -> bool:
    """Whether that user may enter every folder down to the path, and has `want` on the path."""
    parents = [parent for parent in reversed(path.parents) if parent.exists()]
    if not all(_allows(parent, uid, gid, stat.S_IXOTH) for parent in parents):
        return False
    return not path.exists() or _allows(path, uid, gid, want)


def _allows(path: Path, uid: int, gid: int, want: int) -> bool:
    status = path.stat()
    if uid == status.st_uid:
        want <<= 6
    elif gid == status.st_gid:
        want <<= 3
    return status.st_mode & want == want


def _folder(home: Path, uid: int, gid: int) -> Path:
    inside = home / "postgres"
    if signpost(home).exists():
        return Path(signpost(home).read_text().strip())
    if (inside / "data").exists() or uid == os.geteuid() or may_reach(home, uid, gid):
        return inside
    return Path("/var/lib/kck") / _key(home)


def _server_user(home: Path) -> tuple[int, int]:
    """Ourselves; for root the owner of the data there is, else an unprivileged user."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    folder = (
        Path(signpost(home).read_text().strip()) if signpost(home).exists() else home / "postgres"
    )
    if (folder / "data").exists() and (owner := (folder / "data").stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    for name in _SERVER_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return entry.pw_uid, entry.pw_gid
    return 65534, 65534


def _sockets(folder: Path, home: Path) -> Path:
    """Beside the data, where nobody else may come; a long or odd path needs a short one.

    In /tmp somebody may have made that folder before us: owner and kind are checked at the start.
    """
    beside = folder / "socket"
    if len(os.fsencode(beside)) <= _LONGEST_FOLDER and _PLAIN.fullmatch(str(beside)):
        return beside
    return Path("/tmp") / f"kck-{_key(home)}"  # noqa: S108


def _key(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
