"""Messages written by somebody who had seen no rule and no sentence: what is found of them.

Floors, a little below what was measured. Danger is heard by the list's phrases alone here; with a
model it is judged in `test_quality`.
"""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kck.triage import language as languages
from kck.triage.place.known import places_in
from kck.triage.place.same import same_place
from kck.triage.queries import triage
from kck.triage.words import words_of

HERE = Path(__file__).parent
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
FOUND_FIRST, FOUND_WRONGLY = 0.85, 0.03
HEARD_BY_PHRASES, HEARD_WRONGLY_BY_PHRASES = 0.88, 0.04

pytestmark = pytest.mark.django_db


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_place(text: str) -> set[str]:
    words = words_of(text)
    found = places_in(text, words, languages.detect(text, words))
    return {found[0].label, found[0].base, found[0].crossing} if found else set()


def is_found(row: dict[str, str]) -> bool:
    """The register that the city ships writes some names shorter than the whole one does."""
    told = first_place(row["text"])
    return any(same_place(one, place) for one in told for place in row["place"].split(";"))


@pytest.mark.parametrize("table", ["fresh_places.csv", "told_places.csv"])
def test_places_of_strangers_are_found(table):
    named = [row for row in rows(table) if row["place"]]
    found = [row for row in named if is_found(row)]

    assert len(named) > 190
    assert len(found) >= FOUND_FIRST * len(named), [
        row["text"] for row in named if row not in found
    ]


@pytest.mark.parametrize("table", ["fresh_places.csv", "told_places.csv"])
def test_no_place_is_found_where_strangers_name_none(table):
    silent = [row for row in rows(table) if not row["place"]]
    wrongly = [row["text"] for row in silent if first_place(row["text"])]

    assert len(wrongly) <= FOUND_WRONGLY * len(silent), wrongly


def test_dangers_told_by_strangers_are_heard_by_phrases_alone():
    table = rows("fresh_dangers.csv")
    told = [row["text"] for row in table if row["danger"] != "none"]
    calm = [row["text"] for row in table if row["danger"] == "none"]
    missed = [text for text in told if not triage(text, channel="web", at=AT).danger]
    wrongly = [text for text in calm if triage(text, channel="web", at=AT).danger]

    assert len(told) > 100
    assert len(missed) <= (1 - HEARD_BY_PHRASES) * len(told), missed
    assert len(wrongly) <= HEARD_WRONGLY_BY_PHRASES * len(calm), wrongly
