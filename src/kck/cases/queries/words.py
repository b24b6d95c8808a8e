"""Finding cases by words of their texts and addresses: folded, by the beginnings of words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q, QuerySet

from kck.cases.models import CaseWords, WordsToGather
from kck.foundation.text import clean
from kck.people.rules import plain

SHORTEST = 2
NEWEST = 1000  # so many hits among all cases are shown, and the page says so
_LOOKED_THROUGH = 34_000
_MOST_WORDS = 6
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """As they stand in the index."""
    return _WORD.findall(plain(clean(text)))[:_MOST_WORDS]


def asked(text: str) -> str:
    """The question in the database's words: every word begins one of the case's."""
    return " & ".join(f"{word}:*" for word in words_of(text))


def live_with(text: str) -> "QuerySet[CaseWords, int]":
    """Ids of cases that are not closed and have all these words."""
    query = SearchQuery(asked(text), config="simple", search_type="raw")
    return CaseWords.objects.filter(live=True, words=query).values_list("case_id", flat=True)


@dataclass(frozen=True, kw_only=True)
class Hits:
    """The newest cases with these words; `more`: there are older ones."""

    ids: tuple[int, ...]
    more: bool

    @property
    def condition(self) -> Q:
        return Q(pk__in=self.ids)


def newest_with(text: str, units: Iterable[int] | None) -> Hits:
    """Among all cases of these units (None: of the whole city), also the closed ones.

    How, stands in migration 0014: a sample of the newest says whether to look through more of
    them or to ask the index.
    """
    query = asked(text)
    if not query:
        return Hits(ids=(), more=False)
    own = None if units is None else sorted(units)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_newest_with(%s, %s::bigint[], %s, %s)",
            [query, own, _LOOKED_THROUGH, NEWEST + 1],
        )
        found = [pk for (pk,) in cursor.fetchall()]
    return Hits(ids=tuple(found[:NEWEST]), more=len(found) > NEWEST)


class _Gathering:
    over: ClassVar[bool] = False  # the mark goes once and never comes back


def still_gathering() -> bool:
    """Whether words of older cases are still being gathered, after this feature came."""
    if not _Gathering.over:
        _Gathering.over = not WordsToGather.objects.exists()
    return not _Gathering.over
