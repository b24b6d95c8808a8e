"""`kck retention`: what a night would forget, or one night of it now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kck.foundation import clock
from kck.privacy.commands import retain
from kck.privacy.queries.retention import class_rows, is_on


class Command(BaseCommand):
    help = "Personal data whose time has come: `--preview` shows, `--now` forgets."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--preview", action="store_true", help="counts by class; changes nothing")
        what.add_argument("--now", action="store_true", help="what the night does, now")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["now"] and not is_on():
            raise CommandError("Retention is not switched on: see the page of retention.")
        at = clock.now()
        for row in class_rows(at):
            state = "" if row.confirmed_at else "  (not confirmed: nothing is done)"
            self.stdout.write(
                f"{row.code}: contact of {row.contacts} cases, words of {row.words}{state}"
            )
        run = retain(at=at, preview=options["preview"])
        for name, count in run.counts.items():
            if name.startswith("holder:"):
                self.stdout.write(f"{name.removeprefix('holder:')}: {count} past their own term")
        self.stdout.write("Done." if run.did else "Nothing was changed.")
