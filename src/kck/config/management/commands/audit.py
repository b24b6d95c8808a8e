"""`kck audit verify`: recompute every chain of events and every content it seals."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kck.foundation import audit


class Command(BaseCommand):
    help = "Verify the log of events: nothing changed, nothing missing, nothing secretly removed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("verifying")
            found = audit.verify(
                lambda done: bar.update(task, description=f"{done} events verified")
            )
        self.stdout.write(
            f"{found.events} events in {found.streams} chains; {found.contents} contents as they "
            f"were recorded, {found.removed} lawfully removed."
        )
        if found.broken:
            self.stderr.write(f"The first broken link is {found.broken}.")
            sys.exit(1)
        self.stdout.write("The log is whole.")
