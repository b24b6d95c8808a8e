"""The fault of which a complaint speaks that is left unexamined: it goes on as a report."""

from datetime import datetime

from kck.cases.commands.open_case import open_case, reserved, reserving
from kck.cases.commands.steps import lock
from kck.cases.letter import text_of
from kck.cases.models import Case, CaseTie
from kck.cases.terms import NewCase, Spot, TextKind, Tie
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor
from kck.foundation.bulk import run
from kck.foundation.outbox import command

SOURCE = "unexamined"


@command
def go_on_as_report(case_id: int, *, at: datetime, by: Actor) -> Case | None:
    """Opened once; None when it is there already.

    The centre reads it before any unit does: a complaint tells of people, and of whom it is told
    must not get it. It has no reporter: whose the complaint was stays unknown.
    """
    case = lock(case_id)
    known = Case.objects.filter(source=SOURCE, source_id=case.number)
    if known.exists():
        return None
    new = NewCase(
        category=snapshot(at).city.unknown_category,
        channel=case.channel,
        text=text_of(case, TextKind.DESCRIPTION),
        language=case.language,
        kind=CaseKind.REPORT,
        spot=Spot(
            lat=case.lat, lon=case.lon, address=case.address, words=text_of(case, TextKind.PLACE)
        ),
        private=True,
        needs_triage=True,
        source=SOURCE,
        source_id=case.number,
    )
    opened = open_case(new, reserved(run(reserving())), at=at, by=by)
    CaseTie.objects.create(case_id=opened.pk, other=case, tie=Tie.FOLLOWS, at=at)
    return opened
