"""Whoever works in a unit, or in its system, never meets a name, number or mail of a resident.

Every page of the desk and every answer of the API that a unit may open is rendered with a case
whose reporter left everything, and looked through.
"""

import tomllib
from datetime import timedelta
from importlib import resources

import pytest
import time_machine
from django.test import Client

from kck.accounts.commands import appoint, join, set_role
from kck.accounts.models import Staff
from kck.accounts.token_commands import make_api_token
from kck.cases.commands import add_note, answer, ask, pass_to_contractor, reply
from kck.cases.models import Case, Task
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.models import Look
from kck.people import commands as people
from kck.people.terms import Need, PointKind
from kck.unitlinks.commands import issue_task_link
from tests.builders import a_case, a_photo, everywhere
from tests.test_doors import api_addresses, staff_addresses

pytestmark = pytest.mark.django_db
SECRETS = (
    "Zenobiusz", "Kowalsk", "zenek@example.org", "+48600100200", "600100200", "600 100 200",
    "600 100 299", "zenek_k",
)  # fmt: skip
WORKER = ["cases.view", "cases.work", "cases.forward", "cases.merge", "cases.assign"]
SHIPPED = tomllib.loads(
    resources.files("kck.accounts").joinpath("roles.toml").read_text(encoding="utf-8")
)
OF_UNITS = ("worker", "handler", "lead")


@pytest.fixture
def case():
    now = clock.now()
    found = a_case(
        text="Dziura. Proszę dzwonić do mnie: Zenobiusz Kowalski, 600 100 200.",
        name="Zenobiusz Kowalski", email="zenek@example.org", phone="+48600100200",
        photos=(a_photo(),), at=now,
    )  # fmt: skip
    who = {"at": now, "by": everywhere()}
    people.add_point(found.person_id, kind=PointKind.TELEGRAM, value="zenek_k", **who)
    people.set_needs(found.person_id, [Need.SIGN], **who)
    people.add_note(found.person_id, text="Zenobiusz woli rano", **who)
    add_note(found.pk, text="Rozmawiałem z panem Kowalskim, drugi numer 600 100 299", **who)
    ask(found.pk, question="Panie Zenobiuszu, przed czy za bramą?", **who)
    reply(found.pk, text="Za bramą. Kowalski, zenek@example.org", **who)
    answer(found.pk, text="Szanowny Panie Kowalski, jedziemy.", **who)
    return found


@pytest.fixture(params=OF_UNITS)
def worker(case, request):
    """Somebody of a unit, in each role that a city begins with."""
    return signed_in(SHIPPED[request.param]["grants"])


def signed_in(grants, *, everywhere=False, unit="ZDMK"):
    set_role("here", names={"pl": "w"}, grants=grants, everywhere=everywhere, by=PLATFORM)
    staff = join(email="w@example.org", name="Anna Lis", password=None, at=clock.now(), by=PLATFORM)
    appoint(staff, role="here", unit=unit, by=PLATFORM)
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def found_in(answer):
    text = b"".join(answer) if answer.streaming else answer.content
    return [secret for secret in SECRETS if secret.encode() in text]


def test_no_page_of_the_desk_shows_somebody_of_a_unit_who_reported(case, worker):
    photo = case.photos.get().file.public_id
    addresses = [
        address.replace("260000014", case.number)
        .replace("5f3a1c9e-1c1b-4b8e-9d5f-0d7f6c1e2a3b", str(case.person.public_id))
        for address in staff_addresses()
    ] + [f"/desk/photo/{photo}/320", f"/desk/?q={case.number}", "/desk/?q=Kowalski"]  # fmt: skip

    answers = {address: worker.get(address, follow=True) for address in addresses}
    texts = {
        f"redact {pk}": worker.get(f"/desk/case/{case.number}/do/redact_text/?text={pk}")
        for pk in case.texts.values_list("pk", flat=True)
    }

    opened = {address: answer for address, answer in answers.items() if answer.status_code == 200}
    assert f"/desk/case/{case.number}/" in opened
    assert f"/desk/case/{case.number}/parts/" in opened
    seen = {
        address: leaked
        for address, answer in {**answers, **texts}.items()
        if (leaked := found_in(answer))
    }
    # what somebody looked for stands in their own search box
    seen.pop("/desk/?q=Kowalski", None)
    assert not seen


