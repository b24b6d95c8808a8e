from datetime import timedelta

import pytest
from tests.builders import MONDAY, RYNEK, a_case, acting_for, everywhere, reporter_of, unit_id

from kck.cases import commands
from kck.cases.models import Case
from kck.cases.queries.counts import STILL_GOOD_SECONDS, counts_for, forget_counts
from kck.cases.queries.desk import PAGE, Filters, View, queue
from kck.cases.terms import Outcome
from kck.foundation import clock
from kck.foundation.numbers import display

FRAGMENT = {"HX-Request": "true", "HX-Target": "section#queue"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(hours=2))


def numbers_of(view, actor, **filters):
    at = MONDAY + timedelta(hours=2)
    return [row.number for row in queue(actor, view, Filters(**filters), at=at).rows]


def test_a_units_queue_shows_its_open_cases_and_nobody_elses(signed_in):
    ours = a_case()
    theirs = a_case(category="green-lawn-mowing")
    assert theirs.unit_id != ours.unit_id

    page = signed_in().get("/desk/").content.decode()

    assert display(ours.number) in page
    assert display(theirs.number) not in page


def test_the_fragment_has_the_rows_and_no_frame(signed_in):
    case = a_case()

    page = signed_in().get("/desk/", headers=FRAGMENT).content.decode()

    assert display(case.number) in page
    assert "<html" not in page


def test_what_listens_is_not_replaced_with_the_rows(signed_in):
    """It would take what it heard while they were on their way with it."""
    client, heard = signed_in(), f"kck:unit:{unit_id('ZDMK')} from:body throttle:700ms"

    assert heard in client.get("/desk/").content.decode()
    assert heard not in client.get("/desk/", headers=FRAGMENT).content.decode()


def test_every_page_listens_to_its_units(signed_in):
    page = signed_in().get("/desk/").content.decode()

    assert f'topics="unit:{unit_id("ZDMK")} ' in page


def test_the_clock_that_runs_out_first_stands_on_top():
    slow = a_case(category="roads-pavement")
    fast = a_case(category="roads-collapse")

    assert numbers_of(View.UNIT, acting_for("ZDMK")) == [fast.number, slow.number]


def test_a_taken_case_is_sorted_by_its_promise_and_a_paused_one_waits_at_the_end():
    taken, paused, fresh = (a_case() for _ in range(3))
    by = acting_for("ZDMK")
    commands.take(taken.pk, at=MONDAY, by=by)
    commands.ask(paused.pk, question="Po której stronie?", at=MONDAY, by=by)

    assert numbers_of(View.UNIT, by) == [fresh.number, taken.number, paused.number]


def test_each_view_holds_what_its_name_says():
    by = acting_for("ZDMK")
    mine, asked, done, disputed = (a_case() for _ in range(4))
    commands.take(mine.pk, at=MONDAY, by=by)
    commands.ask(asked.pk, question="Po której stronie?", at=MONDAY, by=by)
    for case in (done, disputed):
        commands.done(case.pk, outcome=Outcome.NOT_FOUND, words="Nic tam nie ma.", at=MONDAY, by=by)
    commands.disagree(disputed.pk, text="Jest!", at=MONDAY, by=reporter_of(disputed))

    assert numbers_of(View.MINE, by) == [mine.number]
    assert numbers_of(View.UNIT, by, state="waiting") == [asked.number]
    assert numbers_of(View.DONE, by) == [done.number]
    assert numbers_of(View.DISPUTED, by) == [disputed.number]
    assert mine.number not in numbers_of(View.UNASSIGNED, by)


def test_counts_say_the_same_as_the_rows():
    by = everywhere()
    for category in ("roads-pothole", "roads-collapse", "green-lawn-mowing"):
        a_case(category=category)
    a_case(category="", text="Czuć gaz na klatce schodowej")
    by_zdmk = acting_for("ZDMK")
    at = MONDAY + timedelta(hours=2)

    for actor in (by, by_zdmk):
        forget_counts()
        for view, count in counts_for(actor, at=at).of.items():
            rows = queue(actor, view, Filters(), at=at).rows
            assert (view, len(rows)) == (view, count)


def test_counts_are_asked_of_the_database_once_a_second(django_assert_num_queries):
    actor = acting_for("ZDMK")
    first = counts_for(actor, at=MONDAY)

    with django_assert_num_queries(1):  # one's own cases are nobody else's count
        again = counts_for(actor, at=MONDAY)

    assert (first.old, again.old) == (False, True)
    assert first.of == again.of


