"""`kck demo`: make the simulated city, or make it again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from kck.cases.models import Case
from kck.demo.seeding import CONTACTS, REPORTS, Size, seed, stands
from kck.demo.times import FORTNIGHT


class Command(BaseCommand):
    help = "Make the demo city: a fortnight before Monday after the gale. Replaces what is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-missing", action="store_true", help="only when there is none")
        parser.add_argument("--yes", action="store_true", help="replace the data without asking")
        parser.add_argument("--days", type=int, default=FORTNIGHT.days)
        parser.add_argument("--reports", type=int, default=REPORTS)
        parser.add_argument("--contacts", type=int, default=0, help="default: five for each report")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_missing"] and stands():
            return
        if Case.objects.exists() and not (stands() or options["yes"]):
            raise CommandError("There are cases that are not the demo's. To lose them: --yes")
        reports = options["reports"]
        contacts = options["contacts"] or (CONTACTS if reports == REPORTS else reports * 5)
        size = Size(days=options["days"], reports=reports, contacts=contacts)
        columns = (
            TextColumn("  {task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Demo city", total=None)
            seed(size, lambda done, total: bar.update(task, completed=done, total=total))
