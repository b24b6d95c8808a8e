"""Every unit of the shipped city can be reached in each way, and is."""

from typing import Any

import pytest
from tests.builders import MONDAY, everywhere

from kck.cases import commands as cases
from kck.cases.models import Case
from kck.directory.commands import set_way
from kck.directory.info import UnitInfo
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.foundation.actor import PLATFORM
from kck.handover.queries import sending_of
from kck.handover.terms import SendingState
from kck.unitlinks.queries.links import find_link
from kck.unitlinks.queries.watch import watch
from kck.unitlinks.tests.ways import a_bin, hand_all_over, link_in_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_once")]
SETTINGS: dict[WayOfWorking, dict[str, Any]] = {
    WayOfWorking.DESK: {},
    WayOfWorking.LINK: {"link": {"mails": ["brygada@jednostka.example"]}},
    WayOfWorking.OPEN311: {"open311": {"endpoint": "https://jednostka.example/open311/v2"}},
    WayOfWorking.PHONE: {"phone": {"number": "12 000 00 41"}},
}


def _units() -> list[UnitInfo]:
    """All but the centre, whose cases need no way."""
    city = snapshot(MONDAY)
    return [unit for unit in city.units_in_force(MONDAY) if unit.id != city.centre.id]


def _all_work_by(way: WayOfWorking) -> None:
    for unit in _units():
        set_way(unit.code, way=way, settings=SETTINGS[way], valid_from=None, at=MONDAY, by=PLATFORM)


def _a_case_for(unit: UnitInfo) -> Case:
    case = a_bin()
    if case.unit_id != unit.id:
        reason = "To sprawa tej jednostki."
        cases.forward(case.pk, unit=unit.code, reason=reason, at=MONDAY, by=everywhere())
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("way", list(SETTINGS))
def test_every_unit_can_be_given_each_way(way: WayOfWorking) -> None:
    _all_work_by(way)

    units = _units()
    assert len(units) > 50
    assert {snapshot(MONDAY).way_of(unit.id).way for unit in units} == {way}


def test_with_links_a_case_reaches_each_of_them() -> None:
    _all_work_by(WayOfWorking.LINK)

    for unit in _units():
        case = _a_case_for(unit)
        hand_all_over()
        link = find_link(link_in_mail("brygada@jednostka.example"))
        assert link is not None, unit.code
        assert (link.unit_id, link.case_ids) == (unit.id, (case.pk,)), unit.code


def test_with_the_telephone_each_of_them_is_called_about_its_case() -> None:
    _all_work_by(WayOfWorking.PHONE)

    waiting = {_a_case_for(unit).pk: unit.code for unit in _units()}

    seen = {row.case_id: row for row in watch(MONDAY).calls}
    for case_id, code in waiting.items():
        sending = sending_of(case_id)
        assert sending is not None, code
        assert (sending.way, sending.state) == (WayOfWorking.PHONE, SendingState.WAITING), code
        assert (seen[case_id].unit.code, seen[case_id].phone) == (code, "12 000 00 41")
