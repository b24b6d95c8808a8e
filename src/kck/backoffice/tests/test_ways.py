"""How a unit works is decided here, from a day on."""

import pytest
from django.test import Client

from kck.accounts.commands import make_partner_key
from kck.channels.open311_out.far_ends import far_ends_of
from kck.channels.open311_out.keys import unlock
from kck.directory.queries import snapshot
from kck.directory.terms import WayOfWorking
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

NO_ROWS = {"states-TOTAL_FORMS": "0", "states-INITIAL_FORMS": "0"}
TYPED = {
    "way": "open311",
    "valid_from": "",
    "endpoint": "https://zdmk.example/open311/v2",
    "jurisdiction": "zdmk",
    "key": "tajny-klucz",
    "photos": "media",
    "services": "roads-pothole = 114",
    "states-TOTAL_FORMS": "2",
    "states-INITIAL_FORMS": "0",
    "states-0-state": "W Zawieszeniu",
    "states-0-verb": "nothing",
    "states-1-state": "",
    "states-1-verb": "",
}


def way_of(code: str):
    city = snapshot(clock.now())
    unit = city.unit(code)
    assert unit is not None
    return city.way_of(unit.id)


def test_a_unit_gets_a_system_of_its_own(editor: Client) -> None:
    partner = make_partner_key("ZDMK", key="k", at=clock.now(), by=PLATFORM)

    answer = editor.post("/backoffice/ways/ZDMK/", {**TYPED, "partner": str(partner.pk)})

    assert answer.status_code == 302, answer.content.decode()
    way, far_end = way_of("ZDMK"), far_ends_of(["ZDMK"])["ZDMK"]
    assert way.way == WayOfWorking.OPEN311
    assert way.open311.endpoint == "https://zdmk.example/open311/v2"
    assert way.open311.states == {"w_zawieszeniu": "nothing"}
    assert way.open311.services == {"roads-pothole": "114"}
    assert unlock(far_end.locked_key) == "tajny-klucz"
    assert far_end.partner_id == partner.pk


def test_the_key_is_kept_when_nothing_is_typed_and_shown_never_again(editor: Client) -> None:
    editor.post("/backoffice/ways/ZDMK/", TYPED)

    editor.post("/backoffice/ways/ZDMK/", {**TYPED, "key": ""})

    shown = editor.get("/backoffice/ways/ZDMK/").content.decode()
    assert unlock(far_ends_of(["ZDMK"])["ZDMK"].locked_key) == "tajny-klucz"
    assert "tajny-klucz" not in shown
    assert "w_zawieszeniu" in shown


def test_a_change_in_the_future_changes_nothing_today(editor: Client) -> None:
    typed = {"way": "link", "valid_from": "2999-01-01", "link_mails": "a@zzm.example", **NO_ROWS}

    assert editor.post("/backoffice/ways/ZZM/", typed).status_code == 302

    assert way_of("ZZM").way == WayOfWorking.DESK
    assert "2999" in editor.get("/backoffice/ways/").content.decode()


def test_the_one_before_ends_the_day_before(editor: Client) -> None:
    editor.post("/backoffice/ways/ZDMK/", TYPED)
    later = {"way": "link", "valid_from": "2999-01-01", "link_mails": "a@x.example", **NO_ROWS}

    editor.post("/backoffice/ways/ZDMK/", later)

    first, second = snapshot(clock.now()).ways["ZDMK"]
    assert str(first.valid_to) == "2998-12-31"
    assert second.valid_to is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"endpoint": ""}, "Bez adresu serwera"),
        ({"endpoint": "ftp://zdmk"}, "https://"),
        ({"endpoint": "javascript:alert(1)"}, "https://"),
        ({"way": "link"}, "Bez adresu nie ma do kogo"),
        ({"way": "link", "link_mails": "nie-adres"}, "nie-adres"),
        ({"services": "roads-pothole"}, "service_code"),
        ({"valid_from": "2026-02-02", "valid_to": "2026-01-01"}, "wcześniej"),
        ({"partner": "999999"}, ""),
        ({"states-1-verb": "take"}, "Wpisz stan"),
        ({"states-0-verb": "no-such"}, ""),
    ],
)
def test_mistakes_are_sentences_and_nothing_is_saved(
    editor: Client, change: dict[str, str], said: str
) -> None:
    answer = editor.post("/backoffice/ways/ZDMK/", {**TYPED, **change})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert way_of("ZDMK").way == WayOfWorking.DESK


def test_a_unit_that_is_none_has_no_page(editor: Client) -> None:
    assert editor.get("/backoffice/ways/NONE/").status_code == 404
