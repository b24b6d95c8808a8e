"""What a web process holds once it has shown every kind of page, and triage has read texts."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from urllib.parse import urlencode

from benchmarks.bench_create import ADDRESS, report
from benchmarks.figures import Figure
from benchmarks.ground import Ground, environment, web
from benchmarks.load import crowd
from benchmarks.people import make_partner, staff_of
from benchmarks.processor import MB, resident_mb

PAGES = (
    "/", "/cases/", "/cases/map/", "/cases/points.json", "/report/", "/contact/", "/how-we-work/",
    "/find/", "/districts/", "/units/", "/about/", "/privacy/", "/account/login/",
    "/places/suggest/?q=dluga", "/desk/", "/desk/triage/", "/desk/new/", "/backoffice/",
    "/open311/v2/discovery.json", "/open311/v2/services.json", "/open311/v2/requests.xml",
)  # fmt: skip
TIMES = 20
MOST_MB = 200
MOST_MB_TRIAGE = 350  # with a trained model and the registers of places in use


def measure(ground: Ground) -> list[Figure]:
    make_partner()
    _teach()
    env = environment(os.environ["KCK_DATABASE_URL"], ground.home)
    with web(env) as (port, process):
        _visit(port, _session())
        serving = max(process.children(recursive=True), key=resident_mb)
        pages = resident_mb(serving)
        _report(port)
        _visit(port, _session())
        with_triage = resident_mb(serving)
        return [
            Figure(
                name="memory: web process, pages shown", measured=pages, unit="MB", most=MOST_MB
            ),
            Figure(
                name="memory: web process, triage has read texts, 8 at once",
                measured=with_triage,
                unit="MB",
                most=MOST_MB_TRIAGE,
            ),
            Figure(name="  the process that starts it", measured=resident_mb(process), unit="MB"),
            Figure(name="  a Python with Django alone", measured=_django_alone(env), unit="MB"),
        ]


def _teach() -> None:
    """As the first night of an installation does."""
    from kck.foundation import clock
    from kck.foundation.actor import PLATFORM
    from kck.triage.commands import publish_model
    from kck.triage.learning import learn

    at = clock.now()
    learnt = learn(at)
    publish_model(learnt.bundle.pack(), learnt.card, at=at, by=PLATFORM)


def _session() -> str:
    """A cookie of somebody who may see every page of the staff."""
    from django.test import Client

    from kck.accounts.terms import GRANTS

    staff = staff_of("KCK", "all@bench.example.org", GRANTS, everywhere=True)
    browser = Client()
    browser.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies["sessionid"].value


def _visit(port: int, session: str) -> None:
    shown = 0
    for path in PAGES * TIMES:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}", headers={"Cookie": f"sessionid={session}"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - our own
                answer.read()
                shown += 1
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise
    # some belong to roles that this person has not; most must really have been shown
    assert shown >= 0.8 * len(PAGES) * TIMES, shown


def _report(port: int) -> None:
    """From eight clients at once, each text read for danger and language."""
    crowd(8, 4, port, ADDRESS, lambda: urlencode(report()).encode())


def _django_alone(env: dict[str, str]) -> float:
    words = "import django, psutil; django.setup(); print(psutil.Process().memory_info().rss)"
    found = subprocess.run([sys.executable, "-c", words], env=env, capture_output=True, check=True)
    return int(found.stdout) / MB
