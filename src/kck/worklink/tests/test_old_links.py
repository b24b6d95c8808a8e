"""Links that are over, that are not meant for whoever holds them, or that are guessed."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, everywhere

from kck.directory.models import Unit
from kck.directory.queries import forget_snapshot
from kck.foundation import clock
from kck.unitlinks.commands import revoke_link
from kck.unitlinks.models import UnitLink
from kck.unitlinks.queries.links import find_link
from kck.unitlinks.tests.ways import MAIL, a_bin
from kck.worklink.doors import GUESSES_PER_HOUR
from kck.worklink.tests.phone import at, send
from kck.worklink.work import work_on

pytestmark = pytest.mark.django_db


def test_an_expired_link_says_so_kindly_and_whom_to_call(phone, token, bin_case, monkeypatch):
    later = clock.real_now() + timedelta(days=31)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    page = phone.get(f"/z/{token}/")

    assert page.status_code == 410
    html = page.content.decode()
    assert "Ten odnośnik wygasł" in html
    assert 'href="tel:126165555"' in html
    assert "szkło" not in html
    assert send(phone, token, bin_case, "take").status_code == 410


def test_for_an_expired_link_a_new_one_goes_to_the_same_address_only(
    phone, token, bin_case, monkeypatch
):
    from kck.messaging.models import Delivery

    later = clock.real_now() + timedelta(days=31)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    page = phone.post(f"/z/{token}/renew/")

    assert page.status_code == 200
    assert MAIL not in page.content.decode()
    mail = Delivery.objects.get(message__key="unitlinks.case")
    assert mail.address == MAIL
    fresh = mail.body.split("/z/")[1].split("/")[0]
    assert phone.get(f"/z/{fresh}/").status_code == 200
    phone.post(f"/z/{token}/renew/")
    assert Delivery.objects.filter(message__key="unitlinks.case").count() == 1  # once is enough


def test_a_link_that_was_taken_back_opens_nothing(phone, token, bin_case):
    revoke_link(find_link(token).id, at=MONDAY, by=everywhere())

    page = phone.get(f"/z/{token}/")

    assert page.status_code == 410
    assert "już nie działa" in page.content.decode()
    assert 'href="tel:126165555"' in page.content.decode()
    assert phone.get(f"{at(token, bin_case)}done/").status_code == 410
    assert phone.post(f"/z/{token}/renew/").status_code == 410


def test_who_got_it_by_mistake_says_so_and_the_link_is_dead(phone, token, bin_case):
    assert phone.get(f"/z/{token}/not-me/").status_code == 200
    assert UnitLink.objects.get().revoked_at is None  # asking is not doing

    page = phone.post(f"/z/{token}/not-me/")

    assert "Dziękujemy" in page.content.decode()
    assert phone.get(f"/z/{token}/").status_code == 410
    assert UnitLink.objects.get().why_revoked == "not-me"


def test_a_link_of_one_case_opens_no_other_case_of_the_unit(phone, token, bin_case):
    other = a_bin(text="Zupełnie inny pojemnik.")

    page = phone.get(at(token, other))

    assert page.status_code == 404
    assert "Zupełnie" not in page.content.decode()
    assert send(phone, token, other, "take").status_code == 404


def test_a_link_still_opens_its_case_after_the_unit_was_renamed(phone, token, bin_case):
    """On 1 March MPO is called something else; the case and its link stay with its work."""
    march = MONDAY + timedelta(days=30)
    Unit.objects.filter(code="MPO").update(valid_to=MONDAY.date(), successor="MPO2")
    old = Unit.objects.get(code="MPO")
    Unit.objects.create(
        code="MPO2", names=old.names, kind=old.kind, way_of_working="link",
        calendar=old.calendar, valid_from=MONDAY.date() + timedelta(days=1),
    )  # fmt: skip
    forget_snapshot()

    link = find_link(token)

    assert work_on(link, bin_case.number, at=march) is not None


def test_guessing_is_limited(phone, token, bin_case):
    answers = [phone.get(f"/z/{str(n).zfill(32)}/").status_code for n in range(40)]

    assert answers[:GUESSES_PER_HOUR] == [404] * GUESSES_PER_HOUR
    assert set(answers[GUESSES_PER_HOUR:]) == {429}


def test_acting_is_limited_for_each_link(phone, token, bin_case, monkeypatch):
    monkeypatch.setattr("kck.worklink.doors.ACTS_PER_HOUR", 2)
    for _turn in range(2):
        assert send(phone, token, bin_case, "note", text="Jedziemy tam.").status_code == 302

    page = send(phone, token, bin_case, "note", text="Jeszcze jedna notatka.")

    assert page.status_code == 429
    assert "Jeszcze jedna notatka." in page.content.decode()
