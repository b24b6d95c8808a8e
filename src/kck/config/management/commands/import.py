# ruff: noqa: N999
"""`kck import WHAT FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from kck.config.moving import MovingCommand


class Command(MovingCommand):
    help = "Import cases and registers from files; twice makes no doubles."
    module = "importers"

    def handle(self, *args: Any, **options: Any) -> None:
        source = options["file"]
        path = source if "://" in source else Path(source)
        if isinstance(path, Path) and not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            report = self.move(path, options)
        except ValueError as error:  # each importer's way to say that a file cannot be used
            raise CommandError(f"Nothing was imported. {error}") from error
        self.stdout.write(report.summary)
        if report.rejects is not None:
            self.stdout.write(f"{report.rejected} rows could not be used: see {report.rejects}")
