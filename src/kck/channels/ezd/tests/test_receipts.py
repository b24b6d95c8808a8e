import json
import os
from dataclasses import replace
from datetime import date

import pytest

from kck.channels.ezd.models import StrayReceipt
from kck.channels.ezd.queries import stray_receipts
from kck.channels.ezd.receipts import read_receipts
from kck.channels.ezd.tests.filing import sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def receipts(folder):
    path = folder / "receipts"
    path.mkdir()
    return path


def lay(folder, name, content, *, old=True):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    if old:
        os.utime(path, (0, 0))
    return path


def a_receipt(package, **changes):
    return {
        "package_id": package.package_id, "number": "OR-01.152.3.2026", "date": "2026-02-04",
        **changes,
    }  # fmt: skip


def test_a_receipt_is_read_back_and_moved_away(receipts):
    package = sent()
    lay(receipts, "a.json", a_receipt(package, sha256=package.sha256))

    assert read_receipts() == 1

    package.refresh_from_db()
    assert (package.state, package.receipt_number) == ("received", "OR-01.152.3.2026")
    assert package.receipt_on == date(2026, 2, 4)
    assert [path.name for path in (receipts / "read").iterdir()] == ["a.json"]
    assert read_receipts() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("<xml/>", "JSON"),
        ("[]", "JSON"),
        ("[" * 100_000, "JSON"),
        ({"package_id": "kck-krakow.pl-1", "number": "1", "date": "2026-02-04"}, "nie wysłano"),
        ({"number": "1", "date": "2026-02-04"}, "nie wysłano"),
    ],
)
def test_a_wrong_one_is_put_aside_and_the_next_is_read(receipts, wrong, said):
    package = sent()
    lay(receipts, "a.json", wrong)
    lay(receipts, "b.json", a_receipt(package))

    assert read_receipts() == 1

    package.refresh_from_db()
    assert package.state == "received"
    [stray] = stray_receipts()
    assert stray.name == "a.json"
    assert said in str(stray.why)
    assert (receipts / "aside" / "a.json").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"number": ""}, {"number": 7}, {"date": "jutro"}, {"date": None}, {"date": "2027-01-01"},
        {"sha256": "0" * 64},
    ],
)  # fmt: skip
def test_a_receipt_that_cannot_be_true_is_put_aside(receipts, changes):
    package = sent()
    lay(receipts, "a.json", a_receipt(package, **changes))

    assert read_receipts() == 0

    package.refresh_from_db()
    assert package.state == "sent"
    assert StrayReceipt.objects.count() == 1


def test_a_second_receipt_with_another_number_is_put_aside(receipts):
    package = sent()
    lay(receipts, "a.json", a_receipt(package))
    lay(receipts, "b.json", a_receipt(package, number="OR-01.152.9.2026"))

    read_receipts()

    package.refresh_from_db()
    assert package.receipt_number == "OR-01.152.3.2026"
    assert "ma już numer" in str(stray_receipts()[0].why)


def test_a_file_that_is_still_being_written_is_waited_for(receipts):
    package = sent()
    whole = json.dumps(a_receipt(package))
    path = lay(receipts, "a.json", whole[:20], old=False)

    assert read_receipts() == 0
    assert path.exists()
    path.write_text(whole)

    assert read_receipts() == 1


def test_two_files_of_one_name_are_both_kept(receipts):
    for _time in range(2):
        lay(receipts, "a.json", "{")
        read_receipts()

    assert len(list((receipts / "aside").iterdir())) == 2


def test_without_a_folder_nothing_is_looked_for(settings, receipts):
    settings.ENV = replace(settings.ENV, ezd_folder=None)

    assert read_receipts() == 0


def test_a_folder_that_is_away_is_no_failure(receipts):
    receipts.rmdir()

    assert read_receipts() == 0
