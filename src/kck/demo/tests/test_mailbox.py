"""The mailbox page takes whatever address somebody asks for."""

import pytest
from django.test import Client

from kck.channels.email.models import StoredMail
from kck.foundation import clock


def _letter(link):
    return StoredMail.objects.create(
        address="anna@example.org", subject="Sprawa", text=f"Tutaj: {link}.", language="pl",
        html=f'<p><a href="{link}">{link}</a></p>', raw="", about="case:1", at=clock.now(),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "home", ["http://localhost:8000", "http://127.0.0.1:8123", "https://city.example"]
)
def test_links_in_letters_lead_where_the_demo_is_now(settings, home):
    settings.KCK_DEMO, settings.SITE_URL = True, "https://city.example"
    letter, client = _letter(f"{home}/s/Zeton"), Client(SERVER_NAME="demo.example:8200")

    for page in ("", "page"):
        html = client.get(f"/demo/mailbox/{letter.pk}/{page}").content.decode()
        assert 'href="http://demo.example:8200/s/Zeton"' in html
        assert f"{home}/s" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("link", ["http://localhost.example/s", "https://city.example.org/s"])
def test_links_elsewhere_are_left_alone(settings, link):
    settings.KCK_DEMO, settings.SITE_URL = True, "https://city.example"

    assert f'href="{link}"' in Client().get(f"/demo/mailbox/{_letter(link).pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["\0", "a\0b@example.org", "<script>", "ą" * 5000])
def test_any_address_can_be_asked_for(settings, address):
    settings.KCK_DEMO = True

    answer = Client().get("/demo/mailbox/", {"address": address})

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
