"""Years of classes: shown first, done when switched on, never what is held back."""

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import MONDAY, WARSAW, a_case, acting_for, everywhere

from kck.cases.commands import withdraw
from kck.cases.models import Case, CaseText
from kck.directory.loading.problems import Problems
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.audit import verify
from kck.foundation.verdict import Refused
from kck.intake.commands import receive
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Incoming, Reached
from kck.people.models import Person
from kck.privacy import city, commands, jobs
from kck.privacy.models import RetentionClass, RetentionRun
from kck.privacy.queries.retention import class_rows, due_cases, is_on
from kck.privacy.rules import closed_before, kept_until

OFFICER = everywhere("people.privacy")
WHO = {"at": MONDAY, "by": OFFICER}
LATER = datetime(2028, 1, 1, 3, tzinfo=WARSAW)  # one whole year after the year of closing
MUCH_LATER = datetime(2032, 1, 1, 3, tzinfo=WARSAW)


def closed(**left):
    left.setdefault("name", "Zenobiusz Kowalski")
    case = a_case(**{"email": "zenek@example.org", **left})
    withdraw(case.pk, at=MONDAY + timedelta(hours=1), by=PLATFORM)
    return case


def confirm(contact_years=1, words_years=5):
    commands.confirm_class(
        "interventions", contact_years=contact_years, words_years=words_years, **WHO
    )


def row_of(code, at):
    return next(row for row in class_rows(at) if row.code == code)


def words_left(case):
    return CaseText.objects.filter(case=case, erased_at=None).exclude(body="").exists()


@given(
    st.integers(0, 20 * 366 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
    st.integers(0, 50),
)
def test_a_case_is_due_from_the_day_until_which_it_is_kept(closed_at, years):
    until = kept_until(closed_at, years, WARSAW)
    eve = datetime(until.year, 1, 1, tzinfo=WARSAW) - timedelta(seconds=1)

    assert closed_at < closed_before(eve + timedelta(seconds=1), years, WARSAW)
    assert closed_at >= closed_before(eve, years, WARSAW)


@pytest.mark.django_db
def test_nothing_shipped_is_confirmed_and_nothing_unconfirmed_is_ever_done():
    case = closed()
    assert not RetentionClass.objects.filter(confirmed_at__isnull=False).exists()
    assert row_of("interventions", MUCH_LATER).contacts == 1

    run = commands.retain(at=MUCH_LATER, preview=False)

    assert not [key for key in run.counts if key.startswith("interventions")]
    case.refresh_from_db()
    assert case.person_id is not None


@pytest.mark.django_db
def test_first_the_contact_goes_and_years_later_the_words_and_the_log_stays_whole():
    case = closed()
    confirm()

    eve = commands.retain(at=LATER - timedelta(hours=4), preview=False)
    assert eve.counts["interventions:contact"] == 0

    assert commands.retain(at=LATER, preview=False).counts["interventions:contact"] == 1
    case.refresh_from_db()
    assert case.person_id is None
    assert Person.objects.get().name == ""
    assert words_left(case)

    assert commands.retain(at=MUCH_LATER, preview=False).counts["interventions:words"] == 1
    assert not words_left(case)
    assert Case.objects.filter(pk=case.pk, number=case.number).exists()
    assert verify().broken == ""
    assert commands.retain(at=MUCH_LATER, preview=False).counts["interventions:words"] == 0


@pytest.mark.django_db
def test_a_preview_changes_nothing_and_a_night_does_nothing_until_it_is_switched_on(monkeypatch):
    case = closed()
    confirm()
    monkeypatch.setattr(clock, "now", lambda: LATER)

    jobs.retention_night.func(timestamp=0)
    case.refresh_from_db()
    assert case.person_id is not None
    assert [run.did for run in RetentionRun.objects.all()] == [False]

    commands.switch(True, **WHO)
    jobs.retention_night.func(timestamp=0)
    case.refresh_from_db()
    assert (case.person_id, is_on()) == (None, True)


@pytest.mark.django_db
def test_a_case_that_is_held_back_stays_and_goes_when_it_is_let_go():
    case = closed()
    confirm()
    commands.hold(case.pk, reason="Sprawa w sądzie", **WHO)
    commands.hold(case.pk, reason="Jeszcze raz", **WHO)
    [shown] = due_cases("interventions", LATER)
    assert (shown.held, shown.since) == ("Sprawa w sądzie", date(2028, 1, 1))

    commands.retain(at=LATER, preview=False)
    case.refresh_from_db()
    assert case.person_id is not None

    commands.lift(case.pk, **WHO)
    commands.retain(at=LATER, preview=False)
    case.refresh_from_db()
    assert case.person_id is None


@pytest.mark.django_db
def test_an_open_case_is_never_due():
    a_case(name="Ola", email="ola@example.org")
    confirm(0, 0)

    assert row_of("interventions", MUCH_LATER).contacts == 0


@pytest.mark.django_db
def test_whoever_has_another_case_is_not_forgotten_with_the_first():
    first, second = closed(), a_case()
    Case.objects.filter(pk=second.pk).update(person=first.person_id)
    confirm()

    commands.retain(at=LATER, preview=False)

    first.refresh_from_db()
    assert first.person_id is None
    assert Person.objects.get(pk=Case.objects.get(pk=second.pk).person_id).name


@pytest.mark.django_db
def test_what_was_answered_at_once_is_forgotten_after_a_year():
    talk = Incoming(
        channel=Channel.PHONE, text="Jestem Ola", answer="Tak", reached=Reached(name="Ola Kot")
    )
    receive(talk, at=MONDAY, by=everywhere())
    assert commands.retain(at=LATER, preview=True).counts["holder:intake"] == 1

    commands.retain(at=LATER, preview=False)

    assert (Conversation.objects.get().question, Person.objects.get().name) == ("", "")


@pytest.mark.django_db
@pytest.mark.parametrize("who", [lambda: acting_for("ZDMK"), lambda: everywhere("cases.erase")])
def test_only_the_officer_decides_about_retention(who):
    by = who()
    case = closed()

    for act in (
        lambda: commands.switch(True, at=MONDAY, by=by),
        lambda: commands.hold(case.pk, reason="x", at=MONDAY, by=by),
        lambda: commands.lift(case.pk, at=MONDAY, by=by),
        lambda: commands.confirm_class(
            "interventions", contact_years=0, words_years=0, at=MONDAY, by=by
        ),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.django_db
def test_years_confirmed_on_the_screen_outlive_another_load_of_the_same_file():
    confirm(2, 6)
    shipped = Path(__file__).parents[4] / "cities" / "krakow"

    assert [line for line in city.check(shipped, Problems()) if "retention" in line] == []
    city.load(shipped)

    row = RetentionClass.objects.get(code="interventions")
    assert (row.contact_years, row.words_years, row.confirmed_at) == (2, 6, MONDAY)


@pytest.mark.django_db
def test_the_command_shows_what_a_night_would_do_and_does_nothing(monkeypatch):
    case = closed()
    confirm()
    monkeypatch.setattr(clock, "now", lambda: LATER)
    told = StringIO()

    call_command("retention", "--preview", stdout=told)

    assert "interventions" in told.getvalue()
    case.refresh_from_db()
    assert case.person_id is not None
