"""Pages of figures and reviews: who sees which, what they say, and the table as a file."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, a_case, acting_for, reporter_of

from kck.accounts import commands as accounts
from kck.cases import commands
from kck.cases.terms import Outcome
from kck.desk.tests.conftest import ROLES, SignIn
from kck.foundation.actor import PLATFORM
from kck.quality.models import Review
from kck.quality.terms import Why

pytestmark = pytest.mark.django_db
PERIOD = "first=2026-02-01&last=2026-02-28"


@pytest.fixture(autouse=True)
def _roles(monkeypatch: pytest.MonkeyPatch) -> None:
    head = ["cases.view", "cases.assign", "quality.figures"]
    monkeypatch.setitem(ROLES, "head", (head, False, False))
    supervisor = ["cases.view", "quality.review", "quality.figures"]
    monkeypatch.setitem(ROLES, "supervisor", (supervisor, True, False))


def a_review() -> Review:
    case = a_case(at=MONDAY)
    commands.done(
        case.pk,
        outcome=Outcome.PARTLY,
        words="Zalane masą na gorąco.",
        at=MONDAY + timedelta(days=1),
        by=acting_for("ZDMK", "cases.work"),
    )
    commands.confirm(case.pk, at=MONDAY + timedelta(days=2), by=reporter_of(case))
    return Review.objects.create(
        case=case, unit_id=case.unit_id, why=Why.LATE, drawn_at=MONDAY + timedelta(days=7)
    )


def test_figures_are_for_those_who_may_and_a_head_sees_one_unit(signed_in: SignIn):
    a_case(at=MONDAY)

    assert signed_in("unit").get("/desk/figures/").status_code == 404
    other = signed_in("head", unit="MPO", name="Jan Inny").get(f"/desk/figures/?{PERIOD}")
    assert "Nie ma spraw w tym czasie" in other.text
    own = signed_in("head").get(f"/desk/figures/?{PERIOD}").text
    assert "Razem" in own
    assert "Zestawienia" in signed_in("supervisor", name="Ola Szef").get("/desk/").text


def test_by_district_and_as_a_file(signed_in: SignIn):
    a_case(at=MONDAY)
    supervisor = signed_in("supervisor")

    assert "Stare Miasto" in supervisor.get(f"/desk/figures/?by=district&{PERIOD}").text
    file = supervisor.get(f"/desk/figures/?by=district&{PERIOD}&format=csv")

    assert file.headers["Content-Type"].startswith("text/csv")
    first, *rows, total = file.content.decode("utf-8-sig").splitlines()
    assert first.startswith("nazwa;nowe;")
    assert any(row.startswith("Dzielnica I Stare Miasto;1;") for row in rows) or "Stare Miasto" in (
        "".join(rows)
    )
    assert total.startswith("razem;1;")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=2026-02-28&last=2026-02-01", "Koniec jest wcześniejszy"),
        ("first=2020-01-01&last=2026-02-01", "najwyżej rok"),
        ("first=x&last=2026-02-01", "Od"),
    ],
)
def test_a_wrong_period_is_said(signed_in: SignIn, query: str, words: str):
    answer = signed_in("supervisor").get(f"/desk/figures/?{query}")

    assert answer.status_code == 422
    assert words in answer.text


def test_a_supervisor_judges_what_was_drawn(signed_in: SignIn):
    row, supervisor = a_review(), signed_in("supervisor")
    assert f"/desk/reviews/{row.pk}/" in supervisor.get("/desk/reviews/").text
    marks = {"result": "1", "words": "5", "evidence": "5", "time": "5"}

    wrong = supervisor.post(f"/desk/reviews/{row.pk}/", marks)
    assert wrong.status_code == 422
    assert "Napisz, co było nie tak" in wrong.text
    lacking = supervisor.post(f"/desk/reviews/{row.pk}/", {"result": "1"})
    assert lacking.status_code == 422
    marks["remarks"] = "Dziura wróciła po tygodniu."
    assert supervisor.post(f"/desk/reviews/{row.pk}/", marks).status_code == 302

    assert "Dziura wróciła po tygodniu." in supervisor.get("/desk/reviews/").text


def test_a_drawn_case_is_read_beside_the_form_and_the_next_one_follows(signed_in: SignIn):
    first, second, supervisor = a_review(), a_review(), signed_in("supervisor")
    marks = dict.fromkeys(("result", "words", "evidence", "time"), "5")

    page = supervisor.get(f"/desk/reviews/{first.pk}/").text
    assert "Zalane masą na gorąco." in page
    on = supervisor.post(f"/desk/reviews/{first.pk}/", marks)
    assert on.headers["Location"] == f"/desk/reviews/{second.pk}/"
    assert "Do oceny zostało: 1." in supervisor.get(on.headers["Location"]).text

    last = supervisor.post(f"/desk/reviews/{second.pk}/", marks)
    assert last.headers["Location"] == "/desk/reviews/"
    corrected = supervisor.post(f"/desk/reviews/{first.pk}/", marks)
    assert corrected.headers["Location"] == "/desk/reviews/"


def test_the_head_of_the_unit_reads_what_was_said_and_judges_nothing(signed_in: SignIn):
    row = a_review()
    Review.objects.update(
        at=MONDAY + timedelta(days=8), scores={"result": 2}, remarks="Nie widać, co zrobiono."
    )
    head = signed_in("head")

    assert "Nie widać, co zrobiono." in head.get("/desk/reviews/").text
    assert head.get(f"/desk/reviews/{row.pk}/").status_code == 404
    other = signed_in("head", unit="MPO", name="Jan Inny").get("/desk/reviews/").text
    assert "Nie widać, co zrobiono." not in other
    assert signed_in("unit", name="Zofia Kot").get("/desk/reviews/").status_code == 404


def test_the_shipped_roles_hold_the_grants():
    accounts.install_roles(by=PLATFORM)
    from kck.accounts.models import Role

    held = {role.code: set(role.grants) for role in Role.objects.all()}
    assert {"quality.figures", "quality.review"} <= held["supervisor"]
    assert "quality.figures" in held["lead"]
    assert "quality.review" not in held["lead"]
