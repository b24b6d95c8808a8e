"""An administrator lets people in from the command line."""

import pytest
from django.core.management import CommandError, call_command

from kck.accounts.models import Post, Role, Staff
from kck.accounts.queries import actor_for
from kck.accounts.terms import GRANTS
from kck.directory.queries import snapshot

pytestmark = pytest.mark.django_db


def test_an_account_is_made_with_a_role_in_a_unit(capsys):
    call_command("staff", "jan@urzad.example", name="Jan Nowak", role="worker", unit="ZDMK")

    staff = Staff.objects.get(email="jan@urzad.example")
    unit = snapshot().unit("ZDMK")
    assert unit is not None
    assert actor_for(staff).may("cases.work", unit.id)
    assert not actor_for(staff).may("cases.triage")
    password = capsys.readouterr().out.split("sign-in: ")[1].split()[0]
    assert staff.check_password(password)


def test_the_same_address_again_is_one_more_post():
    for unit in ("ZDMK", "ZZM", "ZZM"):
        call_command("staff", "jan@urzad.example", name="Jan Nowak", role="lead", unit=unit)

    assert Staff.objects.count() == 1
    assert Post.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"role": "king"}, "administrator"),
        ({"unit": "NIKT"}, "ZDMK"),
        ({"name": ""}, "--name"),
    ],
)
def test_a_mistake_names_what_there_is(change, says):
    options = {"name": "Jan", "role": "worker", "unit": "ZDMK"} | change

    with pytest.raises(CommandError, match=says):
        call_command("staff", "jan@urzad.example", **options)

    assert not Staff.objects.exists()


def test_administrators_hold_every_grant_and_use_a_second_factor():
    call_command("staff", "a@urzad.example", name="A", role="administrator", unit="KCK")

    role = Role.objects.get(code="administrator")
    assert set(role.grants) == set(GRANTS)
    assert role.second_factor
