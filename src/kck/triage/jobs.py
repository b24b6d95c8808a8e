"""When triage learns by itself: in a process of its own, which gives its memory back."""

import subprocess
import sys

from django.conf import settings
from procrastinate.contrib.django import app

from kck.triage.models import Material, TrainedModel

LONGEST_S = 1800


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="triage.begin", lock="triage.learn")
def begin(timestamp: int) -> None:
    """The first model of an installation, as soon as there is something to learn from."""
    if (
        settings.KCK_TRIAGE_LEARNS
        and Material.objects.exists()
        and not TrainedModel.objects.exists()
    ):
        train("--if-missing")


@app.periodic(cron="40 1 * * *")
@app.task(queueing_lock="triage.learn", lock="triage.learn")
def learn(timestamp: int) -> None:
    """At night, from what people decided since; a model that is worse is not used."""
    if settings.KCK_TRIAGE_LEARNS and Material.objects.exists():
        train("--if-changed")


def train(option: str) -> None:
    """Not raised: `kck triage models` and the page of triage say what came of it."""
    subprocess.run(
        [sys.executable, "-m", "kck.config.cli", "triage", "train", option],
        stdout=subprocess.DEVNULL,
        timeout=LONGEST_S,
        check=False,
    )
