"""Tables of other modules, each in a file of its own, compared and kept like the directory's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from kck.directory.loading.fields import Draft
from kck.directory.loading.problems import Problems


@dataclass(frozen=True, kw_only=True)
class MoreTable:
    """`file` is a list of `[[entry]]`; `key` says which edition of which thing a row is."""

    name: str
    label: Any
    model: type[models.Model]
    key: tuple[str, ...]
    file: str
    entry: str
    read: Callable[[Path, Problems], Sequence[Draft[Any]]]


_more: dict[str, MoreTable] = {}


def register_more(table: MoreTable) -> None:
    _more[table.name] = table


def more_tables() -> tuple[MoreTable, ...]:
    return tuple(_more.values())
