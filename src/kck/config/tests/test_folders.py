import os
import time
from dataclasses import replace

import pytest
from django.core.management import call_command
from tests.builders import MONDAY

from kck.config import folders as looking
from kck.config.folders import folders, registers
from kck.places.models import RegisterSource


@pytest.fixture
def ezd(settings, tmp_path):
    settings.ENV = replace(settings.ENV, ezd_folder=tmp_path / "ezd")
    (tmp_path / "ezd").mkdir()
    return tmp_path / "ezd"


@pytest.fixture
def drop(settings, tmp_path):
    settings.ENV = replace(settings.ENV, edoreczenia_folder=tmp_path / "drop")
    (tmp_path / "drop" / "in").mkdir(parents=True)
    return tmp_path / "drop"


def lying(monkeypatch, hours):
    """So many hours later."""
    real = time.time()
    monkeypatch.setattr(looking.time, "time", lambda: real + hours * 3600)


def test_what_is_not_in_use_is_not_spoken_of(settings):
    settings.ENV = replace(settings.ENV, ezd_folder=None, edoreczenia_folder=None)

    assert folders() == []


def test_folders_in_order_are_said_to_be(ezd, drop):
    assert [(one.what, one.well) for one in folders()] == [
        ("EZD folder", True), ("e-Doręczenia", True),
    ]  # fmt: skip


def test_a_folder_that_is_away_is_named_with_its_setting(ezd, drop):
    ezd.rmdir()
    (drop / "in").rmdir()
    drop.rmdir()

    first, second = folders()

    assert (first.well, second.well) == (False, False)
    assert first.words == f"{ezd} is not there"
    assert "KCK_EZD_FOLDER" in first.advice
    assert "KCK_EDORECZENIA_FOLDER" in second.advice


def test_a_folder_that_may_not_be_written_to_is_named(ezd, monkeypatch):
    may = os.access
    monkeypatch.setattr(  # root may write anywhere
        looking.os, "access", lambda path, mode: not mode & os.W_OK and may(path, mode)
    )

    [found] = folders()

    assert not found.well
    assert "may not be read and written to" in found.words


def test_a_receipt_that_nobody_reads_is_named(ezd, monkeypatch):
    (ezd / "receipts" / "read").mkdir(parents=True)
    (ezd / "receipts" / "read" / "old.json").write_text("{}")
    (ezd / "receipts" / "a.json").write_text("{}")
    assert folders()[0].well
    lying(monkeypatch, 5)

    [found] = folders()

    assert not found.well
    assert found.words.endswith("a.json has lain there for 5 hours")
    assert "worker" in found.advice


@pytest.mark.parametrize(
    ("where", "hours", "well"),
    [
        ("in/one.zip", 1, False),
        ("in/one.zip.part", 1, True),
        ("in/.one.zip", 1, True),
        ("proofs/a.json", 1, False),
        ("out/letter", 24, True),
        ("out/letter", 24 * 5, False),
        ("taken/one.zip", 24 * 5, True),
    ],
)
def test_what_lies_in_the_drop_folder_too_long_is_named(drop, monkeypatch, where, hours, well):
    path = drop / where
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    lying(monkeypatch, hours)

    [found] = folders()

    assert found.well == well
    assert well or path.name in found.words


def test_without_an_inbox_nothing_can_be_delivered(drop):
    (drop / "in").rmdir()

    [found] = folders()

    assert (found.well, found.grave) == (False, False)
    assert found.advice == f"mkdir {drop / 'in'}"


@pytest.mark.django_db
def test_a_register_whose_file_is_missing_is_named(settings, tmp_path):
    settings.KCK_HOME = tmp_path
    (tmp_path / "registers").mkdir()
    assert registers().well
    for name, location, ended in [
        ("Streets", "streets.csv", None),
        ("Stops", "https://city.example/stops.zip", None),
        ("Old", "old.csv", MONDAY),
    ]:
        RegisterSource.objects.create(
            name=name, register="streets", location=location, every="day", ended_at=ended
        )

    found = registers()
    assert (found.well, found.words) == (False, "cannot be read: streets.csv")
    (tmp_path / "registers" / "streets.csv").write_text("name\n")

    assert registers().well


@pytest.mark.django_db
def test_the_command_says_it(ezd, capsys):
    ezd.rmdir()

    with pytest.raises(SystemExit):
        call_command("doctor")

    assert "is not there" in " ".join(capsys.readouterr().out.split())
