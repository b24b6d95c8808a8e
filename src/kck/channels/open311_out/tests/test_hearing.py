"""What a unit's system says about a case, and what becomes of it here."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.builders import MONDAY, a_case, a_jpeg, everywhere, reporter_of

from kck.accounts.commands import appoint, install_roles, join, make_partner_key
from kck.cases import commands as cases
from kck.cases.models import Case, CasePhoto, CaseText
from kck.cases.terms import CaseState, Outcome, PhotoKind, TextKind
from kck.channels.open311_out.models import FarEnd, FarUpdate
from kck.channels.open311_out.states import WrongTable, parse_table
from kck.channels.open311_out.tests.conftest import SetUp, a_pothole, poll, send, sending, tell
from kck.channels.open311_out.tests.far_server import FarServer
from kck.foundation.actor import PLATFORM
from kck.foundation.reasons import in_language
from kck.handover.queries import stuck
from kck.handover.terms import SendingState
from kck.messaging.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(far: FarServer) -> Case:
    found = a_lamp()
    send()
    assert sending(found).far_number == "F1"
    return found


def a_lamp() -> Case:
    """Of a category that may be finished without a photo."""
    return a_case(category="lighting-single-lamp", text="Nie świeci lampa przy szkole.")


def again(case: Case) -> Case:
    case.refresh_from_db()
    return case


def texts(case: Case, kind: TextKind) -> list[str]:
    return list(
        CaseText.objects.filter(case=case, kind=kind).order_by("pk").values_list("body", flat=True)
    )


def test_their_steps_are_ours(far: FarServer, case: Case) -> None:
    far.says("F1", "open")
    poll()
    assert again(case).state == CaseState.ACCEPTED

    far.says("F1", "IN_PROGRESS", "Ekipa jedzie.")
    poll()

    assert again(case).state == CaseState.IN_PROGRESS
    assert texts(case, TextKind.ANSWER) == ["Ekipa jedzie."]
    assert sending(case).far_state == "in_progress"


def test_what_was_heard_once_is_not_heard_again(far: FarServer, case: Case) -> None:
    far.says("F1", "investigating", "Ekipa jedzie.")

    assert poll() == 1
    assert poll() == 0

    assert texts(case, TextKind.ANSWER) == ["Ekipa jedzie."]


def test_done_comes_with_outcome_words_and_photos(far: FarServer, case: Case) -> None:
    far.photos["after.jpg"] = a_jpeg().getvalue()
    address = f"{far.endpoint}/after.jpg"
    far.says("F1", "fixed", "Dziura została załatana na gorąco.", media_url=address)

    poll()

    assert again(case).state == CaseState.DONE
    assert case.outcome == Outcome.DONE
    assert texts(case, TextKind.CLOSING) == ["Dziura została załatana na gorąco."]
    assert CasePhoto.objects.filter(case=case, kind=PhotoKind.EVIDENCE).count() == 1
    assert sending(case).state == SendingState.DONE


def test_short_words_of_an_end_are_made_a_sentence(far: FarServer, case: Case) -> None:
    far.says("F1", "closed", "ok")

    poll()

    (words,) = texts(case, TextKind.CLOSING)
    assert words.startswith("ok Jednostka zakończyła")


def test_photos_are_fetched_from_the_far_end_only(far: FarServer, case: Case) -> None:
    elsewhere = f"http://localhost:{far.port}/georeport/v2/after.jpg"
    far.photos["after.jpg"] = a_jpeg().getvalue()
    far.says("F1", "fixed", "Dziura została załatana.", media_url=elsewhere)

    poll()

    assert not CasePhoto.objects.filter(case=case).exists()
    assert again(case).state == CaseState.DONE


def test_an_end_without_the_photo_that_is_due_is_no_end(far: FarServer) -> None:
    hole = a_pothole()
    send()
    far.says("F1", "fixed", "Dziura została załatana.")

    poll()

    assert again(hole).state not in {CaseState.DONE, CaseState.CLOSED}
    trouble = sending(hole).trouble
    assert trouble is not None
    assert "zdjęcia" in in_language(trouble, "pl")
    assert "photo of the finished work" in in_language(trouble, "en")
    assert texts(hole, TextKind.NOTE) == ["System jednostki napisał: Dziura została załatana."]


def test_what_is_no_photo_does_not_stop_the_end(far: FarServer, case: Case) -> None:
    far.photos["after.jpg"] = b"<script>alert(1)</script>"
    far.says("F1", "fixed", "Dziura została załatana.", media_url=f"{far.endpoint}/after.jpg")

    poll()

    assert again(case).state == CaseState.DONE
    assert not CasePhoto.objects.filter(case=case).exists()


def test_a_state_nobody_knows_is_kept_shown_and_told_and_changes_nothing(
    far: FarServer, case: Case
) -> None:
    install_roles(by=PLATFORM)
    boss = join(email="boss@example.org", name="Boss", password=None, at=MONDAY, by=PLATFORM)
    appoint(boss, role="supervisor", unit="KCK", by=PLATFORM)
    before = again(case).state
    far.says("F1", "W zawieszeniu", "Czekamy na wiosnę.")
    far.says("F1", "W zawieszeniu", "Dalej czekamy.")

    poll()

    assert again(case).state == before
    assert texts(case, TextKind.ANSWER) == []
    assert sending(case).far_state == "w_zawieszeniu"
    assert "w_zawieszeniu" in str(sending(case).trouble)
    assert [one.case_id for one in stuck()] == [case.pk]
    assert FarUpdate.objects.exclude(problem="").count() == 2
    mail = Delivery.objects.get(address="boss@example.org")
    assert "w_zawieszeniu" in mail.body

    far.says("F1", "investigating")
    poll()
    assert sending(case).trouble is None
    assert again(case).state == CaseState.IN_PROGRESS


def test_the_table_of_the_unit_goes_before_what_is_usual(
    far: FarServer, case: Case, set_up: SetUp
) -> None:
    set_up(states=parse_table("W zawieszeniu = nothing\nclosed = done:not-found\n"))
    far.says("F1", "w zawieszeniu")
    far.says("F1", "closed", "Na miejscu nie ma żadnej dziury.")

    poll()

    assert sending(case).trouble is None
    assert again(case).outcome == Outcome.NOT_FOUND


@pytest.mark.parametrize("line", ["closed", "closed = finished", " = take", "= ="])
def test_a_table_that_nobody_could_follow_is_refused(line: str) -> None:
    with pytest.raises(WrongTable):
        parse_table(f"open = accept\n{line}")


def test_not_ours_hands_the_case_back(far: FarServer, case: Case) -> None:
    far.says("F1", "not_councils_responsibility", "To teren ZZM.")

    poll()

    assert again(case).hand_backs == 1
    assert sending(case).state == SendingState.DONE


def test_a_question_stops_the_clock_and_the_reply_goes_back(far: FarServer, case: Case) -> None:
    far.says(
        "F1", "investigating", "?",
        extended_attributes={"state": "waiting", "text": "Na którym pasie?"},
    )  # fmt: skip

    poll()
    assert again(case).state == CaseState.WAITING
    assert texts(case, TextKind.QUESTION) == ["Na którym pasie?"]

    cases.reply(case.pk, text="Na prawym.", at=MONDAY, by=reporter_of(case))
    tell()
    assert far.told[0].one("description") == "Na prawym."


def test_our_own_words_in_their_feed_are_not_theirs(far: FarServer, case: Case) -> None:
    cases.reply(case.pk, text="Już dwie dziury.", at=MONDAY, by=reporter_of(case))
    tell()
    far.says("F1", "open", "Już dwie dziury.")
    far.updates[-1]["update_id"] = "mine1"

    assert poll() == 0


def test_other_peoples_cases_in_the_feed_are_nobodys(far: FarServer, case: Case) -> None:
    far.says("F999", "closed", "Cudza sprawa.")

    assert poll() == 0


def test_one_update_that_makes_no_sense_does_not_hide_the_next(far: FarServer, case: Case) -> None:
    far.updates += [
        {"update_id": None, "service_request_id": "F1", "status": "closed"},
        {"update_id": "x", "service_request_id": ["F1"], "status": "closed"},
    ]
    far.says("F1", "action_scheduled", "Zrobimy.", expected_datetime="not a date")
    far.updates[-1]["updated_datetime"] = "yesterday"
    far.says("F1", "fixed", "Dziura została załatana.")

    poll()

    assert again(case).state == CaseState.DONE


def test_a_far_end_without_a_feed_is_asked_for_its_requests(far: FarServer, case: Case) -> None:
    far.feed = False
    poll()
    assert again(case).state == CaseState.ACCEPTED

    far.requests["F1"] |= {"status": "closed", "status_notes": "Załatano dziurę w jezdni."}
    poll()

    assert again(case).state == CaseState.DONE
    assert FarEnd.objects.get().no_updates_until is not None


def test_a_far_end_that_is_down_is_asked_again_and_loses_nothing(
    far: FarServer, case: Case
) -> None:
    answer = far.answer
    far.says("F1", "investigating", "Ekipa jedzie.")
    far.answer = lambda asked: (503, [])  # type: ignore[method-assign]
    assert poll() == 0
    assert "503" in FarEnd.objects.get().reason

    far.answer = answer  # type: ignore[method-assign]
    assert poll() == 1
    assert FarEnd.objects.get().reason == ""


def test_after_it_went_to_another_unit_their_words_change_nothing(
    far: FarServer, case: Case
) -> None:
    cases.forward(case.pk, unit="ZZM", reason="To alejka w parku.", at=MONDAY, by=everywhere())
    far.says("F1", "fixed", "Dziura została załatana.")

    poll()

    assert again(case).state == CaseState.FORWARDED
    assert sending(case).trouble
    tell()
    assert far.told[0].one("status") == "cancelled"


# what they post to us


def posted(client, number: str, key: str = "their-key", **more: object):
    fields = {
        "api_key": key,
        "service_request_id": number,
        "update_id": "77",
        "updated_datetime": "2026-02-02T10:00:00Z",
        "status": "IN_PROGRESS",
        "description": "Ekipa jedzie.",
    }
    return client.post("/open311/v2/servicerequestupdates.json", {**fields, **more})


def test_a_unit_may_post_its_updates_instead(client, far: FarServer, case: Case) -> None:
    first = posted(client, case.number)
    second = posted(client, case.number)

    assert first.status_code == 200, first.content
    assert first.json() == second.json()
    assert again(case).state == CaseState.IN_PROGRESS
    assert texts(case, TextKind.ANSWER) == ["Ekipa jedzie."]


def test_with_photos(client, far: FarServer, case: Case) -> None:
    photo = SimpleUploadedFile("after.jpg", a_jpeg().getvalue(), "image/jpeg")

    answer = posted(
        client, case.number, status="fixed", description="Załatano na gorąco.", media=photo
    )

    assert answer.status_code == 200, answer.content
    assert again(case).state == CaseState.DONE
    assert CasePhoto.objects.filter(case=case, kind=PhotoKind.EVIDENCE).count() == 1


def test_nobody_else_may(client, far: FarServer, case: Case) -> None:
    make_partner_key("Other", key="other-key", at=MONDAY, by=PLATFORM)
    before = again(case).state

    assert posted(client, case.number, key="other-key").status_code == 404
    assert posted(client, case.number, key="no-such").status_code == 403
    assert again(case).state == before


def test_nor_the_unit_about_a_case_of_another(client, far: FarServer) -> None:
    other = a_case(category="greenery-tree-fallen")

    assert posted(client, other.number).status_code == 404


def test_a_posted_state_nobody_knows_changes_nothing(client, far: FarServer, case: Case) -> None:
    before = again(case).state

    assert posted(client, case.number, status="banana").status_code == 200

    assert again(case).state == before
    assert "banana" in str(sending(case).trouble)
