"""By which way words come to the reporter, and what the preview says of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for

from kck.cases.models import Case, Follower
from kck.cases.preview import Intended, letter_preview
from kck.cases.reaching import Way, reader_of
from kck.directory.queries import snapshot
from kck.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db):
    return acting_for("ZDMK", "cases.view", "cases.work", "cases.contact")


def test_mail_the_page_alone_or_nobody():
    assert reader_of(a_case(email="jan@example.org").pk).ways == (Way.MAIL,)
    web = reader_of(a_case(phone="+48600100200").pk)
    assert (web.ways, web.phone, web.reached) == ((Way.WEB,), True, False)
    assert reader_of(a_case().pk).ways == (Way.WEB,)


def test_who_stopped_following_reads_nothing():
    case = a_case(email="jan@example.org")
    Follower.objects.filter(case=case).update(left_at=MONDAY)

    assert reader_of(case.pk).nobody


def test_an_application_and_a_registered_delivery_are_ways_too():
    partner, delivered = a_case(), a_case(email="jan@example.org")
    Case.objects.filter(pk=partner.pk).update(partner_id=7)
    Case.objects.filter(pk=delivered.pk).update(channel="edoreczenia")

    assert reader_of(partner.pk).ways == (Way.PARTNER,)
    assert reader_of(delivered.pk).ways == (Way.MAIL, Way.EDORECZENIA)
    assert reader_of(delivered.pk, "schedule").ways == (Way.MAIL,)


def test_without_mail_the_preview_is_the_page_as_it_will_head_the_words(by):
    shown = letter_preview(
        a_case().pk, action="done", text="Dziura jest załatana.",
        intended=Intended(outcome="partly"), at=MONDAY, by=by,
    )  # fmt: skip

    assert not shown.reached
    assert shown.page.text == "Dziura jest załatana."
    assert "częściowo" in shown.page.title.lower()


def test_the_letter_of_a_forwarding_names_the_next_unit(by):
    to = snapshot(MONDAY).unit("ZZM")
    shown = letter_preview(
        a_case(email="jan@example.org").pk, action="forward", text="To zieleń miejska.",
        intended=Intended(unit_id=to.id), at=MONDAY, by=by,
    )  # fmt: skip

    assert to.name("pl") in shown.text
    assert "To zieleń miejska." in shown.text


def test_the_letter_of_a_schedule_names_the_day(by):
    shown = letter_preview(
        a_case(email="jan@example.org").pk, action="schedule", text="",
        intended=Intended(when=MONDAY + timedelta(days=4)), at=MONDAY, by=by,
    )  # fmt: skip

    assert "Termin prac" in shown.text
    assert "{{" not in shown.text


def test_whoever_wants_texts_is_told_by_text_where_the_city_sends_them(settings):
    silent = a_case(phone="+48600100200")
    Person.objects.filter(phone="+48600100200").update(prefers_sms=True)
    assert reader_of(silent.pk).ways == (Way.WEB,)
    settings.KCK_DEMO = True
    settings.ENV = replace(settings.ENV, sms="")
    reader = reader_of(silent.pk)
    assert (reader.ways, reader.texted, reader.reached) == ((Way.SMS,), True, True)
    # by mail, whoever has left an address too
    assert reader_of(a_case(phone="+48600100200", email="jan@example.org").pk).ways == (Way.MAIL,)


def test_the_preview_of_a_text_is_the_text(by, settings):
    settings.KCK_DEMO = True
    settings.ENV = replace(settings.ENV, sms="")
    case = a_case(phone="+48600100200")
    Person.objects.filter(phone="+48600100200").update(prefers_sms=True)
    shown = letter_preview(
        case.pk, action="done", text="Dziura jest załatana.",
        intended=Intended(outcome="partly"), at=MONDAY, by=by,
    )  # fmt: skip

    assert "Dziura jest załatana." in shown.text
    assert "Odpisz TAK albo NIE" in shown.text
    assert "http" not in shown.text
