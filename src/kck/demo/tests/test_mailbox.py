"""The mailbox page takes whatever address somebody asks for."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["\0", "a\0b@example.org", "<script>", "ą" * 5000])
def test_any_address_can_be_asked_for(settings, address):
    settings.KCK_DEMO = True

    answer = Client().get("/demo/mailbox/", {"address": address})

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
