"""`kck export cases FILE`: what the command line offers of this module."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kck.accounts.queries import actor_of_mail
from kck.foundation.actor import PLATFORM, Actor
from kck.foundation.text import _
from kck.intake.exporting.asked import Asked, CannotExport, Format
from kck.intake.exporting.export import Exported, Progress, export_cases


class CaseExporter:
    help = "cases: CSV, JSON Lines with the whole history, or open data as Open311 bulk"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--format", choices=list(Format), help="without it by the file's name: csv or jsonl"
        )
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DATE", help="opened then or later"
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, metavar="DATE", help="opened then or earlier"
        )
        parser.add_argument("--unit", default="", metavar="CODE")
        parser.add_argument("--category", default="", metavar="CODE")
        parser.add_argument(
            "--personal",
            action="store_true",
            help="with contacts, unpublished words, names of photos; needs --as and --reason",
        )
        parser.add_argument(
            "--as",
            dest="staff",
            default="",
            metavar="EMAIL",
            help="who takes it out: an account that sees contacts everywhere",
        )
        parser.add_argument("--reason", default="", help="kept in the register of looks")

    def run(self, path: Path, options: Mapping[str, Any], progress: Progress) -> Exported:
        asked = Asked(
            format=_format(path, options["format"]),
            personal=options["personal"],
            since=options["since"],
            until=options["until"],
            unit=options["unit"],
            category=options["category"],
        )
        by = _who(options["staff"]) if asked.personal else PLATFORM
        return export_cases(path, asked, by=by, reason=options["reason"], progress=progress)


def _format(path: Path, said: str | None) -> Format:
    if said:
        return Format(said)
    return Format.JSONL if path.suffix in (".jsonl", ".ndjson") else Format.CSV


def _who(email: str) -> Actor:
    if not email:
        raise CannotExport(
            str(_("Dane osobowe wydaje człowiek: podaj --as E-MAIL i --reason POWÓD."))
        )
    actor = actor_of_mail(email)
    if actor is None:
        raise CannotExport(str(_("Nie ma czynnego konta {email}.")).format(email=email))
    return actor


EXPORTERS = {"cases": CaseExporter()}
