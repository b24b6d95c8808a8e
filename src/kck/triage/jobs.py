"""When triage learns by itself: in a process of its own, which gives its memory back."""

import os
import subprocess
import sys

from django.conf import settings
from procrastinate.contrib.django import app

from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.triage.models import Material, TrainedModel
from kck.triage.teaching_commands import begin_learning, end_learning

LONGEST_S = 1800
LATE_S = 60
REFUSED = 3  # what the command ends with when the new model is worse


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="triage.begin", lock="triage.learn")
def begin(timestamp: int) -> None:
    """The first model of an installation, soon after there is something to learn from.

    Not for a moment that passed while nothing ran: starting up comes first.
    """
    if (
        settings.KCK_TRIAGE_LEARNS
        and clock.real_now().timestamp() - timestamp < LATE_S
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


@app.task(lock="triage.learn")
def learn_now(run_id: int) -> None:
    """Because somebody asked; the page of triage says what came of it."""
    before = begin_learning(run_id, at=clock.now(), by=PLATFORM)
    try:
        code = train()
    except subprocess.TimeoutExpired:
        code = 1
    refused = code == REFUSED
    end_learning(run_id, before=before, refused=refused, at=clock.now(), by=PLATFORM)


def train(*options: str) -> int:
    """Not raised: `kck triage models` and the page of triage say what came of it."""
    while_alive = ["--while", str(os.getpid())]  # a worker that is stopped leaves nothing behind
    done = subprocess.run(
        [sys.executable, "-m", "kck.config.cli", "triage", "train", *while_alive, *options],
        stdout=subprocess.DEVNULL,
        timeout=LONGEST_S,
        check=False,
    )
    return done.returncode
