"""A mail becomes one case or several: proposed, corrected, accepted, told of in one letter."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_jpeg

from kck.cases.models import Case
from kck.conversations import commands
from kck.conversations.models import PostFile, ThreadCase
from kck.conversations.terms import ArrivedFile
from kck.conversations.tokens import token_of
from kck.desk.tests.talking import a_box, a_mail, a_thread, again
from kck.desk.views.conversations import cases
from kck.directory.terms import CaseKind
from kck.files.attachments import store_attachment
from kck.foundation import clock
from kck.triage.terms import Matter, PlaceFound, Suggestion, Urgency

NOW = MONDAY + timedelta(hours=1)
THREE = """Dzień dobry, po pierwsze na ul. Długiej 12 jest dziura w jezdni.

Po drugie przy ul. Karmelickiej 20 nie świeci latarnia.

Po trzecie przy ul. Krowoderskiej 30 kosz na śmieci jest przepełniony."""
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: NOW.date())


@pytest.fixture
def agent(role_of):
    return role_of("agent", "KCK")


def matter(text: str, code: str, place: str) -> Matter:
    return Matter(
        span=(0, len(text)), text=text, kind=CaseKind.REPORT, personal_data=(),
        categories=(Suggestion(code=code, probability=0.8, words=()),),
        place_candidates=(
            PlaceFound(span=(0, 1), text=place, base=place, lat=50.0646, lon=19.9382),
        ),
        urgency=Urgency.NORMAL, sure=False,
    )  # fmt: skip


@pytest.fixture
def three_seen(monkeypatch):
    """What a trained city sees in the mail; here nothing is trained."""
    parts = [one.strip() for one in THREE.split("\n\n")]
    codes = ("roads-pothole", "lighting-single-lamp", "waste-overflowing-bin")
    places = ("ul. Długa 12", "ul. Karmelicka 20", "ul. Krowoderska 30")
    seen = tuple(map(matter, parts, codes, places))
    monkeypatch.setattr(cases, "matters_of", lambda _pk, at: seen)


def two_photos():
    a_box()
    return tuple(
        ArrivedFile(
            name=name, content_type="image/jpeg", size=100,
            file=store_attachment(a_jpeg().getvalue(), "image/jpeg", at=MONDAY).public_id,
        )
        for name in ("dziura.jpg", "kosz.jpg")
    )  # fmt: skip


def where(thread):
    return f"/desk/conversations/{thread.pk}/cases/"


def as_shown(page):
    """What a browser sends when nothing was touched."""
    sent = {"parts": str(len(page.context["parts"])), "seen": page.context["talk"].version}
    for part in page.context["parts"]:
        for field in part:
            value = field.value()
            if value not in (None, False, ""):
                sent[field.html_name] = "on" if value is True else value
    for one, place in page.context["photos"]:
        sent[f"photo-{one.id}"] = place
    return sent


def test_three_matters_and_two_photos_are_accepted_by_one_press(agent, three_seen):
    thread = a_thread(text=THREE, files=two_photos())
    page = agent.get(where(thread))
    assert len(page.context["parts"]) == 3
    answer = agent.post(where(thread), as_shown(page), follow=True)
    numbers = [case.number for case in Case.objects.order_by("pk")]
    assert len(numbers) == 3
    shown = answer.content.decode()
    assert "Przyjęto sprawy:" in shown
    assert all(f"/desk/case/{number[:2]}" in shown or number in shown for number in numbers)
    assert (again(thread).state, again(thread).ended) == ("done", "cases")
    assert ThreadCase.objects.filter(thread=thread).count() == 3
    hole, _lamp, bin_ = Case.objects.order_by("pk")
    assert (hole.photos.count(), bin_.photos.count()) == (1, 1)  # each by its name


def test_it_may_be_one_case_after_all(agent, three_seen):
    thread = a_thread(text=THREE)
    page = agent.get(where(thread), {"one": "yes"})
    assert len(page.context["parts"]) == 1
    agent.post(where(thread), as_shown(page))
    assert Case.objects.count() == 1


def test_what_was_left_out_is_no_case(agent, three_seen):
    thread = a_thread(text=THREE)
    sent = as_shown(agent.get(where(thread)))
    del sent["1-take"]
    agent.post(where(thread), sent)
    assert Case.objects.count() == 2


def test_what_a_person_corrects_counts(agent):
    thread = a_thread(text="Na ul. Długiej 12 jest dziura w jezdni.")
    sent = as_shown(agent.get(where(thread)))
    sent |= {"0-text": "Zapadnięta studzienka", "0-category": "roads-pavement"}
    agent.post(where(thread), sent)
    case = Case.objects.get()
    assert case.texts.get(kind="description").body == "Zapadnięta studzienka"


def test_one_more_part_can_be_asked_for(agent):
    thread = a_thread()
    sent = as_shown(agent.get(where(thread)))
    page = agent.post(where(thread), {**sent, "more": "yes"})
    assert len(page.context["parts"]) == 2
    assert not Case.objects.exists()


def test_without_words_nothing_is_opened(agent):
    thread = a_thread()
    page = agent.post(where(thread), {"parts": "1", "seen": again(thread).version, "0-take": "on"})
    assert page.status_code == 422
    assert not Case.objects.exists()


def test_new_words_meanwhile_are_read_first(agent):
    thread = a_thread(text=THREE)
    sent = as_shown(agent.get(where(thread)))
    commands.arrive(
        a_mail(2, text="Jest i czwarta rzecz!", tokens=(token_of(thread.stream),)), at=NOW
    )
    page = agent.post(where(thread), sent)
    assert page.status_code == 422
    assert "przyszły nowe słowa" in page.content.decode()
    assert not Case.objects.exists()


def test_a_place_outside_the_city_is_refused(agent):
    thread = a_thread()
    sent = as_shown(agent.get(where(thread)))
    sent |= {"0-address": "Warszawa", "0-lat": "52.23", "0-lon": "21.01"}
    assert agent.post(where(thread), sent).status_code == 422
    assert not Case.objects.exists()


def test_the_confirmed_kind_stands_there_already(agent):
    text = "Składam skargę na przewlekłe załatwianie mojej sprawy przez urząd, art. 227 KPA."
    thread = a_thread(text=text)
    agent.post(
        f"/desk/conversations/{thread.pk}/do/kind/",
        {"seen": again(thread).version, "kind": "complaint"},
    )
    page = agent.get(where(thread))
    assert page.context["parts"][0]["kind"].value() == "complaint"
    agent.post(where(thread), as_shown(page))
    assert Case.objects.get().kind == "complaint"


def test_the_conversation_may_stay_to_be_answered(agent, three_seen):
    thread = a_thread(text=THREE)
    sent = as_shown(agent.get(where(thread)))
    agent.post(where(thread), {**sent, "stays": "yes"})
    assert again(thread).state == "open"
    assert Case.objects.count() == 3


def test_an_erased_conversation_becomes_nothing(agent):
    thread = a_thread()
    type(thread).objects.filter(pk=thread.pk).update(erased_at=NOW)
    assert agent.get(where(thread)).status_code == 404
    assert PostFile.objects.count() == 0
