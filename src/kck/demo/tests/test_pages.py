"""Every page of the demo's own opens, and none of them in a real city."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.fixtures import load_shipped_city

PAGES = ("scenario", "mailbox", "embed")


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_a_page_opens_before_there_is_a_demo_city(settings, page, language):
    settings.KCK_DEMO = True
    load_shipped_city()

    answer = Client(headers={"accept-language": language}).get(reverse(f"demo:{page}"))

    assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_real_city_has_no_such_page(settings, page):
    settings.KCK_DEMO = False

    assert Client().get(reverse(f"demo:{page}")).status_code == 404
