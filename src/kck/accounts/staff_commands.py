"""Whoever works for the city: invited, changed, given posts, and one day gone."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from kck.accounts import policy
from kck.accounts.commands import join
from kck.accounts.events import (
    FactorsDropped,
    PostEnded,
    PostGiven,
    StaffChanged,
    StaffLeft,
    StaffReturned,
)
from kck.accounts.invitations import Invited, invite_again, withdraw
from kck.accounts.keeping import keeping_an_administrator
from kck.accounts.models import Absence, KnownDevice, Post, Role, Staff
from kck.accounts.sessions import end_all
from kck.accounts.terms import READS_DISTRICT, NoticeMail
from kck.directory.models import Unit
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import Event, command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require


class WrongStaff(ValueError):
    """This cannot be so; `field` and the sentence say what to change."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(str(sentence))
        self.field = field


@command
def invite(
    *,
    email: str,
    name: str,
    language: str = "",
    role: str = "",
    unit: str = "",
    district: str = "",
    at: datetime,
    by: Actor,
) -> Invited:
    """An account without a password, its first post, and the token that lets its owner in."""
    require(policy.may_edit(by))
    found = _checked(email=email, name=name, language=language)
    staff = join(**found, password=None, at=at, by=by)
    if role:
        give_post(staff.pk, role=role, unit=unit, district=district, at=at, by=by)
    return invite_again(staff.pk, at=at, by=by)


@command
def change_staff(
    staff_id: int,
    *,
    email: str,
    name: str,
    language: str = "",
    must_use_second_factor: bool = False,
    at: datetime,
    by: Actor,
) -> None:
    """Another mail is another way in: links to the old one end."""
    require(policy.may_edit(by))
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    wanted: dict[str, Any] = {
        **_checked(email=email, name=name, language=language, staff_id=staff_id),
        "must_use_second_factor": must_use_second_factor,
    }
    changed = sorted(field for field, value in wanted.items() if getattr(staff, field) != value)
    if not changed:
        return
    Staff.objects.filter(pk=staff_id).update(**wanted)
    if "email" in changed:
        withdraw(staff_id)
        SocialAccount.objects.filter(user_id=staff_id).delete()
    _note(StaffChanged(staff_id=staff_id, fields=changed), staff_id, at, by)


def _checked(*, email: str, name: str, language: str, staff_id: int = 0) -> dict[str, str]:
    email, name = clean(email).lower(), " ".join(clean(name).split())
    try:
        validate_email(email)
    except ValidationError:
        raise WrongStaff("email", _("To nie jest adres e-mail.")) from None
    if Staff.objects.filter(email__iexact=email).exclude(pk=staff_id).exists():
        raise WrongStaff("email", _("Ktoś już ma konto z tym adresem."))
    if not 2 <= len(name) <= 120:
        raise WrongStaff("name", _("Podaj imię i nazwisko."))
    if language and language not in dict(settings.LANGUAGES):
        raise WrongStaff("language", _("Nie znamy tego języka."))
    return {"email": email, "name": name, "language": language}


@command
def give_post(
    staff_id: int,
    *,
    role: str,
    unit: str,
    district: str = "",
    since: date | None = None,
    until: date | None = None,
    at: datetime,
    by: Actor,
) -> Post:
    """A role in a unit, from and to a day; the same again changes its days."""
    require(policy.may_edit(by))
    held = Role.objects.filter(code=role).first()
    place = Unit.objects.filter(code=unit).order_by("pk").last()
    if held is None or place is None:
        raise WrongStaff("role" if held is None else "unit", _("Wybierz z listy."))
    if (READS_DISTRICT in held.grants) != bool(district):
        raise WrongStaff("district", _DISTRICT_WORDS[bool(district)])
    if since and until and until < since:
        raise WrongStaff("until", _("Koniec nie może być przed początkiem."))
    with keeping_an_administrator():
        post, _made = Post.objects.update_or_create(
            staff_id=staff_id,
            role=held,
            unit=place,
            district=district,
            defaults={"valid_from": since, "valid_to": until},
        )
    given = PostGiven(
        staff_id=staff_id,
        post_id=post.pk,
        role=role,
        unit_id=place.pk,
        district=district,
        valid_from=_day(since),
        valid_to=_day(until),
    )
    _note(given, staff_id, at, by)
    return post


