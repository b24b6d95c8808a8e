from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kck.directory import queries
from kck.directory.models import Category, ConfigVersion, Unit
from kck.directory.queries import CityNotLoaded, forget_snapshot, snapshot
from kck.directory.snapshot import Snapshot
from kck.directory.terms import CaseKind, Datatype
from kck.directory.tests.loaded import MONDAY

NEW_YEAR = date(2027, 1, 1)
OLD_YEAR = date(2026, 12, 31)


def test_asking_again_costs_no_statement(wzorowo: Snapshot) -> None:
    with CaptureQueriesContext(
        connection,
    ) as statements:
        snapshot(MONDAY).category("roads-pothole")
        snapshot().units_in_force()

    assert len(statements) == 0


def test_after_two_seconds_one_small_statement_looks_for_a_change(
    wzorowo: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "FRESH_SECONDS", 0.0)

    with CaptureQueriesContext(connection) as statements:
        before = snapshot(MONDAY)
    assert len(statements) == 1

    ConfigVersion.objects.update(stamp="another", version=7)
    assert snapshot(MONDAY).version == 7
    assert before.version == 1


def test_a_row_that_another_process_has_just_loaded_is_found_at_once(wzorowo: Snapshot) -> None:
    """Its people and cases point at it before this process has looked again."""
    unit, category = Unit.objects.order_by("pk")[0], Category.objects.order_by("pk")[0]
    unit.pk, unit.code = None, "FRESH"
    unit.save()
    category.pk, category.code = None, "fresh-matter"
    category.save()
    ConfigVersion.objects.update(stamp="another")

    assert wzorowo.unit_by_id(unit.pk).code == "FRESH"
    assert wzorowo.category_by_id(category.pk).code == "fresh-matter"
    with pytest.raises(KeyError):
        wzorowo.unit_by_id(10**9)


@pytest.mark.usefixtures("no_city")
def test_without_a_city_the_exception_names_the_remedy() -> None:
    forget_snapshot()

    with pytest.raises(CityNotLoaded, match="kck city load"):
        snapshot()


def test_a_renamed_unit_is_its_successor_from_that_day_on(wzorowo: Snapshot) -> None:
    old, new = wzorowo.unit("GREEN", OLD_YEAR), wzorowo.unit("GREEN", NEW_YEAR)

    assert old is not None
    assert new is not None
    assert (old.code, new.code) == ("GREEN", "NATURE")
    # the row a case holds stays what it was, unless somebody asks who stands for it now
    assert wzorowo.unit_by_id(old.id).name("en") == "Greenery Authority"
    assert wzorowo.unit_by_id(old.id, NEW_YEAR) == new
    # and who asks for the new one too early gets the old one
    assert wzorowo.unit("NATURE", OLD_YEAR) == old
    assert "GREEN" not in [unit.code for unit in wzorowo.units_in_force(NEW_YEAR)]


def test_an_unknown_code_is_nothing(wzorowo: Snapshot) -> None:
    assert wzorowo.unit("NOBODY") is None
    assert wzorowo.category("") is None
    with pytest.raises(KeyError):
        wzorowo.unit_by_id(-1)


def test_categories_follow_their_groups_and_the_alphabet_of_the_reader(wzorowo: Snapshot) -> None:
    polish = [category.code for category in wzorowo.categories(language="pl")]
    english = [category.code for category in wzorowo.categories(language="en")]

    assert polish[:4] == ["roads-pothole", "roads-ice", "roads-pavement", "roads-collapse"]
    assert english[:4] == ["roads-collapse", "roads-pavement", "roads-pothole", "roads-ice"]
    assert "greenery-mowing" not in polish
    assert "greenery-grass" not in [c.code for c in wzorowo.at(NEW_YEAR).categories()]


def test_a_category_tells_what_is_known_about_it(wzorowo: Snapshot) -> None:
    pothole, gas = wzorowo.category("roads-pothole"), wzorowo.category("danger-gas")

    assert pothole is not None
    assert pothole.words["pl"] == ("dziura", "wyrwa", "dziury")
    assert pothole.case_kind == CaseKind.REPORT
    assert gas is not None
    assert gas.is_redirect
    assert gas.case_kind == CaseKind.REPORT
    assert [line.tel for line in wzorowo.redirect_of(gas)] == ["992", "112"]
    assert wzorowo.redirect_of(gas)[1].for_deaf("en") == "Text 728 112 112"


def test_a_season_decides_when_a_category_is_offered(wzorowo: Snapshot) -> None:
    ice = wzorowo.category("roads-ice")

    assert ice is not None
    assert ice.in_season(date(2026, 1, 10))
    assert not ice.in_season(date(2026, 7, 10))


def test_questions_come_in_their_order_with_their_answers(wzorowo: Snapshot) -> None:
    where, depth = wzorowo.questions("roads-pothole")

    assert (where.code, where.datatype, where.required) == ("where", Datatype.SINGLEVALUELIST, True)
    assert [value.name("uk") for value in where.values] == ["Посередині дороги", "Біля бордюру"]
    assert depth.hint("en") == "In centimetres"
    assert wzorowo.questions("office-complaint") == ()


def test_stages_say_what_has_been_launched(wzorowo: Snapshot) -> None:
    assert wzorowo.launched("ROADS", "web", "report")
    assert not wzorowo.launched("ROADS", "web", "report", at=date(2025, 12, 31))
    assert not wzorowo.launched("GREEN", "web", "report")
    assert wzorowo.launched("GREEN", "desk", "work")


def test_a_text_falls_back_to_polish(wzorowo: Snapshot) -> None:
    polish, german = wzorowo.text("how", "pl"), wzorowo.text("how", "de")

    assert polish is not None
    assert (polish.title, polish.body) == ("Jak pracujemy", "Krótko i jasno.")
    assert german == polish
    assert wzorowo.text("nothing", "pl") is None


def test_the_city_and_its_two_units(wzorowo: Snapshot) -> None:
    assert (wzorowo.city.name("en"), wzorowo.city.zone.key) == ("Modelton", "Europe/Warsaw")
    assert (wzorowo.centre.code, wzorowo.formal.code) == ("CENTRE", "OFFICE")
    assert [group.code for group in wzorowo.public_groups] == ["damage", "greenery", "other"]
    assert wzorowo.dangers()[0].lookalikes == {"pl": ("gazeta",)}
