"""Short answers of the platform to a text, at once and whatever the hour."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from kck.cases.letter import Letter
from kck.cases.models import Case
from kck.cases.terms import CaseState
from kck.channels.sms.terms import CHANNEL
from kck.directory.queries import snapshot
from kck.foundation.actor import PLATFORM
from kck.foundation.limits import allow
from kck.messaging.commands import send
from kck.messaging.terms import Ground, Recipient

_A_DAY = int(timedelta(days=1).total_seconds())
MOST_A_DAY = 20  # to one number: ends every loop of two machines


def reply(
    key: str,
    phone: str,
    *,
    language: str,
    dedupe: str,
    at: datetime,
    person_id: int | None = None,
    variables: Mapping[str, str] | None = None,
    ground: Ground = Ground.DUTY,
) -> bool:
    """Whether it was sent. Whoever writes at night is answered at night."""
    if not allow(f"sms:reply:{phone}", limit=MOST_A_DAY, seconds=_A_DAY):
        return False
    send(
        key,
        dedupe=f"{key}:{dedupe}",
        to=[Recipient(address=phone, person_id=person_id, language=language, channel=CHANNEL)],
        variables=variables or {},
        about="",
        at=at,
        by=PLATFORM,
        ground=ground,
    )
    return True


def status_of(case: Case, language: str, at: datetime) -> dict[str, str]:
    facts = Letter(case=case, at=at).for_reporter(language)
    with translation.override(language):
        state = str(CaseState(case.state).label)
    named = ("number", "category", "outcome", "unit", "promise", "checking")
    return {**{name: facts[name] for name in named}, "state": state}


def help_words() -> dict[str, str]:
    return {"site": settings.SITE_URL}


def city_phone(at: datetime) -> dict[str, str]:
    return {"phone": snapshot(at).city.phone}


def numbers_of(danger_code: str, language: str, at: datetime) -> dict[str, str]:
    """Whom to call; the emergency number when the city says nothing else."""
    city = snapshot(at)
    danger = city.danger(danger_code)
    lines = city.lines_of(danger, at) if danger else []
    said = ", ".join(f"{line.number} ({line.name(language)})" for line in lines)
    return {"call": said or "112"}
