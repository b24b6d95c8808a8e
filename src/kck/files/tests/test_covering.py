from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from kck.files.commands import erase, receive_photo
from kck.files.covering import cover
from kck.files.terms import NotAPhoto
from kck.files.tests.images import encoded, two_colours
from kck.foundation.actor import ANYBODY, PLATFORM

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 8, tzinfo=UTC)


def a_photo():
    return receive_photo(BytesIO(encoded(two_colours())), at=MONDAY, by=ANYBODY)


def test_what_was_covered_is_black_in_the_new_photo_and_the_old_one_stays():
    stored = a_photo()

    covered = cover(stored, boxes=[(0.0, 0.0, 0.5, 0.25)], at=MONDAY)

    assert covered.public_id != stored.public_id
    with default_storage.open(covered.name) as file, Image.open(file) as picture:
        black, red = picture.getpixel((40, 40)), picture.getpixel((600, 40))
        assert isinstance(black, tuple)
        assert isinstance(red, tuple)
        assert max(black) < 12
        assert red[0] > 230
    assert default_storage.exists(stored.name)


@pytest.mark.parametrize("box", [(0.5, 0.5, 0.1, 0.1), (-3, -3, 9, 9), (float("nan"), 0, 1, 1)])
def test_strange_boxes_are_drawn_in_order_or_refused(box):
    try:
        covered = cover(a_photo(), boxes=[box], at=MONDAY)
    except NotAPhoto:
        return
    assert covered.width == 640


def test_an_erased_photo_cannot_be_covered():
    stored = a_photo()
    erase(stored, at=MONDAY, by=PLATFORM)
    stored.refresh_from_db()

    with pytest.raises(NotAPhoto):
        cover(stored, boxes=[], at=MONDAY)
