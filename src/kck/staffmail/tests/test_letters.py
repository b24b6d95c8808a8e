"""What staff are told by mail: when they want it, once, and without anybody's data."""

import re
from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case

from kck.accounts import commands as accounts
from kck.accounts.devices import note_device
from kck.accounts.models import Staff, StaffNotice
from kck.accounts.notice_commands import notify, read_notices
from kck.accounts.queries import actor_for
from kck.accounts.staff_commands import choose_notice_mail
from kck.accounts.terms import NoticeMail
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reactions_at_once
from kck.foundation.reasons import reason
from kck.foundation.verdict import Refused
from kck.messaging.models import Delivery
from kck.messaging.terms import DeliveryState
from kck.staffmail.commands import invite_again_by_mail, invite_by_mail
from kck.staffmail.daily import is_due, mail_the_day
from kck.staffmail.jobs import drop_invitations

pytestmark = pytest.mark.django_db
WHY = reason("staffmail.test", "jutro mija termin")


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    accounts.install_roles(by=PLATFORM)


def somebody(name: str = "Anna Nowak", language: str = "") -> Staff:
    email = f"{name.split()[0].lower()}@example.org"
    staff = accounts.join(
        email=email, name=name, password=None, language=language, at=MONDAY, by=PLATFORM
    )
    accounts.appoint(staff, role="worker", unit="ZDMK", by=PLATFORM)
    return staff


def wants(staff: Staff, when: NoticeMail) -> None:
    choose_notice_mail(staff.pk, when=when, by=actor_for(staff))


def tell(staff: Staff, subject: str = "case:1", at=MONDAY) -> None:
    notify([staff.pk], kind="mention", subject=subject, why=WHY, at=at, by=PLATFORM)


def test_whoever_wants_it_at_once_gets_one_letter_with_the_number_of_the_case():
    anna, case = somebody(), a_case(email="jan@example.org", name="Jan Kowalski")
    wants(anna, NoticeMail.AT_ONCE)
    Delivery.objects.all().delete()
    with reactions_at_once():
        tell(anna, f"case:{case.pk}")
        tell(anna, f"case:{case.pk}")  # at the same moment: the same news
        tell(anna, f"case:{case.pk}", MONDAY + timedelta(minutes=1))

    letters = list(Delivery.objects.filter(address=anna.email).order_by("pk"))
    assert len(letters) == 2
    assert numbers.display(case.number) in letters[0].subject
    assert "jutro mija termin" in letters[0].body
    assert "/desk/bell/" in letters[0].body
    assert "Kowalski" not in letters[0].body + letters[0].subject


def test_once_a_day_means_one_letter_at_eight_with_what_was_there_by_then():
    anna, jan = somebody(), somebody("Jan Lis")
    wants(jan, NoticeMail.NEVER)
    early, late = MONDAY.replace(hour=7), MONDAY.replace(hour=8, minute=30)
    with reactions_at_once():
        tell(anna, "case:1", early)
        tell(anna, "case:2", early)
        tell(anna, "case:3", late)
        tell(jan, "case:1", early)
    assert not Delivery.objects.exists()

    assert mail_the_day(at=late) == 1
    assert mail_the_day(at=late) == 0

    letter = Delivery.objects.get()
    assert letter.address == anna.email
    assert letter.body.count("- jutro mija termin") == 2
    assert StaffNotice.objects.filter(staff=anna, mailed_at=None).count() == 1


def test_the_letter_is_due_in_the_morning_and_not_in_the_afternoon():
    assert not is_due(MONDAY.replace(hour=7, minute=59))
    assert is_due(MONDAY.replace(hour=8))
    assert not is_due(MONDAY.replace(hour=15))


def test_what_was_read_is_not_mailed():
    anna = somebody()
    early = MONDAY.replace(hour=7)
    tell(anna, "case:1", early)
    read_notices(anna.pk, at=early)
    assert mail_the_day(at=MONDAY) == 0


def test_a_letter_speaks_its_readers_language():
    anna = somebody(language="uk")
    tell(anna, "case:1", MONDAY.replace(hour=7))
    mail_the_day(at=MONDAY)
    assert "на дзвінку" in Delivery.objects.get().body


def test_nobody_chooses_for_another():
    anna, jan = somebody(), somebody("Jan Lis")
    with pytest.raises(Refused):
        choose_notice_mail(anna.pk, when=NoticeMail.NEVER, by=actor_for(jan))


def test_the_first_device_is_no_news_and_the_second_is_told_once():
    anna = somebody()
    with reactions_at_once():
        note_device(anna.pk, "a" * 40, label="Firefox, Windows", at=MONDAY)
        assert not Delivery.objects.exists()
        note_device(anna.pk, "b" * 40, label="Chrome, Android", at=MONDAY)
        note_device(anna.pk, "b" * 40, label="Chrome, Android", at=MONDAY + timedelta(hours=1))

    letter = Delivery.objects.get()
    assert "Chrome, Android" in letter.subject
    assert "/desk/account/sessions/" in letter.body


def test_an_invitation_brings_a_link_that_opens_and_is_not_kept_once_sent(client):
    staff_id = invite_by_mail(
        email="ewa@example.org", name="Ewa Bąk", role="worker", unit="ZDMK", at=MONDAY, by=PLATFORM
    )
    letter = Delivery.objects.get()
    path = re.search(r"/account/invitation/[\w-]+/", letter.body).group()
    assert client.get(path).status_code == 200
    assert drop_invitations() == 0

    Delivery.objects.update(state=DeliveryState.SENT, next_try_at=None, sent_at=MONDAY)
    assert drop_invitations() == 1
    assert Delivery.objects.get().body == ""

    invite_again_by_mail(staff_id, at=MONDAY, by=PLATFORM)
    assert client.get(path).status_code == 404


def test_with_the_link_one_sets_a_password_and_signs_in_with_it(client):
    invite_by_mail(
        email="ewa@example.org", name="Ewa Bąk", role="worker", unit="ZDMK", at=MONDAY, by=PLATFORM
    )
    path = re.search(r"/account/invitation/[\w-]+/", Delivery.objects.get().body).group()

    refused = client.post(path, {"password": "krótkie", "again": "krótkie"})
    assert refused.status_code == 422
    differs = client.post(path, {"password": "dwa konie i wóz", "again": "trzy konie i wóz"})
    assert "Hasła są różne." in differs.content.decode()
    done = client.post(path, {"password": "dwa konie i wóz", "again": "dwa konie i wóz"})
    assert done["Location"] == "/account/login/"
    assert client.get(path).status_code == 404

    answer = client.post(
        "/account/login/", {"login": "ewa@example.org", "password": "dwa konie i wóz"}
    )
    assert answer["Location"] == "/desk/home/"
    assert client.get("/desk/home/")["Location"] == "/desk/"
