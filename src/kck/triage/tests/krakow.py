"""The shipped city's own words in the test database, whatever state the rest of its files is in."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from django.db.models import Model

from kck.directory.loading.files import read_files
from kck.directory.loading.problems import Problems
from kck.directory.models import ConfigVersion
from kck.directory.queries import forget_snapshot

FOLDER = Path(__file__).resolve().parents[4] / "cities" / "krakow"


def load_krakow() -> None:
    """Writes the rows of all files, without the checks a real load makes."""
    rows: dict[type[Model], list[Any]] = defaultdict(list)
    for _name, drafts in read_files(FOLDER, Problems()).tables():
        for draft in drafts:
            rows[type(draft.row)].append(draft.row)
    for model, found in rows.items():
        model._default_manager.bulk_create(found)
    ConfigVersion.objects.create(pk=1, version=1, stamp="krakow")
    forget_snapshot()
