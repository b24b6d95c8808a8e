"""Where a crew's day begins while nobody knows where its phone is."""

import pytest
from tests.builders import acting_for

from kck.directory.models import Unit
from kck.directory.queries import forget_snapshot, snapshot
from kck.field.route import base_of
from kck.foundation import clock

pytestmark = pytest.mark.django_db


def with_base(text: str, contact: str = "") -> None:
    Unit.objects.filter(code="ZZM").update(base=text, contact=contact)
    forget_snapshot()


def test_the_units_base_is_the_start() -> None:
    with_base("50.0400, 19.9500", contact="ul. Floriańska 1")

    base = base_of(acting_for("ZZM"), clock.now())

    assert (base.spot, base.address) == ((50.04, 19.95), "50.0400, 19.9500")


def test_a_unit_without_one_sets_out_from_the_middle_of_the_city() -> None:
    with_base("")

    base = base_of(acting_for("ZZM"), clock.now())

    assert (base.spot, base.address) == (snapshot().city.center, "")
