"""A case as its reporter reads it: who has it, by when, what happened, what can be done now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kck.cases.queries.access import Letters, case_by_token, letters_of, reporter_of
from kck.cases.queries.promise import promise_words
from kck.cases.queries.public import PublicRow, public_case
from kck.cases.rules import can
from kck.cases.terms import OPEN_STATES, CaseState, Closing, Outcome
from kck.directory.filing import FILING_CHANNELS
from kck.directory.info import CategoryInfo, UnitInfo
from kck.directory.queries import snapshot
from kck.directory.rules import LEGAL_TERMS
from kck.directory.terms import CaseKind
from kck.foundation.actor import Actor
from kck.foundation.numbers import display
from kck.foundation.text import _
from kck.foundation.when import by_when, on_day

S = CaseState
_NOW: Mapping[CaseState, Any] = {
    S.NEW: _("Sprawa czeka, aż jednostka ją przyjmie."),
    S.ACCEPTED: _("Jednostka przyjęła sprawę."),
    S.FORWARDED: _("Sprawę przekazaliśmy dalej i czeka na przyjęcie."),
    S.IN_PROGRESS: _("Jednostka nad tym pracuje."),
    S.SCHEDULED: _("Prace są zaplanowane: %(day)s."),
    S.WAITING: _("Czekamy na Twoją odpowiedź %(until)s. Do tego czasu termin stoi w miejscu."),
    S.CONTRACTOR: _("Pracę zlecono wykonawcy."),
    S.REOPENED: _("Sprawa jest znów otwarta. Sprawdzi ją ktoś inny niż poprzednio."),
    S.DONE: _("Jednostka mówi, że gotowe. Powiedz, czy naprawdę jest dobrze."),
    S.CLOSED: _("Sprawa jest zamknięta."),
    S.MERGED: _("Kilka osób zgłosiło to samo, więc prowadzimy to jako jedną sprawę: %(into)s."),
    S.WITHDRAWN: _("Zgłoszenie zostało wycofane."),
}
_TRIAGE = _("Pracownik centrum ustala, kto się tym zajmie.")


@dataclass(frozen=True, kw_only=True)
class MyCase:
    """What the page shows and what its buttons may do; all sentences in the active language."""

    id: int
    token: str
    number: str
    by: Actor
    state: CaseState
    now: str
    category: CategoryInfo
    kind: CaseKind
    unit: UnitInfo
    place: str
    opened: str
    promise: str
    late_since: str
    legal: str
    outcome: str
    closes: str
    reopen_until: str
    urgent: bool
    answering: bool
    may_add: bool
    may_confirm: bool
    may_disagree: bool
    may_withdraw: bool
    formal: bool
    unfiled: bool  # formal by its content, and not filed the way in which letters are
    letters: Letters | None
    public: PublicRow | None

    @property
    def topic(self) -> str:
        return f"case:{self.id}"

    @property
    def shown(self) -> str:
        return display(self.number)


def my_case(token: str, *, at: datetime) -> MyCase | None:
    """The case that this link opens."""
    case = case_by_token(token)
    if case is None:
        return None
    state, city = CaseState(case.state), snapshot(at)
    late = _late_since(case.due_at, state, at)
    reopen_until = (case.closed_at or at) + timedelta(days=city.city.reopen_days)
    return MyCase(
        id=case.pk,
        token=case.token,
        number=case.number,
        by=reporter_of(case),
        state=state,
        now=_now(case, state, at),
        category=city.category_by_id(case.category_id),
        kind=CaseKind(case.kind),
        unit=city.unit_by_id(case.unit_id, at),
        place=case.address,
        opened=on_day(case.opened_at, at),
        promise=_promise(case, state, at) if not late else "",
        late_since=late,
        legal=by_when(case.legal_due_at, at) if case.legal_due_at and state in OPEN_STATES else "",
        outcome=str(Outcome(case.outcome).label) if case.outcome else "",
        closes=_closes(case.done_at, state, at),
        reopen_until=by_when(reopen_until, at) if case.closed_at else "",
        urgent=bool(case.danger) and state in OPEN_STATES,
        answering=state == S.WAITING,
        may_add=can("add", state) or can("reply", state),
        may_confirm=state == S.DONE or case.closing == Closing.SILENCE,
        may_disagree=can("disagree", state) and at <= reopen_until,
        may_withdraw=can("withdraw", state),
        formal=case.kind in LEGAL_TERMS,  # kept for the archive
        unfiled=case.kind in LEGAL_TERMS and case.channel not in FILING_CHANNELS,
        letters=letters_of(case),
        public=public_case(case.number),
    )


def _now(case: Any, state: CaseState, at: datetime) -> str:
    if case.needs_triage and state in OPEN_STATES - {S.WAITING}:
        return str(_TRIAGE)
    into = case.merged_into
    return str(_NOW[state]) % {
        "day": on_day(case.scheduled_at, at) if case.scheduled_at else "",
        "until": by_when(case.returns_at, at) if case.returns_at else "",
        "into": display(into.number) if into else "",
    }


def _promise(case: Any, state: CaseState, at: datetime) -> str:
    """Nothing is promised before it is known who promises, nor while the clock stands."""
    if case.needs_triage or state not in OPEN_STATES or state == S.WAITING:
        return ""
    return promise_words(case, at=at)


def _late_since(due: datetime | None, state: CaseState, at: datetime) -> str:
    running = state in OPEN_STATES and state != S.WAITING
    return on_day(due, at) if running and due and due < at else ""


def _closes(done_at: datetime | None, state: CaseState, at: datetime) -> str:
    if state != S.DONE or done_at is None:
        return ""
    return on_day(done_at + timedelta(days=snapshot(at).city.silence_days), at)
