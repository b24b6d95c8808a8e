import json
import os
from dataclasses import replace
from datetime import date, timedelta

import httpx2
import pytest
from tests.builders import MONDAY, a_case, acting_for, everywhere

from kck.cases import commands as cases
from kck.cases.events import CaseClosed, CaseOpened, CaseRequalified
from kck.channels.ezd import transports
from kck.channels.ezd.checking import check
from kck.channels.ezd.commands import note_receipt, send_to_records
from kck.channels.ezd.gathering import gather
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.package import as_zip
from kck.channels.ezd.privacy import _holds
from kck.channels.ezd.queries import records_of, unfinished
from kck.channels.ezd.reactions import (
    send_what_became_formal,
    send_what_came_formal,
    send_what_was_closed,
)
from kck.channels.ezd.sending import claim, retry_after, send_due
from kck.channels.ezd.terms import BACKOFF, NotConfigured, NotFormal, WrongReceipt
from kck.channels.ezd.tests.filing import a_petition, asked, into_folder
from kck.channels.ezd.transports import Folder, Webhook
from kck.files.storage import remove
from kck.foundation import clock, privacy
from kck.foundation.actor import PLATFORM
from kck.foundation.models import Look, RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=3)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return into_folder(settings, tmp_path / "ezd")


def later(monkeypatch, wait=timedelta(days=2)):
    """Real time goes on, so that what waits is due."""
    real = clock.real_now() + wait
    monkeypatch.setattr(clock, "real_now", lambda: real)


def state_of(package):
    package.refresh_from_db()
    return package.state


def answering(*answers):
    """A far end with these answers, one after another; keeps what it was sent."""
    left, got = list(answers), []

    def answer(request):
        got.append((request.headers, request.read()))
        one = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(one, Exception):
            raise one
        return one if isinstance(one, httpx2.Response) else one(got)

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    return Webhook("https://ezd.test/kck", "secret", client), got


def agreeing(package, **more):
    return httpx2.Response(200, json={"package_id": package.package_id, **more})


# asking


def test_pressing_twice_is_one_package(folder):
    case = a_petition()
    office = acting_for("OR")

    first = send_to_records(case.pk, at=NOW, by=office)
    send_due()
    second = send_to_records(case.pk, at=NOW + timedelta(days=1), by=office)

    assert (first.pk, first.package_id) == (second.pk, second.package_id)
    assert send_due() == 0
    assert [path.name for path in folder.iterdir()] == [f"{first.package_id}.zip"]
    assert RecordedEvent.objects.filter(name="ezd.package_asked").count() == 1
    assert RecordedEvent.objects.filter(name="ezd.package_sent").count() == 1


def test_who_has_no_grant_may_not_send():
    case = a_petition()

    with pytest.raises(Refused):
        send_to_records(case.pk, at=NOW, by=acting_for("OR", "cases.view", "cases.work"))
    with pytest.raises(Refused):
        send_to_records(case.pk, at=NOW, by=acting_for("ZDMK"))

    assert not RecordsPackage.objects.exists()


def test_a_report_is_no_formal_case():
    with pytest.raises(NotFormal):
        asked(a_case())


def test_without_a_records_system_nothing_leaves(settings):
    settings.ENV = replace(settings.ENV, ezd_folder=None)
    case = a_petition()

    with pytest.raises(NotConfigured):
        asked(case)

    assert not records_of(case.pk, everywhere()).may_send
    assert records_of(a_case().pk, everywhere()) is None


def test_sending_is_written_down_as_looking_at_personal_data():
    case = a_petition()

    send_to_records(case.pk, at=NOW, by=acting_for("OR"))

    assert Look.objects.get().subject == f"case:{case.pk}"


# the folder


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


# the address


def test_it_is_posted_with_token_and_key():
    package = asked(a_petition())
    far_end, got = answering(lambda got: agreeing(package))

    assert send_due(far_end) == 1

    [(headers, body)] = got
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == package.package_id
    assert b"PK\x03\x04" in body
    assert state_of(package) == "sent"


def test_a_receipt_within_the_answer_is_kept():
    package = asked(a_petition())
    receipt = {"number": "OR-01.152.3.2026", "date": "2026-02-04"}
    far_end, _got = answering(lambda got: agreeing(package, receipt=receipt))

    send_due(far_end)

    assert state_of(package) == "received"
    assert (package.receipt_number, package.receipt_on) == ("OR-01.152.3.2026", date(2026, 2, 4))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx2.Response(200, text="<html>Login</html>"), "niezrozumiała"),
        (httpx2.Response(200, json=[]), "niezrozumiała"),
        (httpx2.Response(200, json={"ok": True}), "nie potwierdził"),
        (httpx2.Response(200, json={"package_id": "kck-krakow.pl-260000017"}), "nie potwierdził"),
        (httpx2.Response(200, content=b"x" * 100_000), "zbyt wiele"),
        (httpx2.Response(302, headers={"Location": "https://ezd.test/login"}), "302"),
        (httpx2.Response(503), "503"),
        (httpx2.Response(401), "401"),
        (httpx2.ReadTimeout("slow"), "nie odpowiada"),
        (httpx2.ConnectError("no"), "nie odpowiada"),
    ],
)
def test_a_far_end_that_talks_nonsense_has_not_taken_it(answer, said):
    package = asked(a_petition())
    far_end, _got = answering(answer)

    assert send_due(far_end) == 0

    assert state_of(package) == "waiting"
    assert said in package.reason


