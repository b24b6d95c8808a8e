from datetime import UTC, date, datetime

import pytest

from kck.places import queries
from kck.places.city import check_city, load_city
from kck.places.importing.report import CannotImport
from kck.places.models import Area, Landmark, RegisterVersion, Street
from kck.places.tests.builders import EAST, PARK, WEST, a_collection, a_feature, a_town, square

pytestmark = pytest.mark.usefixtures("no_city")
AT = datetime(2026, 2, 2, 8, tzinfo=UTC)


class Problems:
    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, file, line, what, instead=""):
        self.found.append(f"{file}:{line}: {what} {instead}")


def problems_of(folder):
    problems = Problems()
    check_city(folder, problems)
    return problems.found


def test_a_town_is_checked_then_loaded_then_nothing_is_left_to_do(tmp_path):
    folder, problems = a_town(tmp_path), Problems()

    before = check_city(folder, problems)
    load_city(folder, at=AT)

    assert problems.found == []
    assert "+ district 1: Zachód" in before
    assert "+ landmark zamek: Zamek" in before
    assert "+ city town: Miasto" in before
    assert "+ ulice: 3" in before
    assert check_city(folder, problems) == []
    assert queries.locate(50.045, 19.945).owner_unit == "ZZM"
    assert queries.locate(50.05, 19.95).owner == ""


def test_loading_again_changes_nothing(tmp_path):
    load_city(a_town(tmp_path), at=AT)
    token = RegisterVersion.objects.get(register="areas").token

    load_city(tmp_path, at=AT)

    assert RegisterVersion.objects.get(register="areas").token == token
    assert Street.objects.count() == 3


def test_what_the_folder_no_longer_says_ends(tmp_path):
    load_city(a_town(tmp_path), at=AT)
    (tmp_path / "districts.geojson").write_text(a_collection(WEST))
    (tmp_path / "landmarks.csv").write_text("code,name_pl,lat,lon\n")

    changes = check_city(tmp_path, Problems())
    load_city(tmp_path, at=AT)

    assert {"- district 2: Wschód", "- landmark zamek: Zamek"} <= set(changes)
    assert Area.objects.get(kind="district", code="2").valid_to == date(2026, 2, 2)
    assert not Landmark.objects.exists()
    assert [district.code for district in queries.districts()] == ["1"]


def test_a_folder_without_files_ends_nothing(tmp_path):
    load_city(a_town(tmp_path), at=AT)
    empty = tmp_path / "empty"
    empty.mkdir()

    load_city(empty, at=AT)

    assert check_city(empty, Problems()) == []
    assert len(queries.districts()) == 2


def test_each_mistake_is_named_by_file_and_line(tmp_path):
    a_town(tmp_path)
    strange = a_feature([square(20, 50, 20.1, 50.1)], code="x", name_pl="X", owner="king")
    (tmp_path / "districts.geojson").write_text(a_collection(WEST, EAST, EAST))
    (tmp_path / "areas.geojson").write_text(a_collection(PARK, strange, {"type": "Feature"}))
    (tmp_path / "landmarks.csv").write_text("code,name_pl,lat,lon\na,A,50.05,19.95\nb,B,abc,19\n")
    (tmp_path / "streets.csv").write_text("street_name\nul. Długa\n")

    found = "\n".join(problems_of(tmp_path))

    assert "Kod „2” jest dwa razy" in found
    assert "Nieznany właściciel „king”. Możliwe wartości: road" in found
    assert "landmarks.csv:3: Współrzędne nie są liczbami." in found
    assert "streets.csv:1: Brakuje kolumn: name." in found
    lines = (tmp_path / "areas.geojson").read_text().splitlines()
    wrong = next(line for line in problems_of(tmp_path) if "Brakuje kodu obszaru" in line)
    assert '"Feature"' in lines[int(wrong.split(":")[1]) - 1]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "To nie jest JSON"),
        ("[]", "Brakuje listy"),
        ('{"features": 3}', ""),
    ],
)
def test_a_broken_geojson_is_a_mistake_not_a_crash(tmp_path, text, what):
    a_town(tmp_path)
    (tmp_path / "districts.geojson").write_text(text)

    assert what in "\n".join(problems_of(tmp_path))


def test_a_load_of_a_folder_with_mistakes_changes_nothing(tmp_path):
    a_town(tmp_path)
    (tmp_path / "landmarks.csv").write_text("code,name_pl,lat,lon\nb,B,abc,19\n")

    with pytest.raises(CannotImport, match=r"landmarks\.csv:2"):
        load_city(tmp_path, at=AT)

    assert not Area.objects.exists()
