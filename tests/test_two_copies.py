"""Two running copies of KCK, one the city and one a unit's own system: a case goes there and back.

Each has its own database, secret, web and worker; they know of each other what an administrator
would enter. Staff of the unit work at their desk, in HTML.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import psutil
import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection

from kck.accounts.commands import appoint, install_roles, join, make_partner_key
from kck.cases import commands as cases
from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.terms import CaseState, Outcome, PhotoKind, TextKind
from kck.channels.open311_out import jobs
from kck.channels.open311_out.commands import set_far_end
from kck.channels.open311_out.models import FarEnd
from kck.directory.commands import set_way
from kck.directory.queries import forget_snapshot
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.handover.queries import sending_of
from kck.handover.terms import SendingInfo, SendingState
from tests.builders import a_case, a_jpeg, a_photo, reporter_of
from tests.test_kill import database_url, free_port

PATIENCE = 40.0
KEY, PASSWORD = "city-in-the-units-system", "Zielona-Zaba-77"
_WRITTEN = (
    "cases_case", "people_person", "messaging_message", "foundation_recordedevent",
    "foundation_tally", "intake_conversation", "intake_hourlycount", "procrastinate_jobs",
    "procrastinate_workers", "accounts_partnerkey", "accounts_staff", "accounts_role",
    "directory_wayperiod", "open311_out_farend", "files_storedfile",
)  # fmt: skip
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Copy:
    """One installation, with its processes."""

    database_url: str
    home: Path
    secret: str
    port: int
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        env = {
            **{name: text for name, text in os.environ.items() if not name.startswith("KCK_")},
            # nobody here takes anything back
            "KCK_TAKE_BACK_SECONDS": "0",
            "KCK_TAKE_BACK_CLOSING_SECONDS": "0",
            "KCK_NEWS_WAIT_MINUTES": "0",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "kck.config.settings",
            "KCK_HOME": str(self.home),
            "KCK_SECRET_KEY": self.secret,
            "KCK_DATABASE_URL": self.database_url,
            "KCK_SITE_URL": self.address,
            "KCK_PORT": str(self.port),
            "KCK_LOG_LEVEL": "ERROR",
            "KCK_TRIAGE_LEARNS": "no",
        }
        for name in ("web", "worker"):
            argv = [sys.executable, "-m", "kck.config.cli", name]
            self.children.append(subprocess.Popen(argv, env=env, start_new_session=True))

    def stop(self) -> None:
        for child in self.children:
            family = [psutil.Process(child.pid)]
            family += family[0].children(recursive=True)
            for one in family:
                one.kill()
            child.wait()


class Desk:
    """Somebody of the unit at their desk, by forms alone."""

    def __init__(self, address: str) -> None:
        self.http = httpx2.Client(base_url=address, timeout=20, trust_env=False)
        eventually(self._is_there)
        self._post("/account/login/", login="unit@example.org", password=PASSWORD)

    def _is_there(self) -> bool:
        try:
            return self.http.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False

    def page(self, number: str) -> str:
        answer = self.http.get(f"/desk/case/{number}/")
        assert answer.status_code == 200, answer.text[:500]
        return answer.text

    def do(self, number: str, name: str, files: Any = None, **fields: str) -> None:
        self._post(f"/desk/case/{number}/do/{name}/", files=files, **fields)

    def _post(self, path: str, files: Any = None, **fields: str) -> None:
        form = self.http.get(path)
        assert form.status_code == 200, f"{path}: {form.status_code}"
        hidden = re.findall(r'name="(csrfmiddlewaretoken|seen)" value="([^"]*)"', form.text)
        data = {**dict(hidden), **fields}
        answer = self.http.post(path, data=data, files=files, headers={"Referer": str(form.url)})
        assert answer.status_code == 302, f"{path}: {answer.status_code} {said(answer.text)}"


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What the processes are to see must be committed, and is taken away by hand."""
    with django_db_blocker.unblock():
        install_roles(by=PLATFORM)
        staff = join(
            email="unit@example.org", name="Ewa Pracownik", password=None, at=clock.now(),
            by=PLATFORM,
        )  # fmt: skip
        # the processes know no hash that is made for tests alone
        hasher = PBKDF2PasswordHasher()
        staff.password = hasher.encode(PASSWORD, hasher.salt())
        staff.save(update_fields=["password"])
        appoint(staff, role="lead", unit="ZDMK", by=PLATFORM)
        make_partner_key("city", key=KEY, limit_per_minute=10_000, at=clock.now(), by=PLATFORM)
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(_WRITTEN)} CASCADE")
        forget_snapshot()


