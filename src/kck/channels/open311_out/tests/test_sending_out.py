"""A case reaches the unit's own system: what it gets, and what it must not."""

import json

import pytest
from tests.builders import MONDAY, a_photo, acting_for, reporter_of

from kck.cases import commands as cases
from kck.cases.terms import Outcome, PhotoKind, Spot
from kck.channels.open311_out.models import FarEnd
from kck.channels.open311_out.tests.conftest import SetUp, a_pothole, poll, send, sending, tell
from kck.channels.open311_out.tests.far_server import Answer, Asked, FarServer
from kck.directory.queries import snapshot
from kck.foundation import numbers
from kck.handover.own_ids import our_number
from kck.handover.terms import SendingState

pytestmark = pytest.mark.django_db


def test_the_unit_gets_the_case_and_we_get_its_number(far: FarServer) -> None:
    case = a_pothole()

    assert send() == 1

    (asked,) = far.posted()
    assert sending(case).state == SendingState.ACCEPTED
    assert sending(case).far_number == "F1"
    assert asked.one("service_code") == "roads-pothole"
    assert asked.one("api_key") == "our-key"
    assert (asked.one("lat"), asked.one("long")) == ("50.061700", "19.937300")
    assert our_number(asked.one("client_request_id")) == case.number
    assert numbers.display(case.number) in asked.one("description")


def test_nothing_personal_leaves_by_default(far: FarServer) -> None:
    a_pothole(
        text="Dziura pod numerem 5. Nazywam się Anna Nowak, tel. 600 700 800, anna@example.org",
        email="anna@example.org",
        name="Anna Nowak",
        phone="600700800",
        spot=Spot(lat=50.0617, lon=19.9373, words="u Anny, dzwonić 600 700 800"),
    )

    send()

    said = json.dumps(far.posted()[0].fields, ensure_ascii=False)
    for secret in ("anna@example.org", "Nowak", "600 700 800", "600700800"):
        assert secret not in said
    assert "Dziura pod numerem 5" in said


def test_only_what_the_units_settings_name_is_told_of_the_reporter(
    far: FarServer, set_up: SetUp
) -> None:
    set_up(personal=["phone"])
    a_pothole(email="anna@example.org", name="Anna Nowak", phone="600700800")

    send()

    asked = far.posted()[0]
    assert "600700800" in asked.one("phone")
    assert not asked.one("email")
    assert not asked.one("first_name")


def test_answers_travel_as_attributes(far: FarServer) -> None:
    question = next(q for q in snapshot(MONDAY).questions("roads-pothole") if q.is_list)
    key = question.values[0].key

    a_pothole(answers={question.code: key, "free": "ok", "many": ["a", "b"]})
    send()

    asked = far.posted()[0]
    assert asked.one(f"attribute[{question.code}]") == key
    assert asked.fields["attribute[many][]"] == ["a", "b"]


def test_photos_travel_as_signed_addresses_that_anybody_else_cannot_make(
    far: FarServer, client
) -> None:
    a_pothole(photos=(a_photo(), a_photo()))

    send()

    first, second = far.posted()[0].fields["media_url"]
    assert first != second
    path = "/" + first.split("/", 3)[3]
    assert client.get(path)["Content-Type"] == "image/jpeg"
    assert client.get(path.replace(".jpg", "x.jpg")).status_code == 404


def test_or_as_files_where_the_far_server_takes_them(far: FarServer, set_up: SetUp) -> None:
    set_up(photos="media")
    a_pothole(photos=(a_photo(),))

    send()

    asked = far.posted()[0]
    (file,) = asked.files
    assert file[0] == "media"
    assert file[1].startswith(b"\xff\xd8")
    assert asked.one("service_code") == "roads-pothole"
    assert "media_url" not in asked.fields


def test_their_names_of_categories_are_used(far: FarServer, set_up: SetUp) -> None:
    set_up(services={"roads-pothole": "114"}, jurisdiction="zdmk.krakow.pl")
    a_pothole()

    send()

    assert far.posted()[0].one("service_code") == "114"
    assert far.posted()[0].one("jurisdiction_id") == "zdmk.krakow.pl"


