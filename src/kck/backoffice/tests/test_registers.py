"""Registers that come and go, as an administrator sees them."""

from collections.abc import Callable

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.places import commands
from kck.places.models import RegisterRun, RegisterSource, Stop

TOLD = {
    "name": "Przystanki",
    "register": "stops",
    "location": "stops.txt",
    "crs": "4326",
    "every": "day",
    "hour": "3",
    "most_vanishing": "20",
}
STOPS = "stop_id,stop_name,stop_lat,stop_lon\n1,Plac Bohaterów,50.0465,19.9545\n"


@pytest.fixture
def folder(tmp_path, settings):
    settings.KCK_HOME = tmp_path
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "stops.txt").write_text(STOPS, encoding="utf-8")
    return tmp_path / "registers"


@pytest.fixture
def admin(sign_in: Callable[..., Client]) -> Client:
    return sign_in("places.import")


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_without_sources_the_page_says_what_one_is_for(admin: Client):
    assert "Nie ma jeszcze żadnego źródła" in read(admin, "/backoffice/registers/")


def test_a_new_source_is_compared_first(admin: Client, folder):
    answer = admin.post("/backoffice/registers/new", TOLD)

    source = RegisterSource.objects.get()
    assert answer["Location"] == f"/backoffice/registers/{source.pk}/"
    job = ProcrastinateJob.objects.get(task_name=commands.FETCH_JOB)
    assert job.args == {"source_id": source.pk, "only_check": True, "anyway": False}
    assert "Przystanki" in read(admin, "/backoffice/registers/")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"location": "../keys/secret_key"}, "musi leżeć w katalogu"),
        ({"register": "areas"}, "Wybierz, jakie to obszary."),
        ({"columns": "a=b"}, "Nie ma kolumny „a”"),
        ({"hour": "25"}, "Wpisz godzinę od 0 do 23."),
        ({"most_vanishing": ""}, "Wpisz liczbę od 1 do 100."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(admin: Client, folder, wrong, says):
    page = admin.post("/backoffice/registers/new", {**TOLD, **wrong})

    assert page.status_code == 422
    assert says in page.content.decode()
    assert 'value="Przystanki"' in page.content.decode()
    assert not RegisterSource.objects.exists()


def test_a_run_is_shown_and_undone(admin: Client, folder):
    admin.post("/backoffice/registers/new", TOLD)
    source = RegisterSource.objects.get()
    run = commands.run_source(source.pk, at=clock.now(), by=PLATFORM)

    page = read(admin, f"/backoffice/registers/runs/{run.pk}/")
    assert "Plac Bohaterów" in page
    admin.post(f"/backoffice/registers/runs/{run.pk}/undo")

    assert not Stop.objects.exists()
    assert "cofnięto" in read(admin, f"/backoffice/registers/{source.pk}/")
    assert (
        "Tego importu nie można już cofnąć."
        in admin.post(f"/backoffice/registers/runs/{run.pk}/undo", follow=True).content.decode()
    )


def test_a_stopped_run_offers_to_go_on(admin: Client, folder):
    admin.post("/backoffice/registers/new", TOLD)
    source = RegisterSource.objects.get()
    RegisterRun.objects.create(
        source=source, state="stopped", started_at=clock.now(), reason="Zniknęłoby 3 z 4", actor="x"
    )

    page = read(admin, f"/backoffice/registers/{source.pk}/")

    assert "Wczytaj mimo to" in page
    assert "Zniknęłoby 3 z 4" in page
    admin.post(f"/backoffice/registers/{source.pk}/fetch", {"anyway": "1"})
    job = ProcrastinateJob.objects.order_by("pk").last()
    assert job is not None
    assert job.args["anyway"] is True
    admin.post(f"/backoffice/registers/{source.pk}/end")
    assert "Przystanki" not in read(admin, "/backoffice/registers/")


def test_what_does_not_exist_is_not_found(admin: Client):
    assert admin.get("/backoffice/registers/77/").status_code == 404
    assert admin.get("/backoffice/registers/runs/77/").status_code == 404
