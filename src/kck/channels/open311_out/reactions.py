"""What the far end has to hear of: the reporter's words and photos, and that it need not go on."""

from kck.cases.events import (
    CaseEvent,
    CaseForwarded,
    CaseMerged,
    CaseRecategorised,
    CaseWithdrawn,
    PhotoAdded,
    ReporterReplied,
)
from kck.channels.open311_out.outgoing import CANCELLED, say
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.foundation.outbox import reacts_to


def _somewhere(_event: CaseEvent) -> bool:
    """Where no unit has a system of its own, this costs no job."""
    return any(way.way == WayOfWorking.OPEN311 for way in snapshot().ways.all) or any(
        unit.way_of_working == WayOfWorking.OPEN311 for unit in snapshot().units.all
    )


def _ids(event: CaseEvent, kind: str) -> list[int]:
    return [int(pk) for what, pk, _digest in event.seals if what == kind]


@reacts_to(ReporterReplied, when=_somewhere)
def pass_the_reply_on(event: ReporterReplied, event_id: int) -> None:
    say(event.case_id, event_id, texts=_ids(event, "text"))


@reacts_to(PhotoAdded, when=lambda event: event.by_reporter and _somewhere(event))
def pass_the_photo_on(event: PhotoAdded, event_id: int) -> None:
    say(event.case_id, event_id, files=_ids(event, "file"))


@reacts_to(CaseWithdrawn, when=_somewhere)
def say_that_it_was_withdrawn(event: CaseWithdrawn, event_id: int) -> None:
    say(event.case_id, event_id, status=CANCELLED)


@reacts_to(CaseMerged, when=_somewhere)
def say_that_another_case_stands_for_it(event: CaseMerged, event_id: int) -> None:
    say(event.case_id, event_id, status=CANCELLED)


@reacts_to(CaseForwarded, when=_somewhere)
def say_that_another_unit_has_it(event: CaseForwarded, event_id: int) -> None:
    say(event.case_id, event_id, status=CANCELLED, unit_id=event.from_unit_id)


@reacts_to(CaseRecategorised, when=lambda e: e.from_unit_id != e.to_unit_id and _somewhere(e))
def say_that_it_was_not_theirs(event: CaseRecategorised, event_id: int) -> None:
    say(event.case_id, event_id, status=CANCELLED, unit_id=event.from_unit_id)
