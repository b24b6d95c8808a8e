"""One case as its staff see it, and what they may do with it now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from kck.accounts.queries import names_of
from kck.cases import policy
from kck.cases.models import Case, CasePhoto, Presence
from kck.cases.queries.access import access_code
from kck.cases.queries.formal import NEEDS_AUTHOR, may_stay_unexamined
from kck.cases.queries.likely import Likely, editions, likely_same, within
from kck.cases.queries.masking import Mask, masker
from kck.cases.queries.promise import promise_words
from kck.cases.queries.timeline import Entry, Words, timeline
from kck.cases.rules import can, is_late, term_is_near
from kck.cases.terms import FINISHED_STATES, CaseState, Cause, Outcome, WaitingOn
from kck.directory.explanations import OWNER_WORDS
from kck.directory.info import CategoryInfo, UnitInfo
from kck.directory.queries import snapshot
from kck.directory.terms import CaseKind, Evidence
from kck.files.models import StoredFile
from kck.foundation import clock
from kck.foundation.actor import Actor
from kck.foundation.models import RecordedEvent
from kck.foundation.numbers import WrongNumber, parse
from kck.foundation.text import localized
from kck.foundation.verdict import Verdict
from kck.places.queries import area

HERE_FOR = timedelta(seconds=45)

_SAFE_IS_OVER = FINISHED_STATES | {CaseState.SCHEDULED, CaseState.CONTRACTOR}

# what a button stands for: who may, and the move of `rules.MOVES` (none: in every state)
ACTIONS: Mapping[str, tuple[Callable[[Actor, Case], Verdict], str]] = {
    "accept": (policy.may_work, "accept"),
    "take": (policy.may_work, "take"),
    "assign": (policy.may_assign, "assign"),
    "answer": (policy.may_work, "answer"),
    "ask": (policy.may_work, "ask"),
    "note": (policy.may_read, ""),
    "done": (policy.may_work, "done"),
    "close": (policy.may_work, "close_outright"),
    "schedule": (policy.may_work, "schedule"),
    "contractor": (policy.may_work, "pass_to_contractor"),
    "photo": (policy.may_work, "add"),
    "task": (policy.may_give_task, "give_task"),
    "forward": (policy.may_forward, "forward"),
    "hand_back": (policy.may_work, "hand_back"),
    "recategorise": (policy.may_recategorise, "recategorise"),
    "requalify": (policy.may_requalify, "requalify"),
    "prolong": (policy.may_work, "prolong"),
    "complained": (policy.may_requalify, "requalify"),
    "unexamined": (policy.may_work, "close_outright"),
    "visibility": (policy.may_publish, ""),
    "merge": (policy.may_merge, "merge"),
    "split": (policy.may_split, "split"),
    "label": (policy.may_work, ""),
    "tie": (policy.may_work, ""),
    "file": (policy.may_work, ""),
    "unmerge": (policy.may_merge, "unmerge"),
    "reopen": (policy.may_work, "reopen"),
    "stop_waiting": (policy.may_work, "stop_waiting"),
    "reply": (policy.may_speak_for_reporter, "add"),
    "confirm": (policy.may_speak_for_reporter, "confirm"),
    "disagree": (policy.may_speak_for_reporter, "disagree"),
    "withdraw": (policy.may_speak_for_reporter, "withdraw"),
    "publish": (policy.may_publish, ""),
    "redact": (policy.may_redact, ""),
    "erase": (policy.may_erase, ""),
    "contact": (policy.may_see_contact, ""),
    "personal": (policy.may_read_personal, ""),
    "uncover": (policy.may_uncover, ""),
}


@dataclass(frozen=True, kw_only=True)
class DeskCase:
    """Everything on the case page except the reporter's contact, which is asked for apart."""

    id: int
    number: str
    seq: int  # the last thing that happened; a form carries it to notice what came between
    category: CategoryInfo
    kind: CaseKind
    priority: str
    channel: str
    language: str
    state: CaseState
    outcome: Outcome | None
    unit: UnitInfo
    unit_was: str  # under which code it had the case, when it was renamed since
    handler_id: int | None
    handler: str
    address: str
    lat: float | None
    lon: float | None
    district: str
    district_code: str
    owner: Any
    because: str
    private: bool
    coarse: bool
    danger: str
    needs_triage: bool
    evidence_needed: bool
    opened_at: datetime
    takeover_due_at: datetime | None
    safe_due_at: datetime | None  # the first of two promises, while it runs
    safe_words: Any
    due_at: datetime | None
    legal_due_at: datetime | None
    scheduled_at: datetime | None
    late: bool
    promise: str
    waiting_on: WaitingOn
    waiting_since: datetime
    paused_at: datetime | None
    returns_at: datetime | None
    done_at: datetime | None
    closed_at: datetime | None
    person_id: int | None
    me_too: int
    hand_backs: int
    disputes: int
    times: int  # the same, here, within half a year
    cause: Cause | None
    merged_into: str
    merged: tuple[str, ...]
    may: frozenset[str]
    row: Case = field(repr=False)  # for other questions about the case: it is read once a page


