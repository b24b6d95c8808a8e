"""The link at the end of a promotion: a button for people, one click for mail programs."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from kck.foundation.actor import PLATFORM
from kck.messaging.commands import approve_mailing, draft_mailing, write_edition
from kck.messaging.ids import leave_url_of
from kck.messaging.models import Delivery, Suppression
from kck.messaging.terms import MailingKind, Words
from kck.people.models import Consent, Person

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def link() -> str:
    anna = Person.objects.create(name="Anna", email="anna@example.org", created_at=MONDAY)
    Consent.objects.create(
        person=anna, purpose="email", text_version="1", channel="web", given_at=MONDAY
    )
    mailing = draft_mailing(
        "Koncert", kind=MailingKind.PROMOTION, audience_name="people.consenting",
        at=MONDAY, by=PLATFORM,
    )  # fmt: skip
    words = Words(subject="Koncert", body="W sobotę na Błoniach.")
    write_edition(mailing.pk, "pl", words, why="Bo tak wybrano.", at=MONDAY, by=PLATFORM)
    approve_mailing(mailing.pk, at=MONDAY, by=PLATFORM)
    return "/s/" + leave_url_of(Delivery.objects.get().pk).partition("/s/")[2]


def test_opening_the_link_changes_nothing_and_shows_no_address(client: Client, link: str):
    page = client.get(link).content.decode()

    assert "<button" in page
    assert "anna@example.org" not in page
    assert not Suppression.objects.exists()


def test_one_click_without_a_token_ends_promotions_and_one_press_undoes_it(link: str):
    mail_program = Client(enforce_csrf_checks=True)

    answer = mail_program.post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Suppression.objects.get(lifted_at=None).scope == "promotion"
    assert Client().post(f"{link}/again").status_code == 200
    assert not Suppression.objects.filter(lifted_at=None).exists()


def test_a_link_that_was_made_up_leads_nowhere(client: Client, link: str):
    for address in ("/s/enough/1-00000000000000000000", f"{link}0", "/s/enough/x"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert not Suppression.objects.exists()
