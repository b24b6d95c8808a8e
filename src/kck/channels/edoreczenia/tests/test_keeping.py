import os
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import MONDAY

from kck.channels.edoreczenia.folder import read_proofs, take_deliveries
from kck.channels.edoreczenia.jobs import forget_originals
from kck.channels.edoreczenia.keeping import remove_old_originals
from kck.channels.edoreczenia.models import Delivery, DeliveryFile
from kck.channels.edoreczenia.tests.dropping import as_folder, as_zip
from kck.files.storage import remove, write
from kck.foundation import clock, privacy

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=31)


@pytest.fixture(autouse=True)
def drop(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    settings.ENV = replace(settings.ENV, edoreczenia_folder=tmp_path, edoreczenia_keep_days=30)
    for name in ("in", "proofs", "taken"):
        (tmp_path / name).mkdir()
    return tmp_path


def originals(drop):
    return sorted(path.name for path in (drop / "taken").iterdir())


def test_originals_go_after_their_days_and_not_before(drop, monkeypatch):
    as_zip(drop / "in")
    as_folder(drop / "in", "two", far_id="EDOR-2")
    take_deliveries()

    assert remove_old_originals(at=MONDAY + timedelta(days=29)) == 0
    assert remove_old_originals(at=LATER, preview=True) == 2
    assert originals(drop) == ["one.zip", "two"]
    monkeypatch.setattr(clock, "now", lambda: LATER)
    forget_originals(0)

    assert originals(drop) == []
    assert DeliveryFile.objects.count() == 4
    assert remove_old_originals(at=LATER) == 0


def test_an_original_whose_file_is_not_kept_here_stays(drop):
    as_zip(drop / "in", files={"program.exe": b"MZ\x90"})
    take_deliveries()

    assert remove_old_originals(at=LATER) == 0
    assert originals(drop) == ["one.zip"]


def test_an_empty_file_holds_up_nothing(drop):
    as_zip(drop / "in", files={"pusty.txt": b""})
    take_deliveries()

    assert remove_old_originals(at=LATER) == 1


@pytest.mark.parametrize("spoil", [
    lambda name: remove([name]),
    lambda name: write(name, b"rotten"),
])  # fmt: skip
def test_an_original_whose_copy_was_lost_or_is_rotten_stays(drop, spoil):
    as_zip(drop / "in")
    take_deliveries()
    spoil(DeliveryFile.objects.get(proof=False).file.name)

    assert remove_old_originals(at=LATER) == 0
    assert originals(drop) == ["one.zip"]


def test_a_folder_that_is_away_is_not_taken_for_an_empty_one(drop):
    as_zip(drop / "in")
    take_deliveries()
    (drop / "taken").rename(drop / "elsewhere")

    assert remove_old_originals(at=LATER) == 0
    assert Delivery.objects.get().kept_as == "one.zip"
    (drop / "elsewhere").rename(drop / "taken")

    assert remove_old_originals(at=LATER) == 1


def test_what_comes_again_after_its_days_leaves_no_original(drop):
    as_zip(drop / "in")
    take_deliveries()
    remove_old_originals(at=LATER)
    as_zip(drop / "in", "again.zip")

    take_deliveries()

    assert originals(drop) == []
    assert Delivery.objects.count() == 1


def test_what_somebody_took_away_is_not_looked_for_again(drop):
    as_folder(drop / "in")
    take_deliveries()
    shutil.rmtree(drop / "taken" / "one")

    assert remove_old_originals(at=LATER) == 0
    assert Delivery.objects.get().kept_as == ""


def test_proofs_of_strangers_and_young_ones_stay(drop):
    path = drop / "taken" / "stray.json"
    path.write_text('{"id": "not-ours", "proof": "sent", "at": "2026-02-03T10:00:00+01:00"}')
    os.utime(path, (0, 0))

    assert read_proofs() == remove_old_originals(at=LATER) == 0
    assert originals(drop) == ["stray.json"]


def test_retention_asks_here_too(drop):
    as_zip(drop / "in")
    take_deliveries()
    holder = {one.name: one for one in privacy.holders()}["edoreczenia"]

    assert holder.expire(LATER, True) == 1
    assert holder.expire(LATER, False) == 1
    assert originals(drop) == []
