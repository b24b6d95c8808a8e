"""What somebody may ask about their data, and what is done."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from tests.builders import MONDAY, a_case, a_photo, acting_for, everywhere

from kck.cases.commands import answer, requalify
from kck.cases.models import CaseText
from kck.directory.terms import CaseKind
from kck.foundation import clock, privacy
from kck.foundation.actor import PLATFORM
from kck.foundation.audit import verify
from kck.foundation.models import Look, RecordedEvent
from kck.foundation.numbers import display
from kck.foundation.verdict import Refused
from kck.intake.commands import me_too, receive
from kck.intake.models import Conversation
from kck.intake.terms import Channel, Incoming, Reached
from kck.people import commands as people
from kck.people.models import Person
from kck.people.terms import Need, PointKind
from kck.privacy import commands, reading
from kck.privacy.models import PrivacyRequest
from kck.privacy.queries.requests import erasure_preview, requests
from kck.privacy.reading import Given, lines
from kck.privacy.rules import answer_by
from kck.privacy.terms import RequestKind, RequestState
from kck.privacy.words import named

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(hours=2)
OFFICER = everywhere("people.privacy", "people.view", "people.edit", "people.merge")
WHO = {"at": NOW, "by": OFFICER}
MAIL = "zenobiusz@example.org"
SECRETS = ("Zenobiusz", "Kowalski", MAIL, "600100200", "600 100 200")


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def reported(**more):
    left = {"name": "Zenobiusz Kowalski", "email": MAIL, "phone": "+48600100200"}
    return a_case(text="Dziura, tel. 600 100 200, Zenobiusz", **{**left, **more})


def asked(case, kind=RequestKind.ACCESS, *, checked=True):
    row = commands.register_request(kind, person_id=case.person_id, how="letter", **WHO)
    if checked:
        commands.check_identity(row.pk, how="dowód przy okienku", **WHO)
    return row


def given(row):
    folder = zipfile.ZipFile(io.BytesIO(commands.give_out(row.pk, **WHO)))
    return folder, json.loads(folder.read("dane.json"))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 2, 2), date(2026, 3, 2)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_an_answer_is_due_in_a_month(received, due):
    assert answer_by(received) == due


def test_a_request_is_prolonged_once_with_a_reason():
    row = asked(reported())
    assert row.due_on == date(2026, 3, 2)

    commands.prolong(row.pk, because="Wiele spraw", **WHO)

    row.refresh_from_db()
    assert row.due_on == date(2026, 5, 2)
    with pytest.raises(commands.NotYet):
        commands.prolong(row.pk, because="Jeszcze", **WHO)


def test_nothing_is_given_out_or_erased_before_we_know_who_asks():
    row = asked(reported(), RequestKind.ERASURE, checked=False)

    for act in (commands.give_out, commands.erase):
        with pytest.raises(commands.NotYet):
            act(row.pk, **WHO)
    assert Person.objects.get().name


def test_the_copy_has_everything_from_every_holder_of_every_record_of_the_person():
    case = reported(photos=(a_photo(),))
    answer(case.pk, text="Szanowny Panie, jedziemy.", at=NOW, by=everywhere())
    other = reported(phone="", email="drugi@example.org")
    people.merge(other.person_id, into_id=case.person_id, **WHO)
    people.add_point(case.person_id, kind=PointKind.TELEGRAM, value="zenek_k", **WHO)
    people.set_needs(case.person_id, [Need.LARGE], **WHO)
    people.add_note(case.person_id, text="Woli rano", **WHO)
    people.give_consent(case.person_id, purpose="sms", text_version="pl:1", channel="phone", **WHO)
    talk = Incoming(
        channel=Channel.PHONE, text="Do której otwarte?", answer="Do 17.30",
        reached=Reached(phone="+48600100200"),
    )  # fmt: skip
    receive(talk, at=NOW, by=everywhere())
    people.merge(Conversation.objects.latest("pk").person_id, into_id=case.person_id, **WHO)
    theirs = a_case(name="Ola Obca", email="ola@example.org")
    joined = me_too(
        theirs.pk, incoming=Incoming(channel=Channel.WEB, reached=Reached(email=MAIL)),
        at=NOW, by=everywhere(),
    )  # fmt: skip
    speaker = Conversation.objects.get(pk=joined.conversation_id).person_id
    people.merge(speaker, into_id=case.person_id, **WHO)

    folder, data = given(asked(case))

    text = folder.read("dane.json").decode()
    for word in (
        "Zenobiusz Kowalski", "drugi@example.org", "zenek_k", "large", "Woli rano", "pl:1",
        "Do 17.30", "jedziemy", case.number, other.number, theirs.number, "tel. 600 100 200",
    ):  # fmt: skip
        assert word in text, word
    assert "Ola Obca" not in text
    assert set(data) >= {"people", "cases", "intake", "privacy"}
    [photo] = [name for name in folder.namelist() if name.startswith("pliki/")]
    assert len(folder.read(photo)) > 1000
    page = folder.read("dane.html").decode()
    assert "Twoje sprawy" in page
    assert "zenek_k" in page
    assert Look.objects.get(what="export").subject == f"person:{case.person_id}"


def test_what_is_to_be_read_is_in_the_language_and_in_the_words_of_the_person():
    case = reported(language="uk", photos=(a_photo(),))
    Person.objects.filter(pk=case.person_id).update(language="uk")
    people.add_point(case.person_id, kind=PointKind.TELEGRAM, value="zenek_k", **WHO)
    people.set_needs(case.person_id, [Need.LARGE], **WHO)
    answer(case.pk, text="Їдемо.", at=NOW, by=everywhere())
    printed: list[Given] = []

    def printer(given: Given) -> bytes:
        printed.append(given)
        return b"%PDF"

    made = commands.give_out(asked(case).pk, printer=printer, **WHO)

    folder = zipfile.ZipFile(io.BytesIO(made))
    assert folder.read("dane.pdf") == b"%PDF"
    page, [given] = folder.read("dane.html").decode(), printed
    assert given.language == "uk"
    text = "\n".join(line for part in given.parts for node in part.nodes for line in lines(node))
    for told in (page, text):
        for word in ("Zenobiusz Kowalski", "zenek_k", "Їдемо.", display(case.number)):
            assert word in told, word
        for code in ("large", "description", "created_at", "contact_points", "+00:00", "false"):
            assert code not in told, code
    assert '<html lang="uk">' in page
    assert "Twoje dane" not in page


def test_every_key_that_a_holder_gives_out_has_a_name(monkeypatch):
    """Of everything that the fullest copy holds; a new field brings its word with it."""
    asked_for: set[str] = set()
    monkeypatch.setattr(reading, "label_of", lambda key: asked_for.add(key) or key)
    case = reported(photos=(a_photo(),))
    people.add_point(case.person_id, kind=PointKind.TELEGRAM, value="zenek_k", **WHO)
    people.set_needs(case.person_id, [Need.LARGE], **WHO)
    people.add_note(case.person_id, text="Woli rano", **WHO)
    people.give_consent(case.person_id, purpose="sms", text_version="pl:1", channel="phone", **WHO)
    commands.give_out(asked(case).pk, **WHO)

    assert len(asked_for) > 25
    assert {key for key in asked_for if not named(key)} == set()


def test_every_module_that_holds_personal_data_is_asked():
    names = {holder.name for holder in privacy.holders()}

    assert names >= {"people", "cases", "intake", "messaging", "edoreczenia", "ezd", "privacy"}


def test_erasure_leaves_no_trace_of_the_person_and_the_log_is_whole():
    case = reported(photos=(a_photo(),))
    answer(case.pk, text="Panie Kowalski, dzwonimy na 600100200.", at=NOW, by=everywhere())
    other = reported()
    people.merge(other.person_id, into_id=case.person_id, **WHO)
    people.add_note(case.person_id, text="Zenobiusz woli rano", **WHO)
    receive(
        Incoming(channel=Channel.PHONE, text="Jestem Zenobiusz Kowalski", answer="Tak",
                 reached=Reached(name="Zenobiusz Kowalski")),
        at=NOW, by=everywhere(),
    )  # fmt: skip
    people.merge(Conversation.objects.latest("pk").person_id, into_id=case.person_id, **WHO)
    row = asked(case, RequestKind.ERASURE)

    assert commands.erase(row.pk, **WHO) > 0

    left = everything_stored()
    for secret in SECRETS:
        assert secret not in left, secret
    case.refresh_from_db()
    assert (case.person_id, case.number != "") == (None, True)
    assert verify().broken == ""
    row.refresh_from_db()
    assert (row.kept, row.erased_at) == ([], NOW)


def everything_stored():
    """Every text of every table, as whoever stole a copy would read it."""
    from django.db import connection

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        skipped = {
            "accounts_", "directory_", "places_", "procrastinate_", "foundation_look",
            "triage_material",  # what the city ships for triage to learn from
        }  # fmt: skip
        wanted = [name for name in tables if not name.startswith(tuple(skipped))]
        found = []
        for name in wanted:
            cursor.execute(f'SELECT t::text FROM "{name}" t')  # noqa: S608
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_a_formal_case_stays_with_whose_it_is_and_it_is_said_why():
    formal, plain = reported(), reported()
    requalify(formal.pk, kind=CaseKind.COMPLAINT, reason="Skarga", at=NOW, by=everywhere())
    people.merge(plain.person_id, into_id=formal.person_id, **WHO)
    preview = erasure_preview(formal.person_id)
    assert [case.number for case in preview.going] == [plain.number]
    assert formal.number[2:8] in preview.stays[0].words

    row = asked(formal, RequestKind.ERASURE)
    commands.erase(row.pk, **WHO)

    assert Person.objects.get(pk=formal.person_id).name == "Zenobiusz Kowalski"
    assert Person.objects.get(pk=plain.person_id).name == ""
    assert CaseText.objects.filter(case=formal, erased_at=None).exists()
    assert not CaseText.objects.filter(case=plain, kind="description", erased_at=None).exists()
    row.refresh_from_db()
    assert len(row.kept) == 1
    assert RecordedEvent.objects.filter(name="cases.erasure_refused").exists()
    assert verify().broken == ""


def test_the_register_shows_what_is_open_by_its_day_and_says_what_is_late():
    first, second = asked(reported()), asked(reported(), RequestKind.RECTIFICATION)
    commands.end_request(first.pk, state=RequestState.DONE, answer="Wydano kopię", **WHO)

    rows = requests(today=date(2026, 3, 3))

    assert [(row.id, row.late) for row in rows] == [(second.pk, True), (first.pk, False)]
    with pytest.raises(commands.NotYet):
        commands.end_request(first.pk, state=RequestState.DONE, answer="Znowu", **WHO)


@pytest.mark.parametrize("who", ["unit", "agent", "erase"])
def test_only_the_officer_gives_out_and_erases(who):
    by = {
        "unit": lambda: acting_for("ZDMK"),
        "agent": lambda: everywhere("people.view", "people.edit", "people.merge"),
        "erase": lambda: everywhere("cases.erase"),
    }[who]()
    row = asked(reported(), RequestKind.ERASURE)

    for act in (commands.give_out, commands.erase):
        with pytest.raises(Refused):
            act(row.pk, at=NOW, by=by)
    if who != "agent":
        with pytest.raises(Refused):
            commands.register_request(
                RequestKind.ACCESS, person_id=row.person_id, how="phone", at=NOW, by=by
            )
    assert PrivacyRequest.objects.count() == 1


def test_no_fact_of_a_request_names_anybody():
    row = asked(reported(), RequestKind.ERASURE)
    commands.erase(row.pk, **WHO)
    commands.end_request(row.pk, state=RequestState.DONE, answer="Usunięto", **WHO)

    told = str(list(RecordedEvent.objects.values_list("payload", flat=True)))

    assert not [secret for secret in SECRETS if secret in told]
    assert PLATFORM.kind == "platform"
