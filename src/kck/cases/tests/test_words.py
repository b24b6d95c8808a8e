from datetime import timedelta

import pytest
from django.db import connection
from tests.builders import MONDAY, RYNEK, a_case, acting_for, everywhere, unit_id

from kck.cases import commands
from kck.cases.commands.words import gather_some
from kck.cases.models import Case, CaseText, CaseWords, WordsToGather
from kck.cases.queries import words
from kck.cases.queries.words import live_with, newest_with
from kck.cases.terms import Outcome, TextKind

pytestmark = pytest.mark.django_db


def found(text: str) -> set[int]:
    return set(live_with(text))


def test_a_case_is_found_by_beginnings_of_words_of_its_texts_and_address():
    case = a_case(text="Przewrócony słupek 100% zniszczony")
    other = a_case(text="Zgaszona lampa")

    assert found("slup przewrócony") == {case.pk}
    assert found("RYNEK") == {case.pk, other.pk}
    assert found("słupek lampa") == set()
    assert found("iewrocony") == set()


def test_words_written_later_are_found_and_erased_ones_are_not():
    case = a_case()
    commands.add_note(case.pk, text="Dzwonił sołtys.", at=MONDAY, by=everywhere())
    assert found("soltys") == {case.pk}

    commands.erase_personal_data(case.pk, ground="art. 17", at=MONDAY, by=everywhere())

    assert found("soltys") == set()
    assert found("rynek") == {case.pk}


def test_telephones_mails_and_long_numbers_are_not_kept():
    a_case(text="Proszę o telefon 600 100 200 albo jan@example.org, PESEL 44051401359, dom 12345.")

    assert [found(word) for word in ("600", "600100200", "example", "44051401359")] == [set()] * 4
    assert len(found("12345")) == 1


def test_a_closed_case_is_found_only_among_all_and_a_forwarded_one_by_its_new_unit():
    by = everywhere()
    case = a_case(text="Zapadnięta studzienka")
    commands.forward(case.pk, unit="ZZM", reason="To zieleń.", at=MONDAY, by=by)
    assert CaseWords.objects.get(pk=case.pk).unit_id == unit_id("ZZM")

    commands.done(case.pk, outcome=Outcome.NOT_FOUND, words="Nic tam nie ma.", at=MONDAY, by=by)
    assert found("studzienka") == {case.pk}
    commands.confirm(case.pk, at=MONDAY, by=by)

    assert found("studzienka") == set()
    assert newest_with("studzienka", None).ids == (case.pk,)
    assert newest_with("studzienka", [unit_id("ZDMK")]).ids == ()


def test_of_many_hits_the_newest_are_given_and_it_is_said(monkeypatch):
    monkeypatch.setattr(words, "NEWEST", 2)
    old, middle, new = (a_case(at=MONDAY + timedelta(hours=hours)) for hours in range(3))

    for looked_through in (20_000, 1):  # a frequent word, a rare one
        monkeypatch.setattr(words, "_LOOKED_THROUGH", looked_through)
        hits = newest_with("dziura", None)
        assert (hits.ids, hits.more) == ((new.pk, middle.pk), True)
    assert old.pk not in hits.ids


@pytest.mark.parametrize("looked_through", [34_000, 1])
def test_a_rare_word_beside_one_of_every_case(monkeypatch, looked_through):
    monkeypatch.setattr(words, "_LOOKED_THROUGH", looked_through)
    cases = [a_case(at=MONDAY + timedelta(hours=hours)) for hours in range(12)]
    for case in (cases[2], cases[9]):
        commands.add_note(case.pk, text="Zapadnięta studzienka", at=MONDAY, by=everywhere())

    assert newest_with("dziura studzienka", None).ids == (cases[9].pk, cases[2].pk)
    assert newest_with("dziura latarnia", None).ids == ()
    assert newest_with("studzienka dziura", [unit_id("ZZM")]).ids == ()


def test_older_cases_are_gathered_afterwards_the_newest_first():
    cases = [a_case() for _ in range(3)]
    CaseWords.objects.all().delete()
    WordsToGather.objects.create(upto=cases[-1].pk)

    assert gather_some(2)
    assert found("dziura") == {cases[1].pk, cases[2].pk}
    while gather_some(2):
        pass
    assert found("dziura") == {case.pk for case in cases}
    assert not gather_some(2)


def test_what_is_written_while_older_cases_are_gathered_is_not_lost():
    case = a_case(text="Dziura w jezdni")
    CaseWords.objects.all().delete()
    WordsToGather.objects.create(upto=case.pk)
    CaseText.objects.create(case=case, kind=TextKind.NOTE, body="pilne", author="x", at=MONDAY)
    assert found("pilne") == {case.pk}

    while gather_some():
        pass

    assert found("pilne dziura") == {case.pk}


def test_a_case_can_be_taken_away_with_its_words():
    case = a_case()
    CaseText.objects.filter(case=case).delete()
    assert found("dziura") == set()
    assert found("rynek") == {case.pk}


def test_everything_that_can_be_typed_may_be_looked_for():
    a_case(spot=RYNEK)
    for typed in ("'", "\\", "a' | b:*", "!!", "((", "ąę:*", "  ", "100_", "ż" * 500):
        list(live_with(typed)) if words.words_of(typed) else None
        newest_with(typed, None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_words(%s)", ["słowo " * 20_000])


def test_unit_staff_find_only_their_own():
    ours, theirs = a_case(), a_case(category="green-lawn-mowing")
    assert ours.unit_id != theirs.unit_id
    own = acting_for("ZDMK").units_with("cases.view")

    assert newest_with("dziura", own).ids == (ours.pk,)
    assert set(Case.objects.filter(pk__in=live_with("dziura")).values_list("pk", flat=True)) == {
        ours.pk,
        theirs.pk,
    }
