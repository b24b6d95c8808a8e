"""How a unit works, from a day on."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from kck.directory import policy
from kck.directory.commands.version import locked_version, renew
from kck.directory.events import WayChanged
from kck.directory.models import Unit, WayPeriod
from kck.directory.terms import WayOfWorking
from kck.foundation.actor import Actor
from kck.foundation.outbox import command, record
from kck.foundation.text import _
from kck.foundation.verdict import require


class WrongWay(ValueError):
    """This way of working cannot be set; the message says why."""


@command
def set_way(
    unit: str,
    *,
    way: WayOfWorking,
    settings: Mapping[str, Any],
    valid_from: date | None,
    valid_to: date | None = None,
    at: datetime,
    by: Actor,
) -> WayPeriod:
    """How a unit works from a day on; what was in force ends the day before. Files keep off it."""
    version = locked_version()
    require(policy.may_edit(by))
    if not Unit.objects.filter(code=unit).exists():
        raise WrongWay(str(_("Nie ma takiej jednostki.")))
    if valid_from and valid_to and valid_to < valid_from:
        raise WrongWay(str(_("Ostatni dzień jest wcześniej niż pierwszy.")))
    _make_room(unit, valid_from, valid_to, author=str(by))
    period, _made = WayPeriod.objects.update_or_create(
        code=unit,
        valid_from=valid_from,
        defaults={
            "way": way,
            "settings": dict(settings),
            "valid_to": valid_to,
            "author": str(by),
        },
    )
    renew(version, at)
    record(
        WayChanged(unit=unit, way=way, valid_from=_iso(valid_from), valid_to=_iso(valid_to)),
        by=by,
        at=at,
    )
    return period


def _make_room(unit: str, first: date | None, last: date | None, *, author: str) -> None:
    """Earlier periods end the day before; a later one must not begin inside the new."""
    for other in WayPeriod.objects.filter(code=unit).exclude(valid_from=first):
        if (other.valid_from or date.min) > (first or date.min):
            if last is None or (other.valid_from and other.valid_from <= last):
                words = _("Od %(day)s obowiązuje już inny sposób pracy: podaj wcześniejszy koniec.")
                raise WrongWay(str(words) % {"day": other.valid_from})
        elif first and (other.valid_to is None or other.valid_to >= first):
            other.valid_to, other.author = first - timedelta(days=1), author
            other.save(update_fields=["valid_to", "author"])


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