def test_the_key_is_nowhere_to_be_read(far: FarServer) -> None:
    stored = FarEnd.objects.get(unit="ZDMK")

    assert "our-key" not in json.dumps({name: str(value) for name, value in vars(stored).items()})
    assert stored.locked_key


def test_what_the_reporter_adds_follows_in_order(far: FarServer) -> None:
    case = a_pothole()
    send()
    for words in ("Już dwie dziury.", "Trzy dziury!"):
        cases.reply(case.pk, text=words, at=MONDAY, by=reporter_of(case))
    cases.add_photos(
        case.pk, files=[a_photo()], kind=PhotoKind.ADDED, at=MONDAY, by=reporter_of(case)
    )

    assert tell() == 3
    assert tell() == 0

    said = [one.one("description") for one in far.told]
    assert said[:2] == ["Już dwie dziury.", "Trzy dziury!"]
    assert far.told[2].one("media_url").startswith("http")
    assert {one.one("service_request_id") for one in far.told} == {"F1"}
    assert len({one.one("update_id") for one in far.told}) == 3


def test_what_they_refuse_to_hear_somebody_is_told_and_the_next_goes_on(far: FarServer) -> None:
    case = a_pothole()
    send()
    answer = far.answer

    def picky(asked: Asked) -> Answer:
        if asked.one("description") == "Złe słowa.":
            return 400, [{"code": 400, "description": "nie tak"}]
        return answer(asked)

    far.answer = picky  # type: ignore[method-assign]
    for words in ("Złe słowa.", "Dobre słowa."):
        cases.reply(case.pk, text=words, at=MONDAY, by=reporter_of(case))

    tell()

    assert [one.one("description") for one in far.told] == ["Dobre słowa."]
    assert "nie tak" in str(sending(case).trouble)


def test_what_was_erased_meanwhile_is_not_told(far: FarServer) -> None:
    case = a_pothole()
    send()
    cases.reply(case.pk, text="Mój adres: Długa 5.", at=MONDAY, by=reporter_of(case))
    cases.erase_personal_data(case.pk, ground="art. 17", at=MONDAY, by=reporter_of(case))

    tell()

    assert far.told == []


def test_a_withdrawn_case_is_called_off_there_too(far: FarServer) -> None:
    case = a_pothole()
    send()
    cases.withdraw(case.pk, at=MONDAY, by=reporter_of(case))

    tell()

    assert far.told[0].one("status") == "cancelled"


def test_a_case_that_was_disputed_is_opened_again_under_the_number_it_has(
    far: FarServer,
) -> None:
    case = a_pothole()
    send()
    cases.done(
        case.pk, outcome=Outcome.NOT_FOUND, words="Nie znaleziono dziury.", at=MONDAY,
        by=acting_for("ZDMK"),
    )  # fmt: skip
    cases.disagree(case.pk, text="Przecież jest.", at=MONDAY, by=reporter_of(case))

    send()

    assert len(far.posted()) == 1
    assert far.told[-1].one("status") == "reopen"
    assert far.told[-1].one("description") == "Przecież jest."
    assert sending(case).far_number == "F1"
    assert sending(case).state == SendingState.ACCEPTED


def test_where_no_updates_are_taken_it_comes_once_more_as_new(far: FarServer) -> None:
    case = a_pothole()
    send()
    cases.done(
        case.pk, outcome=Outcome.NOT_FOUND, words="Nie znaleziono dziury.", at=MONDAY,
        by=acting_for("ZDMK"),
    )  # fmt: skip
    cases.disagree(case.pk, text="Przecież jest.", at=MONDAY, by=reporter_of(case))
    far.feed = False

    send()

    assert len(far.posted()) == 2
    assert sending(case).far_number == "F2"


def test_a_number_promised_by_a_token_comes_later(far: FarServer) -> None:
    far.create = lambda asked: (200, [{"token": "t77"}])
    case = a_pothole()
    send()
    assert sending(case).state == SendingState.SENT
    poll()
    assert sending(case).state == SendingState.SENT

    far.tokens["t77"] = "F700"
    poll()

    assert (sending(case).state, sending(case).far_number) == (SendingState.ACCEPTED, "F700")
