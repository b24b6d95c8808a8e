"""What is taken here already, and what is still passed on with the old number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format

from kck.directory.info import CategoryInfo, StageInfo, UnitInfo
from kck.directory.snapshot import Snapshot
from kck.directory.terms import DUTY, FORMAL_KINDS, CaseKind
from kck.foundation.text import _

REPORTS, QUESTIONS = "reports", "questions"


@dataclass(frozen=True, kw_only=True)
class PassedOn:
    """Who takes it for now, under which number, and from which day it is taken here."""

    unit: UnitInfo
    number: str
    begins: date | None

    @property
    def words(self) -> str:
        """One sentence or two, for whoever has no page to show them on."""
        said = _("Tym zajmuje się %(unit)s i jeszcze przyjmuje zgłoszenia po swojemu: %(number)s.")
        if not self.number:
            said = _("Tym zajmuje się %(unit)s i jeszcze przyjmuje zgłoszenia po swojemu.")
        words = str(said) % {"unit": self.unit.name(), "number": self.number}
        if self.begins is None:
            return words
        begins = str(_("Tutaj od %(day)s.")) % {"day": date_format(self.begins, "j E Y")}
        return f"{words} {begins}"

    @property
    def tel(self) -> str:
        return "".join(letter for letter in self.number if letter.isdigit() or letter == "+")


def function_of(kind: str) -> str:
    """Nothing for a formal kind: the law asks no stage, it is taken always."""
    if kind in FORMAL_KINDS:
        return ""
    return QUESTIONS if kind == CaseKind.ENQUIRY else REPORTS


def passed_on(
    category: CategoryInfo, channel: str, at: datetime, city: Snapshot
) -> PassedOn | None:
    """None when it is taken here: by its own unit, or because nobody else could be named.

    Portal, desk, voice menu and cards all ask this; what is sent all the same the centre passes on.
    """
    unit = city.unit(category.unit, at) if category.unit and not category.is_redirect else None
    function = function_of(category.kind)
    if unit is None or not function or unit.code == city.centre.code:
        return None
    if city.takes(unit.code, channel, function, at):
        return None
    return PassedOn(
        unit=unit,
        number=old_number(unit, city),
        begins=city.begins(unit.code, channel, function, at),
    )


def old_number(unit: UnitInfo, city: Snapshot) -> str:
    """Under which the unit was called before: its own, or its helpline's."""
    lines = (line.number for line in city.helplines if line.unit == unit.code)
    return unit.phone or next(lines, "")


def not_begun(stages: tuple[StageInfo, ...], day: date) -> list[StageInfo]:
    """Those that are still to come, the soonest first."""
    coming = [one for one in stages if one.valid_from and one.valid_from > day]
    return sorted(coming, key=lambda one: (one.valid_from or day, one.unit, one.channel))


def duty_contacts(
    units: Iterable[str], channel: str, at: datetime, city: Snapshot
) -> tuple[str, ...]:
    """Mails and telephones of who is on duty for these units, else for the whole city."""
    own = (contact for unit in units for contact in _duty(unit, channel, at, city))
    return tuple(dict.fromkeys(own)) or _duty("*", channel, at, city)


def _duty(unit: str, channel: str, at: datetime, city: Snapshot) -> tuple[str, ...]:
    """What is said of this channel goes before what is said of all."""
    stages = [
        one
        for one in city.stages(at)
        if one.function == DUTY and one.unit == unit and one.channel in (channel, "*")
    ]
    stages.sort(key=lambda one: one.channel == "*")
    return stages[0].duty if stages else ()
