"""Whoever wrote by e-Doręczenia is answered by it; what a case forgets is forgotten here too."""

from kck.cases.events import (
    CaseAnswered,
    CaseClosed,
    CaseDone,
    CaseEvent,
    PersonalDataErased,
    ReporterAsked,
)
from kck.channels.edoreczenia.commands import forget, write_letter
from kck.channels.edoreczenia.folder import drop_folder, remove_original
from kck.channels.edoreczenia.models import Delivery
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reacts_to


@reacts_to(CaseAnswered)
def send_the_answer(event: CaseAnswered, event_id: int) -> None:
    _write(event, event_id)


@reacts_to(ReporterAsked)
def send_the_question(event: ReporterAsked, event_id: int) -> None:
    _write(event, event_id)


@reacts_to(CaseDone)
def send_what_was_done(event: CaseDone, event_id: int) -> None:
    _write(event, event_id)


@reacts_to(CaseClosed)
def send_the_closing_words(event: CaseClosed, event_id: int) -> None:
    _write(event, event_id)


def _write(event: CaseEvent, event_id: int) -> None:
    if drop_folder() is None:
        return
    texts = [int(pk) for kind, pk, _digest in event.seals if kind == "text"]
    write_letter(event.case_id, event_id=event_id, text_ids=texts, at=clock.now())


@reacts_to(PersonalDataErased)
def forget_the_sender(event: PersonalDataErased) -> None:
    kept = list(Delivery.objects.filter(case_id=event.case_id).values_list("kept_as", flat=True))
    forget(event.case_id, at=clock.now(), by=PLATFORM, ground=event.ground)
    for name in kept:
        remove_original(name)
