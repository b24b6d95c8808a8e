"""Whoever says "me too" keeps their own words, photo and place."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, RYNEK, a_case, a_jpeg

from kck.cases.commands.contents import forget_joined
from kck.cases.models import Case, CasePhoto, CaseText, Joined
from kck.cases.queries.access import photo_of
from kck.cases.queries.timeline import timeline
from kck.cases.terms import Spot
from kck.files.commands import receive_photo
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.intake.commands import me_too
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Ending, Incoming, Reached

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)
WORDS = "Wpadłam w tę dziurę rowerem, jest głębsza, niż wygląda."


def joins(case: Case, key: str = "j1", **more) -> Conversation:
    said = {"text": WORDS, "language": "pl", "spot": RYNEK, **more}
    incoming = Incoming(channel=Channel.WEB, far_end_id=key, **said)
    received = me_too(case.pk, incoming=incoming, at=LATER, by=ANYBODY)
    return Conversation.objects.get(pk=received.conversation_id)


def a_draft():
    return receive_photo(a_jpeg(), at=LATER, by=ANYBODY, expires_at=LATER + timedelta(days=1))


def test_words_photo_and_place_are_kept_and_staff_read_them_in_the_history():
    case, photo = a_case(category="roads-pothole"), a_draft()

    talk = joins(case, photos=(photo.public_id,), spot=Spot(address="Rynek Główny 12"))

    case.refresh_from_db()
    entry = timeline(case, for_staff=True)[-1]
    assert (talk.ending, talk.case_id, case.me_too) == (Ending.JOINED, case.pk, 1)
    assert [one.body for one in entry.words] == [WORDS]
    assert [one.public_id for one in entry.pictures] == [photo.public_id]
    assert entry.place == "Rynek Główny 12"
    photo.refresh_from_db()
    assert photo.expires_at is None


def test_the_reporter_sees_that_somebody_joined_and_nothing_of_a_strangers():
    case, photo = a_case(category="roads-pothole"), a_draft()
    joins(case, photos=(photo.public_id,), spot=Spot(address="Rynek Główny 12"))

    entry = timeline(case, for_staff=False)[-1]

    assert entry.name == "follower_joined"
    assert (entry.words, entry.pictures, entry.place) == ((), (), "")
    assert photo_of(case, photo.public_id) is None
    CasePhoto.objects.update(published_at=LATER)
    assert photo_of(case, photo.public_id) is not None


def test_a_press_without_a_word_keeps_nothing():
    case = a_case(category="roads-pothole")

    joins(case, text="", spot=Spot())

    assert not Joined.objects.exists()
    assert timeline(case, for_staff=True)[-1].words == ()


def test_the_same_sending_twice_is_kept_once():
    case = a_case(category="roads-pothole")

    joins(case)
    joins(case)

    case.refresh_from_db()
    assert (case.me_too, Joined.objects.count()) == (1, 1)


def test_who_joined_is_forgotten_with_their_words_and_nothing_else_of_the_case():
    case, photo = a_case(category="roads-pothole"), a_draft()
    reached = Reached(email="ola@example.test")
    talk = joins(case, photos=(photo.public_id,), reached=reached)
    joins(case, key="j2", text="Ja też to widzę, koło przejścia.")

    forget_joined(talk.person_id, at=LATER, by=PLATFORM)

    left = CaseText.objects.filter(case=case, erased_at=None).exclude(body="")
    assert WORDS not in left.values_list("body", flat=True)
    assert left.filter(kind="joined").count() == 1
    assert left.filter(kind="description").exists()
    assert not CasePhoto.objects.filter(case=case, erased_at=None).exists()
