"""Who is told what, once something happened to a formal matter or to a commitment."""

from datetime import datetime

from kck.cases.clock_models import Commitment
from kck.cases.clock_terms import Kept
from kck.cases.commands.complaints import ask_author
from kck.cases.events import CaseOpened, CaseRequalified
from kck.cases.formal_events import AuthorAsked, CaseProlonged, CommitmentSettled, ComplainedNamed
from kck.cases.occasion import occasion_of
from kck.cases.queries.formal import NEEDS_AUTHOR, decides
from kck.cases.queries.sealed import text_in
from kck.cases.terms import TextKind
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import reacts_to
from kck.foundation.when import by_when, on_day


@reacts_to(CaseProlonged)
def tell_of_the_new_term(event: CaseProlonged, event_id: int) -> None:
    """The letter of KPA art. 36: reason, new date, what one may do about it."""
    occasion = occasion_of(event, event_id)
    until, before = map(datetime.fromisoformat, (event.legal_due_at, event.was_due_at))
    occasion.tell_reporter(
        "cases.prolonged",
        lambda language: {
            "reason": text_in(event.seals, TextKind.REASON),
            "instruction": text_in(event.seals, TextKind.ANSWER),
            "legal": by_when(until, occasion.now, language),
            "before": by_when(before, occasion.now, language),
        },
    )


@reacts_to(CommitmentSettled)
def tell_what_became_of_it(event: CommitmentSettled, event_id: int) -> None:
    """Reporter and followers. That it is open again the reporter hears from the reopening."""
    occasion = occasion_of(event, event_id)
    row = Commitment.objects.get(pk=event.commitment_id)

    def told(language: str) -> dict[str, str]:
        return {
            "kept": "1" if event.result == Kept.KEPT else "",
            "broken": "1" if event.result == Kept.BROKEN else "",
            "again": "1" if event.result == Kept.REOPENED else "",
            "due": on_day(row.due_on, occasion.now, language),
            "programme": row.programme,
            "words": text_in(event.seals, TextKind.CLOSING),
        }

    if event.result != Kept.REOPENED:
        occasion.tell_reporter("cases.commitment", told)
    occasion.tell_joined("cases.commitment_too", told)


@reacts_to(CaseOpened, when=lambda event: not event.historical and event.kind in NEEDS_AUTHOR)
def ask_whose_it_is(event: CaseOpened) -> None:
    """Without name and address nothing of the kind may be examined."""
    ask_author(event.case_id, at=clock.now(), by=PLATFORM)


@reacts_to(CaseRequalified, when=lambda event: event.to_kind in NEEDS_AUTHOR)
def ask_whose_it_is_now(event: CaseRequalified) -> None:
    ask_author(event.case_id, at=clock.now(), by=PLATFORM)


@reacts_to(AuthorAsked)
def write_to_the_author(event: AuthorAsked, event_id: int) -> None:
    occasion = occasion_of(event, event_id)
    until = datetime.fromisoformat(event.returns_at)
    occasion.tell_reporter(
        "cases.author_asked",
        lambda language: {"until": by_when(until, occasion.now, language)},
    )


@reacts_to(ComplainedNamed, when=lambda event: not event.moved)
def tell_who_examines_it(event: ComplainedNamed, event_id: int) -> None:
    """KPA art. 231: whoever complained is told to whom the complaint went."""
    occasion = occasion_of(event, event_id)
    occasion.tell_reporter(
        "cases.forwarded",
        lambda language: {"reason": decides(occasion.case.pk, occasion.now, language)},
    )
