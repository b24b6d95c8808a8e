"""`kck triage`: train, judge, use and take back what understands texts."""

import csv
import json
import os
import time
from pathlib import Path
from threading import Thread
from typing import Any

import psutil
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from kck.config.reading import read_lines
from kck.config.screen import console
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.triage.commands import NoOther, Worse, publish_model, withdraw_model
from kck.triage.evaluation import Answer, WrongTable, confusions, figures
from kck.triage.jobs import REFUSED
from kck.triage.learning import NothingToLearn, is_news, judge, learn
from kck.triage.model.store import current
from kck.triage.models import TrainedModel

_STEPS = {
    "read": "reading the lessons",
    "fit": "learning categories",
    "calibrate": "asking how sure it may be",
    "danger": "learning dangers",
    "judge": "judging by the city's messages",
}
_SHOWN = (
    "top1", "top3", "unit_top1", "danger_recall", "danger_false_alarms", "matters", "place",
    "automatic_coverage", "automatic_error", "automatic_unit_error",
)  # fmt: skip


class Command(BaseCommand):
    help = "What understands texts: train, evaluate, read, models, rollback."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        train = what.add_parser(
            "train", help="learn from everything there is, and use it if better"
        )
        train.add_argument("--dry-run", action="store_true", help="judge it, do not use it")
        train.add_argument("--anyway", action="store_true", help="use it even if it is worse")
        train.add_argument("--if-changed", action="store_true", help="only if there is news")
        train.add_argument("--while", type=int, metavar="PID", help="give up when it is gone")
        train.add_argument("--if-missing", action="store_true", help="only while there is none")
        evaluate = what.add_parser("evaluate", help="judge by a table of messages")
        evaluate.add_argument("file", type=Path)
        evaluate.add_argument("--json", action="store_true")
        evaluate.add_argument("--predictions", type=Path, help="write what it says of each message")
        evaluate.add_argument("--words-only", action="store_true", help="as if there were no model")
        read = what.add_parser("read", help="understand every text of a CSV, one JSON line each")
        read.add_argument("file", type=Path)
        read.add_argument("--jobs", type=int, default=1, help="processes side by side")
        what.add_parser("models", help="which there are, and the card of the one in use")
        what.add_parser("rollback", help="go back to the model before")

    def handle(self, *_args: Any, what: str, **options: Any) -> None:
        try:
            getattr(self, f"_{what}")(options)
        except Worse as problem:
            raise CommandError(str(problem), returncode=REFUSED) from problem
        except (WrongTable, NoOther, NothingToLearn) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}") from problem

    def _train(self, options: dict[str, Any]) -> None:
        at = clock.now()
        if parent := options["while"]:
            Thread(target=_end_with, args=(parent,), daemon=True).start()
        if options["if_missing"] and TrainedModel.objects.standing().exists():
            return
        if options["if_changed"] and not is_news(at):
            return
        with Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
        ) as bars:
            told = bars.add_task("", total=len(_STEPS))
            steps = list(_STEPS)
            learnt = learn(
                at,
                lambda step, share: bars.update(
                    told, description=_STEPS[step], completed=steps.index(step) + share
                ),
            )
            bars.update(told, description="done", completed=len(_STEPS))
        card = learnt.card
        console.print(f"{card['lessons']} lessons, {card['of_people']} of them by people here")
        if card["evaluation"]:
            console.print(_table(card["evaluation"]))
        if options["dry_run"]:
            return
        made = publish_model(
            learnt.bundle.pack(), card, anyway=options["anyway"], at=at, by=PLATFORM
        )
        console.print(f"model {made.pk} is in use")

    def _evaluate(self, options: dict[str, Any]) -> None:
        bundle = None if options["words_only"] else current()
        judged = judge(bundle, options["file"].read_text(encoding="utf-8-sig"), clock.now())
        if options["predictions"]:
            _write(options["predictions"], judged)
        found = figures(judged)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        console.print(_table(found))
        for right, taken, count in confusions(judged):
            console.print(f"{count} × {right} taken for {taken or 'nothing'}")

    def _read(self, options: dict[str, Any]) -> None:
        for line in read_lines(options["file"], options["jobs"]):
            self.stdout.write(line)

    def _models(self, _options: dict[str, Any]) -> None:
        used = TrainedModel.objects.standing().defer("content").first()
        for model in TrainedModel.objects.defer("content").order_by("-pk"):
            state = "in use" if model == used else "taken back" if model.withdrawn_at else ""
            top1 = model.card.get("evaluation", {}).get("top1")
            console.print(f"{model.pk}  {model.made_at:%Y-%m-%d %H:%M}  top-1 {top1}  {state}")
        if used and used.card.get("evaluation"):
            console.print(_table(used.card["evaluation"]))
        if used is None:
            console.print("There is no model: the words of the catalogue decide. kck triage train")

    def _rollback(self, _options: dict[str, Any]) -> None:
        now = withdraw_model(at=clock.now(), by=PLATFORM)
        console.print(f"model {now.pk} of {now.made_at:%Y-%m-%d %H:%M} is in use again")


def _end_with(parent: int) -> None:
    """Nothing is stored before the end, so that stopping in the middle leaves no trace."""
    while psutil.pid_exists(parent):
        time.sleep(1)
    os._exit(1)


def _table(found: dict[str, Any]) -> Table:
    """A row a measure; a column for all, each language and each channel."""
    parts = {"all": found, **found["by_language"], **found["by_channel"]}
    table = Table("", *parts)
    table.add_row("n", *(str(part["n"]) for part in parts.values()))
    for name in _SHOWN:
        shares = (_percent(part[name]) for part in parts.values())
        table.add_row(name.replace("_", " "), *shares)
    table.caption = f"{found['ms_per_message']} ms a message, p99 {found['ms_p99']} ms"
    return table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _write(path: Path, judged: list[Answer]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(
            ["id", "category", "top3", "probability", "automatic", "danger", "matters", "place"]
        )
        for one in judged:
            first = one.codes[0] if one.codes else ""
            table.writerow(
                [
                    one.message.id, first, "|".join(one.codes[:3]), round(one.probability, 4),
                    "yes" if one.automatic else "no", one.danger, one.matters, one.place,
                ]
            )  # fmt: skip