@pytest.fixture
def copies(db: None, tmp_path: Path) -> Iterator[tuple[Copy, Copy]]:
    """The city, which is this test's own database, and the unit, a copy of it as it is now."""
    city = Copy(database_url(), settings.KCK_HOME, settings.SECRET_KEY, free_port())
    name = f"{connection.settings_dict['NAME']}_unit"
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    with psycopg.connect(_elsewhere(city.database_url, "postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"')
        unit = Copy(_elsewhere(city.database_url, name), tmp_path, "u" * 50, free_port())
        try:
            yield city, unit
        finally:
            city.stop()
            unit.stop()
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _elsewhere(url: str, name: str) -> str:
    base, _question, options = url.partition("?")
    return base.rsplit("/", 1)[0] + f"/{name}" + (f"?{options}" if options else "")


def eventually(holds: Callable[[], Any], patience: float = PATIENCE) -> Any:
    deadline = time.monotonic() + patience
    while not (found := holds()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return found


def connect(unit: Copy) -> None:
    """What an administrator of the city enters."""
    set_way(
        "ZDMK",
        way=WayOfWorking.OPEN311,
        settings={
            "open311": {
                "endpoint": f"{unit.address}/open311/v2",
                "jurisdiction": "krakow.pl",
                "photos": "media",
            }
        },
        valid_from=None,
        at=clock.now(),
        by=PLATFORM,
    )
    set_far_end("ZDMK", key=KEY, partner_id=None, by=PLATFORM)


def ask_the_unit() -> None:
    """The minute of the clock, now."""
    FarEnd.objects.update(poll_next_at=None)
    jobs.ask_now()


def said(page: str) -> str:
    """Its words, without the frame."""
    return " ".join(_TAG.sub(" ", page.partition("<main")[2]).split())


def arrived(case: Case) -> SendingInfo | None:
    found = sending_of(case.pk)
    return found if found and found.state == SendingState.ACCEPTED else None


def state_after_asking(case: Case) -> str:
    ask_the_unit()
    time.sleep(0.7)
    case.refresh_from_db()
    return case.state


def test_a_case_goes_there_and_back(copies: tuple[Copy, Copy]) -> None:
    city, unit = copies
    connect(unit)
    unit.start()
    city.start()
    desk = Desk(unit.address)

    case = a_case(
        category="roads-pothole",
        text="Wielka dziura przy szkole. Anna Nowak, tel. 600 700 800",
        email="anna@example.org",
        photos=(a_photo(at=clock.now()),),
        at=clock.now(),
    )
    number = eventually(lambda: arrived(case)).far_number

    page = desk.page(number)
    assert "Wielka dziura przy szkole." in page
    assert "600 700 800" not in page
    assert "anna@example.org" not in page
    assert page.count("/desk/photo/") >= 1

    desk.do(number, "ask", text="Na którym pasie jest ta dziura?")
    eventually(lambda: state_after_asking(case) == CaseState.WAITING)
    question = CaseText.objects.get(case=case, kind=TextKind.QUESTION)
    assert question.body == "Na którym pasie jest ta dziura?"

    cases.reply(case.pk, text="Na prawym, przy krawężniku.", at=clock.now(), by=reporter_of(case))
    eventually(lambda: "Na prawym, przy krawężniku." in said(desk.page(number)))

    after = {"photos": ("after.jpg", a_jpeg(colour="black"), "image/jpeg")}
    words = "Dziura została załatana masą na gorąco."
    desk.do(number, "done", files=after, outcome="done", text=words)
    eventually(lambda: state_after_asking(case) == CaseState.DONE)

    assert case.outcome == Outcome.DONE
    assert CaseText.objects.get(case=case, kind=TextKind.CLOSING).body == words
    assert CasePhoto.objects.filter(case=case, kind=PhotoKind.EVIDENCE).count() == 1
    sending = sending_of(case.pk)
    assert sending is not None
    assert (sending.state, sending.trouble) == (SendingState.DONE, None)

    # the reporter says no: it is opened again there, and is the same case
    cases.disagree(case.pk, text="Druga dziura została.", at=clock.now(), by=reporter_of(case))
    eventually(lambda: "Druga dziura została." in said(desk.page(number)))
    assert eventually(lambda: arrived(case)).far_number == number
