from datetime import UTC, date, datetime, timedelta

import pytest

from kck.messaging.ways import ways_to
from kck.people.models import Person, Profile

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)


def somebody(*needs, **facts):
    usual = {"email": "ola@example.com", "phone": "600100200", "address": "Długa 1"}
    person = Person.objects.create(created_at=MONDAY, **{**usual, **facts})
    Profile.objects.create(person=person, needs=list(needs))
    return person


def channels(person):
    return [way.channel for way in ways_to(person.pk, today=date(2026, 2, 2))]


def test_everybody_is_reached_as_they_prefer_and_need():
    assert channels(somebody()) == ["email", "sms", "letter"]
    assert channels(somebody(prefers_sms=True)) == ["sms", "email", "letter"]
    assert channels(somebody("sms")) == ["sms", "email", "letter"]
    assert channels(somebody("aloud")) == ["email", "sms"]
    assert channels(somebody(email="", phone="")) == ["letter"]
    assert channels(somebody(erased_at=MONDAY)) == []


def test_after_a_text_a_receipt_is_waited_for_and_after_a_mail_only_a_failure_counts():
    _email, sms, letter = ways_to(somebody().pk, today=date(2026, 2, 2))

    assert (sms.after, letter.after) == (None, timedelta(hours=4))
