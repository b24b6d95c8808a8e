"""A visitor writes to the demo city by SMS and reads what it answers."""

from dataclasses import replace

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kck.conversations.models import Thread
from kck.foundation import clock
from kck.messaging.sending import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.KCK_DEMO = True
    settings.ENV = replace(settings.ENV, sms="")


def _box():
    from kck.conversations.models import Box

    Box.objects.update_or_create(
        code="sms",
        defaults={"channel": "sms", "address": "000311", "unit": "KCK", "names": {"pl": "SMS"},
                  "valid_from": clock.today()},
    )  # fmt: skip


def test_a_text_to_the_city_is_answered_on_the_same_page(client):
    _box()
    sent = client.post("/demo/phone/", {"phone": "600 100 200", "text": "Czy jest czynny basen?"})
    assert sent.status_code == 302
    assert Thread.objects.get().address == "+48600100200"
    for job in ProcrastinateJob.objects.filter(task_name__startswith="kck.conversations.reactions"):
        app.tasks[job.task_name].func(**job.args)
    send_due(seconds=5)
    page = client.get(sent["Location"]).content.decode()
    assert "Czy jest czynny basen?" in page
    assert "Mamy Twoją wiadomość" in page
    assert "Adres" not in page


def test_a_wrong_number_is_said_so_and_a_real_city_has_no_such_page(client, settings):
    answer = client.post("/demo/phone/", {"phone": "12", "text": "x"})
    assert answer.status_code == 422
    assert "Wpisz numer telefonu" in answer.content.decode()
    settings.KCK_DEMO = False
    assert client.get("/demo/phone/").status_code == 404
