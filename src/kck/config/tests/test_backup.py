import tarfile

import pytest
from django.db import connection

from kck.config.backup import CannotRestore, backup, restore


def quiet(_title, _done, _total):
    """Nobody looks."""


@pytest.fixture
def home(tmp_path, settings):
    settings.KCK_HOME = tmp_path / "home"
    for name, content in {"files/a/photo.jpg": b"photo", "keys/secret_key": b"key"}.items():
        path = settings.KCK_HOME / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    return settings.KCK_HOME


@pytest.fixture
def notes(transactional_db):
    """A table of our own, so that the test does not depend on anybody's models."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE notes AS SELECT 'zażółć' AS words")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS notes")


def words():
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM notes")
        return [row[0] for row in cursor.fetchall()]


def test_what_was_saved_comes_back_whole(tmp_path, home, notes):
    archive = tmp_path / "kck.tar"
    backup(archive, quiet)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notes SET words = 'spoilt'")
    (home / "files" / "a" / "photo.jpg").unlink()

    restore(archive, quiet, replace=True)

    assert words() == ["zażółć"]
    assert (home / "files" / "a" / "photo.jpg").read_bytes() == b"photo"
    assert archive.stat().st_mode & 0o077 == 0


def test_a_database_with_something_in_it_is_not_overwritten_unasked(tmp_path, home, notes):
    archive = tmp_path / "kck.tar"
    backup(archive, quiet)

    with pytest.raises(CannotRestore, match="--replace"):
        restore(archive, quiet)


def test_a_spoilt_archive_changes_nothing(tmp_path, home, notes):
    archive, spoilt = tmp_path / "kck.tar", tmp_path / "spoilt.tar"
    backup(archive, quiet)
    with tarfile.open(archive) as source, tarfile.open(spoilt, "w") as target:
        for member in source.getmembers():
            content = source.extractfile(member)
            if member.name == "database.dump":
                member.size //= 2
            target.addfile(member, content)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notes SET words = 'today'")

    with pytest.raises(CannotRestore, match="not changed"):
        restore(spoilt, quiet, replace=True)

    assert words() == ["today"]


def test_some_other_tar_is_not_taken_for_a_backup(tmp_path, home, db):
    archive = tmp_path / "other.tar"
    with tarfile.open(archive, "w") as out:
        out.add(home / "keys" / "secret_key", "readme")

    with pytest.raises(CannotRestore, match="not a backup"):
        restore(archive, quiet)


def test_a_failed_backup_leaves_no_half_file(tmp_path, home, notes, monkeypatch):
    monkeypatch.setenv("PGDATABASE", "ignored")
    monkeypatch.setattr("kck.config.backup._program", lambda _name: "/bin/false")

    with pytest.raises(CannotRestore):
        backup(tmp_path / "kck.tar", quiet)

    assert [path.name for path in tmp_path.iterdir()] == ["home"]
