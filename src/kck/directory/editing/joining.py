"""How a module above joins the tables that are edited on screens and stand in a city's files."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kck.directory.editing.tables import TABLES, Table
from kck.directory.loading.fields import Draft
from kck.directory.loading.more import MoreTable, register_more
from kck.directory.loading.problems import Problems


def join_table(table: Table) -> None:
    """Edited in sets of changes; its file is loaded and written by its module."""
    TABLES[table.name] = table


def join_with_file(
    table: Table, *, file: str, entry: str, read: Callable[[Path, Problems], Sequence[Draft[Any]]]
) -> None:
    """Also read from and written to a file that is a list of `[[entry]]`."""
    join_table(table)
    key = (*table.key, "valid_from") if table.dated else table.key
    register_more(
        MoreTable(
            name=table.name, label=table.label, model=table.model, key=key, file=file,
            entry=entry, read=read,
        )
    )  # fmt: skip
