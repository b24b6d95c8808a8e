"""One report about several matters: each becomes a case of its own, told in one voice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kck.cases import policy as cases_policy
from kck.cases.commands.open_case import open_case, reserved, reserving
from kck.cases.commands.steps import end, lock, move, note
from kck.cases.models import Case, CasePhoto, CaseTie, Follower, Task
from kck.cases.queries.tasks import RUNNING
from kck.cases.rules import UNDO_SPLIT_WITHIN, IllegalMove, Incomplete
from kck.cases.side_events import CaseSplit, SplitUndone
from kck.cases.terms import Closing, NewCase, Outcome, Spot, TaskState, Tie
from kck.directory.queries import snapshot
from kck.foundation.actor import Actor
from kck.foundation.bulk import run
from kck.foundation.models import RecordedEvent
from kck.foundation.outbox import command
from kck.foundation.text import _, clean
from kck.foundation.verdict import require
from kck.handover.queries import latest_of
from kck.intake.commands.receive import LONGEST_TEXT, read
from kck.intake.rules import decide
from kck.intake.terms import Channel, Incoming

MOST_PARTS = 8
_SEEN = "cases.task_opened"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One matter: its words, its category (empty: the centre decides), its photos by their ids."""

    text: str
    category: str = ""
    photos: tuple[int, ...] = ()


@command
def split(case_id: int, *, parts: Sequence[Part], at: datetime, by: Actor) -> list[Case]:
    """Open a case for each part; this one keeps the rest, its number and its history.

    Their clocks begin now: until now nobody could know of them.
    """
    case = lock(case_id)
    require(cases_policy.may_split(by, case))
    _check(case, parts, at)
    was = move(case, "split", at=at)
    case.save(update_fields=["updated_at"])
    opened = [_open(case, part, at=at, by=by) for part in parts]
    note(case, CaseSplit, was, by=by, at=at, into_ids=[one.pk for one in opened])
    return opened


def _check(case: Case, parts: Sequence[Part], at: datetime) -> None:
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Incomplete(
            str(_("Podziel na co najmniej jedną i najwyżej %(most)s części."))
            % {"most": MOST_PARTS}
        )
    if any(len(clean(part.text)) < 5 for part in parts):
        raise Incomplete(str(_("Każda część potrzebuje treści (co najmniej 5 znaków).")))
    city = snapshot(at)
    if any(part.category and city.category(part.category) is None for part in parts):
        raise Incomplete(str(_("Wybierz kategorię z listy.")))
    chosen = [photo for part in parts for photo in part.photos]
    own = CasePhoto.objects.filter(case=case, pk__in=chosen, erased_at=None).count()
    if len(set(chosen)) != len(chosen) or own != len(chosen):
        raise Incomplete(str(_("Zdjęcie może należeć tylko do jednej części.")))


def _open(case: Case, part: Part, *, at: datetime, by: Actor) -> Case:
    incoming = Incoming(
        channel=Channel(case.channel), text=part.text, category=part.category,
        language=case.language,
    )  # fmt: skip
    decision = decide(incoming, read(incoming, at), snapshot(at))
    [*drawn] = run(reserving())
    opened = open_case(
        NewCase(
            category=decision.category.code,
            channel=case.channel,
            text=clean(part.text)[:LONGEST_TEXT],
            language=case.language,
            spot=Spot(lat=case.lat, lon=case.lon, address=case.address),
            photos=_photos_of(part),
            person_id=case.person_id,
            danger=decision.danger,
            urgent=decision.urgent,
            private=decision.private or case.private,
            needs_triage=decision.needs_triage,
            partner_id=case.partner_id,
            conversation_id=case.conversation_id,
            split_from=case.pk,
        ),
        reserved(drawn),
        at=at,
        by=by,
    )
    CaseTie.objects.create(case_id=opened.pk, other=case, tie=Tie.SPLIT, at=at)
    _same_followers(case, opened, at)
    return opened


def _photos_of(part: Part) -> tuple[UUID, ...]:
    """Taken out of the first case; the new one takes them in, unpublished."""
    rows = CasePhoto.objects.filter(pk__in=part.photos).select_related("file")
    ids = tuple(row.file.public_id for row in rows)
    rows.delete()
    return ids


def _same_followers(case: Case, opened: Case, at: datetime) -> None:
    joined = Follower.objects.filter(case=case, left_at=None, reporter=False)
    if case.person_id is not None:
        joined = joined.exclude(person_id=case.person_id)
    Follower.objects.bulk_create(
        Follower(case_id=opened.pk, person_id=person_id, at=at)
        for person_id in joined.values_list("person_id", flat=True)
    )


@command
def undo_split(case_id: int, *, at: datetime, by: Actor) -> Case:
    """It was one matter after all: within a minute, while nothing has happened to any of them."""
    case = lock(case_id)
    require(cases_policy.may_split(by, case))
    done = _last(case.pk)
    if done.name != CaseSplit.name or at - done.at > UNDO_SPLIT_WITHIN:
        raise IllegalMove(str(_("Za późno, żeby cofnąć: połącz sprawy ręcznie.")))
    parts = [lock(pk) for pk in sorted(done.payload["into_ids"])]
    _expect_untouched(parts)
    was = move(case, "undo_split", at=at)
    case.save(update_fields=["updated_at"])
    for part in parts:
        _fold_back(part, case, at=at, by=by)
    ids = [part.pk for part in parts]
    note(case, SplitUndone, was, by=by, at=at, into_ids=ids)
    return case


def _last(case_id: int) -> RecordedEvent:
    events = RecordedEvent.objects.filter(stream=f"case:{case_id}").exclude(name=_SEEN)
    return events.order_by("-seq")[0]


def _expect_untouched(parts: Sequence[Case]) -> None:
    """No unit has it in its hands yet."""
    sent = any(one.sent_at for one in latest_of(part.pk for part in parts).values())
    quiet = {"cases.case_opened", "cases.case_returned", _SEEN}
    touched = any(
        RecordedEvent.objects.filter(stream=part.stream).exclude(name__in=quiet).exists()
        for part in parts
    )
    if sent or touched:
        raise IllegalMove(str(_("Ktoś już zajął się jedną z nowych spraw: połącz je ręcznie.")))


def _fold_back(part: Case, case: Case, *, at: datetime, by: Actor) -> None:
    """Its number stays used, and leads to the case it came of; nobody else ever saw it."""
    was = move(part, "fold_back", at=at)
    part.merged_into, part.outcome, part.private = case, Outcome.DUPLICATE, True
    end(part, Closing.MERGED, at=at)
    part.save()
    Task.objects.filter(case=part, state__in=RUNNING).update(state=TaskState.CANCELLED, ended_at=at)
    CasePhoto.objects.filter(case=part).update(case=case)
    CaseTie.objects.filter(case=part, other=case, tie=Tie.SPLIT).delete()
    Follower.objects.filter(case=part).delete()
    note(part, SplitUndone, was, by=by, at=at, into_ids=[])


def seconds_to_undo(case_id: int, *, at: datetime) -> int:
    """How long it can still be taken back; 0 when not (any more)."""
    last = _last(case_id)
    if last.name != CaseSplit.name:
        return 0
    left = UNDO_SPLIT_WITHIN - (at - last.at)
    return max(0, int(left / timedelta(seconds=1)))
