"""What teaches: sentences of the city, words of its catalogue, decisions of people."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from kck.directory.snapshot import Snapshot
from kck.foundation.text import fold


@dataclass(frozen=True, kw_only=True, order=True)
class Lesson:
    """A text and what it is about; `weight` below 1 teaches less, below 0 that it is not that."""

    category: str
    language: str
    text: str
    weight: float = 1.0


Source = Callable[[datetime], Iterable[Lesson]]
_sources: list[Source] = []


def teaches(source: Source) -> Source:
    """A module above that has lessons to give (decisions on cases) says so when it is loaded."""
    if source not in _sources:
        _sources.append(source)
    return source


def lessons_of_people(at: datetime) -> list[Lesson]:
    """What people decided, from every module that knows of it."""
    return sorted(lesson for source in _sources for lesson in source(at))


def lessons_of_catalogue(city: Snapshot) -> Iterator[Lesson]:
    """Names, words and examples of every category in force."""
    for category in city.categories():
        for language in ("pl", "en", "uk"):
            name = category.names.get(language, "")
            texts = (
                name,
                *category.words.get(language, ()),
                *category.examples.get(language, ()),
            )
            for text in filter(str.strip, texts):
                yield Lesson(category=category.code, language=language, text=text)


def lessons_of_sentences(content: str) -> Iterator[Lesson]:
    """A file of `cities/NAME/triage/examples/`."""
    for row in csv.DictReader(StringIO(content)):
        yield Lesson(category=row["category"], language=row["language"], text=row["text"])


def without_doubles(lessons: Iterable[Lesson]) -> list[Lesson]:
    """In an order that does not depend on where they came from: training can be repeated."""
    kept: dict[tuple[str, str], Lesson] = {}
    for lesson in sorted(lessons):
        kept[lesson.category, fold(lesson.text).strip()] = lesson
    return sorted(kept.values())
