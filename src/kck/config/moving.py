"""`kck import WHAT FILE` and `kck export WHAT FILE`: each app says what there is.

An app's `importers` holds `IMPORTERS`, its `exporters` holds `EXPORTERS`: name -> `Mover`.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar, Protocol

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

Watch = Callable[[int, float], None]
"""Told how many rows are done, and which part of all of them (0..1)."""


class Mover(Protocol):
    @property
    def help(self) -> str: ...
    def add_arguments(self, parser: ArgumentParser) -> None: ...
    def run(self, path: Any, options: Mapping[str, Any], progress: Watch) -> Any:
        """A report with a `summary`; `path` is a Path, or as typed when it is an address."""


def movers(module: str) -> dict[str, Mover]:
    found: dict[str, Mover] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.{module}"
        if app.name.startswith("kck.") and find_spec(name):
            found.update(getattr(import_module(name), module.upper()))
    return found


class MovingCommand(BaseCommand):
    """`module` is where apps say what they offer."""

    module: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        for name, mover in sorted(movers(self.module).items()):
            sub = kinds.add_parser(name, help=mover.help)
            sub.add_argument("file", metavar="FILE")
            mover.add_arguments(sub)

    def move(self, path: Any, options: Mapping[str, Any]) -> Any:
        what = options["what"]
        with _watched(what) as progress:
            return movers(self.module)[what].run(path, options, progress)


@contextmanager
def _watched(what: str) -> Iterator[Watch]:
    bar = BarColumn()
    columns = (TextColumn("{task.description}"), bar, TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as screen:
        task = screen.add_task(what, total=1.0)

        def progress(rows: int, part: float) -> None:
            screen.update(task, completed=part, description=f"{what}: {rows}")

        yield progress
