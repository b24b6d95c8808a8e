"""A contractor, or a second unit, with the link to one task: that task and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.builders import MONDAY, a_case, a_photo, acting_for

from kck.cases import commands
from kck.cases.models import Case, Task
from kck.cases.terms import CaseState, TaskState
from kck.foundation import clock
from kck.foundation.outbox import reactions_at_once
from kck.foundation.verdict import Refused
from kck.messaging.models import Delivery
from kck.messaging.sending import send_due as send_mails
from kck.unitlinks.commands import revoke_link
from kck.unitlinks.models import LinkUse, UnitLink
from kck.unitlinks.tests.ways import MAIL, hand_all_over, link_in_mail
from kck.worklink.tests.conftest import TEXT

pytestmark = pytest.mark.django_db

FIRM = "biuro@firma.example"
WORDS = "Ułóż na nowo 20 m² kostki przed wejściem."


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.KCK_DEMO = True
    with reactions_at_once():
        yield


@pytest.fixture
def case() -> Case:
    return a_case(
        category="roads-pothole", text=TEXT, email="anna.kowalska@poczta.example",
        name="Anna Kowalska", phone="+48600700800", photos=(a_photo(),),
    )  # fmt: skip


@pytest.fixture
def task(case: Case) -> Task:
    commands.pass_to_contractor(
        case.pk, contractor="Firma Bruk", mail=FIRM, words=WORDS, at=MONDAY, by=acting_for("ZDMK")
    )
    send_mails()
    return Task.objects.get(case=case, beside=True)


@pytest.fixture
def token(task: Task) -> str:
    return link_in_mail(FIRM)


def act(phone: Client, token: str, name: str, **data: object):
    return phone.post(f"/z/{token}/task/{name}/", {"name": "Jan Bruk", **data})


def test_the_mail_and_the_page_say_nothing_of_the_reporter(phone, token, case):
    [mail] = Delivery.objects.filter(address=FIRM)
    page = phone.get(f"/z/{token}/").content.decode()

    for text in (mail.body, mail.subject, page):
        for personal in ("Kowalska", "600 700 800", "poczta.example", "Długiej 12"):
            assert personal not in text
    assert WORDS in page
    assert "Rynek Główny 1" in page
    assert "<img" not in page.split("<main")[1]
    assert case.token not in page


def test_it_is_taken_asked_about_photographed_and_done(phone, token, task, case):
    assert act(phone, token, "take").status_code == 302
    assert act(phone, token, "ask", text="Jaka kostka ma być?").status_code == 302
    page = act(phone, token, "done", text="Ułożone, zamiecione.")
    assert page.status_code == 302

    task.refresh_from_db()
    case.refresh_from_db()
    assert (task.state, case.state) == (TaskState.DONE, CaseState.IN_PROGRESS)
    assert "Nic więcej nie trzeba robić" in phone.get(f"/z/{token}/").content.decode()
    assert act(phone, token, "done", text="Jeszcze raz to samo.").status_code == 409
    assert set(LinkUse.objects.values_list("use", "name")) >= {
        ("taken", "Jan Bruk"), ("asked", "Jan Bruk"), ("done", "Jan Bruk"),
    }  # fmt: skip


def test_who_does_not_say_who_they_are_does_nothing(phone, token, task):
    data = {"name": "", "text": "Ułożone."}
    assert phone.post(f"/z/{token}/task/done/", data).status_code == 422
    task.refresh_from_db()
    assert task.state == TaskState.WAITING


def test_the_link_opens_nothing_else_of_the_case(phone, token, case):
    photo = case.photos.get().file.public_id
    assert phone.get(f"/z/{token}/{case.number}/").status_code == 410
    assert phone.post(f"/z/{token}/{case.number}/done/", {"name": "Jan"}).status_code == 410
    assert phone.get(f"/z/{token}/{case.number}/photo/{photo}/full").status_code == 410
    assert phone.get(f"/z/{token}/task/photo/{photo}/full").status_code == 404
    assert phone.get(f"/z/{token}/task/nothing/").status_code == 404


def test_of_a_case_link_no_task_can_be_reached(phone, bin_case):
    hand_all_over()
    token = link_in_mail(MAIL)
    assert phone.get(f"/z/{token}/").status_code == 200
    assert phone.get(f"/z/{token}/task/done/").status_code == 404


def test_photos_that_the_unit_chose_to_show_are_shown(phone, case):
    commands.pass_to_contractor(
        case.pk, contractor="Firma Bruk", mail=FIRM, words=WORDS, shows_photos=True, at=MONDAY,
        by=acting_for("ZDMK"),
    )  # fmt: skip
    send_mails()
    photo = case.photos.get().file.public_id
    found = phone.get(f"/z/{link_in_mail(FIRM)}/task/photo/{photo}/full")
    assert found.status_code == 200


def test_an_expired_link_is_renewed_to_the_same_address_only(phone, token, task):
    UnitLink.objects.update(expires_at=clock.real_now() - timedelta(days=1))
    assert act(phone, token, "done", text="Ułożone, zamiecione.").status_code == 410

    assert phone.post(f"/z/{token}/renew/").status_code == 200
    send_mails()

    fresh = link_in_mail(FIRM)
    assert fresh != token
    assert act(phone, fresh, "take").status_code == 302
    assert phone.get(f"/z/{token}/").status_code == 410


def test_the_unit_that_gave_the_task_takes_its_link_back(phone, token, task):
    link = UnitLink.objects.get()
    with pytest.raises(Refused, match="centrum"):
        revoke_link(link.pk, at=MONDAY, by=acting_for("MPO"))

    revoke_link(link.pk, at=MONDAY, by=acting_for("ZDMK"))

    assert phone.get(f"/z/{token}/").status_code == 410
    assert act(phone, token, "done", text="Ułożone, zamiecione.").status_code == 410
    link.refresh_from_db()
    assert link.why_revoked == "lead"


def test_a_cancelled_task_says_so_and_its_firm_gets_one_mail(phone, token, task):
    commands.cancel_task(task.pk, at=MONDAY, by=acting_for("ZDMK"))
    commands.cancel_task(task.pk, at=MONDAY, by=acting_for("ZDMK"))
    send_mails()

    assert "odwołane" in phone.get(f"/z/{token}/").content.decode()
    assert act(phone, token, "take").status_code == 409
    assert Delivery.objects.filter(address=FIRM).count() == 2


def test_a_second_unit_that_works_by_links_gets_its_task_and_not_the_case(phone, case):
    commands.give_task(
        case.pk, unit="MPO", words="Zabierz worki z pobocza.", at=MONDAY, by=acting_for("ZDMK")
    )
    hand_all_over()

    token = link_in_mail(MAIL)
    page = phone.get(f"/z/{token}/").content.decode()
    assert "Zabierz worki z pobocza." in page
    assert "Kowalska" not in page
    assert Task.objects.get(case=case, beside=True).opened_at == MONDAY
    assert act(phone, token, "back", text="Worki są na prywatnym.").status_code == 302
    assert Task.objects.get(case=case, beside=True).state == TaskState.HANDED_BACK