def case_for(actor: Actor, number: str, *, at: datetime) -> DeskCase | None:
    """The case behind a number, however it was typed; None when it is not this person's to see."""
    row = _of_number(_with_more(Case.objects.visible_to(actor)), number)
    return _described(row, actor, at) if row else None


def _with_more(cases: QuerySet[Case]) -> QuerySet[Case]:
    """What a page says of a case, and stands in other rows: read at the same moment."""
    stream = Concat(Value("case:"), Cast(OuterRef("pk"), CharField()))
    # only whoever leaves out the events of no stream may use the index of streams
    events = RecordedEvent.objects.filter(stream=stream).exclude(stream="").order_by("-seq")
    merged = Case.objects.filter(merged_into=OuterRef("pk")).order_by("pk")
    return cases.annotate(
        seq=Subquery(events.values("seq")[:1]),
        merged_numbers=ArraySubquery(merged.values("number")),
    )


def known_number(actor: Actor, typed: str) -> str:
    """The number itself when something that was typed names a case this person may see."""
    row = _visible(actor, typed)
    return row.number if row else ""


def case_id_of(actor: Actor, typed: str) -> int | None:
    row = _visible(actor, typed)
    return row.pk if row else None


def numbers_of(actor: Actor, ids: set[int]) -> dict[int, str]:
    """Of those of these cases that this person may see."""
    rows = Case.objects.visible_to(actor).filter(pk__in=ids)
    return dict(rows.values_list("pk", "number"))


def _visible(actor: Actor, typed: str) -> Case | None:
    return _of_number(Case.objects.visible_to(actor), typed)


def _of_number(cases: QuerySet[Case], typed: str) -> Case | None:
    try:
        number = parse(typed)
    except WrongNumber:
        return None
    return cases.filter(number=number).first()


def _allowed(actor: Actor, case: Case) -> frozenset[str]:
    state = CaseState(case.state)
    found = {
        name
        for name, (may, verb) in ACTIONS.items()
        if (not verb or can(verb, state)) and may(actor, case)
    }
    # a report is confirmed by whoever reported it; what is no report may just be answered
    if case.kind == CaseKind.REPORT:
        found.discard("close")
    if case.unit_id == snapshot().centre.id:
        found.discard("hand_back")
    if case.person_id is None:
        found.discard("contact")
    if not term_is_near(case.legal_due_at, clock.now()):
        found.discard("prolong")
    if case.kind != CaseKind.COMPLAINT:
        found.discard("complained")
    if case.kind not in NEEDS_AUTHOR or not may_stay_unexamined(case):
        found.discard("unexamined")
    return frozenset(found)


