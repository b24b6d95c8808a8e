"""Letters that are printed at the desk."""

from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format

from kck.cases.queries.desk_case import DeskCase
from kck.cases.queries.prolongations import Prolongation
from kck.channels.paper import Paper, Section
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.text import _
from kck.people.queries import contact


def prolongation_paper(case: DeskCase, letter: Prolongation, *, addressed: bool) -> Paper:
    """KPA art. 36: why it takes longer, until when, and what one may do about it."""
    city = snapshot(letter.at).city
    with translation.override(case.language):
        number, unit = numbers.display(case.number), case.unit.name(case.language)
        facts = (
            (str(_("Sprawa")), f"{number}, {case.kind.label}"),
            (str(_("Data")), _day(letter.at)),
            (str(_("Od")), unit),
            (str(_("Do")), _address(case) if addressed else ""),
            (str(_("Termin, który mija")), _day(letter.before)),
            (str(_("Nowy termin")), _day(letter.until)),
        )
        return Paper(
            title=str(_("Zawiadomienie o nowym terminie (art. 36 k.p.a.)")),
            facts=tuple((what, value) for what, value in facts if value),
            sections=(
                Section(heading=str(_("Przyczyna zwłoki")), body=letter.reason),
                Section(heading=str(_("Pouczenie")), body=letter.instruction),
            ),
            foot=f"{city.name(case.language)} · {number}",
            language=case.language,
            made_at=letter.at,
            author=unit,
            head=(city.name(case.language), unit),
        )


def _day(at: datetime) -> str:
    return date_format(at.astimezone(clock.city_zone()), "j E Y")


def _address(case: DeskCase) -> str:
    if case.person_id is None:
        return ""
    found = contact(case.person_id)
    return ", ".join(part for part in (found.name, found.address or found.email) if part)
