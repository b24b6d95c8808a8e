"""`kck export WHAT FILE`: each app says in its `exporters` module what there is to export."""

from argparse import ArgumentParser
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


class Report(Protocol):
    @property
    def summary(self) -> str: ...


class Exporter(Protocol):
    @property
    def help(self) -> str: ...
    def add_arguments(self, parser: ArgumentParser) -> None: ...
    def run(self, path: Path, options: Mapping[str, Any], progress: Any) -> Report:
        """`progress(rows, part)`."""


def exporters() -> dict[str, Exporter]:
    found: dict[str, Exporter] = {}
    for app in apps.get_app_configs():
        name = f"{app.name}.exporters"
        if app.name.startswith("kck.") and find_spec(name):
            found.update(import_module(name).EXPORTERS)
    return found


class Command(BaseCommand):
    help = "Write everything to a file; stopped and started again, it goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
        for name, exporter in sorted(exporters().items()):
            sub = kinds.add_parser(name, help=exporter.help)
            sub.add_argument("file", metavar="FILE")
            exporter.add_arguments(sub)

    def handle(self, *args: Any, **options: Any) -> None:
        exporter = exporters()[options["what"]]
        try:
            report = self._watched(exporter, Path(options["file"]), options)
        except (ValueError, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(report.summary)

    def _watched(self, exporter: Exporter, path: Path, options: dict[str, Any]) -> Report:
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

            return exporter.run(path, options, progress)
