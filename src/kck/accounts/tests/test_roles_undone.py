"""The last change of a role is taken back by one press."""

import pytest
from tests.builders import MONDAY

from kck.accounts import commands as accounts
from kck.accounts.keeping import LastAdministrator
from kck.accounts.models import Role
from kck.accounts.queries import roles
from kck.accounts.role_commands import RoleOvertaken, undo_role
from kck.accounts.terms import ADMINISTERS
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

pytestmark = pytest.mark.django_db


def a_role(*grants: str, code: str = "reader", **more) -> Role:
    return accounts.set_role(
        code, **{"names": {"pl": "Czytelnik"}, "everywhere": True, **more}, grants=grants,
        by=PLATFORM,
    )  # fmt: skip


def undoes(code: str = "reader") -> int:
    return next(one.undoes for one in roles() if one.code == code)


def test_the_last_change_goes_back_with_everything_it_changed():
    a_role("cases.view")
    a_role("cases.view", "cases.work", names={"pl": "Pracownik"}, everywhere=False, home="queue")

    undo_role("reader", seen=undoes(), by=PLATFORM)

    role = Role.objects.get(code="reader")
    assert (role.grants, role.names, role.home) == (["cases.view"], {"pl": "Czytelnik"}, "")
    assert role.everywhere
    last = RecordedEvent.objects.filter(name="accounts.role_changed").latest("pk").payload
    assert (last["added"], last["removed"]) == ([], ["cases.work"])


def test_done_twice_it_brings_the_change_back():
    a_role("cases.view")
    a_role("cases.work")

    undo_role("reader", seen=undoes(), by=PLATFORM)
    undo_role("reader", seen=undoes(), by=PLATFORM)

    assert Role.objects.get(code="reader").grants == ["cases.work"]


def test_a_change_that_somebody_else_made_meanwhile_is_not_undone():
    a_role("cases.view")
    a_role("cases.work")
    seen = undoes()
    a_role("cases.work", "cases.view")

    with pytest.raises(RoleOvertaken):
        undo_role("reader", seen=seen, by=PLATFORM)

    assert Role.objects.get(code="reader").grants == ["cases.view", "cases.work"]


def test_a_new_role_and_one_saved_without_a_change_have_nothing_to_undo():
    a_role("cases.view")
    a_role("cases.view")

    assert undoes() == 0
    with pytest.raises(RoleOvertaken):
        undo_role("reader", seen=0, by=PLATFORM)


def test_the_last_administrator_is_not_undone_away():
    a_role("cases.view", code="chief")
    a_role("cases.view", ADMINISTERS, code="chief")
    staff = accounts.join(email="a@example.org", name="A", password=None, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role="chief", unit="KCK", by=PLATFORM)

    with pytest.raises(LastAdministrator):
        undo_role("chief", seen=undoes("chief"), by=PLATFORM)

    assert ADMINISTERS in Role.objects.get(code="chief").grants


def test_only_who_edits_roles_undoes():
    a_role("cases.view")
    a_role("cases.work")

    with pytest.raises(Refused):
        undo_role("reader", seen=undoes(), by=Actor(kind="staff", id=5))
