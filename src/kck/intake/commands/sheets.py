"""Numbers drawn beforehand, for sheets of paper."""

import secrets
from datetime import datetime

from kck.cases.commands.steps import serials
from kck.cases.rules import IllegalMove
from kck.foundation import clock, numbers
from kck.foundation.actor import Actor
from kck.foundation.bulk import run
from kck.foundation.numbers import display
from kck.foundation.outbox import command, record
from kck.foundation.text import _
from kck.foundation.verdict import require
from kck.intake import policy
from kck.intake.events import SheetsDrawn, SheetVoided
from kck.intake.models import Sheet

MOST_AT_ONCE = 200


@command
def draw_sheets(count: int, *, at: datetime, by: Actor) -> list[str]:
    """So many numbers, each with a code of its own."""
    require(policy.may_use_sheets(by))
    if not 1 <= count <= MOST_AT_ONCE:
        raise IllegalMove(
            str(_("Wydrukuj od 1 do %(most)s arkuszy naraz.")) % {"most": MOST_AT_ONCE}
        )
    year = at.astimezone(clock.city_zone()).year
    [drawn] = run([serials(count)])
    made = [numbers.make(year, serial) for [serial] in drawn]
    Sheet.objects.bulk_create(
        Sheet(number=number, token=secrets.token_urlsafe(24), drawn_at=at, drawn_by=by.staff_id)
        for number in made
    )
    record(SheetsDrawn(numbers=made), by=by, at=at)
    return made


@command
def void_sheet(number: str, *, at: datetime, by: Actor) -> None:
    """It was spoilt or lost: nothing can be typed in from it any more. Again changes nothing."""
    require(policy.may_use_sheets(by))
    sheet = _locked(number)
    if sheet.void_at is None:
        sheet.void_at = at
        sheet.save(update_fields=["void_at"])
        record(SheetVoided(number=sheet.number), by=by, at=at)


def take_sheet(number: str, *, at: datetime, by: Actor) -> Sheet:
    """The sheet that becomes a case in this very command."""
    require(policy.may_use_sheets(by))
    sheet = _locked(number)
    if sheet.void_at is not None:
        raise IllegalMove(
            str(_("Arkusz %(number)s unieważniono.")) % {"number": display(sheet.number)}
        )
    sheet.used_at = at
    return sheet


def _locked(number: str) -> Sheet:
    sheet = Sheet.objects.select_for_update().filter(number=number).first()
    if sheet is None:
        raise IllegalMove(str(_("Takiego arkusza nie drukowano. Sprawdź numer.")))
    if sheet.used_at is not None:
        raise IllegalMove(
            str(_("Arkusz %(number)s jest już przepisany.")) % {"number": display(number)}
        )
    return sheet
