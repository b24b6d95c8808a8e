"""A unit that begins here tomorrow is called by its old number today, and nothing is lost."""

from datetime import timedelta

import pytest
from django.test import Client

from kck.directory.models import Stage
from kck.directory.queries import forget_snapshot, snapshot
from kck.foundation import clock
from kck.portal.tests.walking import come_to_check, send

pytestmark = pytest.mark.django_db


def zdmk_begins(days: int) -> None:
    Stage.objects.create(
        unit="ZDMK",
        channel="web",
        function="reports",
        valid_from=clock.today() + timedelta(days=days),
    )
    forget_snapshot()


def test_the_form_names_the_old_number_and_the_day(client: Client):
    zdmk_begins(1)

    page = come_to_check(client).content.decode()

    assert "Na razie szybciej telefonem" in page
    assert "12 616 75 55" in page


def test_what_is_sent_all_the_same_goes_to_the_centre_which_passes_it_on(client: Client):
    zdmk_begins(1)

    case = send(client)

    assert snapshot().unit_by_id(case.unit_id).code == "KCK"
    assert "ZDMK jeszcze nie przyjmuje tą drogą" in case.because["pl"]


def test_from_its_day_on_it_is_taken_here(client: Client):
    zdmk_begins(0)

    page = come_to_check(client).content.decode()

    assert "Na razie szybciej telefonem" not in page
    assert snapshot().unit_by_id(send(client).unit_id).code == "ZDMK"


def test_how_we_work_says_what_is_launched_and_what_is_to_come(client: Client):
    zdmk_begins(1)

    page = client.get("/how-we-work/").content.decode()

    assert "Co już przyjmujemy tutaj" in page
    assert "strona internetowa" in page
    assert "wkrótce" in page
