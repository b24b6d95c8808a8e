from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import MONDAY

from kck.channels.edoreczenia.folder import take_deliveries
from kck.channels.edoreczenia.models import PutAside
from kck.channels.edoreczenia.tests.dropping import as_zip
from kck.channels.ezd.sending import send_due
from kck.channels.ezd.tests.filing import a_petition, asked, into_folder
from kck.foundation import clock
from kck.foundation.numbers import display

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def drop(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=3))
    settings.ENV = replace(settings.ENV, edoreczenia_folder=tmp_path)
    (tmp_path / "in").mkdir()
    into_folder(settings, tmp_path / "ezd").rmdir()
    return tmp_path


def test_what_did_not_leave_is_listed_with_why(sign_in):
    case = a_petition()
    asked(case)
    send_due()

    page = sign_in("records.send").get("/backoffice/papers/").content.decode()

    assert display(case.number) in page
    assert "Nie można zapisać w folderze EZD" in page


def test_what_was_put_aside_is_shown_until_somebody_has_dealt_with_it(sign_in, drop):
    as_zip(drop / "in", far_id="")
    take_deliveries()
    client = sign_in("records.send")
    assert "Brakuje identyfikatora" in client.get("/backoffice/papers/").content.decode()

    aside = PutAside.objects.get()
    assert client.post(f"/backoffice/papers/{aside.pk}/seen").status_code == 302

    assert "Niczego nie odłożono" in client.get("/backoffice/papers/").content.decode()
    assert (drop / "aside" / "one.zip").exists()


def test_others_may_not_look(sign_in):
    client = sign_in("messaging.edit")

    assert client.get("/backoffice/papers/").status_code == 403
    assert client.post("/backoffice/papers/1/seen").status_code == 404
