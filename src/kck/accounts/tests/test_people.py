"""Being invited, given posts, changed, and leaving."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from tests.builders import MONDAY, everywhere

from kck.accounts import commands as accounts
from kck.accounts.invitations import DeadInvitation, invite_again, invited_by, use_invitation
from kck.accounts.keeping import LastAdministrator
from kck.accounts.models import Invitation, Post, Role, Staff
from kck.accounts.queries import actor_for, colleagues, needs_second_factor
from kck.accounts.role_commands import WrongRole, remove_role, save_role
from kck.accounts.staff_commands import (
    WrongStaff,
    change_staff,
    come_back,
    drop_factors,
    end_post,
    give_post,
    invite,
    leave,
)
from kck.accounts.staff_queries import people, staff_card
from kck.directory.queries import snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused

NEW_PASSWORD = "dwa konie i wóz"  # noqa: S105 - of somebody who lives as long as a test

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(at_moment_monday: None) -> None:
    """Every test happens on Monday."""


@pytest.fixture
def at_moment_monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.fixture
def roles() -> None:
    accounts.install_roles(by=PLATFORM)


def somebody(name: str, role: str = "worker", unit: str = "ZDMK", **more) -> Staff:
    email = f"{name.split()[0].lower()}@example.org"
    staff = accounts.join(email=email, name=name, password="x" * 14, at=MONDAY, by=PLATFORM)
    accounts.appoint(staff, role=role, unit=unit, by=PLATFORM, **more)
    return staff


def admin(name: str = "Adam Lis") -> tuple[Staff, Actor]:
    staff = somebody(name, "administrator", "KCK")
    return staff, actor_for(staff)


def test_whoever_is_invited_sets_a_password_once(roles):
    _staff, by = admin()
    invited = invite(
        email="Ewa.Bak@Example.org", name="Ewa  Bąk", role="worker", unit="ZDMK", at=MONDAY, by=by
    )
    staff = invited_by(invited.token)
    assert staff is not None
    assert (staff.email, staff.name) == ("ewa.bak@example.org", "Ewa Bąk")
    assert not staff.has_usable_password()

    use_invitation(invited.token, password=NEW_PASSWORD, at=MONDAY)

    assert Staff.objects.get(pk=staff.pk).check_password(NEW_PASSWORD)
    assert invited_by(invited.token) is None
    with pytest.raises(DeadInvitation):
        use_invitation(invited.token, password="cudze hasło tutaj", at=MONDAY)  # noqa: S106
    assert Staff.objects.get(pk=staff.pk).check_password(NEW_PASSWORD)


def test_of_a_link_only_its_digest_is_kept_and_a_new_one_ends_the_old(roles):
    _staff, by = admin()
    first = invite(email="e@example.org", name="Ewa Bąk", at=MONDAY, by=by)
    second = invite_again(first.staff_id, at=MONDAY, by=by)

    assert invited_by(first.token) is None
    assert invited_by(second.token) is not None
    kept = str(list(Invitation.objects.values())) + str(list(RecordedEvent.objects.values()))
    assert first.token not in kept
    assert second.token not in kept


def test_a_link_ends_after_a_week(roles, monkeypatch):
    _staff, by = admin()
    invited = invite(email="e@example.org", name="Ewa Bąk", at=MONDAY, by=by)
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=7, minutes=1))

    assert invited_by(invited.token) is None


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [
        ("nonsens", "Ewa Bąk", "email"),
        ("ADAM@example.org", "Ewa Bąk", "email"),
        ("e@example.org", " ", "name"),
    ],
)
def test_an_invitation_that_cannot_be_says_what_to_change(roles, email, name, field):
    _staff, by = admin()
    with pytest.raises(WrongStaff) as wrong:
        invite(email=email, name=name, at=MONDAY, by=by)
    assert wrong.value.field == field


def test_only_who_gives_grants_everywhere_invites(roles):
    lead = actor_for(somebody("Jan Lis", "lead"))
    unit = next(iter(lead.unit_ids))
    within = Actor(
        kind="staff", id=5, unit_grants={unit: frozenset({"accounts.edit"})}, unit_ids={unit}
    )
    for by in (lead, within):
        with pytest.raises(Refused):
            invite(email="e@example.org", name="Ewa Bąk", at=MONDAY, by=by)


def test_a_post_begins_and_ends_on_its_days(roles):
    _staff, by = admin()
    ewa = accounts.join(email="e@example.org", name="Ewa", password=None, at=MONDAY, by=by)
    today = MONDAY.date()
    post = give_post(ewa.pk, role="worker", unit="ZDMK", since=today, until=today, at=MONDAY, by=by)
    assert actor_for(ewa).may("cases.work")

    give_post(ewa.pk, role="worker", unit="ZDMK", since=today + timedelta(1), at=MONDAY, by=by)
    assert Post.objects.filter(staff=ewa).count() == 1
    assert not actor_for(ewa).may("cases.work")

    end_post(post.pk, last_day=today, at=MONDAY, by=by)
    assert not Post.objects.filter(staff=ewa).exists()


def test_who_has_left_a_unit_is_no_colleague_to_assign_to(roles):
    _staff, by = admin()
    ewa = somebody("Ewa Bąk")
    unit = snapshot().unit("ZDMK")
    assert [one.name for one in colleagues(unit.id)] == ["Ewa Bąk"]

    end_post(Post.objects.get(staff=ewa).pk, last_day=date(2026, 2, 1), at=MONDAY, by=by)

    assert colleagues(unit.id) == []


def test_a_councillor_has_a_district_and_nobody_else(roles):
    _staff, by = admin()
    ewa = somebody("Ewa Bąk")
    with pytest.raises(WrongStaff):
        give_post(ewa.pk, role="councillor", unit="BR", at=MONDAY, by=by)
    with pytest.raises(WrongStaff):
        give_post(ewa.pk, role="worker", unit="ZDMK", district="13", at=MONDAY, by=by)

    give_post(ewa.pk, role="councillor", unit="BR", district="13", at=MONDAY, by=by)
    assert actor_for(ewa).districts == {"13"}
    assert "cases.district" not in actor_for(ewa).grants


def test_a_changed_mail_ends_links_to_the_old_one_and_the_log_holds_no_names(roles):
    _staff, by = admin()
    invited = invite(email="e@example.org", name="Ewa Bąk", at=MONDAY, by=by)

    change_staff(invited.staff_id, email="ewa@example.org", name="Ewa Bąk", at=MONDAY, by=by)

    assert invited_by(invited.token) is None
    log = str(list(RecordedEvent.objects.values_list("payload", flat=True)))
    assert "ewa" not in log.lower()
    changed = RecordedEvent.objects.get(name="accounts.staff_changed")
    assert changed.payload["fields"] == ["email"]


def test_whoever_leaves_is_signed_out_everywhere_and_every_key_ends(roles):
    _staff, by = admin()
    ewa = somebody("Ewa Bąk")
    invited = invite_again(ewa.pk, at=MONDAY, by=by)
    session = SessionStore()
    session.create()
    UserSession.objects.create(
        user=ewa, ip="10.0.0.1", session_key=session.session_key, user_agent="Firefox"
    )
    Authenticator.objects.create(user=ewa, type="totp", data={})

    leave(ewa.pk, hand_to=None, at=MONDAY, by=by)

    gone = Staff.objects.get(pk=ewa.pk)
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert not SessionStore().exists(session.session_key)
    assert not UserSession.objects.filter(user=ewa).exists()
    assert not Authenticator.objects.filter(user=ewa).exists()
    assert invited_by(invited.token) is None
    assert Post.objects.get(staff=ewa).valid_to == MONDAY.date()
    assert [row.name for row in people(gone=True)] == ["Ewa Bąk"]
    leave(ewa.pk, hand_to=None, at=MONDAY, by=by)
    assert RecordedEvent.objects.filter(name="accounts.staff_left").count() == 1


def test_whoever_comes_back_starts_without_posts_and_with_a_new_password(roles):
    _staff, by = admin()
    ewa = somebody("Ewa Bąk")
    leave(ewa.pk, hand_to=None, at=MONDAY, by=by)

    invited = come_back(ewa.pk, at=MONDAY, by=by)

    assert invited_by(invited.token) == ewa
    card = staff_card(ewa.pk)
    assert card is not None
    assert card.active
    assert card.invited


def test_nobody_closes_their_own_account(roles):
    _other = admin("Olga Lis")
    staff, by = admin()
    with pytest.raises(WrongStaff):
        leave(staff.pk, hand_to=None, at=MONDAY, by=by)


def test_the_last_administrator_stays_one(roles):
    staff, by = admin()
    platform = PLATFORM
    role = Role.objects.get(code="administrator")
    post = Post.objects.get(staff=staff)
    fewer = [grant for grant in role.grants if grant != "accounts.edit"]
    for refused in (
        lambda: accounts.set_role(
            "administrator", names=role.names, grants=fewer, everywhere=True, by=by
        ),
        lambda: accounts.set_role(
            "administrator", names=role.names, grants=role.grants, everywhere=False, by=by
        ),
        lambda: end_post(post.pk, last_day=MONDAY.date() + timedelta(days=3), at=MONDAY, by=by),
        lambda: leave(staff.pk, hand_to=None, at=MONDAY, by=platform),
    ):
        with pytest.raises(LastAdministrator):
            refused()
    assert "accounts.edit" in actor_for(Staff.objects.get(pk=staff.pk)).grants

    admin("Olga Lis")
    end_post(post.pk, last_day=MONDAY.date(), at=MONDAY, by=by)


def test_a_role_is_a_set_of_grants_and_its_changes_are_a_history(roles):
    _staff, by = admin()
    role = save_role(
        "",
        names={"pl": "Łącznik śródmieścia", "en": " "},
        grants=["cases.view"],
        everywhere=False,
        second_factor=False,
        home="queue",
        by=by,
    )
    assert role.code == "lacznik-srodmiescia"
    assert role.names == {"pl": "Łącznik śródmieścia"}
    ewa = somebody("Ewa Bąk", role.code)
    assert not actor_for(ewa).may("cases.work")

    save_role(
        role.code,
        names=role.names,
        grants=["cases.work", "cases.view"],
        everywhere=False,
        second_factor=True,
        home="queue",
        by=by,
    )

    assert actor_for(ewa).may("cases.work")
    assert needs_second_factor(ewa)
    last = RecordedEvent.objects.filter(stream=f"role:{role.code}").latest("seq").payload
    assert last["added"] == ["cases.work"]
    assert last["settings"] == ["second_factor"]
    with pytest.raises(WrongRole):
        remove_role(role.code, by=by)


def test_a_post_that_is_over_asks_for_no_second_factor(roles):
    ewa = somebody("Ewa Bąk", "auditor", "KCK")
    assert needs_second_factor(ewa)
    Post.objects.filter(staff=ewa).update(valid_to=date(2026, 1, 31))
    assert not needs_second_factor(ewa)


def test_a_lost_phone_is_taken_off_by_an_administrator_alone(roles):
    _staff, by = admin()
    ewa = somebody("Ewa Bąk")
    Authenticator.objects.create(user=ewa, type="totp", data={})
    with pytest.raises(Refused):
        drop_factors(ewa.pk, at=MONDAY, by=everywhere("cases.view"))
    assert drop_factors(ewa.pk, at=MONDAY, by=by) == 1
