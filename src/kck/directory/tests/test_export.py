"""What is exported, loaded into an empty database and exported again is the same, byte by byte."""

from datetime import date
from pathlib import Path

import pytest

from kck.directory import models
from kck.directory.commands import EditedOnScreens, check_city, load_city, put_in_force
from kck.directory.commands.uploads import WrongUpload, keep_upload, load_upload, opened, packed
from kck.directory.editing.export import exported, rows_of_database, written_files
from kck.directory.loading.city import all_languages
from kck.directory.loading.parts import write_files
from kck.directory.tests.loaded import MODEL_CITY, MONDAY, change, reload
from kck.directory.tests.test_changes import draft, edit
from kck.foundation.actor import PLATFORM

pytestmark = pytest.mark.usefixtures("no_city")
SHIPPED = Path(__file__).parents[4] / "cities" / "krakow"
DIRECTORY = (
    *("City", "Calendar", "Unit", "WayPeriod", "Helpline", "CategoryGroup", "Category"),
    *("CategoryWords", "Question", "RoutingRule", "Stage", "Danger", "CityText", "LoadedFile"),
)


def empty() -> None:
    models.ChangeSet.objects.all().delete()
    for name in DIRECTORY:
        getattr(models, name).objects.all().delete()
    models.ConfigVersion.objects.all().delete()


def files_of(folder: Path) -> dict[str, str]:
    """Without the sentences triage learns from: they are read from the files, not edited."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and "triage" not in path.relative_to(folder).parts
    }


@pytest.mark.parametrize("folder", [MODEL_CITY, SHIPPED], ids=["model", "krakow"])
def test_what_nobody_changed_comes_out_letter_by_letter(folder: Path) -> None:
    reload(folder)

    assert exported() == dict(sorted(files_of(folder).items()))


@pytest.mark.parametrize("city", [MODEL_CITY, SHIPPED], ids=["model", "krakow"])
def test_files_written_anew_say_the_same(city: Path, tmp_path: Path) -> None:
    reload(city)
    first = written_files(rows_of_database(), all_languages())
    others = {name: text for name, text in files_of(city).items() if "geojson" in name}
    write_files({**others, **first}, tmp_path)

    check = check_city(tmp_path, at=MONDAY)

    assert check.problems == ()
    assert check.changes == ()


def test_an_edited_city_survives_the_way_into_an_empty_database(tmp_path: Path) -> None:
    reload(MODEL_CITY)
    changes = draft(date(2026, 3, 1))
    edit(changes, "units", "ROADS", phone="12 345 67 89")
    edit(changes, "helplines", "992", hours="7-19")
    edit(changes, "groups", "group:roads", name_pl="Ulice")
    edit(changes, "questions", "roads-pothole:where", values=[
        {"key": "a", "name_pl": "a", "name_en": "b", "name_uk": "c"},
        {"key": "b", "name_pl": "d", "name_en": "e", "name_uk": "f"},
    ])  # fmt: skip
    put_in_force(changes.pk, by=PLATFORM, at=MONDAY)
    models.WayPeriod.objects.create(
        code="ROADS",
        way="open311",
        settings={
            "open311": {
                "endpoint": "https://x.example", "photos": "media", "personal": ["name"],
                "services": {"roads-pothole": "1"}, "states": {"w toku": "take"},
            }
        },
    )  # fmt: skip
    first = exported()
    write_files(first, tmp_path)
    empty()

    load_city(tmp_path, by=PLATFORM, at=MONDAY)

    assert exported() == first
    assert first["units.csv"].count("\nROADS,") == 2
    assert first["calendars.toml"] == (MODEL_CITY / "calendars.toml").read_text()
    assert models.Helpline.objects.filter(code="992").count() == 2
    lists = models.Question.objects.filter(code="where").order_by("valid_from")
    assert {row.values[0]["key"] for row in lists} == {"a", "middle"}
    far = models.WayPeriod.objects.get(code="ROADS").settings["open311"]
    assert (far["services"], far["states"]) == ({"roads-pothole": "1"}, {"w toku": "take"})


def test_files_do_not_overwrite_what_was_edited_on_screens(folder: Path) -> None:
    reload(folder)
    changes = draft(date(2026, 3, 1))
    edit(changes, "units", "ROADS", phone="12 345 67 89")
    put_in_force(changes.pk, by=PLATFORM, at=MONDAY)
    change(folder, "categories.csv", "Uncut grass", "Tall grass")

    with pytest.raises(EditedOnScreens) as refused:
        load_city(folder, by=PLATFORM, at=MONDAY)

    assert {one.identity for one in refused.value.conflicts} == {"ROADS"}
    assert "Tall grass" not in models.Category.objects.get(code="greenery-grass").names.values()
    assert models.Unit.objects.filter(code="ROADS", phone="12 345 67 89").exists()


def test_files_overwrite_when_told_to_and_the_change_is_over(folder: Path) -> None:
    reload(folder)
    changes = draft(date(2026, 3, 1))
    edit(changes, "units", "ROADS", phone="12 345 67 89")
    put_in_force(changes.pk, by=PLATFORM, at=MONDAY)

    load_city(folder, by=PLATFORM, at=MONDAY, replace=True)

    (row,) = models.Unit.objects.filter(code="ROADS")
    assert (row.phone, row.valid_to) == ("", None)
    changes.refresh_from_db()
    assert changes.state == "replaced"
    load_city(folder, by=PLATFORM, at=MONDAY)


def test_an_edition_of_today_that_a_case_keeps_is_never_in_force_and_in_no_file(
    folder: Path,
) -> None:
    from tests.builders import a_case

    reload(folder)
    changes = draft(MONDAY.date())
    edit(changes, "categories", "roads-pothole", target_amount="24")
    put_in_force(changes.pk, by=PLATFORM, at=MONDAY)
    case = a_case(at=MONDAY)

    load_city(folder, by=PLATFORM, at=MONDAY, replace=True)

    kept = models.Category.objects.get(pk=case.category_id)
    assert kept.valid_to is not None
    assert kept.valid_from is not None
    assert kept.valid_to < kept.valid_from
    assert exported()["categories.csv"].count("\nroads-pothole,") == 1
    load_city(folder, by=PLATFORM, at=MONDAY)


def test_a_zip_is_looked_at_and_loaded(folder: Path) -> None:
    reload(folder)
    change(folder, "units.csv", "Roads Authority", "Highways Authority")
    content = packed(files_of(folder), "wzorowo")

    upload = keep_upload(content, name="wzorowo.zip", by=PLATFORM, at=MONDAY)
    loaded = load_upload(upload.pk, replace=False, by=PLATFORM, at=MONDAY)

    assert [one.code for one in loaded.check.changes] == ["ROADS"]
    assert not models.Upload.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", packed({"readme.md": "x"}, "city"), packed({"city.toml": "x"}, "a/b/c/d")],
)
def test_what_is_no_city_is_refused(content: bytes) -> None:
    with pytest.raises(WrongUpload):
        keep_upload(content, name="x", by=PLATFORM, at=MONDAY)


def test_a_zip_writes_only_files_of_a_city() -> None:
    content = packed({"city.toml": "", "../evil.csv": "", "a/b.csv": "", "run.sh": ""}, "city")

    with opened(content) as folder:
        assert [path.name for path in folder.rglob("*") if path.is_file()] == ["city.toml"]
