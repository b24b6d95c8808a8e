"""POST /requests: what partners send, and what they may not."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, a_jpeg

from kck.accounts.commands import make_partner_key
from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.terms import TextKind
from kck.directory.models import Danger, Stage
from kck.directory.queries import forget_snapshot, snapshot
from kck.directory.terms import Datatype
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.foundation.numbers import display
from kck.intake.models import Conversation
from kck.people.models import Person

pytestmark = pytest.mark.django_db
REQUESTS = "/open311/v2/requests"
GOOD = {
    "api_key": "demo-key",
    "service_code": "roads-pothole",
    "lat": "50.061700",
    "long": "19.937300",
    "description": "Dziura w jezdni przed szkołą 🚧",
}


@pytest.fixture(autouse=True)
def _partner():
    make_partner_key("Partner", key="demo-key", at=MONDAY, by=PLATFORM)


def post(client, data, status=200, form="json"):
    response = client.post(f"{REQUESTS}.{form}", data)
    assert response.status_code == status, response.content.decode()[:500]
    return json.loads(response.content) if form == "json" else fromstring(response.content)


def required_answers(code: str) -> dict[str, str]:
    """Something legal for every required question."""
    samples = {Datatype.NUMBER: "3", Datatype.DATETIME: "2026-02-01T10:00:00Z"}
    return {
        f"attribute[{q.code}]": q.values[0].key if q.is_list else samples.get(q.datatype, "abc")
        for q in snapshot().questions(code)
        if q.required
    }


def test_a_report_becomes_a_case_with_an_id_and_no_token(client):
    (answer,) = post(client, {**GOOD, "email": "Anna@Example.org", "first_name": "Anna"})

    case = Case.objects.get(number=answer["service_request_id"])
    assert "token" not in answer
    assert case.channel == "open311"
    assert "ZDMK" in str(case.because) or "Zarząd Dróg" in answer["service_notice"]
    assert CaseText.objects.get(case=case).body == GOOD["description"]
    assert Person.objects.get().email == "anna@example.org"


def test_in_xml_too(client):
    root = post(client, GOOD, form="xml")

    assert Case.objects.filter(number=root.findtext("request/service_request_id")).exists()


@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_a_valid_key_nothing_is_opened(client, key):
    (error,) = post(client, {**GOOD, "api_key": key}, 403)

    assert error["code"] == 403
    assert "wrong" not in error["description"]
    assert not Case.objects.exists()


def test_key_and_jurisdiction_may_stand_in_the_address(client):
    body = {name: value for name, value in GOOD.items() if name != "api_key"}

    response = client.post(f"{REQUESTS}.json?api_key=demo-key&jurisdiction_id=krakow.pl", body)

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "no-such"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "50.06", "long": ""}, 400),
        ({"lat": "19.9373", "long": "50.0617"}, 400),
        ({"lat": "52.2297", "long": "21.0122"}, 400),
        ({"lat": "abc"}, 400),
        ({"lat": "nan"}, 400),
        ({"lat": "500"}, 400),
        ({"description": "x" * 4001}, 400),
        ({"email": "anna@"}, 400),
        ({"jurisdiction_id": "example.org"}, 404),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_opened(client, change, status):
    (error,) = post(client, {**GOOD, **change}, status)

    assert len(error["description"]) > 8
    assert not Case.objects.exists()
    assert not Conversation.objects.exists()


def test_an_address_is_place_enough(client):
    data = {n: v for n, v in GOOD.items() if n not in {"lat", "long"}}

    (answer,) = post(client, {**data, "address_string": "Rynek Główny"})

    assert Case.objects.get(number=answer["service_request_id"]).address == "Rynek Główny"


def test_the_same_report_twice_is_one_case(client):
    (first,), (second,) = post(client, GOOD), post(client, GOOD)

    assert first["service_request_id"] == second["service_request_id"]
    assert Case.objects.count() == 1


def test_a_clients_own_id_makes_a_retry_one_case(client):
    post(client, {**GOOD, "attribute[fixmystreet_id]": "77"})
    post(client, {**GOOD, "attribute[fixmystreet_id]": "77", "description": "Poprawiony opis"})
    post(client, {**GOOD, "attribute[fixmystreet_id]": "78"})

    assert Case.objects.count() == 2


def test_required_attributes_are_named(client):
    required = [
        (code, question)
        for code, questions in snapshot().all_questions.items()
        for question in questions
        if question.required
    ]
    if not required:
        pytest.skip("no category of this city requires an answer")
    code, question = required[0]

    (error, *_more) = post(client, {**GOOD, "service_code": code}, 400)

    assert question.code in error["description"]


def test_list_answers_are_checked_and_multivalue_forms_are_understood(client):
    code, question = next(
        (code, question)
        for code, questions in snapshot().all_questions.items()
        for question in questions
        if question.datatype == Datatype.MULTIVALUELIST
    )
    keys = [value.key for value in question.values[:2]]
    data = {**GOOD, **required_answers(code), "service_code": code}
    wrong = {**data, f"attribute[{question.code}][]": ["no-such-key"]}

    post(client, wrong, 400)
    (one,) = post(client, {**data, f"attribute[{question.code}][]": keys})
    (two,) = post(client, {**data, f"attribute[{question.code}]": keys, "description": "inny"})

    for answer in (one, two):
        text = CaseText.objects.get(
            case__number=answer["service_request_id"], kind=TextKind.ANSWERS
        )
        assert json.loads(text.body)[question.code] == keys


def test_a_danger_is_taken_kept_private_and_answered_with_the_number_first(client):
    text = "Czuć gaz na klatce schodowej, ludzie wychodzą z domów"

    (answer,) = post(client, {**GOOD, "description": text})

    assert answer["service_notice"][:3].isdigit()
    case = Case.objects.get(number=answer["service_request_id"])
    assert (case.priority, case.private) == ("P1", True)
    assert client.get(f"{REQUESTS}/{case.number}.json").status_code == 404
    assert client.get(f"{REQUESTS}/{case.number}.json?api_key=demo-key").status_code == 200


def test_a_number_that_does_not_answer_at_this_hour_is_not_given(client):
    hour = clock.now().astimezone(clock.city_zone()).hour
    closed = f"{(hour + 2) % 24:02}:00-{(hour + 3) % 24:02}:00"
    Danger.objects.filter(code="gas").update(hours={"992": closed})
    forget_snapshot()

    (answer,) = post(client, {**GOOD, "description": "Czuć gaz na klatce schodowej"})

    assert answer["service_notice"].startswith("112: ")


def test_uploads_become_photos_without_what_the_camera_wrote(client):
    photo = SimpleUploadedFile("a.jpg", a_jpeg().getvalue(), "image/jpeg")

    (answer,) = post(client, {**GOOD, "media": photo})

    found = CasePhoto.objects.get(case__number=answer["service_request_id"])
    assert found.published_at is None


def test_what_is_no_photo_is_refused_by_name(client):
    fake = SimpleUploadedFile("a.jpg", b"MZ this is no picture", "image/jpeg")

    (error,) = post(client, {**GOOD, "photo1": fake}, 400)

    assert "a.jpg" in error["description"]
    assert not Case.objects.exists()


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_a_body_that_is_no_form_is_refused(client, content_type):
    response = client.post(f"{REQUESTS}.json?api_key=demo-key", "{}", content_type=content_type)

    assert response.status_code == 400


def test_a_body_that_is_not_utf8_is_refused(client):
    body = (
        b"api_key=demo-key&service_code=roads-pothole&lat=50.0617&long=19.9373&description=%B1%E6"
    )

    response = client.post(
        f"{REQUESTS}.json", body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 400
    assert b"UTF-8" in response.content


def test_ten_thousand_fields_are_refused_in_the_asked_format(client):
    response = client.post(f"{REQUESTS}.json", {f"f{n}": "x" for n in range(10_000)})

    assert response.status_code == 400
    assert json.loads(response.content)[0]["code"] == 400


def test_a_broken_multipart_body_is_refused(client):
    response = client.post(
        f"{REQUESTS}.xml", BytesIO(b"--x\r\nnonsense").getvalue(),
        content_type="multipart/form-data; boundary=",
    )  # fmt: skip

    assert response.status_code == 400


def test_turning_characters_are_cleaned_and_line_breaks_stay(client):
    (answer,) = post(client, {**GOOD, "description": "Dziura \u202eabc\r\n\tde"})

    text = CaseText.objects.get(case__number=answer["service_request_id"])
    assert text.body == "Dziura abc\n\tde"


@pytest.mark.parametrize("name", ["description", "service_code", "first_name", "attribute[DEPTH]"])
def test_control_characters_are_refused_by_the_name_of_the_field(client, name):
    (error,) = post(client, {**GOOD, name: "Dziura\x00"}, 400)

    assert error["description"].startswith(f"{name}: są tu znaki sterujące")
    assert not Case.objects.exists()


def test_a_wrong_method_says_which_are_right(client):
    response = client.delete(f"{REQUESTS}.json")

    assert response.status_code == 405
    assert "GET" in response["Allow"]


def test_a_partner_passes_on_what_the_reporter_wrote_once(client):
    (answer,) = post(client, GOOD)
    update = {
        "api_key": "demo-key",
        "service_request_id": answer["service_request_id"],
        "update_id": "9",
        "status": "OPEN",
        "updated_datetime": "2026-02-02T10:00:00Z",
        "description": "Dziura się powiększyła.",
    }

    for _ in range(2):
        response = client.post("/open311/v2/servicerequestupdates.json", update)
        assert response.status_code == 200

    assert CaseText.objects.filter(kind=TextKind.REPLY).count() == 1


def test_creating_takes_at_most_twenty_statements(client):
    post(client, GOOD)

    with CaptureQueriesContext(connection) as queries:
        post(client, {**GOOD, "description": "Druga dziura", "email": "a@example.org"})

    assert len(queries) <= 20, "\n".join(query["sql"][:120] for query in queries)


def test_a_partner_passes_on_that_a_petition_is_not_filed_by_this(client):
    petition = {**GOOD, "service_code": "office-petition", "description": "Petycja o park."}

    (formal,) = post(client, {**petition, **required_answers("office-petition")})
    (report,) = post(client, {**GOOD, **required_answers("roads-pothole")})

    assert "/formal-filing/" in formal["service_notice"]
    assert "/formal-filing/" not in report["service_notice"]


def test_a_unit_that_begins_tomorrow_is_named_with_its_old_number_and_the_centre_gets_it(client):
    tomorrow = clock.today() + timedelta(days=1)
    Stage.objects.create(unit="ZDMK", channel="open311", function="reports", valid_from=tomorrow)
    forget_snapshot()
    unit = snapshot().unit("ZDMK")

    listed = json.loads(client.get("/open311/v2/services.json").content)
    (answer,) = post(client, {**GOOD, **required_answers("roads-pothole")})

    told = {one["service_code"]: one["description"] or "" for one in listed}
    assert unit.phone in told["roads-pothole"]
    assert told["other-unknown"] == ""
    assert answer["service_notice"].startswith("Tym zajmuje się")
    assert unit.phone in answer["service_notice"]
    case = Case.objects.get(number=answer["service_request_id"])
    assert case.unit.code == "KCK"


def test_a_report_of_what_is_known_is_taken_and_told_of_the_other(client):
    (first,) = post(client, GOOD)
    (again,) = post(client, {**GOOD, "description": "W jezdni przed szkołą jest głęboka dziura"})

    assert first["service_request_id"] != again["service_request_id"]
    assert display(first["service_request_id"]) not in first["service_notice"]
    assert display(first["service_request_id"]) in again["service_notice"]
    assert not Case.objects.exclude(merged_into=None).exists()