def test_a_page_takes_counts_of_some_seconds_ago_and_the_navigation_does_not(monkeypatch):
    actor, now = acting_for("ZDMK"), 100.0
    monkeypatch.setattr("kck.cases.queries.counts.time.monotonic", lambda: now)
    counts_for(actor, at=MONDAY)
    a_case()
    now += 3

    page = counts_for(actor, at=MONDAY, still_good=STILL_GOOD_SECONDS)
    navigation = counts_for(actor, at=MONDAY)

    assert (page.old, page.of[View.UNIT]) == (True, 0)
    assert (navigation.old, navigation.of[View.UNIT]) == (False, 1)


def test_counts_that_were_not_quite_fresh_are_asked_for_again(signed_in):
    client = signed_in()
    client.get("/desk/")

    assert "load delay:1s" in client.get("/desk/nav/?view=unit").content.decode()


def test_pages_follow_one_another_without_gaps_or_doubles():
    many = {a_case().number for _ in range(PAGE + 7)}
    by = acting_for("ZDMK")
    first = queue(by, View.UNIT, Filters(), at=MONDAY)
    second = queue(by, View.UNIT, Filters(), at=MONDAY, after=first.after)

    assert (len(first.rows), len(second.rows)) == (PAGE, 7)
    assert {row.number for row in first.rows + second.rows} == many
    assert second.after == ""


def test_cases_without_a_clock_come_last_and_are_not_lost():
    Case.objects.filter(pk__in=[a_case().pk for _ in range(3)]).update(
        due_at=None, takeover_due_at=None, safe_due_at=None
    )
    dated = a_case()
    rows = queue(acting_for("ZDMK"), View.UNIT, Filters(), at=MONDAY).rows

    assert len(rows) == 4
    assert rows[0].number == dated.number


@pytest.mark.parametrize(
    "after", ["x", "_", "2026-13-01_4", "2026-02-02T09:00_5", "_99999999999999999999"]
)
def test_a_made_up_place_in_the_queue_is_its_beginning(signed_in, after):
    case = a_case()

    answer = signed_in().get("/desk/", {"after": after})

    assert display(case.number) in answer.content.decode()


def test_a_known_number_opens_its_case_whatever_the_filters(signed_in):
    case = a_case()

    answer = signed_in().get("/desk/", {"q": f" {display(case.number)} ", "state": "waiting"})

    assert (answer.status_code, answer["Location"]) == (302, f"/desk/case/{case.number}/")


def test_a_wrong_digit_and_a_strangers_number_are_told_apart(signed_in):
    theirs = a_case(category="green-lawn-mowing")
    wrong = theirs.number[:-1] + str((int(theirs.number[-1]) + 1) % 10)
    client = signed_in()

    assert "któraś cyfra" in client.get("/desk/", {"q": wrong}).content.decode()
    stranger = client.get("/desk/", {"q": theirs.number})
    assert stranger.status_code == 200
    assert "Nie ma takiej sprawy" in stranger.content.decode()


def test_words_are_found_in_text_and_address_without_accents():
    long_street = a_case(spot=RYNEK.__class__(lat=50.06, lon=19.94, address="ul. Łokietka 5"))
    lamp = a_case(text="Przewrócony słupek 100% zniszczony")
    by = acting_for("ZDMK")

    assert numbers_of(View.UNIT, by, text="lokietka") == [long_street.number]
    assert numbers_of(View.UNIT, by, text="SŁUPEK przewrocony") == [lamp.number]
    assert numbers_of(View.UNIT, by, text="100%") == [lamp.number]
    assert numbers_of(View.UNIT, by, text="zniszczony rynekk") == []


def test_filters_narrow_and_nonsense_in_the_address_does_not_break(signed_in):
    case = a_case()
    client = signed_in()

    assert display(case.number) in client.get("/desk/", {"group": "roads"}).content.decode()
    assert display(case.number) not in client.get("/desk/", {"state": "waiting"}).content.decode()
    strange = client.get(
        "/desk/", {"group": "\x00", "state": "x" * 900, "view": "triage", "q": "\x00"}
    )
    assert display(case.number) in strange.content.decode()


def test_late_is_said_in_words_too(signed_in, monkeypatch):
    a_case()
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=9))

    assert "Po terminie:" in signed_in().get("/desk/").content.decode()


def test_an_empty_queue_says_so(signed_in):
    assert "W tej kolejce nic teraz nie czeka." in signed_in().get("/desk/").content.decode()


def test_a_first_page_costs_few_statements(signed_in, django_assert_max_num_queries):
    for _ in range(12):
        a_case()
    client = signed_in()
    client.get("/desk/")

    with django_assert_max_num_queries(10):
        client.get("/desk/?view=late")


@pytest.mark.parametrize("query", ["q=%B1%E6", "q=%ED%A0%80", "unit=%C5"])
def test_a_query_in_another_encoding_is_refused_with_a_sentence(signed_in, query: str):
    answer = signed_in().get(f"/desk/?{query}")

    assert answer.status_code == 400
    assert "w innym kodowaniu niż UTF-8" in answer.content.decode()
