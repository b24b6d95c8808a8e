from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kck.config.backup import CannotRestore, backup
from kck.config.screen import meter, tick


class Command(BaseCommand):
    help = "Writes database, files and keys into one file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        target = file.absolute()
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        try:
            with meter() as progress:
                size = backup(target, progress)
        except CannotRestore as error:
            raise CommandError(str(error)) from error
        tick("Backup", str(file), f"{size / 1e6:.1f} MB")
