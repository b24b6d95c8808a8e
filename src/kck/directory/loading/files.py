"""All files of a city, read; what they say about one another is checked in `links.py`."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kck.directory.loading.categories import read_categories, read_groups, read_words
from kck.directory.loading.city import all_languages, read_calendars, read_city
from kck.directory.loading.fields import Draft
from kck.directory.loading.more import more_tables
from kck.directory.loading.problems import Problems
from kck.directory.loading.questions import read_questions
from kck.directory.loading.routing_rules import read_rules
from kck.directory.loading.texts import read_dangers, read_texts
from kck.directory.loading.units import read_helplines, read_stages, read_units
from kck.directory.loading.ways import read_ways
from kck.directory.models import (
    Calendar,
    Category,
    CategoryGroup,
    CategoryWords,
    City,
    CityText,
    Danger,
    Helpline,
    Question,
    RoutingRule,
    Stage,
    Unit,
    WayPeriod,
)


@dataclass(frozen=True, kw_only=True)
class Files:
    """Every row the files want, in the order in which changes are shown."""

    city: Sequence[Draft[City]]
    calendars: Sequence[Draft[Calendar]]
    units: Sequence[Draft[Unit]]
    ways: Sequence[Draft[WayPeriod]]
    helplines: Sequence[Draft[Helpline]]
    groups: Sequence[Draft[CategoryGroup]]
    categories: Sequence[Draft[Category]]
    words: Sequence[Draft[CategoryWords]]
    questions: Sequence[Draft[Question]]
    rules: Sequence[Draft[RoutingRule]]
    stages: Sequence[Draft[Stage]]
    dangers: Sequence[Draft[Danger]]
    texts: Sequence[Draft[CityText]]
    more: Mapping[str, Sequence[Draft[Any]]] = field(default_factory=dict)  # of other modules

    def tables(self) -> Iterator[tuple[str, Sequence[Draft[Any]]]]:
        for table in fields(self):
            if table.name != "more":
                yield table.name, getattr(self, table.name)
        yield from self.more.items()


def read_files(folder: Path, problems: Problems) -> Files:
    city = read_city(folder, problems)
    asked: list[str] = city.row.facts["languages"] if city else []
    known = all_languages()
    languages = tuple(one for one in known if one in asked) or known
    return Files(
        city=[city] if city else [],
        calendars=read_calendars(folder, problems, languages),
        units=read_units(folder, problems, languages),
        ways=read_ways(folder, problems, languages),
        helplines=read_helplines(folder, problems, languages),
        groups=read_groups(folder, problems, languages),
        categories=read_categories(folder, problems, languages),
        words=read_words(folder, problems, languages),
        questions=read_questions(folder, problems, languages),
        rules=read_rules(folder, problems, languages),
        stages=read_stages(folder, problems, languages),
        dangers=read_dangers(folder, problems, languages),
        texts=read_texts(folder, problems, languages),
        more={table.name: table.read(folder, problems) for table in more_tables()},
    )


def folder_hash(folder: Path) -> str:
    """One hash over the names and contents of all files of the folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()
