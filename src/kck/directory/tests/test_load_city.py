from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from kck.directory.commands import WrongFiles, check_city, load_city
from kck.directory.loading import parts
from kck.directory.models import Category, CategoryWords, CityText, ConfigVersion, RoutingRule, Unit
from kck.directory.queries import snapshot
from kck.directory.tests.loaded import MODEL_CITY, MONDAY, change, reload
from kck.foundation.actor import ANYBODY, PLATFORM, Actor
from kck.foundation.models import RecordedEvent

pytestmark = pytest.mark.usefixtures("no_city")
TUESDAY = MONDAY + timedelta(days=1)


def test_a_load_brings_everything_and_records_it() -> None:
    loaded = reload(MODEL_CITY)

    assert loaded.version == 1
    assert Unit.objects.count() == 7
    event = RecordedEvent.objects.get(name="directory.directory_loaded")
    assert event.payload["added"] == loaded.check.count("added") == len(loaded.check.changes)
    assert event.payload["hash"] == ConfigVersion.objects.get().hash


def test_loading_the_same_again_changes_nothing() -> None:
    reload(MODEL_CITY)
    before = list(Category.objects.order_by("pk").values())

    again = reload(MODEL_CITY, TUESDAY)

    assert (again.version, again.check.changes) == (1, ())
    assert list(Category.objects.order_by("pk").values()) == before
    assert RecordedEvent.objects.filter(name="directory.directory_loaded").count() == 1


def test_what_changed_keeps_its_id_and_is_shown(folder: Path) -> None:
    reload(folder)
    before = Unit.objects.get(code="ROADS").pk
    change(folder, "units.csv", "Roads Authority", "Highways Authority")

    (shown,) = check_city(folder, at=TUESDAY).changes
    loaded = reload(folder, TUESDAY)

    assert (shown.kind, shown.what, shown.code) == ("changed", "jednostka", "ROADS")
    assert "Highways" in shown.details[0]
    assert loaded.check.changes == (shown,)
    assert Unit.objects.get(code="ROADS").pk == before
    assert snapshot(TUESDAY).unit_by_id(before).name("en") == "Highways Authority"


def test_what_vanished_from_the_files_ends_but_stays(folder: Path) -> None:
    reload(folder)
    ice = Category.objects.get(code="roads-ice")
    lines = (folder / "categories.csv").read_text().splitlines(keepends=True)
    (folder / "categories.csv").write_text("".join(x for x in lines if "roads-ice" not in x))
    rules = (folder / "rules.toml").read_text().replace('"roads-ice"', '"roads-pothole"')
    (folder / "rules.toml").write_text(rules)

    reload(folder, TUESDAY)

    ice.refresh_from_db()
    assert ice.valid_to == date(2026, 2, 2)
    city = snapshot(TUESDAY)
    assert city.category("roads-ice") is None
    assert city.category("roads-ice", MONDAY) is not None
    assert city.category_by_id(ice.pk).name("en") == "Slippery road"
    assert reload(folder, TUESDAY + timedelta(days=9)).check.changes == ()


def test_what_comes_back_is_the_old_row_again(folder: Path) -> None:
    reload(folder)
    row = RoutingRule.objects.get(code="ice-at-night")
    whole = (folder / "rules.toml").read_text()
    (folder / "rules.toml").write_text("")
    reload(folder, TUESDAY)
    assert snapshot(TUESDAY).rules() == ()

    (folder / "rules.toml").write_text(whole)
    reload(folder, TUESDAY)

    row.refresh_from_db()
    assert row.valid_to is None
    assert [rule.id for rule in snapshot(TUESDAY).rules() if rule.code == row.code] == [row.pk]


def test_words_and_texts_have_no_dates_and_go_with_the_files(folder: Path) -> None:
    reload(folder)
    (folder / "words.csv").write_text("category,language,words,examples\n")
    for path in (folder / "texts").iterdir():
        path.unlink()

    reload(folder, TUESDAY)

    assert not CategoryWords.objects.exists()
    assert not CityText.objects.exists()


def test_a_new_edition_of_a_code_takes_over_on_its_day(folder: Path) -> None:
    reload(folder)
    old = (folder / "categories.csv").read_text().splitlines()[1]
    first = old.replace(",,,,,proposal", ",,,2026-06-30,,proposal")
    second = old.replace("48,h", "24,h").replace(",,,,,proposal", ",,2026-07-01,,,proposal")
    change(folder, "categories.csv", old, f"{first}\n{second}")

    reload(folder)

    june, july = (
        snapshot().category("roads-pothole", day) for day in (date(2026, 6, 30), date(2026, 7, 1))
    )
    assert june is not None
    assert july is not None
    assert (june.targets[0].amount, july.targets[0].amount) == (48, 24)
    assert june.words == july.words


def test_a_mistake_loads_nothing_at_all(folder: Path) -> None:
    change(folder, "stages.csv", "ROADS,web", "ROAD,web")

    with pytest.raises(WrongFiles, match=r"stages.csv:2: .*„ROADS”"):
        reload(folder)

    assert not Unit.objects.exists()
    assert not RecordedEvent.objects.exists()


def test_a_part_that_fails_takes_the_whole_load_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        raise OSError("disk")

    monkeypatch.setattr(parts, "_parts", {})
    parts.register_part("streets", lambda where, problems: [], fail)

    with pytest.raises(OSError, match="disk"):
        reload(MODEL_CITY)

    assert not RecordedEvent.objects.exists()


def test_a_restart_leaves_a_known_folder_alone() -> None:
    reload(MODEL_CITY)
    Unit.objects.filter(code="ROADS").update(phone="12 345 67 89")

    load_city(MODEL_CITY, by=PLATFORM, at=TUESDAY, if_new=True)
    assert Unit.objects.get(code="ROADS").phone == "12 345 67 89"

    load_city(MODEL_CITY, by=PLATFORM, at=TUESDAY)
    assert Unit.objects.get(code="ROADS").phone == ""


@pytest.mark.parametrize(
    "actor",
    [
        ANYBODY,
        Actor(kind="staff", id=1),
        Actor(kind="staff", id=1, unit_grants={1: frozenset({"directory.edit"})}),
        Actor(kind="partner", id=1, grants=frozenset({"directory.edit"})),
    ],
)
def test_only_an_administrator_of_the_whole_city_loads(actor: Actor) -> None:
    with pytest.raises(PermissionDenied, match="administrator"):
        load_city(MODEL_CITY, by=actor, at=MONDAY)

    assert not Unit.objects.exists()


def test_an_administrator_loads() -> None:
    administrator = Actor(kind="staff", id=1, grants=frozenset({"directory.edit"}))

    load_city(MODEL_CITY, by=administrator, at=MONDAY)

    assert RecordedEvent.objects.get().actor == "staff:1"
