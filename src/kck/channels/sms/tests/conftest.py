import pytest
from tests.builders import MONDAY

from kck.conversations.models import Box


@pytest.fixture
def box(db):
    return Box.objects.update_or_create(
        code="sms",
        defaults={
            "channel": "sms", "address": "000311", "unit": "KCK", "names": {"pl": "SMS-y"},
            "valid_from": MONDAY.date(),
        },
    )[0]  # fmt: skip
