from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.fixtures import CITY

from kck.directory.commands import WrongFiles, check_city, load_city
from kck.directory.loading.problems import Problems
from kck.foundation.actor import PLATFORM, Actor
from kck.notices import city
from kck.notices.commands import withdraw_notice
from kck.notices.models import Notice

pytestmark = pytest.mark.django_db

AT = datetime(2031, 11, 24, 8, tzinfo=UTC)
CITY_TOML = (CITY / "city.toml").read_text(encoding="utf-8")
WATER = """
[[notice]]
code = "water"
kind = "warning"
districts = ["I"]
valid_from = 2031-11-24T06:00:00
valid_to = "2031-11-25"

[notice.title]
pl = "Nie ma wody"
en = "No water"
uk = "Немає води"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Notice.objects.all().delete()
    (tmp_path / "city.toml").write_text(CITY_TOML, encoding="utf-8")
    (tmp_path / "districts.geojson").write_text('{"features": [{"properties": {"code": "I"}}]}')
    write(tmp_path, WATER)
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "notices.toml").write_text(text, encoding="utf-8")


def problems_of(folder: Path, text: str) -> list[str]:
    write(folder, text)
    problems = Problems()
    city.check(folder, problems)
    return [str(problem) for problem in problems.found]


def test_notices_of_the_file_are_published_on_the_citys_clocks(folder: Path) -> None:
    assert city.check(folder, Problems()) == ["+ notice water: Nie ma wody"]

    city.load(folder, at=AT, by=PLATFORM)

    notice = Notice.objects.get(code="water")
    assert (notice.kind, notice.districts, notice.from_file) == ("warning", ["I"], True)
    assert notice.valid_from == datetime(2031, 11, 24, 5, tzinfo=UTC)
    assert notice.valid_to == datetime(2031, 11, 24, 23, tzinfo=UTC)


def test_loading_again_changes_nothing_and_wakes_nothing_withdrawn(folder: Path) -> None:
    city.load(folder, at=AT, by=PLATFORM)
    withdraw_notice(Notice.objects.get(code="water").pk, by=PLATFORM, at=AT)

    assert city.check(folder, Problems()) == []
    city.load(folder, at=AT, by=PLATFORM)

    assert Notice.objects.get(code="water").withdrawn_at == AT


def test_new_words_are_news(folder: Path) -> None:
    city.load(folder, at=AT, by=PLATFORM)
    withdraw_notice(Notice.objects.get(code="water").pk, by=PLATFORM, at=AT)
    write(folder, WATER.replace("Nie ma wody", "Woda wróci o 18"))

    assert city.check(folder, Problems()) == ["~ notice water: Woda wróci o 18"]
    city.load(folder, at=AT, by=PLATFORM)

    notice = Notice.objects.get(code="water")
    assert (notice.titles["pl"], notice.withdrawn_at) == ("Woda wróci o 18", None)


def test_a_notice_that_left_the_file_is_withdrawn_and_may_come_back(folder: Path) -> None:
    city.load(folder, at=AT, by=PLATFORM)
    write(folder, "")

    assert city.check(folder, Problems()) == ["- notice water"]
    city.load(folder, at=AT, by=PLATFORM)
    assert Notice.objects.get(code="water").withdrawn_at == AT

    write(folder, WATER)
    city.load(folder, at=AT, by=PLATFORM)
    assert Notice.objects.get(code="water").withdrawn_at is None


def test_who_may_load_the_city_may_load_its_notices(folder: Path) -> None:
    city.load(folder, at=AT, by=Actor(kind="staff", id=1, grants=frozenset({"directory.edit"})))

    assert Notice.objects.filter(code="water", withdrawn_at=None).exists()


def test_a_folder_without_notices_has_none(folder: Path) -> None:
    (folder / "notices.toml").unlink()

    assert city.check(folder, Problems()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "warning"', 'kind = "alarm"', "notices.toml:4: kind: nieznana wartość „alarm”."),
        ('uk = "Немає води"', "", "notices.toml:9: Brakuje tekstu w języku uk."),
        ('"2031-11-25"', '"jutro"', "notices.toml:7: valid_to: „jutro” nie jest chwilą."),
        ('"2031-11-25"', '"2030-11-25"', "notices.toml:7: valid_to (2030-11-25"),
        ("valid_from = 2031-11-24T06:00:00", "", "notices.toml:2: Brakuje pola valid_from."),
        ('["I"]', '["XX"]', "notices.toml:5: districts: nie ma dzielnicy „XX”."),
        ('code = "water"', 'code = "wa ter"', "notices.toml:3: code: „wa ter”"),
        ("districts", "district", "notices.toml:5: Nieznane pole „district”."),
        ("Nie ma wody", "x" * 200, "notices.toml:9: title.pl: tekst jest za długi"),
        ("[[notice]]", "[[notices]]", "notices.toml:2: Nieznany wpis „notices”."),
    ],
)
def test_a_mistake_is_named_by_its_line(folder: Path, old: str, new: str, said: str) -> None:
    found = problems_of(folder, WATER.replace(old, new))

    assert any(one.startswith(said) for one in found), found


def test_one_code_stands_once_in_a_file(folder: Path) -> None:
    (found,) = problems_of(folder, WATER + WATER)

    assert found.startswith("notices.toml:15: Komunikat „water” jest już w tym pliku.")


def test_the_city_is_checked_and_loaded_together_with_its_notices(tmp_path: Path) -> None:
    for path in CITY.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    write(tmp_path, WATER)

    assert "+ notice water: Nie ma wody" in check_city(tmp_path).others
    write(tmp_path, WATER.replace("warning", "alarm"))

    with pytest.raises(WrongFiles, match=r"notices\.toml:4"):
        load_city(tmp_path, by=PLATFORM, at=AT)
