from typing import Any

from django.core.management.base import BaseCommand
from rich.text import Text

from kck.config.doctor import examine
from kck.config.screen import console


class Command(BaseCommand):
    help = "Says what is wrong with this installation and what to do; code 1 when something is."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        findings = examine()
        for finding in findings:
            sign, colour = ("✓", "green") if finding.well else ("✗", "red")
            if not finding.well and not finding.grave:
                sign, colour = "!", "yellow"
            console.print(Text.assemble((f"{sign} ", colour), f"{finding.what:<13}", finding.words))
            if not finding.well:
                console.print(Text(f"  {'':<13}→ {finding.advice}", style="bold"))
        if any(finding.grave and not finding.well for finding in findings):
            raise SystemExit(1)
