"""Who is told what, once something happened to a case. Each runs as a job of its own.

A letter's `dedupe` is made of the event's id: a reaction that runs twice tells once.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kck.accounts.events import StaffLeft
from kck.accounts.queries import actor_of
from kck.cases.commands import note_return, pass_all_on
from kck.cases.commands.leaving import hand_over_work
from kck.cases.events import (
    CaseAnswered,
    CaseClosed,
    CaseConfirmed,
    CaseDisputed,
    CaseDone,
    CaseEvent,
    CaseForwarded,
    CaseHandedBack,
    CaseMerged,
    CaseOpened,
    CaseRecategorised,
    CaseReopened,
    CaseRequalified,
    CaseScheduled,
    CaseUnmerged,
    FollowerLeft,
    PersonalDataErased,
    ReporterAsked,
    WaitingEnded,
)
from kck.cases.letter import lines_of, sealed_text
from kck.cases.models import Case, Follower
from kck.cases.occasion import occasion_of
from kck.cases.rules import UNDO_SPLIT_WITHIN, UNDO_WITHIN
from kck.cases.side_events import CaseSplit
from kck.cases.terms import CaseState, Closing
from kck.directory.events import ChangesEnded, ChangesTookEffect
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reacts_to
from kck.foundation.when import at_time, by_when, on_day
from kck.messaging.commands import forget, stop
from kck.messaging.queries import persons_of
from kck.people.models import Person
from kck.replies.commands import drop_about


def _reason(event: CaseEvent) -> Mapping[str, str]:
    return {"reason": sealed_text(event.seals)}


def _is_told(event: CaseOpened) -> bool:
    return not (event.historical or event.split_from or event.quiet)


@reacts_to(CaseOpened, when=_is_told)
def acknowledge(event: CaseOpened, event_id: int) -> None:
    occasion_of(event, event_id).tell_reporter("cases.acknowledged")


@reacts_to(CaseOpened, when=lambda event: not event.historical)
def notice_that_it_returns(event: CaseOpened) -> None:
    note_return(event.case_id, at=clock.now())


@reacts_to(CaseSplit, after=lambda _event: UNDO_SPLIT_WITHIN)
def tell_all_numbers(event: CaseSplit, event_id: int) -> None:
    """Once for all of them; nothing when it was taken back meanwhile."""
    apart = list(
        Case.objects.filter(pk__in=event.into_ids).exclude(state=CaseState.MERGED).order_by("pk")
    )
    if apart:
        occasion = occasion_of(event, event_id)
        occasion.tell_reporter(
            "cases.split", lambda language: {"others": lines_of(apart, clock.now(), language)}
        )


@reacts_to(CaseForwarded)
def tell_who_has_it_now(event: CaseForwarded, event_id: int) -> None:
    occasion_of(event, event_id).tell_reporter("cases.forwarded", _reason(event))


@reacts_to(CaseHandedBack)
def tell_who_has_it_after_a_hand_back(event: CaseHandedBack, event_id: int) -> None:
    """Back at the centre is no news yet: the centre sends it on, and that is told."""
    if event.to_unit_id != snapshot().centre.id:
        occasion_of(event, event_id).tell_reporter("cases.forwarded", _reason(event))


@reacts_to(
    CaseRecategorised,
    when=lambda event: event.triaged or event.from_unit_id != event.to_unit_id,
    after=lambda event: UNDO_WITHIN if event.undoable else timedelta(0),
)
def tell_who_will_deal_with_it(event: CaseRecategorised, event_id: int) -> None:
    """Nothing, when the choice was taken back meanwhile: the next one is told."""
    occasion = occasion_of(event, event_id)
    if not occasion.case.needs_triage:
        occasion.tell_reporter("cases.recategorised")


@reacts_to(CaseRequalified)
def tell_how_it_is_handled(event: CaseRequalified, event_id: int) -> None:
    occasion_of(event, event_id).tell_reporter("cases.requalified", _reason(event))


@reacts_to(CaseScheduled)
def tell_when_the_work_is(event: CaseScheduled, event_id: int) -> None:
    occasion = occasion_of(event, event_id)
    planned = datetime.fromisoformat(event.scheduled_at)
    local = planned.astimezone(clock.city_zone())
    say = at_time if local.hour or local.minute else on_day
    occasion.tell_reporter(
        "cases.scheduled",
        lambda language: {
            "day": say(planned, occasion.now, language),
            "words": sealed_text(event.seals),
        },
    )


@reacts_to(ReporterAsked)
def ask_the_reporter(event: ReporterAsked, event_id: int) -> None:
    occasion = occasion_of(event, event_id)
    until = datetime.fromisoformat(event.returns_at)
    occasion.tell_reporter(
        "cases.asked",
        lambda language: {
            "question": sealed_text(event.seals),
            "until": by_when(until, occasion.now, language),
        },
    )


@reacts_to(WaitingEnded)
def tell_that_work_goes_on(event: WaitingEnded, event_id: int) -> None:
    occasion_of(event, event_id).tell_reporter("cases.waiting_ended")


@reacts_to(CaseAnswered)
def pass_the_answer_on(event: CaseAnswered, event_id: int) -> None:
    occasion_of(event, event_id).tell_reporter(
        "cases.answered", {"answer": sealed_text(event.seals)}
    )


@reacts_to(CaseDone)
def ask_to_confirm(event: CaseDone, event_id: int) -> None:
    occasion = occasion_of(event, event_id)
    occasion.tell_reporter("cases.done", {"words": sealed_text(event.seals)})
    occasion.tell_joined("cases.done_too", {"words": sealed_text(event.seals, published=True)})


@reacts_to(CaseConfirmed)
def thank_for_confirming(event: CaseConfirmed, event_id: int) -> None:
    occasion = occasion_of(event, event_id)
    occasion.tell_reporter("cases.confirmed")
    occasion.tell_joined("cases.closed_too")


@reacts_to(CaseClosed, when=lambda event: not event.historical)
def tell_that_it_is_closed(event: CaseClosed, event_id: int) -> None:
    occasion = occasion_of(event, event_id)
    if event.closing == Closing.SILENCE:
        occasion.tell_reporter("cases.closed")
    elif event.closing == Closing.OUTRIGHT:
        occasion.tell_reporter("cases.closed_outright", {"words": sealed_text(event.seals)})
    occasion.tell_joined("cases.closed_too")


@reacts_to(CaseReopened)
def tell_that_it_is_open_again(event: CaseReopened, event_id: int) -> None:
    occasion_of(event, event_id).tell_reporter("cases.reopened", _reason(event))


@reacts_to(CaseDisputed)
def tell_that_somebody_else_looks(event: CaseDisputed, event_id: int) -> None:
    occasion_of(event, event_id).tell_reporter("cases.disputed")


@reacts_to(CaseMerged)
def tell_of_the_common_case(event: CaseMerged, event_id: int) -> None:
    occasion = occasion_of(event, event_id)
    into = Case.objects.get(pk=event.into_id)
    own = {"into_number": numbers.display(into.number)}
    occasion.tell_reporter("cases.merged", own)
    occasion.tell_joined("cases.merged_too", own)


@reacts_to(CaseUnmerged)
def tell_that_it_is_separate(event: CaseUnmerged, event_id: int) -> None:
    occasion_of(event, event_id).tell_reporter("cases.unmerged")


@reacts_to(FollowerLeft)
def stop_writing(event: FollowerLeft) -> None:
    """What still waits to be sent to those who left is not sent."""
    left = Follower.objects.filter(case_id=event.case_id, left_at__isnull=False)
    stop(f"case:{event.case_id}", person_ids=left.values_list("person_id", flat=True))


@reacts_to(PersonalDataErased)
def erase_letters(event: PersonalDataErased) -> None:
    """Letters to a person whose data were erased go the same way, and what staff began to write."""
    drop_about(f"case:{event.case_id}")
    people = persons_of(f"case:{event.case_id}")
    erased = Person.objects.filter(pk__in=people, erased_at__isnull=False)
    forget(erased.values_list("pk", flat=True), at=clock.now())


@reacts_to(StaffLeft)
def hand_over_open_work(event: StaffLeft) -> None:
    """To whom the administrator chose, where they may work on it, else back to the unit."""
    to = actor_of(event.hand_to) if event.hand_to else None
    hand_over_work(event.staff_id, to=to, at=clock.now(), by=PLATFORM)


@reacts_to(ChangesTookEffect)
def pass_open_cases_on(event: ChangesTookEffect) -> None:
    """The day of a reorganisation has come."""
    day, now = date.fromisoformat(event.valid_from), clock.now()
    pass_all_on(day, only_ended=not event.moves_cases, at=now, by=PLATFORM)


@reacts_to(ChangesEnded)
def pass_open_cases_back(event: ChangesEnded) -> None:
    """A change that was for a time is over: from the day after its last one."""
    day, now = date.fromisoformat(event.valid_to) + timedelta(days=1), clock.now()
    pass_all_on(day, only_ended=not event.moves_cases, at=now, by=PLATFORM)


# reactions of formal matters stand in a file of their own
from kck.cases import formal_reactions  # noqa: E402, F401
