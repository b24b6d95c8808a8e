import tarfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kck.config.backup import CannotRestore, restore
from kck.config.screen import meter, tick


class Command(BaseCommand):
    help = "Puts back what `kck backup` wrote, into an empty database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose what is in the database")

    def handle(self, *_: Any, file: Path, replace: bool, **__: Any) -> None:
        try:
            with meter() as progress:
                restore(file, progress, replace=replace)
        except (CannotRestore, tarfile.TarError, OSError) as error:
            raise CommandError(str(error)) from error
        tick("Restored", str(file))
