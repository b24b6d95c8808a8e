"""How good the machine is: figures, pairs, sentences, models; and why a category, on a case."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, everywhere

from kck.cases.commands import recategorise
from kck.desk.tests.conftest import ROLES
from kck.foundation import clock
from kck.triage.models import TrainedModel

NOW = MONDAY + timedelta(days=1)
PAGE = "/desk/recognition/"
VAGUE = "Na rogu coś wystaje z ziemi, chyba uszkodzony słupek albo chodnik"
SURE = "Dziura w jezdni na Wielickiej"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    head = ["cases.view", "quality.figures"]
    monkeypatch.setitem(ROLES, "head", (head, False, False))
    monkeypatch.setitem(ROLES, "analyst", (["quality.figures"], True, False))
    monkeypatch.setitem(ROLES, "boss", ([*head, "quality.review"], True, False))
    monkeypatch.setitem(ROLES, "office", ([*head, "directory.edit"], True, False))


def test_without_cases_and_models_the_page_says_so(signed_in):
    page = signed_in("analyst", "KCK").get(PAGE).text

    assert "Nie ma jeszcze czego mierzyć" in page
    assert "Nie ma jeszcze modelu" in page
    assert signed_in("worker", name="Jan Lis").get(PAGE).status_code == 404


def test_what_a_person_decided_otherwise_is_an_error_and_a_pair(signed_in):
    a_case(category="", text=SURE)  # taken alone, nobody has looked at it
    wrong = a_case(category="", text=VAGUE)
    a_case(category="", text=VAGUE)  # nobody has decided yet
    recategorise(wrong.pk, category="animals-dead", at=MONDAY, by=everywhere())

    answer = signed_in("boss", "KCK").get(PAGE)

    total = answer.context["total"]
    assert (total.number, total.automatic, total.judged, total.right) == (3, 1, 1, 0)
    [(_right, _taken, number, right, taken)] = answer.context["pairs"]
    assert (number, right) == (1, "animals-dead")
    cases = signed_in("boss", "KCK").get(f"{PAGE}pair/", {"right": right, "taken": taken}).text
    assert f"/desk/case/{wrong.number}/" in cases


def test_an_automatic_one_that_was_changed_counts_against_the_machine(signed_in):
    case = a_case(category="", text=SURE)
    recategorise(case.pk, category="roads-pavement", reason="Chodnik.", at=NOW, by=everywhere())

    total = signed_in("boss", "KCK").get(PAGE).context["total"]

    assert (total.judged_automatic, total.wrong_automatic, total.error) == (1, 1, 100.0)


def test_the_head_of_a_unit_sees_its_own_cases_only(signed_in):
    a_case(category="", text=SURE)

    assert signed_in("head", "ZDMK").get(PAGE).context["total"].number == 1
    other = signed_in("head", "MPO", name="Jan Inny").get(PAGE)
    assert other.context["total"].number == 0


@pytest.mark.parametrize("name", ["weeks", "categories", "languages", "channels", "pairs"])
def test_each_table_is_a_file(signed_in, name):
    a_case(category="", text=SURE)

    file = signed_in("boss", "KCK").get(f"{PAGE}?csv={name}")

    assert file["Content-Type"].startswith("text/csv")
    assert signed_in("boss", "KCK").get(f"{PAGE}?csv=nothing").status_code == 404


def test_sentences_are_written_listed_removed_and_restored(signed_in):
    boss = signed_in("boss", "KCK")
    sent = {"category": "roads-pothole", "language": "pl", "sentences": "Koło mi wpadło\n\nWyrwa"}

    page = boss.post(f"{PAGE}sentences/", sent, follow=True)
    assert "Koło mi wpadło" in page.text
    first = page.context["rows"][0]
    boss.post(f"{PAGE}sentences/{first.id}/", {"do": "remove"})
    page = boss.get(f"{PAGE}sentences/")
    assert [row.id for row in page.context["removed"]] == [first.id]
    boss.post(f"{PAGE}sentences/{first.id}/", {"do": "restore"})
    assert len(boss.get(f"{PAGE}sentences/").context["rows"]) == 2

    refused = boss.post(f"{PAGE}sentences/", {**sent, "sentences": "Dzwonić 600 100 200"})
    assert refused.status_code == 422
    assert "dane osobowe" in refused.text


def test_an_analyst_reads_sentences_and_writes_none(signed_in):
    analyst = signed_in("analyst", "KCK")

    assert "<textarea" not in analyst.get(f"{PAGE}sentences/").text
    assert analyst.post(f"{PAGE}sentences/", {}).status_code == 404
    assert analyst.post(f"{PAGE}sentences/1/").status_code == 404


def test_an_administrator_asks_to_learn_and_goes_back_a_model(signed_in):
    for day in (0, 1):
        at = MONDAY + timedelta(hours=day)
        TrainedModel.objects.create(
            made_at=at, sha256=str(day), content=b"", card={"lessons": 5}, published_at=at
        )
    admin = signed_in("office", "KCK")

    assert "czeka na swoją kolej" in admin.post(f"{PAGE}train/", follow=True).text
    assert 'hx-trigger="every 5s"' in admin.get(f"{PAGE}run/").text
    admin.post(f"{PAGE}back/")
    assert TrainedModel.objects.exclude(withdrawn_at=None).count() == 1
    boss = signed_in("boss", "KCK", name="Ola Szef")
    assert "recognition/train" not in boss.get(PAGE).text
    assert boss.post(f"{PAGE}train/").status_code == 404
    assert boss.post(f"{PAGE}back/").status_code == 404


def test_why_a_category_is_told_to_whoever_reads_the_words(signed_in):
    case = a_case(category="", text=SURE)
    path = f"/desk/case/{case.number}/reading/"

    whole = signed_in("agent", "KCK").get(path).text
    assert "→ ZDMK" in whole
    assert "bo: Dziura" in whole
    covered = signed_in("worker", name="Jan Lis").get(path).text
    assert "→ ZDMK" in covered
    assert "bo: " not in covered
    part = signed_in("agent", "KCK").get(path, headers={"HX-Request": "true"}).text
    assert "<html" not in part


def _model(**confidence: float) -> None:
    figures = {"confidence": confidence["all"], "by_language": {"pl": {"confidence": 0.9}}}
    TrainedModel.objects.create(
        made_at=MONDAY, sha256="a", content=b"", card={"evaluation": figures}, published_at=MONDAY
    )


@pytest.mark.parametrize(("judged", "strange"), [(0.99, True), (0.05, False)])
def test_it_is_said_when_people_write_otherwise_than_it_was_judged_by(signed_in, judged, strange):
    for _ in range(20):
        a_case(category="", text=VAGUE)
    _model(all=judged)

    answer = signed_in("boss", "KCK").get(PAGE)

    assert answer.context["drift"]["strange"] is strange
    assert ("Ludzie piszą inaczej" in answer.text) is strange
    assert f"Na zestawie oceny: {100 * judged:.0f}%" in answer.text


def test_a_language_it_is_less_sure_of_than_it_was_is_marked(signed_in):
    for _ in range(20):
        a_case(category="", text=VAGUE)
    _model(all=0.9)

    [polish] = signed_in("boss", "KCK").get(PAGE).context["tables"]["languages"]

    assert (polish.expected, polish.fell) == (90.0, True)
    assert "90,0" in signed_in("boss", "KCK").get(f"{PAGE}?csv=languages").text
