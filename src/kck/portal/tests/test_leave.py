from uuid import uuid4

import pytest
from django.test import Client
from tests.builders import a_case

from kck.cases.models import Follower
from kck.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def follower() -> Follower:
    return Follower.objects.get(case=a_case(email="anna@example.org"))


def test_opening_the_link_changes_nothing(client: Client, follower: Follower):
    page = client.get(f"/s/leave/{follower.leave_token}")

    follower.refresh_from_db()
    assert follower.left_at is None
    assert "<button" in page.content.decode()
    assert follower.person.email not in page.content.decode()


def test_mail_programs_leave_with_one_click_and_no_token(follower: Follower):
    mail_program = Client(enforce_csrf_checks=True)

    answer = mail_program.post(
        f"/s/leave/{follower.leave_token}", {"List-Unsubscribe": "One-Click"}
    )

    follower.refresh_from_db()
    assert answer.status_code == 200
    assert follower.left_at is not None


def test_leaving_twice_is_fine(client: Client, follower: Follower):
    for _time in range(2):
        assert client.post(f"/s/leave/{follower.leave_token}").status_code == 200


def test_an_unknown_link_says_that_nobody_writes(client: Client):
    page = client.post(f"/s/leave/{uuid4()}")

    assert page.status_code == 404
    assert "nie piszemy do Ciebie" in page.content.decode()


def test_who_left_by_mistake_comes_back_by_one_press(client: Client, follower: Follower):
    link = f"/s/leave/{follower.leave_token}"
    page = client.post(link).content.decode()
    assert f'action="{link}/again"' in page

    answer = client.post(f"{link}/again")

    follower.refresh_from_db()
    assert follower.left_at is None
    assert "Znów będziemy pisać" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_link_shows_to_whoever_has_left_that_they_have(client: Client, follower: Follower):
    client.post(f"/s/leave/{follower.leave_token}")

    page = client.get(f"/s/leave/{follower.leave_token}").content.decode()

    assert "Nie będziemy więcej pisać" in page
    assert client.get(f"/s/leave/{follower.leave_token}/again").status_code == 405


def test_nobody_comes_back_without_the_token_of_the_form(follower: Follower):
    outside = Client(enforce_csrf_checks=True)
    outside.post(f"/s/leave/{follower.leave_token}")

    assert outside.post(f"/s/leave/{follower.leave_token}/again").status_code == 403

    follower.refresh_from_db()
    assert follower.left_at is not None


def test_nobody_comes_back_without_an_address(client: Client, follower: Follower):
    client.post(f"/s/leave/{follower.leave_token}")
    Person.objects.filter(pk=follower.person_id).update(email="")

    page = client.post(f"/s/leave/{follower.leave_token}/again")

    assert page.status_code == 404
    assert "Nie mamy już adresu" in page.content.decode()
