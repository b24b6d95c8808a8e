import os
from datetime import timedelta

import pytest
from tests.builders import acting_for

from kck.channels.ezd import transports
from kck.channels.ezd.checking import check
from kck.channels.ezd.commands import send_to_records
from kck.channels.ezd.gathering import gather
from kck.channels.ezd.package import as_zip
from kck.channels.ezd.queries import unfinished
from kck.channels.ezd.sending import claim, retry_after, send_due
from kck.channels.ezd.terms import BACKOFF
from kck.channels.ezd.tests.filing import NOW, a_petition, asked, later, state_of
from kck.channels.ezd.transports import Folder
from kck.files.storage import remove
from kck.foundation.models import RecordedEvent

pytestmark = pytest.mark.django_db


def test_the_package_lies_whole_in_the_folder(folder):
    package = asked(a_petition())

    assert send_due() == 1

    path = folder / f"{package.package_id}.zip"
    assert check(path).problems == ()
    assert state_of(package) == "sent"
    assert (package.size, package.attempts) == (path.stat().st_size, 1)
    assert (package.sent_at, package.lease_until, package.next_at) == (NOW, None, None)
    event = RecordedEvent.objects.get(name="ezd.package_sent")
    assert event.payload["sha256"] == package.sha256
    assert event.stream == f"records:{package.case_id}"


def test_a_folder_that_is_away_is_tried_again_until_it_is_back(folder, monkeypatch):
    folder.rmdir()
    package = asked(a_petition())

    assert send_due() == 0
    assert state_of(package) == "waiting"
    assert "folderze EZD" in package.reason
    assert str(folder) not in package.reason
    assert send_due() == 0  # not due yet
    folder.mkdir()
    later(monkeypatch)

    assert send_due() == 1
    assert (state_of(package), package.reason) == ("sent", "")


def test_a_full_disk_leaves_nothing_behind(folder, monkeypatch):
    package = asked(a_petition())

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transports.os, "fsync", full)

    assert send_due() == 0
    assert list(folder.iterdir()) == []
    assert state_of(package) == "waiting"
    assert "No space left" in package.reason


def test_a_package_that_an_earlier_attempt_laid_there_is_not_laid_twice(folder, monkeypatch):
    """The process was killed after the rename and before it could write that down."""
    package = asked(a_petition())
    data = as_zip(gather(package))
    claim()
    (folder / f"{package.package_id}.zip").write_bytes(data)
    later(monkeypatch, timedelta(minutes=11))

    assert send_due() == 1

    assert state_of(package) == "sent"
    assert len(list(folder.iterdir())) == 1


def test_a_strangers_file_of_that_name_is_left_alone(folder):
    package = asked(a_petition())
    stranger = folder / f"{package.package_id}.zip"
    stranger.write_bytes(b"something else")

    assert send_due() == 0

    assert state_of(package) == "stuck"
    assert stranger.read_bytes() == b"something else"


def test_one_poison_case_does_not_stop_the_next():
    poison, good = a_petition(), a_petition()
    first, second = asked(poison), asked(good)
    remove([poison.photos.get().file.name])

    assert send_due() == 1

    assert (state_of(first), state_of(second)) == ("waiting", "sent")
    assert "Brakuje pliku" in first.reason


def test_what_fails_for_good_waits_for_a_person_and_keeps_its_identifier(folder, monkeypatch):
    folder.rmdir()
    case = a_petition()
    package = asked(case)
    for _attempt in range(len(BACKOFF) + 1):
        later(monkeypatch)
        send_due()

    assert state_of(package) == "stuck"
    assert [row.number for row in unfinished()] == [case.number]
    assert RecordedEvent.objects.filter(name="ezd.package_stuck").count() == 1
    folder.mkdir()
    again = send_to_records(case.pk, at=NOW, by=acting_for("OR"))

    assert send_due() == 1
    assert again.package_id == package.package_id
    assert state_of(package) == "sent"


def test_waiting_grows_and_ends():
    waits = [retry_after(n) for n in range(1, len(BACKOFF) + 2)]

    assert waits[-1] is None
    assert waits[:-1] == sorted(waits[:-1])


def test_two_senders_do_not_take_the_same():
    asked(a_petition())

    assert claim() is not None
    assert claim() is None


def test_a_read_only_folder_says_why(folder, monkeypatch):
    package = asked(a_petition())

    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(folder), "open", refuse)  # root may write anywhere

    with pytest.raises(transports.NotSent, match="Permission denied"):
        Folder(folder).take(transports.Parcel(package_id=package.package_id, data=b"x", sha256=""))
    assert os.listdir(folder) == []
