"""What happens to a case besides its beginning and end is told together, and not too often."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings

from kck.cases.letter import Letter, reporters
from kck.cases.models import Case, Follower
from kck.cases.news_models import CaseNews
from kck.cases.news_rules import MANY_CASES, may_tell, next_daily, waits
from kck.cases.terms import OPEN_STATES
from kck.foundation import clock, numbers
from kck.foundation.actor import PLATFORM
from kck.foundation.outbox import command
from kck.messaging.commands import send
from kck.messaging.models import Message
from kck.messaging.rules import render
from kck.messaging.terms import Recipient
from kck.messaging.wording import current_words

_AT_MOST = 500
_MOST_LINES = 40


@command
def put_by(
    case: Case, key: str, own: Mapping[str, Mapping[str, str]], *, event_id: int, at: datetime
) -> bool:
    """Keep it for later, with what else happens until then. False: it is to be told now."""
    wait = timedelta(minutes=settings.KCK_NEWS_WAIT_MINUTES)
    if not wait or not waits(key, case.kind, case.danger):
        return False
    daily = _has_many(case)
    due_at = next_daily(at, clock.city_zone()) if daily else at + wait
    CaseNews.objects.get_or_create(
        event_id=event_id, key=key,
        defaults={"case": case, "own": own, "at": at, "due_at": due_at, "daily": daily},
    )  # fmt: skip
    return True


def _has_many(case: Case) -> bool:
    """Whether one of its reporters has more open cases than anybody wants to hear of singly."""
    addresses = {one.address.casefold() for one in reporters(case)}
    rows = Follower.objects.filter(
        reporter=True, left_at=None, person__email__in=addresses, case__state__in=OPEN_STATES
    )
    return rows.values("case_id").distinct().count() > MANY_CASES


@command
def forget_news(case: Case) -> None:
    """The case has come to an end, of which its own letter tells."""
    CaseNews.objects.filter(case=case).delete()


# -- half an hour later ------------------------------------------------------------------------


def tell_news(at: datetime) -> int:
    """Of so many cases something was told, or left to their pages."""
    due = CaseNews.objects.filter(due_at__lte=at, daily=False).order_by("due_at", "pk")
    case_ids = dict.fromkeys(due.values_list("case_id", flat=True)[:_AT_MOST])
    return sum(_tell(case_id, at=at) for case_id in case_ids)


@command
def _tell(case_id: int, *, at: datetime) -> bool:
    rows = CaseNews.objects.select_for_update(skip_locked=True).filter(case_id=case_id, daily=False)
    news = list(rows.order_by("pk"))
    if not news:
        return False
    case = Case.objects.get(pk=case_id)
    to = reporters(case)
    sent = Message.objects.filter(about=case.stream).values_list("key", flat=True)
    if to and may_tell(list(sent)):
        _send(case, news, to, at)
    CaseNews.objects.filter(pk__in=[one.pk for one in news]).delete()
    return True


def _send(case: Case, news: list[CaseNews], to: list[Recipient], at: datetime) -> None:
    """One piece of news is its own letter; several are lines of one."""
    letter = Letter(case=case, at=at)
    last = news[-1]
    key = last.key if len(news) == 1 else "cases.news"

    def variables(language: str) -> Mapping[str, str]:
        facts = letter.for_reporter(language)
        if len(news) == 1:
            return {**facts, **_own(last, language)}
        return {**facts, "items": _lines(news, facts, language, at)}

    send(
        key, dedupe=f"news:{case.pk}:{last.event_id}", to=to, variables=variables,
        about=case.stream, at=at, by=PLATFORM, district=case.district,
    )  # fmt: skip


def _own(one: CaseNews, language: str) -> Mapping[str, str]:
    found: Mapping[str, str] = one.own.get(language) or one.own.get("pl") or {}
    return found


def _lines(news: Iterable[CaseNews], facts: Mapping[str, str], language: str, at: datetime) -> str:
    """As their letters are headed, with the words of the unit below."""
    return "\n".join(_line(one, facts, language, at) for one in news)


def _line(one: CaseNews, facts: Mapping[str, str], language: str, at: datetime) -> str:
    own = _own(one, language)
    words = render(current_words(one.key, language, at), {**facts, **own})
    head = words.subject.partition(f"{facts['number']}: ")[2] or words.subject
    said = [own[name] for name in ("day", "reason", "words") if own.get(name)]
    return "\n".join([f"- {head}", *(f"  {line}" for text in said for line in text.split("\n"))])


# -- once a day --------------------------------------------------------------------------------


def tell_daily(at: datetime) -> int:
    """To so many people the letter of the day was written."""
    due = CaseNews.objects.filter(due_at__lte=at, daily=True)
    case_ids = list(dict.fromkeys(due.values_list("case_id", flat=True)))
    people: dict[str, list[int]] = {}
    for case in Case.objects.filter(pk__in=case_ids):
        for one in reporters(case):
            people.setdefault(one.address.casefold(), []).append(case.pk)
    told = sum(_tell_daily(ids, at=at) for ids in people.values())
    due.filter(at__lte=at).delete()
    return told


@command
def _tell_daily(case_ids: list[int], *, at: datetime) -> bool:
    cases = list(Case.objects.filter(pk__in=case_ids).order_by("pk"))
    to = reporters(cases[0])[:1]
    if not to:
        return False
    news: dict[int, list[CaseNews]] = {}
    rows = CaseNews.objects.filter(case_id__in=case_ids, daily=True, due_at__lte=at)
    for one in rows.order_by("pk"):
        news.setdefault(one.case_id, []).append(one)
    day = at.astimezone(clock.city_zone()).date()
    send(
        "cases.daily", dedupe=f"daily:{day}:{cases[0].pk}", to=to,
        variables=lambda language: {"items": _of_the_day(cases, news, language, at)},
        about=cases[0].stream, at=at, by=PLATFORM,
    )  # fmt: skip
    return True


def _of_the_day(
    cases: list[Case], news: Mapping[int, list[CaseNews]], language: str, at: datetime
) -> str:
    parts = []
    for case in cases[:_MOST_LINES]:
        facts = Letter(case=case, at=at).for_reporter(language)
        lines = _lines(news.get(case.pk, []), facts, language, at)
        number = numbers.display(case.number)
        parts.append(f"{number}: {facts['category']}\n{lines}\n{facts['case_url']}")
    return "\n\n".join(parts)
