"""`kck export WHAT FILE`."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from kck.config.moving import MovingCommand


class Command(MovingCommand):
    help = "Write everything to a file; stopped and started again, it goes on."
    module = "exporters"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self.move(Path(options["file"]), options)
        except (ValueError, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(report.summary)
