"""Who is told what when something happens to a case, and who is not."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import MONDAY, a_case, a_photo, acting_for, everywhere, reporter_of

from kck.cases import commands
from kck.cases.letter import case_url
from kck.cases.models import Case, Follower
from kck.cases.queries.access import access_code
from kck.cases.queries.timeline import timeline
from kck.cases.terms import Outcome, PhotoKind
from kck.foundation import clock, numbers
from kck.foundation.actor import ANYBODY, PLATFORM
from kck.messaging.commands import edit_text
from kck.messaging.models import Delivery
from kck.messaging.terms import Words
from kck.notices.models import Notice
from kck.people.commands import know

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=2)
WORDS = "Ubytek załataliśmy masą na gorąco."
BY_NAME = "Pani Anna z numeru 7 pokazała nam miejsce."


@pytest.fixture(autouse=True)
def _monday():
    real = clock.real_now().isoformat()
    clock.set_anchor(f"{MONDAY.isoformat()}@{real}@1")
    yield
    clock.set_anchor("")


def react(times: int = 1) -> None:
    """Run the reactions that wait, as a worker would, or several times as after a crash."""
    jobs = ProcrastinateJob.objects.filter(task_name__startswith="kck.cases.reactions.")
    for job in jobs.order_by("id"):
        for _time in range(times):
            app.tasks[job.task_name].func(**job.args)
    jobs.filter(pk__in=[job.pk for job in jobs]).update(task_name="done")


def letters(case: Case | None = None) -> list[tuple[str, str]]:
    rows = Delivery.objects.order_by("id")
    if case is not None:
        rows = rows.filter(message__about=case.stream)
    return list(rows.values_list("message__key", "address"))


def last(key: str) -> Delivery:
    found = Delivery.objects.filter(message__key=key).order_by("id").last()
    assert found is not None, f"no letter {key}, but {letters()}"
    return found


def body(key: str) -> str:
    return last(key).body


def a_follower(case: Case, email: str, language: str = "pl") -> Follower:
    person = know(email=email, language=language, at=MONDAY)
    assert person is not None
    commands.join(case.pk, person_id=person.pk, at=MONDAY, by=ANYBODY)
    return Follower.objects.get(case=case, person=person)


def finished(case: Case, words: str = WORDS) -> None:
    unit = acting_for("ZDMK")
    commands.add_photos(
        case.pk, files=[a_photo(by=unit)], kind=PhotoKind.EVIDENCE, at=LATER, by=unit
    )
    commands.done(case.pk, outcome=Outcome.DONE, words=words, at=LATER, by=unit)


def test_a_choice_that_was_taken_back_is_never_told():
    case, by = a_case(category="", text="Znowu to samo", email="ola@example.com"), everywhere()
    commands.recategorise(case.pk, category="roads-pavement", undoable=True, at=MONDAY, by=by)
    told = ProcrastinateJob.objects.get(task_name__endswith="tell_who_will_deal_with_it")
    assert told.scheduled_at is not None
    assert told.scheduled_at > clock.real_now()

    commands.undo_triage(case.pk, at=MONDAY, by=by)
    react()
    assert letters() == [("cases.acknowledged", "ola@example.com")]

    commands.recategorise(case.pk, category="roads-pothole", at=MONDAY, by=by)
    react()
    assert letters()[1:] == [("cases.recategorised", "ola@example.com")]


def test_the_acknowledgement_says_number_code_place_unit_and_promise():
    case = a_case(email="ola@example.com")
    react()

    letter = last("cases.acknowledged")
    assert letter.address == "ola@example.com"
    assert numbers.display(case.number) in letter.subject
    for said in (
        numbers.display(case.number),
        access_code(case.token),
        case_url(case),
        "Rynek Główny 1",
        "Zarząd Dróg Miasta Krakowa",
        "naprawimy do 4 lutego",
        "e-Doręczenia",
        "ten adres podano",
    ):
        assert said in letter.body, said
    assert "{{" not in letter.body
    assert "/s/leave/" in letter.leave_url


def test_a_reaction_that_runs_again_tells_once():
    a_case(email="ola@example.com")
    react(times=3)

    assert letters() == [("cases.acknowledged", "ola@example.com")]


def test_nobody_is_told_when_nobody_left_an_address():
    case = a_case()
    finished(case)
    react()

    assert letters() == []


@pytest.mark.parametrize(
    ("language", "hello", "promise"),
    [
        ("en", "Hello,", "we will repair it by 4 February"),
        ("uk", "Добрий день!", "відремонтуємо до 4 лютого"),
    ],
)
def test_everybody_is_told_in_their_own_language(language, hello, promise):
    a_case(email="ola@example.com", language=language)
    react()

    letter = last("cases.acknowledged")
    assert letter.language == language
    assert letter.body.startswith(hello)
    assert promise in letter.body
    assert "Uszkodzon" not in letter.body


def test_done_asks_to_confirm_by_links_that_change_nothing_by_themselves():
    case = a_case(email="ola@example.com")
    finished(case)
    react()

    text = body("cases.done")
    assert WORDS in text
    assert "Wynik: zrobione" in text
    assert f"{case_url(case)}#confirm" in text
    assert f"{case_url(case)}#disagree" in text
    assert "zamkniemy sprawę 16 lutego" in text
    assert "Zdjęcie po wykonaniu" in text


def test_whoever_said_me_too_hears_of_the_end_and_gets_no_way_in():
    case = a_case(email="ola@example.com")
    a_follower(case, "jan@example.com")
    commands.accept(case.pk, at=LATER, by=acting_for("ZDMK"))
    commands.answer(case.pk, text="Zamówiliśmy masę.", at=LATER, by=acting_for("ZDMK"))
    finished(case, words=BY_NAME)
    commands.confirm(case.pk, at=LATER, by=reporter_of(case))
    react()

    told = [key for key, address in letters() if address == "jan@example.com"]
    assert told == ["cases.done_too", "cases.closed_too"]
    for delivery in Delivery.objects.filter(address="jan@example.com"):
        assert case.token not in delivery.body
        assert access_code(case.token) not in delivery.body
        assert BY_NAME not in delivery.body  # nobody has published it
        assert "dołączył do sprawy" in delivery.body


def test_reporters_of_merged_cases_hear_of_the_outcome_with_their_own_link():
    case = a_case(email="ola@example.com")
    other = a_case(email="jan@example.com")
    commands.merge(other.pk, into_id=case.pk, at=LATER, by=everywhere())
    finished(case)
    react()

    assert numbers.display(case.number) in body("cases.merged")
    letter = last("cases.done_too")
    assert letter.address == "jan@example.com"
    assert f"Twojego zgłoszenia {numbers.display(other.number)}" in letter.body
    assert case_url(other) in letter.body
    assert case.token not in letter.body


def test_somebody_who_reported_and_joined_gets_one_mail():
    case = a_case(email="ola@example.com")
    a_follower(case, "ola@example.com")
    finished(case)
    react()

    assert [key for key, _ in letters()] == ["cases.acknowledged", "cases.done"]


def test_whoever_comes_back_hears_of_what_happens_from_then_on():
    case = a_case(email="ola@example.com")
    react()
    follower = Follower.objects.get(case=case)
    commands.leave(str(follower.leave_token), at=LATER)
    react()

    for _time in range(2):
        assert commands.hear_again(str(follower.leave_token), at=LATER) is not None
    finished(case)
    react()

    assert [key for key, _ in letters()] == ["cases.acknowledged", "cases.done"]
    told = [entry.name for entry in timeline(case, for_staff=True)]
    assert told.count("follower_returned") == 1
    assert "follower_returned" not in [e.name for e in timeline(case, for_staff=False)]


def test_whoever_left_hears_no_more_and_what_waits_is_stopped():
    case = a_case(email="ola@example.com")
    react()
    follower = Follower.objects.get(case=case)

    commands.leave(str(follower.leave_token), at=LATER)
    finished(case)
    react()

    assert letters() == [("cases.acknowledged", "ola@example.com")]
    assert last("cases.acknowledged").state == "suppressed"


def test_a_question_names_its_day_and_stops_the_clock():
    case = a_case(email="ola@example.com")
    commands.ask(case.pk, question="Przy którym wejściu?", at=LATER, by=acting_for("ZDMK"))
    react()

    text = body("cases.asked")
    assert "Przy którym wejściu?" in text
    assert "odpowiedz do 7 lutego" in text
    assert f"{case_url(case)}#reply" in text


def test_planned_work_names_its_day():
    case = a_case(email="ola@example.com")
    when = (MONDAY + timedelta(days=10)).replace(hour=7, minute=30)
    commands.schedule(case.pk, when=when, words="Zamkniemy pas.", at=LATER, by=acting_for("ZDMK"))
    react()

    assert "12 lutego o 7.30" in body("cases.scheduled")
    assert "Zamkniemy pas." in body("cases.scheduled")


def test_forwarding_says_who_has_it_and_why():
    case = a_case(email="ola@example.com")
    commands.forward(
        case.pk, unit="ZZM", reason="To alejka w parku.", at=LATER, by=acting_for("ZDMK")
    )
    react()

    assert "Zarząd Zieleni Miejskiej" in body("cases.forwarded")
    assert "To alejka w parku." in body("cases.forwarded")


def test_a_note_between_staff_is_never_sent():
    case = a_case(email="ola@example.com")
    commands.add_note(case.pk, text=BY_NAME, at=LATER, by=acting_for("ZDMK"))
    react()

    assert letters() == [("cases.acknowledged", "ola@example.com")]


def test_disagreeing_and_silence_are_answered():
    case = a_case(email="ola@example.com")
    finished(case)
    commands.disagree(case.pk, text="Dziura jest nadal.", at=LATER, by=reporter_of(case))
    finished(case)
    commands.close_by_silence(case.pk, at=LATER + timedelta(days=15), by=PLATFORM)
    react()

    assert [key for key, _ in letters()] == [
        "cases.acknowledged",
        "cases.done",
        "cases.disputed",
        "cases.done",
        "cases.closed",
    ]
    assert "ktoś inny niż osoba" in body("cases.disputed")
    assert f"{case_url(case)}#disagree" in body("cases.closed")


def test_erased_data_take_their_letters_with_them():
    case = a_case(email="ola@example.com")
    react()
    commands.erase_personal_data(case.pk, ground="art. 17 RODO", at=LATER, by=everywhere())
    react()

    letter = Delivery.objects.get()
    assert (letter.address, letter.subject, letter.body) == ("", "", "")


def test_the_citys_own_words_are_sent():
    edit_text(
        "cases.acknowledged",
        "pl",
        Words(subject="Mamy {{number}}", body="{{number}} {{code}} {{case_url}}"),
        at=MONDAY - timedelta(days=1),
        by=everywhere(),
    )
    case = a_case(email="ola@example.com")
    react()

    assert last("cases.acknowledged").subject == f"Mamy {numbers.display(case.number)}"


def test_a_notice_for_everybody_or_for_the_district_stands_at_the_foot():
    case = a_case()
    for code, districts in (("all", []), ("here", [case.district]), ("there", ["XVIII"])):
        Notice.objects.create(
            code=code,
            kind="warning",
            titles={"pl": f"Komunikat {code}"},
            texts={"pl": "Szczegóły na stronie."},
            districts=districts,
            valid_from=MONDAY - timedelta(days=1),
        )
    a_case(email="ola@example.com")
    react()

    text = body("cases.acknowledged")
    assert "Komunikat all" in text
    assert "Komunikat here" in text
    assert "Komunikat there" not in text
    assert "Szczegóły" not in text  # only a danger is told in full


def test_a_formal_matter_by_form_is_told_how_to_file_it_and_one_by_letter_is_not():
    a_case(email="ola@example.com", category="office-petition", kind="petition")
    react()
    by_form = last("cases.acknowledged").body
    a_case(
        email="ela@example.com", category="office-petition", kind="petition",
        channel="letter", by=everywhere(),
    )  # fmt: skip
    react()
    by_letter = last("cases.acknowledged").body

    assert "to nie jest formalne złożenie pisma" in by_form
    assert "Na papierze: Urząd Miasta Krakowa" in by_form
    assert "formalne złożenie" not in by_letter
    assert "{{" not in by_form


def test_a_report_that_became_a_complaint_is_told_so_too():
    case = a_case(email="ola@example.com")
    commands.requalify(case.pk, kind="complaint", reason="To skarga.", at=MONDAY, by=everywhere())
    react()

    letter = last("cases.requalified").body
    assert "to nie jest formalne złożenie pisma" in letter
    assert "e-Doręczenia" in letter
