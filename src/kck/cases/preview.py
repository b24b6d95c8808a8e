"""What words to the reporter look like when they arrive; what ready texts say of a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from kck.cases import policy
from kck.cases.letter import Letter
from kck.cases.models import Case
from kck.cases.queries.masking import masker
from kck.cases.queries.promise import promise_words
from kck.cases.queries.titles import title_of
from kck.cases.reaching import Reader, Way, reader_for
from kck.cases.terms import CaseState, Closing, Outcome
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.actor import Actor
from kck.foundation.when import at_time, by_when, on_day
from kck.messaging.html import as_html
from kck.messaging.terms import Recipient
from kck.messaging.wording import Renderer, city_variables

# the ways into a reporter's case are theirs alone: staff see that there are some
_HIDDEN_CODE = "•••• ••••"
_HIDDEN = ("case_url", "reply_url", "confirm_url", "disagree_url")

_LETTERS: Mapping[str, tuple[str, str]] = {
    "answer": ("cases.answered", "answer"),
    "ask": ("cases.asked", "question"),
    "done": ("cases.done", "words"),
    "close": ("cases.closed_outright", "words"),
    "prolong": ("cases.prolonged", "reason"),
    "schedule": ("cases.scheduled", "words"),
    "forward": ("cases.forwarded", "reason"),
    "reopen": ("cases.reopened", "reason"),
}
PREVIEWED = frozenset(_LETTERS)
# the facts that the reporter's page will tell of
_FACTS = {
    "answer": "case_answered",
    "ask": "reporter_asked",
    "done": "case_done",
    "close": "case_closed",
    "schedule": "case_scheduled",
    "forward": "case_forwarded",
    "reopen": "case_reopened",
}


@dataclass(frozen=True, kw_only=True)
class OnPage:
    """The words as the page of the case will show them, in the reader's language."""

    title: str
    who: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The letter, and what stands on the page of the case; `reader` says which of them is read."""

    subject: str
    text: str
    html: str
    page: OnPage
    reader: Reader

    @property
    def language(self) -> str:
        return self.reader.language

    @property
    def reached(self) -> bool:
        return self.reader.reached


@dataclass(frozen=True, kw_only=True)
class Intended:
    """What an action would change besides saying its words."""

    outcome: str = ""
    unit_id: int | None = None
    when: datetime | None = None


def letter_preview(
    case_id: int,
    *,
    action: str,
    text: str,
    intended: Intended | None = None,
    more: Mapping[str, str] | None = None,
    at: datetime,
    by: Actor,
) -> Preview:
    """The very letter that `action` would cause now, without the reporter's own keys in it.

    `more` are gaps that the action fills besides its words.
    """
    meant = intended or Intended()
    case = _as_after(Case.objects.get(pk=case_id), action, meant, at)
    reader = reader_for(case, action)
    key, gap = _LETTERS[action]
    gaps = {**_day(meant, at, reader.language), **(more or {}), gap: text}
    words = Renderer(key, _variables(case, gaps, at, by), at, district=case.district)(
        Recipient(
            address="", language=reader.language, leave_url=_hidden_url("leave/"),
            channel="sms" if reader.texted else "email",
        )
    )  # fmt: skip
    return Preview(
        subject=words.subject,
        text=words.body if reader.mailed or reader.texted else text,
        html=as_html(subject=words.subject, text=words.body, language=reader.language),
        page=_on_page(case, action, text, reader, at),
        reader=reader,
    )


def _as_after(case: Case, action: str, meant: Intended, at: datetime) -> Case:
    """The case as its letter will find it; never saved."""
    if action in {"done", "close"}:
        case.outcome = meant.outcome if meant.outcome in set(Outcome) else Outcome.DONE
        case.done_at, case.state = at, CaseState.DONE
        case.closed_at = at if action == "close" else None
    if action == "forward" and meant.unit_id is not None:
        case.unit_id, case.needs_triage = meant.unit_id, False
    if action == "reopen":
        case.outcome, case.done_at, case.closed_at = "", None, None
    return case


def _day(meant: Intended, at: datetime, language: str) -> dict[str, str]:
    if meant.when is None:
        return {}
    local = meant.when.astimezone(clock.city_zone())
    say = at_time if local.hour or local.minute else on_day
    return {"day": say(meant.when, at, language)}


def _on_page(case: Case, action: str, text: str, reader: Reader, at: datetime) -> OnPage:
    payload = {
        "outcome": case.outcome,
        "closing": Closing.OUTRIGHT,
        "to_unit_id": case.unit_id,
    }
    with translation.override(reader.language):
        unit = snapshot(at).unit_by_id(case.unit_id, at).name(reader.language)
        fact = _FACTS.get(action, "")
        return OnPage(title=title_of(fact, payload, at) if fact else "", who=unit, text=text)


def _variables(
    case: Case, gaps: Mapping[str, str], at: datetime, by: Actor
) -> Callable[[str], dict[str, str]]:
    facts = Letter(case=case, at=at).for_reporter
    hide = str if policy.may_read_personal(by, case) else masker(case.person_id)
    until = at + timedelta(days=snapshot(at).city.reporter_wait_days)

    def in_language(language: str) -> dict[str, str]:
        found = facts(language)
        return {
            **found,
            **{name: _hidden_url(found[name].partition("#")[2]) for name in _HIDDEN},
            "place": hide(found["place"]),
            "code": _HIDDEN_CODE,
            "until": by_when(until, at, language),
            **gaps,
        }

    return in_language


def _hidden_url(part: str) -> str:
    return f"{settings.SITE_URL}/s/{part if part.endswith('/') else ''}…"


def ready_variables(
    case_id: int, *, language: str, my_unit: int | None, at: datetime
) -> dict[str, str]:
    """What stands in the gaps of a ready text about this case, in the reader's language."""
    case, city = Case.objects.get(pk=case_id), snapshot(at)
    unit = city.unit_by_id(case.unit_id, at)
    mine = city.unit_by_id(my_unit, at) if my_unit is not None else unit
    promised = not case.needs_triage and not case.done_at
    with translation.override(language):
        return {
            **city_variables(language, at),
            "number": numbers.display(case.number),
            "category": city.category_by_id(case.category_id).name(language),
            "place": case.address,
            "unit": unit.name(language),
            "my_unit": mine.name(language),
            "promise": promise_words(case, at=at) if promised else "",
            "scheduled": on_day(case.scheduled_at, at, language) if case.scheduled_at else "",
            "today": date_format(at.astimezone(clock.city_zone()), "j E Y"),
        }


__all__ = [
    "PREVIEWED",
    "Intended",
    "OnPage",
    "Preview",
    "Reader",
    "Way",
    "letter_preview",
    "ready_variables",
]