_DISTRICT_WORDS: Mapping[bool, Any] = {
    False: _("Ta rola czyta jedną dzielnicę: wybierz którą."),
    True: _("Dzielnicę wybiera się tylko dla radnego dzielnicy."),
}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


@command
def end_post(post_id: int, *, last_day: date, at: datetime, by: Actor) -> None:
    """What had not begun by then never was."""
    require(policy.may_edit(by))
    post = Post.objects.select_related("role").select_for_update(of=("self",)).get(pk=post_id)
    with keeping_an_administrator():
        begun = post.valid_from is None or post.valid_from <= last_day
        if begun:
            Post.objects.filter(pk=post_id).update(valid_to=last_day)
        else:
            post.delete()
    ended = PostEnded(
        staff_id=post.staff_id,
        post_id=post_id,
        role=post.role.code,
        unit_id=post.unit_id,
        last_day=_day(last_day) if begun else "",
    )
    _note(ended, post.staff_id, at, by)


@command
def leave(staff_id: int, *, hand_to: int | None, at: datetime, by: Actor) -> None:
    """Somebody left the job: signed out everywhere, every key ends, their work goes on."""
    require(policy.may_edit(by))
    if by.staff_id == staff_id:
        raise WrongStaff("", _("Własne konto zamyka inny administrator."))
    if hand_to and not Staff.objects.filter(pk=hand_to, is_active=True).exclude(pk=staff_id):
        raise WrongStaff("hand_to", _("Wybierz z listy."))
    with keeping_an_administrator():
        staff = Staff.objects.select_for_update().get(pk=staff_id)
        if not staff.is_active:
            return
        staff.is_active, staff.left_at = False, at
        staff.set_unusable_password()
        staff.save()
        _end_posts(staff_id)
    _end_ways_in(staff_id)
    _note(StaffLeft(staff_id=staff_id, hand_to=hand_to or 0), staff_id, at, by)


def _end_posts(staff_id: int) -> None:
    """Today was the last day; the account is closed already."""
    today = clock.today()
    posts = Post.objects.filter(staff_id=staff_id)
    posts.filter(valid_from__gt=today).delete()
    posts.filter(Q(valid_to=None) | Q(valid_to__gt=today)).update(valid_to=today)


def _end_ways_in(staff_id: int) -> None:
    end_all(staff_id)
    withdraw(staff_id)
    Authenticator.objects.filter(user_id=staff_id).delete()
    SocialAccount.objects.filter(user_id=staff_id).delete()
    KnownDevice.objects.filter(staff_id=staff_id).delete()
    to_come = Absence.objects.filter(last_day__gte=clock.today())
    to_come.filter(Q(substitute_id=staff_id) | Q(staff_id=staff_id)).delete()


@command
def come_back(staff_id: int, *, at: datetime, by: Actor) -> Invited:
    """The same account again, without posts; its owner sets a new password by mail."""
    require(policy.may_edit(by))
    Staff.objects.filter(pk=staff_id).update(is_active=True, left_at=None)
    _note(StaffReturned(staff_id=staff_id), staff_id, at, by)
    return invite_again(staff_id, at=at, by=by)


@command
def drop_factors(staff_id: int, *, at: datetime, by: Actor) -> int:
    """A lost phone: codes and passkeys end, and so does whoever is signed in with them."""
    require(policy.may_edit(by))
    count, _each = Authenticator.objects.filter(user_id=staff_id).delete()
    end_all(staff_id)
    _note(FactorsDropped(staff_id=staff_id), staff_id, at, by)
    return int(count)


@command
def choose_notice_mail(staff_id: int, *, when: NoticeMail, by: Actor) -> None:
    require(policy.may_choose_mail(by, staff_id))
    Staff.objects.filter(pk=staff_id).update(notice_mail=when)


def _note(event: Event, staff_id: int, at: datetime, by: Actor) -> None:
    record(event, by=by, at=at, stream=f"staff:{staff_id}")
