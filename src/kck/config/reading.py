"""Many texts understood at once, by as many processes as are asked for."""

import csv
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django

from kck.foundation import clock
from kck.triage.evaluation import WrongTable
from kck.triage.terms import Triage

_BATCH = 200  # texts handed to a process at once

Row = dict[str, str]


def read_lines(path: Path, jobs: int) -> Iterator[str]:
    """One JSON object a text, in the order of the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        if "text" not in (table.fieldnames or ()):
            raise WrongTable("no column 'text'")
        at = clock.now()
        batches = ((list(batch), at) for batch in _batched(table))
        if jobs <= 1:
            for batch in batches:
                yield from _understood(batch)
            return
        with ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=django.setup
        ) as pool:
            for lines in pool.map(_understood, batches):
                yield from lines


def _batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _understood(task: tuple[list[Row], datetime]) -> list[str]:
    from kck.triage.queries import triage  # of a process that has just set Django up

    rows, at = task
    return [
        json.dumps(
            _told(row.get("id", ""), triage(row["text"] or "", channel="web", at=at)),
            ensure_ascii=False,
        )
        for row in rows
    ]


def _told(name: str, seen: Triage) -> dict[str, Any]:
    return {
        "id": name,
        "language": str(seen.language),
        "danger": seen.danger.code if seen.danger else None,
        "matters": [
            {
                "span": matter.span,
                "categories": {one.code: one.probability for one in matter.categories},
                "because": matter.categories[0].words if matter.categories else (),
                "kind": str(matter.kind),
                "places": [place.label for place in matter.place_candidates],
                "personal_data": [[one.kind, one.start, one.end] for one in matter.personal_data],
                "urgency": str(matter.urgency),
                "sure": matter.sure,
            }
            for matter in seen.matters
        ],
    }
