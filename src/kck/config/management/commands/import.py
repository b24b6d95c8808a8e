# ruff: noqa: N999
"""`kck import WHAT FILE`: each app says in its `importers` module what there is to import."""

from argparse import ArgumentParser
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


class Report(Protocol):
    """`rejects` is the list of rows that could not be used, if there are any."""

    @property
    def summary(self) -> str: ...
    @property
    def rejected(self) -> int: ...
    @property
    def rejects(self) -> Path | None: ...


class Importer(Protocol):
    @property
    def help(self) -> str: ...
    def add_arguments(self, parser: ArgumentParser) -> None: ...
    def run(self, path: Any, options: Mapping[str, Any], progress: Any) -> Report:
        """`path` is a Path, or as typed when it is an address; `progress(rows, part)`."""


def importers() -> dict[str, Importer]:
    found: dict[str, Importer] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.importers"
        if app.name.startswith("kck.") and find_spec(name):
            found.update(import_module(name).IMPORTERS)
    return found


class Command(BaseCommand):
    help = "Import cases and registers from files; twice makes no doubles."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        for name, importer in sorted(importers().items()):
            sub = kinds.add_parser(name, help=importer.help)
            sub.add_argument("file", metavar="FILE")
            importer.add_arguments(sub)

    def handle(self, *args: Any, **options: Any) -> None:
        importer = importers()[options["what"]]
        source = options["file"]
        path = source if "://" in source else Path(source)
        if isinstance(path, Path) and not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            report = self._watched(importer, path, options)
        except ValueError as error:  # each importer's way to say that a file cannot be used
            raise CommandError(f"Nothing was imported. {error}") from error
        self.stdout.write(report.summary)
        if report.rejects is not None:
            self.stdout.write(f"{report.rejected} rows could not be used: see {report.rejects}")

    def _watched(self, importer: Importer, path: Any, options: dict[str, Any]) -> Report:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(options["what"], total=1.0)

            def progress(rows: int, part: float) -> None:
                bar.update(task, completed=part, description=f"{options['what']}: {rows}")

            return importer.run(path, options, progress)
