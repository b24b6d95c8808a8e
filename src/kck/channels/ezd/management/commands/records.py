"""`kck records check FILE…` verifies packages; `kck records build NUMBER FILE` makes one."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kck.cases.models import Case
from kck.channels.ezd.checking import Checked, check
from kck.channels.ezd.gathering import gather
from kck.channels.ezd.models import RecordsPackage
from kck.channels.ezd.package import as_zip
from kck.directory.queries import snapshot
from kck.directory.terms import FORMAL_KINDS
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.audit import looked_at
from kck.foundation.models import RecordedEvent
from kck.foundation.numbers import WrongNumber, parse


class Command(BaseCommand):
    help = "Packages for the records system (EZD): check a file, or make one to look at."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        checking = verbs.add_parser("check", help="open packages and verify them")
        checking.add_argument("files", nargs="+", type=Path, metavar="FILE")
        building = verbs.add_parser("build", help="write the package of a case; it is not sent")
        building.add_argument("number")
        building.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "build":
            self._build(options["number"], options["file"])
            return
        found = [self._check(path) for path in options["files"]]
        if not all(found):
            sys.exit(1)

    def _check(self, path: Path) -> bool:
        found = check(path)
        if found.problems:
            self.stderr.write(f"{path}: not whole")
            for problem in found.problems:
                self.stderr.write(f"  {problem}")
            return False
        self.stdout.write(f"{path}: whole. {_told(found)}")
        return True

    def _build(self, number: str, file: Path) -> None:
        case = _formal(number)
        looked_at(PLATFORM, "records", case.stream, "kck records build")
        try:
            with file.open("xb") as target:
                target.write(as_zip(gather(_package(case))))
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{file} holds the personal data of the reporter: keep it accordingly.")


def _told(found: Checked) -> str:
    return (
        f"Package {found.package_id} of case {found.case}: {found.documents} documents, "
        f"{found.letters} of them letters that pass our checks of PDF/A, {found.events} events."
    )


def _formal(number: str) -> Case:
    try:
        case = Case.objects.filter(number=parse(number)).first()
    except WrongNumber as error:
        raise CommandError(str(error)) from error
    if case is None or case.kind not in FORMAL_KINDS:
        raise CommandError(f"There is no formal case {number}.")
    return case


def _package(case: Case) -> RecordsPackage:
    """The one that was asked for, or one that is not stored."""
    known = RecordsPackage.objects.filter(case=case).select_related("case").first()
    return known or RecordsPackage(
        case=case,
        package_id=f"kck-{snapshot().city.jurisdiction_id}-{case.number}",
        up_to_seq=RecordedEvent.objects.filter(stream=case.stream).count(),
        asked_at=clock.now(),
        asked_by=str(PLATFORM),
    )
