from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders import a_jpeg, a_photo

from kck.accounts.commands import make_partner_key
from kck.api import my_case, reports, uploads
from kck.api.tests.conftest import ApiClient
from kck.cases.models import Case
from kck.cases.terms import TextKind
from kck.directory.models import Stage
from kck.directory.queries import forget_snapshot, snapshot
from kck.directory.terms import Datatype
from kck.files.models import StoredFile
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.intake.models import Conversation
from kck.people.models import Consent

pytestmark = pytest.mark.django_db
POTHOLE = {
    "text": "Duża dziura w jezdni przed szkołą.",
    "category": "roads-pothole",
    "place": {"lat": 50.0617, "lon": 19.9373},
}


def upload(api: ApiClient, content: bytes | None = None, **headers: str) -> Any:
    file = SimpleUploadedFile("hole.jpg", content or a_jpeg().getvalue(), "image/jpeg")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.post("/api/v1/photos", {"photo": file}, headers={"Accept-Language": "en", **named})


def fields_of(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.content
    return [one["field"] for one in answer.json()["errors"]]


def test_a_report_with_photos_becomes_a_case_through_the_one_door(api: ApiClient):
    photos = [upload(api).json()["id"] for _ in range(2)]
    contact = {"name": "Anna Nowak", "email": "Anna@Example.org", "phone": "600 100 200"}

    answer = api.send(
        "/cases", {**POTHOLE, "photos": photos, "answers": {"size": "plate"}, "contact": contact}
    )

    assert answer.status_code == 201
    told = answer.json()
    case = Case.objects.get(number=told["number"])
    assert (case.channel, case.language, case.state) == ("api", "en", "new")
    assert case.person is not None
    assert (case.person.email, case.person.phone) == ("anna@example.org", "+48600100200")
    assert case.photos.count() == 2
    assert '"plate"' in case.texts.get(kind=TextKind.ANSWERS).body
    assert Conversation.objects.get(case=case).channel == "api"
    assert told["token"] == case.token
    assert told["link"].endswith(f"/s/{case.token}")
    assert told["unit"]["code"] == "ZDMK"
    assert told["unit"]["name"] in told["sentence"]
    assert told["call_first"] is None


def test_consents_are_kept_with_the_version_that_was_shown(api: ApiClient):
    email, *_others = [one for one in api.read("/consents").json() if one["code"] == "email"]
    contact = {"email": "anna@example.org", "consents": {"email": email["version"]}}

    answer = api.send("/cases", {**POTHOLE, "contact": contact})

    assert answer.status_code == 201
    assert email["title"]
    assert email["text"]
    given = Consent.objects.get()
    assert (given.purpose, given.text_version, given.channel) == ("email", email["version"], "api")


@pytest.mark.parametrize(
    ("contact", "field"),
    [
        ({"email": "anna@example.org", "consents": {"email": "en:old"}}, "contact.consents.email"),
        ({"email": "anna@example.org", "consents": {"nope": "x"}}, "contact.consents.nope"),
        ({"name": "Anna", "consents": {"email": "current"}}, "contact.consents"),
    ],
)
def test_a_consent_is_to_a_text_of_today_and_about_somebody(
    api: ApiClient, contact: dict[str, Any], field: str
):
    [current] = [one for one in api.read("/consents").json() if one["code"] == "email"]
    if contact["consents"].get("email") == "current":
        contact = {**contact, "consents": {"email": current["version"]}}

    assert fields_of(api.send("/cases", {**POTHOLE, "contact": contact})) == [field]
    assert not Case.objects.exists()


def test_a_danger_is_answered_with_the_number_to_call(api: ApiClient):
    answer = api.send("/cases", {**POTHOLE, "category": "", "text": "Czuć gaz w klatce schodowej!"})

    first = answer.json()["call_first"]

    assert answer.status_code == 201
    assert first["lines"][0]["number"]
    assert Case.objects.get().private


def test_a_category_that_only_names_a_number_says_the_number(api: ApiClient):
    redirect = next(row for row in snapshot().categories() if row.is_redirect)

    answer = api.send("/cases", {**POTHOLE, "category": redirect.code})

    assert answer.json()["call_first"]["lines"]


def test_an_address_or_words_are_a_place_too(api: ApiClient):
    by_address = api.send("/cases", {"text": "Dziura w jezdni", "place": {"address": "Długa 1"}})
    by_words = api.send("/cases", {"text": "Dziura w jezdni", "place": {"words": "za szkołą"}})

    assert (by_address.status_code, by_words.status_code) == (201, 201)
    case = Case.objects.get(number=by_address.json()["number"])
    assert case.lat is not None
    assert case.district == "1"


def test_a_question_needs_no_place(api: ApiClient):
    answer = api.send("/cases", {"text": "Kiedy wywozicie śmieci?", "kind": "enquiry"})

    assert answer.status_code == 201
    assert Case.objects.get().kind == "enquiry"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "a"}, "text"),
        ({"text": "\u200b\u200b\u200b\u200b"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": 7}, "text"),
        ({"place": None}, "place"),
        ({"place": {}}, "place"),
        ({"place": {"lat": 50.06}}, "place"),
        ({"place": {"lat": 19.9373, "lon": 50.0617}}, "place"),
        ({"place": {"lat": 52.2, "lon": 21.0}}, "place"),
        ({"place": {"lat": 95, "lon": 19.9}}, "place.lat"),
        ({"place": {"adress": "Długa 1"}}, "place.adress"),
        ({"category": "nope"}, "category"),
        ({"category": "", "answers": {"size": "plate"}}, "answers"),
        ({"answers": {"size": "moon"}}, "answers.size"),
        ({"answers": {"size": {}}}, "answers.size"),
        ({"answers": {"colour": "red"}}, "answers.colour"),
        ({"contact": {"email": "nobody"}}, "contact.email"),
        ({"contact": {"phone": "12"}}, "contact.phone"),
        ({"photos": ["x"]}, "photos.0"),
        ({"photos": ["x"] * 6}, "photos"),
        ({"language": "de"}, "language"),
        ({"kind": "redirect"}, "kind"),
        ({"texd": "x"}, "texd"),
    ],
)
def test_a_mistake_is_told_by_its_field_and_nothing_is_stored(
    api: ApiClient, changes: dict[str, Any], field: str
):
    answer = api.send("/cases", {**POTHOLE, **changes})

    assert fields_of(answer) == [field]
    assert not Case.objects.exists()


