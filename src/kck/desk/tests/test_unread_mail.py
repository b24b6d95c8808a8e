"""Mails that no program could read are looked at by people who work in every inbox."""

import pytest
from django.urls import reverse
from tests.builders import MONDAY

from kck.channels.email import keeping
from kck.channels.email.inbound_models import ReceivedMail
from kck.channels.email.tests.in_mails import ANNA, BOX, a_box, wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail():
    a_box()
    kept = keeping.keep(wire(), box=BOX, source="file", at=MONDAY)
    ReceivedMail.objects.update(state="unreadable", next_try_at=None, problem="RecursionError")
    return ReceivedMail.objects.get(pk=kept.mail_id)


def test_a_supervisor_sees_who_wrote_saves_it_and_settles_it(role_of, mail):
    client = role_of("supervisor")
    assert ANNA in client.get(reverse("desk:unread-mail")).content.decode()
    saved = client.get(reverse("desk:unread-mail-file", args=[mail.pk]))
    assert b"".join(saved.streaming_content) == wire()
    assert saved["Content-Disposition"].startswith("attachment")
    client.post(reverse("desk:unread-mail-act", args=[mail.pk, "settle"]))
    mail.refresh_from_db()
    assert mail.state == "settled"


def test_it_can_be_read_again(role_of, mail):
    role_of("agent").post(reverse("desk:unread-mail-act", args=[mail.pk, "again"]))
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("waiting", 0)


def test_whoever_works_in_one_inbox_does_not_see_it(role_of, mail):
    assert role_of("handler").get(reverse("desk:unread-mail")).status_code == 404
