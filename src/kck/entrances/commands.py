"""To let a site in, to give objects their codes, and to say which object a case is about."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from kck.entrances import policy
from kck.entrances.events import (
    CaseIsAboutObject,
    ObjectCodeEnded,
    ObjectCodesGiven,
    SiteAllowed,
    SiteTakenBack,
)
from kck.entrances.models import CaseObject, ObjectCode, Site
from kck.entrances.queries import described
from kck.entrances.rules import WrongSite, make_code, parse_origin
from kck.entrances.terms import NewObject, ObjectInfo
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _, clean
from kck.foundation.verdict import require

_MEANT = ("category", "lat", "lon", "street", "label", "valid_from", "valid_to")


@command
def allow_site(address: str, *, note: str = "", insecure: bool, by: Actor, at: datetime) -> str:
    """Pages of this origin may frame the form from now on. Asking again changes nothing."""
    require(policy.may_edit(by))
    origin = parse_origin(address, insecure=insecure)
    if len(origin) > 260:
        raise WrongSite(str(_("Wpisz adres strony, na przykład https://www.krakow.pl.")))
    site, new = Site.objects.get_or_create(
        origin=origin,
        defaults={"note": clean(note)[:120], "added_at": at, "added_by_id": by.staff_id},
    )
    if new:
        record(SiteAllowed(site_id=site.pk, origin=origin), by=by, at=at)
    return origin


@command
def take_back_site(site_id: int, *, by: Actor, at: datetime) -> None:
    require(policy.may_edit(by))
    site = Site.objects.select_for_update().filter(pk=site_id).first()
    if site is None:
        return
    record(SiteTakenBack(site_id=site.pk, origin=site.origin), by=by, at=at)
    site.delete()


@command
def give_codes(
    objects: Sequence[NewObject], *, by: Actor, at: datetime
) -> tuple[list[ObjectInfo], int]:
    """A code for each object that has none; the others are described anew and keep theirs.

    Known is what has the same kind and the same number of its keeper. Gives the new ones, and how
    many were known.
    """
    require(policy.may_edit(by))
    known = _known(objects)
    fresh = [one for one in objects if (one.kind, one.own_number) not in known]
    rows = [
        ObjectCode(code=code, **_fields(one), kind=one.kind, own_number=one.own_number)
        for one, code in zip(fresh, _fresh_codes(len(fresh)), strict=True)
    ]
    ObjectCode.objects.bulk_create(rows, batch_size=1000)
    changed = _describe_anew(objects, known)
    record(ObjectCodesGiven(codes=[row.code for row in rows], changed=changed), by=by, at=at)
    return [described(row) for row in rows], changed


def _known(objects: Sequence[NewObject]) -> dict[tuple[str, str], ObjectCode]:
    numbers = {one.own_number for one in objects if one.own_number}
    rows = ObjectCode.objects.select_for_update().filter(own_number__in=numbers)
    return {(row.kind, row.own_number): row for row in rows}


def _fields(one: NewObject) -> dict[str, object]:
    return {name: getattr(one, name) for name in _MEANT}


def _describe_anew(objects: Sequence[NewObject], known: dict[tuple[str, str], ObjectCode]) -> int:
    rows = []
    for one in objects:
        if row := known.get((one.kind, one.own_number)):
            for name, value in _fields(one).items():
                setattr(row, name, value)
            rows.append(row)
    ObjectCode.objects.bulk_update(rows, list(_MEANT), batch_size=500)
    return len(rows)


def _fresh_codes(count: int) -> list[str]:
    """Drawn, not counted: nobody finds the next object by the code of this one."""
    found: set[str] = set()
    while len(found) < count:
        drawn = {make_code(secrets.randbelow) for _one in range(count - len(found))}
        taken = ObjectCode.objects.filter(code__in=drawn).values_list("code", flat=True)
        found |= drawn - set(taken)
    return sorted(found)


@command
def end_code(object_id: int, *, by: Actor, at: datetime) -> None:
    """The object is gone; its code leads to a page that says so. Asking again changes nothing."""
    require(policy.may_edit(by))
    row = ObjectCode.objects.select_for_update().get(pk=object_id)
    day = at.astimezone(clock.city_zone()).date()
    if row.valid_to is not None and row.valid_to <= day:
        return
    row.valid_to = max(day, row.valid_from)
    row.save(update_fields=["valid_to"])
    record(ObjectCodeEnded(object_id=row.pk, code=row.code), by=by, at=at)


@command
def note_object(case_id: int, object_id: int, *, by: Actor, at: datetime) -> None:
    """The case is about this object; whoever opens a case may say so, once."""
    _row, new = CaseObject.objects.get_or_create(case_id=case_id, defaults={"object_id": object_id})
    if new:
        event = CaseIsAboutObject(case_id=case_id, object_id=object_id)
        record(event, by=by, at=at, topics=[f"case:{case_id}"])