def test_a_refusal_for_good_is_not_repeated():
    package = asked(a_petition())
    far_end, _got = answering(httpx2.Response(413))

    send_due(far_end)

    assert (state_of(package), package.attempts) == ("stuck", 1)


def test_a_lost_answer_is_asked_for_again_with_the_same_key(monkeypatch):
    package = asked(a_petition())
    far_end, got = answering(
        httpx2.ReadTimeout("lost"),
        lambda got: httpx2.Response(409, json={"package_id": package.package_id}),
    )

    send_due(far_end)
    later(monkeypatch)
    send_due(far_end)

    assert state_of(package) == "sent"
    assert len({headers["Idempotency-Key"] for headers, _body in got}) == 1
    assert len({headers["X-Package-SHA256"] for headers, _body in got}) == 1


def test_a_far_end_that_drips_is_not_waited_for(monkeypatch):
    package = asked(a_petition())
    moments = iter(range(0, 100_000, 40))
    monkeypatch.setattr(transports.time, "monotonic", lambda: next(moments))
    drops = httpx2.Response(200, content=iter([b"{", b" ", b" "]))
    far_end, _got = answering(drops)

    send_due(far_end, seconds=10_000)

    assert "zbyt długo" in RecordsPackage.objects.get().reason
    assert state_of(package) == "waiting"


# receipts by hand


def sent(case=None):
    package = asked(case or a_petition())
    send_due()
    package.refresh_from_db()
    return package


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


# by itself


def test_formal_cases_leave_by_themselves_when_the_city_says_so(settings):
    case = a_petition()
    event = CaseOpened(
        case_id=case.pk, channel="contact", category="office-petition", kind="petition", unit_id=1
    )

    send_what_came_formal(event)
    assert not RecordsPackage.objects.exists()
    settings.ENV = replace(settings.ENV, ezd_automatic="formal")
    send_what_came_formal(event)
    send_what_came_formal(event)

    assert RecordsPackage.objects.get().asked_by == "platform"


def test_a_report_leaves_when_it_becomes_formal(settings):
    settings.ENV = replace(settings.ENV, ezd_automatic="formal")
    case = a_case()
    cases.requalify(case.pk, kind="complaint", reason="To skarga.", at=MONDAY, by=everywhere())

    send_what_became_formal(
        CaseRequalified(
            case_id=case.pk, was="new", state="new", from_kind="report", to_kind="complaint",
            legal_due_at="",
        )
    )  # fmt: skip

    assert RecordsPackage.objects.get().case_id == case.pk


def test_or_when_it_is_closed(settings):
    settings.ENV = replace(settings.ENV, ezd_automatic="closed")
    formal, report = a_petition(), a_case()

    for case in (formal, report):
        send_what_was_closed(
            CaseClosed(case_id=case.pk, was="done", state="closed", closing="silence")
        )

    assert RecordsPackage.objects.get().case_id == formal.pk


# privacy


def test_what_is_in_the_archive_is_held():
    case = a_petition()
    assert _holds(case.person_id) == ""

    sent(case)

    assert "26-" in _holds(case.person_id)
    holder = {one.name: one for one in privacy.holders()}["ezd"]
    assert holder.export(case.person_id)["records"][0]["case"] == case.number


def test_a_read_only_folder_says_why(folder, monkeypatch):
    package = asked(a_petition())

    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(folder), "open", refuse)  # root may write anywhere

    with pytest.raises(transports.NotSent, match="Permission denied"):
        Folder(folder).take(transports.Parcel(package_id=package.package_id, data=b"x", sha256=""))
    assert os.listdir(folder) == []


def test_the_answer_may_come_before_the_receipt_is_noticed_twice(folder):
    package = sent()
    body = json.dumps({"package_id": package.package_id, "number": "OR-1", "date": "2026-02-04"})

    note_receipt(package.case_id, number="OR-1", on=date(2026, 2, 4), at=NOW, by=PLATFORM)
    (folder / "receipts").mkdir()
    (folder / "receipts" / "a.json").write_text(body)
    from kck.channels.ezd.receipts import read_receipts

    assert read_receipts() == 1
    assert RecordedEvent.objects.filter(name="ezd.receipt_noted").count() == 1