@pytest.mark.parametrize("datatype", list(Datatype))
def test_questions_of_every_datatype_take_their_answers_and_refuse_others(
    api: ApiClient, datatype: Datatype
):
    city = snapshot()
    category, question = next(
        (row, one)
        for row in city.categories()
        for one in city.questions(row.code)
        if one.datatype == datatype
    )
    keys = [value.key for value in question.values]
    right: Any = {
        Datatype.STRING: "KR 1",
        Datatype.TEXT: "Dwa słowa",
        Datatype.NUMBER: 3,
        Datatype.DATETIME: "2026-02-02T14:30:00+01:00",
        Datatype.SINGLEVALUELIST: keys[0] if keys else "",
        Datatype.MULTIVALUELIST: keys[:2],
    }[datatype]
    wrong: Any = {
        Datatype.STRING: "x" * 201,
        Datatype.TEXT: "x" * 2001,
        Datatype.NUMBER: "many",
        Datatype.DATETIME: "soon",
        Datatype.SINGLEVALUELIST: "nope",
        Datatype.MULTIVALUELIST: ["nope"],
    }[datatype]
    others = {
        one.code: {"string": "a", "text": "a", "number": 1, "datetime": "2026-02-02T14:30"}.get(
            str(one.datatype), one.values[0].key if one.values else ""
        )
        for one in city.questions(category.code)
        if one.required
    }
    asked = next(row for row in api.read("/categories").json() if row["code"] == category.code)[
        "questions"
    ]
    report = {**POTHOLE, "category": category.code}

    taken = api.send("/cases", {**report, "answers": {**others, question.code: right}})
    refused = api.send("/cases", {**report, "answers": {**others, question.code: wrong}})

    assert str(datatype) in {one["datatype"] for one in asked}
    assert taken.status_code == 201, taken.content
    assert fields_of(refused) == [f"answers.{question.code}"]


def test_a_photo_is_used_once_and_only_by_who_was_given_its_id(api: ApiClient):
    photo = upload(api).json()
    used = api.send("/cases", {**POTHOLE, "photos": [photo["id"]]})

    again = api.send("/cases", {**POTHOLE, "photos": [photo["id"]]})
    twice = upload(api).json()["id"]
    double = api.send("/cases", {**POTHOLE, "photos": [twice, twice]})
    somebodys = api.send("/cases", {**POTHOLE, "photos": [str(a_photo())]})

    assert used.status_code == 201
    assert datetime.fromisoformat(photo["expires_at"]) > clock.now()
    assert fields_of(again) == fields_of(somebodys) == ["photos.0"]
    assert fields_of(double) == ["photos.1"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "status"), [(b"", 422), (b"not a picture at all", 422), (b"x" * 10_600_000, 413)]
)
def test_what_is_no_photo_is_refused(api: ApiClient, content: bytes, status: int):
    file = SimpleUploadedFile("x.jpg", content, "image/jpeg")

    answer = api.post("/api/v1/photos", {"photo": file})

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert not StoredFile.objects.exists()


