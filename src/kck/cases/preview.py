"""What words to the reporter look like when they arrive; what ready texts say of a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from kck.cases import policy
from kck.cases.letter import Letter, reporters
from kck.cases.models import Case
from kck.cases.queries.masking import masker
from kck.cases.queries.promise import promise_words
from kck.cases.terms import CaseState, Outcome
from kck.directory.queries import snapshot
from kck.foundation import clock, numbers
from kck.foundation.actor import Actor
from kck.foundation.when import by_when, on_day
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
}
PREVIEWED = frozenset(_LETTERS)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """In which language somebody reads us, and whether anything is sent to them at all."""

    language: str
    reached: bool


@dataclass(frozen=True, kw_only=True)
class Preview:
    """`reached` is false when the words only stand on the page of the case."""

    subject: str
    text: str
    html: str
    language: str
    reached: bool


def reader_of(case_id: int) -> Reader:
    return _reader(Case.objects.get(pk=case_id))


def _reader(case: Case) -> Reader:
    found = reporters(case)
    return Reader(
        language=found[0].language if found else case.language or "pl", reached=bool(found)
    )


def letter_preview(
    case_id: int,
    *,
    action: str,
    text: str,
    outcome: str = "",
    more: Mapping[str, str] | None = None,
    at: datetime,
    by: Actor,
) -> Preview:
    """The very letter that `action` would cause now, without the reporter's own keys in it.

    `more` are gaps that the action fills besides its words.
    """
    case = _as_after(Case.objects.get(pk=case_id), action, outcome, at)
    reader = _reader(case)
    key, gap = _LETTERS[action]
    words = Renderer(
        key, _variables(case, {**(more or {}), gap: text}, at, by), at, district=case.district
    )(Recipient(address="", language=reader.language, leave_url=_hidden_url("leave/")))
    return Preview(
        subject=words.subject,
        text=words.body if reader.reached else text,
        html=as_html(subject=words.subject, text=words.body, language=reader.language),
        language=reader.language,
        reached=reader.reached,
    )


def _as_after(case: Case, action: str, outcome: str, at: datetime) -> Case:
    """The case as its letter will find it; never saved."""
    if action in {"done", "close"}:
        case.outcome = outcome if outcome in set(Outcome) else Outcome.DONE
        case.done_at, case.state = at, CaseState.DONE
        case.closed_at = at if action == "close" else None
    return case


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