def test_no_form_of_the_case_page_shows_it_either(case, worker):
    from kck.desk.actions import ACTIONS

    place = f"/desk/case/{case.number}/do/"
    seen = {}
    for name in ACTIONS:
        for told in (
            worker.get(f"{place}{name}/"),
            worker.post(f"{place}{name}/", {"seen": "1"}),
        ):
            if leaked := found_in(told):
                seen[name] = leaked

    assert not seen


def test_show_contact_is_one_press_with_the_case_as_its_reason_and_opens_the_words(case, worker):
    place = f"/desk/case/{case.number}/"

    shown = worker.post(f"{place}contact/", headers={"HX-Request": "true"})

    assert shown.status_code == 200
    assert {"Zenobiusz", "zenek@example.org"} <= set(found_in(shown))
    assert shown.headers["HX-Trigger"] == f"kck:case:{case.pk}"
    look = Look.objects.get(what="contact")
    assert (look.subject, look.reason) == (f"case:{case.pk}", f"case:{case.number}")
    assert {"Zenobiusz", "600 100 200"} <= set(found_in(worker.get(place)))

    with time_machine.travel(clock.real_now() + timedelta(minutes=61)):
        assert not found_in(worker.get(place))


def test_outside_ones_own_queue_a_reason_is_typed(case):
    """Everywhere, yet of another unit; a case that was given to them is their own."""
    grants = SHIPPED["agent"]["grants"]
    client = signed_in(grants, everywhere=True, unit="KCK")
    place = f"/desk/case/{case.number}/contact/"

    assert client.post(place).status_code == 422
    assert client.post(place, {"reason": "oddzwaniam"}).status_code == 200
    look = Look.objects.get(what="contact")
    assert (look.subject, look.reason) == (f"case:{case.pk}", "oddzwaniam")

    Case.objects.filter(pk=case.pk).update(handler_id=Staff.objects.get(email="w@example.org").pk)
    assert client.post(place).status_code == 200


def test_a_contractor_by_a_link_sees_the_work_and_nobody(case):
    pass_to_contractor(
        case.pk, contractor="Bruk sp. z o.o.", mail="b@example.org",
        words="Załatać dziurę", at=clock.now(), by=everywhere(),
    )  # fmt: skip
    task = Task.objects.get(case=case, contractor="Bruk sp. z o.o.")
    token = issue_task_link(task, mail="b@example.org", at=clock.now(), by=PLATFORM).token

    seen = Client().get(f"/z/{token}/")

    assert "Załatać dziurę" in seen.content.decode()
    assert not found_in(seen)


def test_without_the_grant_there_is_no_way_to_ask(case):
    client = signed_in(WORKER)

    assert client.post(f"/desk/case/{case.number}/contact/").status_code == 404


def test_the_field_shows_it_only_on_asking(case, worker):
    place = f"/teren/{case.number}/"

    seen = worker.get(place)

    assert seen.status_code == 200
    assert not found_in(seen)
    assert not found_in(worker.get("/teren/"))
    assert not found_in(worker.get("/teren/sheet/"))
    assert "Zenobiusz" in found_in(worker.post(f"{place}contact/"))
    assert not found_in(worker.get(place))  # a telephone keeps pages: they never have it


def test_no_answer_of_the_api_shows_it_to_a_units_system_without_that_scope(case):
    made = make_api_token(
        "system", unit="ZDMK", scopes=["cases.view", "cases.work"],
        expires_at=clock.real_now() + (clock.real_now() - clock.real_now().replace(year=2025)) / 4,
        at=clock.now(), by=PLATFORM,
    )  # fmt: skip
    client = Client(headers={"Authorization": f"Bearer {made.token}"})
    from kck.foundation.numbers import make

    addresses = [address.replace(make(2026, 1), case.number) for address in api_addresses()]
    unit = [address for address in addresses if address.startswith("/api/v1/unit")]

    answers = {address: client.get(address) for address in unit}

    assert answers[f"/api/v1/unit/cases/{case.number}"].status_code == 200
    assert not {address: leaked for address, a in answers.items() if (leaked := found_in(a))}


def test_the_centre_does_see_it_so_the_test_can_fail(case):
    set_role(
        "all-here",
        names={"pl": "a"},
        grants=[*WORKER, "cases.contact"],
        everywhere=True,
        by=PLATFORM,
    )
    staff = join(email="c@example.org", name="Ola Sowa", password=None, at=clock.now(), by=PLATFORM)
    appoint(staff, role="all-here", unit="KCK", by=PLATFORM)
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    assert "Zenobiusz" in found_in(client.get(f"/desk/case/{case.number}/"))
