from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kck.directory.commands import Check, WrongFiles, check_city, load_city
from kck.directory.loading.problems import Problem
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

_SIGNS = {"added": "+", "changed": "~", "ended": "-"}


class Command(BaseCommand):
    help = "The configuration of a city: `check` says what a load would change, `load` does it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["check", "load"])
        parser.add_argument("folder", nargs="?", help="a name under cities/, or a path")

    def handle(self, *_: Any, what: str, folder: str | None, verbosity: int, **__: Any) -> None:
        path = city_folder(folder)
        if not path.is_dir():
            raise CommandError(f"There is no folder {path}.")
        if what == "check":
            check = check_city(path)
            self._refuse(check.problems)
            self._show(check)
            self.stdout.write(_count(check) + " Nothing was written.")
            return
        try:
            loaded = load_city(path, by=PLATFORM, at=clock.now())
        except WrongFiles as error:
            self._refuse(error.problems)
            return
        if verbosity:
            self._show(loaded.check)
            self.stdout.write(f"{_count(loaded.check)} Version {loaded.version}.")

    def _show(self, check: Check) -> None:
        for change in check.changes:
            details = ": " + "; ".join(change.details) if change.details else ""
            self.stdout.write(f"{_SIGNS[change.kind]} {change.what} {change.code}{details}")
        for line in check.others:
            self.stdout.write(line)

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        if problems:
            lines = "\n".join(str(problem) for problem in problems)
            raise CommandError(f"{lines}\n{len(problems)} mistakes; nothing was written.")


def city_folder(name: str | None) -> Path:
    """A bare name is a folder of `cities/`; anything with a slash, or that exists, is a path."""
    if name is None:
        return Path(settings.KCK_CITY_DIR)
    shipped = Path(settings.BASE_DIR) / "cities" / name
    return shipped if "/" not in name and shipped.is_dir() else Path(name)


def _count(check: Check) -> str:
    numbers = ", ".join(f"{check.count(kind)} {kind}" for kind in _SIGNS)
    return f"{numbers}."
