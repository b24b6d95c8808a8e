import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kck.config import preparation


class Command(BaseCommand):
    help = "Brings tables, city and demo city up to date; what is there already stays."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--summary", type=Path, help="write what `kck run` shows, as JSON")

    def handle(self, *_: Any, summary: Path | None, **__: Any) -> None:
        preparation.migrate()
        preparation.load_city()
        preparation.seed_demo()
        if summary is not None:
            summary.write_text(json.dumps(preparation.summary()))