def test_a_photo_comes_as_a_form_and_everything_else_as_json(api: ApiClient):
    no_form = api.send("/photos", {"photo": "abc"})
    no_file = api.post("/api/v1/photos", {"photo": "abc"})
    no_json = api.post("/api/v1/cases", {"text": "Dziura"})

    assert (no_form.status_code, no_file.status_code, no_json.status_code) == (415, 422, 415)


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"[]]", b'{"text": NaN}', b"[" * 100_000, b'{"text": "\xff\xfe"}',
        b'{"text": "\\ud800"}', b"\x00",
    ],
)  # fmt: skip
def test_what_is_no_json_is_told(api: ApiClient, body: bytes):
    answer = api.post("/api/v1/cases", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_characters_that_no_database_takes_are_left_out(api: ApiClient):
    contact = {"name": "\x00Anna", "email": "a\x00@example.org", "phone": "600\x00100200"}
    place = {"address": "\x00", "words": "za \x00szkołą"}

    answer = api.send("/cases", {"text": "Dziu\x00ra", "contact": contact, "place": place})

    assert answer.status_code == 201
    assert Case.objects.get().person is not None
    assert Case.objects.get().texts.get(kind=TextKind.DESCRIPTION).body == "Dziura"


def test_too_large_a_body_is_not_read(api: ApiClient):
    answer = api.send("/cases", {**POTHOLE, "text": "x" * 300_000})

    assert answer.status_code == 413


@pytest.mark.parametrize("what", ["send", "photos", "acts", "find"])
def test_strangers_are_told_when_they_may_ask_again(
    api: ApiClient, monkeypatch: pytest.MonkeyPatch, what: str
):
    for module, name in (
        (reports, "SENT_PER_HOUR"), (uploads, "PHOTOS_PER_HOUR"),
        (my_case, "ACTS_PER_HOUR"), (my_case, "TRIES"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 1 if name != "TRIES" or what == "find" else 100)
    opened: dict[str, str] = {} if what == "send" else api.send("/cases", POTHOLE).json()

    def ask() -> Any:
        if what == "send":
            return api.send("/cases", POTHOLE)
        if what == "photos":
            return upload(api)
        if what == "acts":
            path = f"/my-case/{opened['number']}/reply"
            return api.send(path, {"text": "Jeszcze coś."}, Case_Token=opened["token"])
        return api.read(f"/my-case/{opened['number']}", Case_Code=opened["code"])

    first, second = ask(), ask()

    assert first.status_code < 300
    assert second.status_code == 429
    assert 0 < int(second["Retry-After"]) <= 3600
    assert "seconds" in second.json()["detail"] or "s." in second.json()["detail"]


def test_a_partner_reports_under_its_own_key(api: ApiClient):
    partner = make_partner_key("App", key="partner-key-1", at=clock.now(), by=PLATFORM)

    answer = api.send("/cases", POTHOLE, Authorization="Bearer partner-key-1")

    assert answer.status_code == 201
    assert Case.objects.get().partner_id == partner.pk


def test_the_same_call_under_the_same_key_is_done_once(api: ApiClient):
    key = "5f0d9a52-54a3-4c62-9f5d-aa5a54f3a7f3"

    first = api.send("/cases", POTHOLE, Idempotency_Key=key)
    again = api.send("/cases", POTHOLE, Idempotency_Key=key)
    other = api.send("/cases", {**POTHOLE, "text": "Coś innego."}, Idempotency_Key=key)
    elsewhere = api.send("/photos", POTHOLE, Idempotency_Key=key)

    assert first.json() == again.json()
    assert again.status_code == 201
    assert again["Idempotent-Replayed"] == "true"
    assert Case.objects.count() == 1
    assert other.status_code == 422
    assert other.json()["type"].endswith("#key-reused")
    assert elsewhere.status_code == 415


def test_a_key_holds_for_photos_whatever_the_form_around_them(api: ApiClient):
    key, content = "0c7fdb1e-upload-0001", a_jpeg().getvalue()

    first, again = (upload(api, content, Idempotency_Key=key) for _ in range(2))
    other = upload(api, a_jpeg(colour="red").getvalue(), Idempotency_Key=key)

    assert first.json() == again.json()
    assert StoredFile.objects.count() == 1
    assert other.status_code == 422


def test_a_call_that_failed_may_be_repeated_under_its_key(api: ApiClient):
    key = "a-key-of-a-call-that-failed"
    wrong = api.send("/cases", {**POTHOLE, "photos": ["x"]}, Idempotency_Key=key)

    right = api.send("/cases", POTHOLE, Idempotency_Key=key)

    assert (wrong.status_code, right.status_code) == (422, 201)


@pytest.mark.parametrize("key", ["1", "with a space in the middle", "x" * 129])
def test_a_key_that_others_might_choose_is_refused(api: ApiClient, key: str):
    assert fields_of(api.send("/cases", POTHOLE, Idempotency_Key=key)) == ["Idempotency-Key"]


def test_a_category_says_under_which_old_number_its_unit_still_takes_it(api: ApiClient):
    tomorrow = clock.today() + timedelta(days=1)
    Stage.objects.create(unit="ZDMK", channel="api", function="reports", valid_from=tomorrow)
    forget_snapshot()
    unit = snapshot().unit("ZDMK")
    assert unit is not None

    found = api.read("/categories/roads-pothole").json()["passed_on"]
    other = api.read("/categories/other-unknown").json()["passed_on"]

    assert (found["unit"]["code"], found["number"]) == ("ZDMK", unit.phone)
    assert found["begins"] == tomorrow.isoformat()
    assert unit.phone in found["words"]
    assert other is None
