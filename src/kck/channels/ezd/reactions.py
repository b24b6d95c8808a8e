"""Packages that nobody has to ask for, when the city has set it so."""

from kck.cases.events import CaseClosed, CaseConfirmed, CaseEvent, CaseOpened, CaseRequalified
from kck.cases.models import Case
from kck.channels.ezd import configured
from kck.channels.ezd.commands import send_to_records
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.terms import Automatic
from kck.directory.terms import FORMAL_KINDS
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reacts_to


@reacts_to(CaseOpened, when=lambda event: event.kind in FORMAL_KINDS and not event.historical)
def send_what_came_formal(event: CaseOpened) -> None:
    _send(event, Automatic.FORMAL)


@reacts_to(CaseRequalified, when=lambda event: event.to_kind in FORMAL_KINDS)
def send_what_became_formal(event: CaseRequalified) -> None:
    _send(event, Automatic.FORMAL)


@reacts_to(CaseConfirmed)
def send_what_was_confirmed(event: CaseConfirmed) -> None:
    _send(event, Automatic.CLOSED)


@reacts_to(CaseClosed, when=lambda event: not event.historical)
def send_what_was_closed(event: CaseClosed) -> None:
    _send(event, Automatic.CLOSED)


def _send(event: CaseEvent, when: Automatic) -> None:
    if not configured.is_on() or configured.automatic() != when:
        return
    case = Case.objects.get(pk=event.case_id)
    if case.kind in FORMAL_KINDS and not RecordsPackage.objects.filter(case=case).exists():
        send_to_records(case.pk, at=clock.now(), by=PLATFORM)
