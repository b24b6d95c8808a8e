"""The client in clients/python, against a running server; and that it is made of the document."""

import ast
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from clients.python.generate import generated
from kck_client import Kck, Mine, Problem, Unreachable, shapes, transport
from pytest_django.live_server_helper import LiveServer

from kck.accounts.terms import TOKEN_SCOPES
from kck.accounts.token_commands import make_api_token
from kck.api import callers
from kck.api.document import document
from kck.cases import commands
from kck.cases.models import Case
from kck.cases.terms import Outcome
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.notices.commands import publish_notice
from tests.builders import a_case, a_jpeg, everywhere
from tests.fixtures import load_shipped_city

CLIENT = Path(__file__).parents[1] / "clients" / "python"
_CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def city(live_server: LiveServer) -> str:
    """The address of a running city."""
    load_shipped_city()
    callers.forget_bundles()
    return str(live_server.url)


@pytest.fixture
def kck(city: str) -> Kck:
    return Kck(city)


def test_the_client_is_made_of_the_document_as_it_is_now():
    made = generated(document())

    for name, text in made.items():
        kept = (CLIENT / "kck_client" / name).read_text(encoding="utf-8")
        assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(kept)), f"generate {name} anew"


@pytest.mark.django_db(transaction=True)
def test_a_stranger_lists_the_cases_of_a_district_in_twenty_lines(city: str):
    case = a_case(at=clock.now())
    publish_notice(
        kind="info", titles={"pl": "Remont", "en": "Works"}, districts=["1"],
        at=clock.now(), by=PLATFORM,
    )  # fmt: skip
    program = _CODE.findall((CLIENT / "README.md").read_text(encoding="utf-8"))[0]

    done = subprocess.run(
        [sys.executable, "-c", program, city, "Stare Miasto"],
        env={"PYTHONPATH": str(CLIENT), "PYTHONUTF8": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert len([line for line in program.splitlines() if line.strip()]) <= 20
    assert f"{case.number[:2]}-{case.number[2:-1]}-{case.number[-1]}  Pothole" in done.stdout
    assert "! Works" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_a_report_goes_its_whole_way(kck: Kck):
    photo = kck.add_photo(a_jpeg().getvalue())
    opened = kck.open_case(
        text="Głęboka dziura w jezdni.",
        category="roads-pothole",
        place=shapes.PlaceIn(lat=50.0617, lon=19.9373),
        answers={"size": "plate"},
        photos=[photo.id],
    )
    mine = kck.follow(opened.number, opened.code)
    pk = Case.objects.get(number=opened.number).pk
    commands.ask(pk, question="Która strona?", at=clock.now(), by=everywhere())

    asked = mine.read()
    mine.reply("Lewa.", [kck.add_photo(a_jpeg(colour="red").getvalue()).id])
    commands.done(
        pk, outcome=Outcome.PARTLY, words="Załatano połowę.", at=clock.now(), by=everywhere()
    )
    reopened = Mine(kck, opened.number, mine.token).disagree("Druga połowa została.")

    assert asked.question == "Która strona?"
    assert "reply" in asked.may
    assert reopened.state == "reopened"
    read = mine.read()
    picture = next(one for one in read.history if one.photos).photos[0]
    small = kck.get_my_photo(opened.number, picture.id, "320", case_token=mine.token)
    assert small.startswith((b"\xff\xd8", b"RIFF"))
    assert mine.withdraw().state == "withdrawn"
    assert [case.number for case in kck.cases()] == []


@pytest.mark.django_db(transaction=True)
def test_a_units_system_works_through_its_cases(city: str):
    cases = [a_case(at=clock.now() - timedelta(hours=hour)) for hour in range(3)]
    token = make_api_token(
        "Dispatch", unit="ZDMK", scopes=TOKEN_SCOPES, at=clock.now(), by=PLATFORM,
        expires_at=clock.real_now() + timedelta(days=1),
    ).token  # fmt: skip
    system = Kck(city, token=token)

    rows = list(system.unit_cases(limit=2))
    case = system.get_unit_case(rows[0].number)
    system.accept(rows[0].number, if_match=system.etag)
    with pytest.raises(Problem) as stale:
        system.take(rows[0].number, if_match='"1.1.en"')
    done = system.done(rows[1].number, outcome="not-found", text="Na miejscu nie ma dziury.")

    assert [row.number for row in rows] == [one.number for one in cases]
    assert case.history[0].texts[0].text.startswith("Duża dziura")
    assert stale.value.status == 412
    assert done.state == "done"
    assert system.get_unit().unit.code == "ZDMK"


@pytest.mark.django_db(transaction=True)
def test_a_refusal_names_the_field_in_the_asked_language(city: str):
    with pytest.raises(Problem) as refused:
        Kck(city, language="uk").open_case(text="Діра", category="nope")

    assert (refused.value.status, refused.value.kind) == (422, "invalid")
    assert refused.value.errors[0].field in {"category", "place"}
    assert "категорі" in refused.value.detail or "місце" in refused.value.detail


class Flaky:
    """The network: what happens to one try after the other."""

    def __init__(self, *fates: Any) -> None:
        self.fates, self.seen = list(fates), list[Any]()

    def __call__(self, request: Any, timeout: float) -> Any:
        self.seen.append(request)
        fate = self.fates.pop(0)
        raise fate


def test_a_write_is_tried_again_under_the_same_key(monkeypatch: pytest.MonkeyPatch):
    network = Flaky(URLError("no route"), ConnectionResetError(), URLError("no route"))
    monkeypatch.setattr(transport, "urlopen", network)
    slept: list[float] = []

    with pytest.raises(Unreachable):
        Kck("https://city.example", sleep=slept.append).open_case(text="Dziura")

    keys = {request.get_header("Idempotency-key") for request in network.seen}
    assert (len(network.seen), len(keys)) == (3, 1)
    assert slept == [2, 4]


def test_only_an_address_is_taken_for_a_city():
    with pytest.raises(ValueError, match="https"):
        Kck("file:///etc")
