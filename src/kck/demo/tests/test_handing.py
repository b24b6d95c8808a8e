"""The scenes of units without an account stand ready for a visitor."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import a_jpeg, unit_id

from kck.cases.terms import CaseState
from kck.channels.email.models import StoredMail
from kck.demo import handing
from kck.demo.lives import at_moment
from kck.demo.scenes import case_of
from kck.demo.seeding import Size, seed
from kck.demo.times import MONDAY
from kck.directory.commands import set_way
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.foundation.actor import PLATFORM
from kck.foundation.numbers import display
from kck.handover.queries import sending_of
from kck.handover.terms import SendingState
from kck.unitlinks.queries.watch import watch


@pytest.mark.django_db
def test_a_visitor_closes_a_case_from_the_mail_helps_a_stuck_one_and_calls(settings):
    settings.KCK_DEMO = True
    seed(Size(reports=50, contacts=55))
    by_link, stuck, by_phone = (case_of(key) for key in ("by_link", "stuck_sending", "by_phone"))

    assert [sending_of(case.pk).state for case in (by_link, stuck, by_phone)] == [
        SendingState.SENT, SendingState.STUCK, SendingState.WAITING,
    ]  # fmt: skip
    assert "550" in str(sending_of(stuck.pk).reason)
    with at_moment(MONDAY):
        seen = watch(MONDAY)
        assert stuck.number in {row.number for row in seen.sendings}
        assert [row.phone for row in seen.calls if row.case_id == by_phone.pk] == ["12 000 00 41"]

        mail = StoredMail.objects.get(
            address=handing.CREW, subject__contains=display(by_link.number)
        )
        token = mail.text.split("/z/")[1].split("/")[0]
        answer = Client().post(
            f"/z/{token}/{by_link.number}/done/",
            {"name": "Gość", "outcome": "done", "text": "Meble wywiezione.", "photos": [a_jpeg()]},
        )

    assert answer.status_code == 302
    by_link.refresh_from_db()
    assert by_link.state == CaseState.DONE


@pytest.mark.django_db
def test_what_a_visitor_has_set_stays_when_the_city_is_told_anew(settings):
    handing.arrange(MONDAY)
    set_way(
        "MPO", way=WayOfWorking.DESK, settings={}, valid_from=MONDAY.date(), at=MONDAY, by=PLATFORM
    )

    handing.arrange(MONDAY)

    assert snapshot(MONDAY).way_of(unit_id("MPO")).way == WayOfWorking.DESK
    before = MONDAY - timedelta(days=1)
    assert snapshot(before).way_of(unit_id("MPO")).link.mails == (handing.CREW,)
