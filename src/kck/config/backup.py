"""One file that holds everything which must not be lost: database, files, keys.

The archive is a tar: `kck-backup.json`, `database.dump` (pg_dump's own format), `files/`, `keys/`.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import connection

from kck.config import embedded
from kck.foundation import clock

FORMAT = 1
Progress = Callable[[str, int, int], None]
_PG_NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
_BEGIN = b"BEGIN; SET LOCAL lock_timeout = '30s';\n"  # somebody may still be using it
_EMPTY = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
_FOLDERS = ("files", "keys")
# pg_restore 17 and newer sets this, and an older server does not know it
_UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"


class CannotRestore(Exception):
    """The archive or the database is not as a restore needs it."""


def backup(target: Path, progress: Progress) -> int:
    """Write the archive whole or not at all; the site may go on meanwhile. Returns its bytes."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kck-backup-") as folder:
            dump = Path(folder) / "database.dump"
            _dump_database(dump, progress)  # first, so that every file it names is still there
            _write_archive(partial, dump, progress)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def restore(source: Path, progress: Progress, *, replace: bool = False) -> None:
    """Put everything back: the database in one transaction, then the files."""
    with tarfile.open(source) as archive:
        _check_format(archive)
        if not replace and _has_tables():
            raise CannotRestore("The database is not empty. Add --replace to lose what is in it.")
        _restore_database(archive, progress, replace=replace)
        _restore_folders(archive, progress)


def _dump_database(dump: Path, progress: Progress) -> None:
    expected = _database_size()
    command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    with dump.open("wb") as out:
        child = subprocess.Popen([*command, f"--file={dump}"], env=_pg_environment(), stdout=out)
        while child.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                child.wait(0.2)
            progress("database", dump.stat().st_size, expected)
    if child.returncode != 0:
        raise CannotRestore("pg_dump failed; its reason is above.")


def _write_archive(partial: Path, dump: Path, progress: Progress) -> None:
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds keys
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as archive:
        _add_facts(archive, dump.parent)
        archive.add(dump, "database.dump")
        kept = list(_kept_files())
        for number, path in enumerate(kept, 1):
            with suppress(FileNotFoundError):  # erased since we looked: rightly not in the backup
                archive.add(path, str(path.relative_to(settings.KCK_HOME)))
            progress("files", number, len(kept))
        out.flush()
        os.fsync(out.fileno())


def _add_facts(archive: tarfile.TarFile, folder: Path) -> None:
    facts = {"format": FORMAT, "kck": version("kck"), "made_at": clock.real_now().isoformat()}
    path = folder / "kck-backup.json"
    path.write_text(json.dumps(facts))
    archive.add(path, path.name)


def _kept_files() -> Iterator[Path]:
    for folder in _FOLDERS:
        root = settings.KCK_HOME / folder
        yield from (path for path in sorted(root.rglob("*")) if path.is_file())


def _check_format(archive: tarfile.TarFile) -> None:
    try:
        facts = json.load(_member(archive, "kck-backup.json"))
    except (KeyError, ValueError) as error:
        raise CannotRestore("This is not a backup made by `kck backup`.") from error
    if facts.get("format") != FORMAT:
        raise CannotRestore(f"The backup was made by KCK {facts.get('kck')}, which is newer.")


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    content = archive.extractfile(name)
    if content is None:
        raise KeyError(name)
    return content


def _restore_database(archive: tarfile.TarFile, progress: Progress, *, replace: bool) -> None:
    member = _member(archive, "database.dump")
    total = archive.getmember("database.dump").size
    with tempfile.NamedTemporaryFile(dir=settings.KCK_HOME, suffix=".dump") as dump:
        shutil.copyfileobj(member, dump)
        dump.flush()
        connection.close()
        _replay(Path(dump.name), total, progress, replace=replace)


def _replay(dump: Path, total: int, progress: Progress, *, replace: bool) -> None:
    """pg_restore writes SQL, psql runs it; only when all of it has come is it committed."""
    reader = subprocess.Popen(
        [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", dump],
        stdout=subprocess.PIPE,
    )
    writer = subprocess.Popen(
        [_program("psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=_pg_environment(),
    )
    with _pipe(reader.stdout) as source, suppress(BrokenPipeError), _pipe(writer.stdin) as sink:
        sink.write(_BEGIN + (_EMPTY if replace else b""))
        _pour(source, sink, lambda done: progress("database", done, total))
        if reader.wait() == 0:
            sink.write(b"\nCOMMIT;\n")
    if reader.wait() or writer.wait():
        raise CannotRestore("The database was not changed: the reason is above.")


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise RuntimeError("asked for with subprocess.PIPE")
    return end


def _pour(source: IO[bytes], sink: IO[bytes], tell: Callable[[int], None]) -> None:
    done = 0
    head = source.read(65536).replace(_UNKNOWN_BEFORE_17, b"", 1)
    while head:
        sink.write(head)
        done += len(head)
        tell(done)
        head = source.read(1 << 20)


def _restore_folders(archive: tarfile.TarFile, progress: Progress) -> None:
    members = [each for each in archive.getmembers() if _is_ours(each)]
    for number, member in enumerate(members, 1):
        archive.extract(member, settings.KCK_HOME, filter="data")
        progress("files", number, len(members))


def _is_ours(member: tarfile.TarInfo) -> bool:
    return member.isfile() and PurePosixPath(member.name).parts[0] in _FOLDERS


def _program(name: str) -> str:
    """The server's own release when it is installed, else the newest we have: the wheel's."""
    found = shutil.which(name)
    if settings.ENV.database_url and found and _major_of(found) >= _server_major():
        return found
    return str(embedded.programs() / name)


def _major_of(program: str) -> int:
    words = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    ).stdout
    return int(words.split()[2].split(".")[0])


def _server_major() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def _database_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _pg_environment() -> dict[str, str]:
    """Where to connect, by the environment: a password on a command line is read by everybody."""
    params: dict[str, Any] = connection.get_connection_params()
    given = {name: str(params[key]) for key, name in _PG_NAMES.items() if params.get(key)}
    return {**os.environ, **given, "PGOPTIONS": "--client-min-messages=warning"}