def _described(case: Any, actor: Actor, at: datetime) -> DeskCase:
    city = snapshot(at)
    district = area(case.district) if case.district else None
    category = city.category_by_id(case.category_id)
    was, unit = city.unit_by_id(case.unit_id), city.unit_by_id(case.unit_id, at)
    return DeskCase(
        id=case.pk,
        number=case.number,
        seq=case.seq or 0,
        category=category,
        kind=CaseKind(case.kind),
        priority=case.priority,
        channel=case.channel,
        language=case.language,
        state=CaseState(case.state),
        outcome=Outcome(case.outcome) if case.outcome else None,
        unit=unit,
        unit_was=was.code if was.code != unit.code else "",
        handler_id=case.handler_id,
        handler=names_of({case.handler_id}).get(case.handler_id, "") if case.handler_id else "",
        address=case.address,
        lat=case.lat,
        lon=case.lon,
        district=district.name if district else case.district,  # its register may have lost it
        district_code=case.district,
        owner=OWNER_WORDS.get(case.owner, case.owner),
        because=localized(case.because) if case.because else "",
        private=case.private,
        coarse=case.coarse,
        danger=case.danger,
        needs_triage=case.needs_triage,
        evidence_needed=category.evidence == Evidence.PHOTO,
        opened_at=case.opened_at,
        takeover_due_at=None if case.taken_at else case.takeover_due_at,
        safe_due_at=None if case.state in _SAFE_IS_OVER else case.safe_due_at,
        safe_words=category.targets[0].result.label if category.targets else "",
        due_at=case.due_at,
        legal_due_at=case.legal_due_at,
        scheduled_at=case.scheduled_at,
        late=is_late(case.due_at, CaseState(case.state), case.done_at, at),
        promise=promise_words(case, at=at),
        waiting_on=WaitingOn(case.waiting_on),
        waiting_since=case.waiting_since,
        paused_at=case.paused_at,
        returns_at=case.returns_at,
        done_at=case.done_at,
        closed_at=case.closed_at,
        person_id=case.person_id,
        me_too=case.me_too,
        hand_backs=case.hand_backs,
        disputes=case.disputes,
        times=case.times,
        cause=Cause(case.cause) if case.cause else None,
        merged_into=case.merged_into.number if case.merged_into else "",
        merged=tuple(case.merged_numbers),
        may=_allowed(actor, case),
        row=case,
    )


def last_seq(case_id: int) -> int:
    """The place of the last thing that happened to the case."""
    rows = RecordedEvent.objects.filter(stream=f"case:{case_id}")
    return rows.aggregate(last=Max("seq"))["last"] or 0


def history(case_id: int) -> list[Entry]:
    """Everything that happened, for staff, the oldest first."""
    return timeline(Case.objects.get(pk=case_id), for_staff=True)


def history_seen(case: DeskCase) -> list[Entry]:
    """The same as this person may read it: without personal data, where they need none."""
    entries = timeline(case.row, for_staff=True)
    if "personal" in case.may:
        return entries
    mask = masker(case.person_id)
    return [
        replace(entry, words=tuple(_covered(one, mask) for one in entry.words)) for entry in entries
    ]


def _covered(words: Words, mask: Mask) -> Words:
    body = mask(words.body)
    return replace(words, body=body, covered=body != words.body)


def same_kind_nearby(actor: Actor, case: DeskCase, at: datetime) -> list[Likely]:
    """Open cases of the same category close by, those that may well be the same first."""
    if case.lat is None or case.lon is None:
        return []
    kinds = within(editions([case.category.code], at))
    return likely_same(actor, case.id, (case.lat, case.lon), kinds)


def others_here(case_id: int, staff_id: int | None) -> list[str]:
    """Names of colleagues who have the case open now."""
    since = clock.real_now() - HERE_FOR
    ids = Presence.objects.filter(case_id=case_id, seen_at__gte=since).exclude(
        staff_id=staff_id or 0
    )
    return sorted(names_of(set(ids.values_list("staff_id", flat=True))).values())


def photo_for(actor: Actor, public_id: UUID, *, case_id: int | None = None) -> StoredFile | None:
    """A photo of a case (of this one, if named) that this person may see, published or not."""
    photo = (
        CasePhoto.objects.filter(file__public_id=public_id, erased_at=None)
        .select_related("file")
        .first()
    )
    if photo is None or case_id not in (None, photo.case_id):
        return None
    if not Case.objects.visible_to(actor).filter(pk=photo.case_id).exists():
        return None
    return photo.file


def code_to_dictate(case_id: int) -> str:
    """The access code, for the agent who has just opened the case for somebody."""
    return access_code(Case.objects.values_list("token", flat=True).get(pk=case_id))
