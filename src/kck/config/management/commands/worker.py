from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from kck.config.worker import work


class Command(BaseCommand):
    help = "Runs jobs of the queue until it is told to stop."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=settings.ENV.worker_concurrency)
        parser.add_argument("--queues", default="", help="only these, separated by commas")
        parser.add_argument("--once", action="store_true", help="end when the queue is empty")

    def handle(self, *_: Any, concurrency: int, queues: str, once: bool, **__: Any) -> None:
        work(
            concurrency=concurrency,
            queues=[name.strip() for name in queues.split(",") if name.strip()],
            once=once,
        )
