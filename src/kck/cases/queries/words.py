"""Finding cases by words of their texts and addresses: folded, by the beginnings of words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q, QuerySet

from kck.cases.models import CaseWords, WordsToGather
from kck.foundation.text import clean
from kck.people.rules import plain

SHORTEST = 2
NEWEST = 1000  # so many hits among all cases are shown, and the page says so
_LOOKED_THROUGH = 20_000
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


# A frequent word is found among the newest cases at once, a rare one by the index at once. Which
# it is, is found out by looking: the planner's guess about words is not to be relied upon.
_AMONG_NEWEST = """
SELECT case_id FROM (
    SELECT case_id, words FROM cases_casewords {where}
    ORDER BY opened_at DESC, case_id DESC LIMIT %s
) AS newest WHERE words @@ to_tsquery('simple', %s) LIMIT %s
"""
_AMONG_ALL = """
SELECT case_id FROM cases_casewords {where} words @@ to_tsquery('simple', %s)
ORDER BY opened_at + interval '0' DESC, case_id DESC LIMIT %s
"""


def newest_with(text: str, units: Iterable[int] | None) -> Hits:
    """Among all cases of these units (None: of the whole city), also the closed ones."""
    query = asked(text)
    if not query:
        return Hits(ids=(), more=False)
    own = [] if units is None else [list(units)]
    where = "" if units is None else "WHERE unit_id = ANY(%s)"
    found = _ids(_AMONG_NEWEST.format(where=where), [*own, _LOOKED_THROUGH, query, NEWEST + 1])
    if len(found) <= NEWEST:
        where = "WHERE" if units is None else f"{where} AND"
        found = _ids(_AMONG_ALL.format(where=where), [*own, query, NEWEST + 1])
    return Hits(ids=tuple(found[:NEWEST]), more=len(found) > NEWEST)


def _ids(sql: str, values: list[object]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [pk for (pk,) in cursor.fetchall()]


def still_gathering() -> bool:
    """Whether words of older cases are still being gathered, after this feature came."""
    return WordsToGather.objects.exists()
