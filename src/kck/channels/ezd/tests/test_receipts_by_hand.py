import json
from datetime import date

import pytest
from tests.builders import acting_for

from kck.channels.ezd.commands import note_receipt
from kck.channels.ezd.receipts import read_receipts
from kck.channels.ezd.terms import WrongReceipt
from kck.channels.ezd.tests.filing import NOW, a_petition, asked, sent, state_of
from kck.foundation.actor import PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db


def test_a_receipt_is_entered_by_hand_and_may_be_corrected():
    package = sent()
    office = acting_for("OR", id=77)

    note_receipt(
        package.case_id, number=" OR-01.152.3.2026 ", on=date(2026, 2, 4), at=NOW, by=office
    )
    note_receipt(package.case_id, number="OR-01.152.3.2026", on=date(2026, 2, 4), at=NOW, by=office)
    assert (state_of(package), package.receipt_number) == ("received", "OR-01.152.3.2026")
    assert RecordedEvent.objects.filter(name="ezd.receipt_noted").count() == 1

    note_receipt(package.case_id, number="OR-01.152.4.2026", on=date(2026, 2, 5), at=NOW, by=office)
    package.refresh_from_db()
    assert (package.receipt_number, package.receipt_by) == ("OR-01.152.4.2026", "staff:77")


@pytest.mark.parametrize(
    ("number", "on", "said"),
    [
        ("", date(2026, 2, 4), "znak sprawy"),
        ("x" * 121, date(2026, 2, 4), "znak sprawy"),
        ("OR-1", date(2026, 3, 1), "przyszłości"),
    ],
)
def test_what_is_no_receipt_is_refused(number, on, said):
    package = sent()

    with pytest.raises(WrongReceipt, match=said):
        note_receipt(package.case_id, number=number, on=on, at=NOW, by=acting_for("OR"))

    assert state_of(package) == "sent"


def test_what_has_not_left_has_no_receipt():
    package = asked(a_petition())

    with pytest.raises(WrongReceipt):
        note_receipt(package.case_id, number="OR-1", on=date(2026, 2, 4), at=NOW, by=PLATFORM)
    with pytest.raises(Refused):
        note_receipt(
            package.case_id, number="OR-1", on=date(2026, 2, 4), at=NOW, by=acting_for("ZDMK")
        )


def test_the_answer_may_come_before_the_receipt_is_noticed_twice(folder):
    package = sent()
    body = json.dumps({"package_id": package.package_id, "number": "OR-1", "date": "2026-02-04"})

    note_receipt(package.case_id, number="OR-1", on=date(2026, 2, 4), at=NOW, by=PLATFORM)
    (folder / "receipts").mkdir()
    (folder / "receipts" / "a.json").write_text(body)

    assert read_receipts() == 1
    assert RecordedEvent.objects.filter(name="ezd.receipt_noted").count() == 1
