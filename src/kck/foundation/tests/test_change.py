"""Many stored rows are changed in one statement."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest

from kck.foundation.bulk import change
from kck.foundation.models import Look

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


class What(StrEnum):
    PHOTO = "photo"


def a_look(number: int) -> Look:
    return Look.objects.create(actor="staff:1", what="contact", subject=f"case:{number}", at=AT)


def test_each_row_gets_its_own_values_and_others_none(django_assert_num_queries):
    first, second, other = a_look(1), a_look(2), a_look(3)
    first.what, first.reason, first.actor = What.PHOTO, "it's „mine”\n", "nobody"
    second.what, second.reason = "name", ""

    with django_assert_num_queries(1):
        change([first, second], ["what", "reason"])

    stored = dict(Look.objects.values_list("pk", "what"))
    assert stored == {first.pk: "photo", second.pk: "name", other.pk: "contact"}
    first.refresh_from_db()
    assert (first.reason, first.actor) == ("it's „mine”\n", "staff:1")


def test_moments_and_nothing_are_written_as_they_are(django_assert_num_queries):
    look = a_look(1)
    look.at = AT.replace(hour=9)

    change([look], ["at"])
    with django_assert_num_queries(0):
        change([], ["at"])

    assert Look.objects.get().at == AT.replace(hour=9)


def test_what_is_too_long_is_refused_not_cut():
    look = a_look(1)
    look.what = "x" * 41

    with pytest.raises(Exception, match="too long"):
        change([look], ["what"])
