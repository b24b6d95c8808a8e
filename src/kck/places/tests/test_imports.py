import json
import uuid
from datetime import UTC, datetime

import pytest

from kck.foundation.actor import ANYBODY, PLATFORM
from kck.foundation.models import RecordedEvent
from kck.foundation.verdict import Refused
from kck.places import commands, queries, versions
from kck.places.importing.report import CannotImport
from kck.places.models import AddressPoint, Area, RegisterVersion, Stop, Street
from kck.places.tests.builders import (
    PARK,
    a_collection,
    a_feature,
    a_file,
    a_street,
    square,
)

pytestmark = pytest.mark.usefixtures("no_city")
AT = datetime(2026, 2, 2, 8, tzinfo=UTC)
ULIC = ["WOJ", "POW", "GMI", "RODZ_GMI", "SYM", "SYM_UL", "CECHA", "NAZWA_1", "NAZWA_2", "STAN_NA"]


def streets(path, **options):
    return commands.import_streets(path, at=AT, by=PLATFORM, **options)


def addresses(path, **options):
    return commands.import_addresses(path, at=AT, by=PLATFORM, **options)


def street_labels():
    return sorted(street.label for street in Street.objects.all())


def rejected(report):
    assert report.rejects
    return report.rejects.read_text(encoding="utf-8").splitlines()[1:]


def test_plain_names_are_imported_and_a_second_time_changes_nothing(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("ul. Długa\n\nul. aleja Jana Pawła II\nUlica Długa\nul.\n", encoding="utf-8")

    first = streets(path)
    second = streets(path)

    assert street_labels() == ["al. Jana Pawła II", "ul. Długa"]
    assert (first.read, first.written, first.rejected) == (4, 2, 1)
    assert (second.read, second.written, second.rejected) == (4, 2, 1)


def test_the_teryt_register_gives_each_street_once(tmp_path):
    rows = [
        ULIC,
        ["12", "61", "02", "9", "0950463", "04567", "ul.", "Asnyka", "Adama", "2026-01-01"],
        ["12", "61", "03", "9", "0950470", "04567", "ul.", "Asnyka", "Adama", "2026-01-01"],
        ["12", "61", "03", "9", "0950470", "07777", "rynek", "Główny", "", "2026-01-01"],
        ["12", "61", "03", "9", "0950470", "07778", "inne", "Błonia", "", "2026-01-01"],
        ["12", "61", "03", "9", "0950470", "07779", "ul.", "", "", "2026-01-01"],
    ]

    report = streets(a_file(tmp_path / "ULIC.csv", rows, ";"))

    assert street_labels() == ["Błonia", "Rynek Główny", "ul. Adama Asnyka"]
    assert Street.objects.get(name="Adama Asnyka").code == "04567"
    assert report.rejected == 1
    assert rejected(report)[0].startswith("6,Brakuje nazwy ulicy.")


def test_the_register_of_a_whole_country_needs_a_code_and_changes_nothing_without(tmp_path):
    rows = [
        ULIC,
        ["12", "61", "02", "9", "1", "1", "ul.", "Nasza", "", ""],
        ["14", "65", "02", "9", "2", "2", "ul.", "Cudza", "", ""],
    ]
    path = a_file(tmp_path / "ULIC.csv", rows, ";")

    with pytest.raises(CannotImport, match="--only"):
        streets(path)
    assert not Street.objects.exists()

    streets(path, only="1261")
    assert street_labels() == ["ul. Nasza"]


def test_a_later_register_adds_what_an_earlier_one_did_not_know(tmp_path):
    a_file(tmp_path / "placed.csv", [["name", "lat", "lon"], ["ul. Długa", "50.05", "19.95"]])
    a_file(
        tmp_path / "ULIC.csv", [ULIC, ["12", "61", "", "", "", "0123", "ul.", "Długa", "", ""]], ";"
    )
    (tmp_path / "names.txt").write_text("ul. Długa\n", encoding="utf-8")

    for name in ("placed.csv", "ULIC.csv", "names.txt"):
        streets(tmp_path / name)

    street = Street.objects.get()
    assert (street.code, street.lat, street.lon) == ("0123", 50.05, 19.95)


@pytest.mark.parametrize(
    ("crs", "x", "y"),
    [
        ("4326", "19,9373", "50,0617"),
        ("2180", "567 088.0", "244 016.0"),
        ("2178", "7424008", "5547592"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_address_points_are_read_in_each_system_and_axis_order(tmp_path, crs, x, y, turned):
    _a_big_town(tmp_path)
    if turned:
        x, y = y, x
    rows = [["ulica", "numer", "x", "y"], ["ul. Długa", "12 A", x, y]]

    addresses(a_file(tmp_path / "a.csv", rows, ";"), crs=crs)

    house = AddressPoint.objects.get()
    assert (house.number, house.number_key, house.street.label) == ("12 A", "12a", "ul. Długa")
    assert house.lat == pytest.approx(50.0617, abs=0.003)
    assert house.lon == pytest.approx(19.9373, abs=0.003)


def _a_big_town(folder):
    big = a_feature([square(19.8, 50, 20.2, 50.1)], code="1", name_pl="Miasto")
    path = folder / "town.geojson"
    path.write_text(a_collection(big))
    commands.import_areas(path, kind="district", at=AT, by=PLATFORM)


def test_rows_that_cannot_be_used_are_listed_and_the_good_ones_kept(tmp_path):
    _a_big_town(tmp_path)
    rows = [
        ["street", "number", "lat", "lon"],
        ["Długa", "1", "50.05", "19.95"],
        ["", "1", "50.05", "19.95"],
        ["Długa", "", "50.05", "19.95"],
        ["Długa", "2", "north", "19.95"],
        ["Długa", "3", "", ""],
        ["Długa", "4", "52.2", "21.0"],
        ["Długa", "5", "nan", "19.95"],
        ["Długa", "x" * 30, "50.05", "19.95"],
        ["Krótka"],
    ]

    report = addresses(a_file(tmp_path / "a.csv", rows))

    assert (report.read, report.written, report.rejected) == (9, 1, 8)
    assert [line.split(",")[0] for line in rejected(report)] == [*"3456789", "10"]
    assert AddressPoint.objects.get().number == "1"
    assert report.rejects
    assert report.rejects.stat().st_mode & 0o077 == 0


def test_importing_again_makes_no_doubles_and_moves_what_moved(tmp_path):
    path = tmp_path / "a.csv"
    header = ["street", "number", "lat", "lon"]
    addresses(
        a_file(path, [header, ["Długa", "1", "50.05", "19.95"], ["Długa", "1", "50.05", "19.95"]])
    )
    addresses(a_file(path, [header, ["długa", "1", "50.06", "19.95"]]))

    assert AddressPoint.objects.get().lat == 50.06
    assert Street.objects.count() == 1


def test_an_address_without_prefix_finds_the_street_of_that_name(tmp_path):
    a_street("os. Kolorowe")
    a_street("ul. Kolorowa")

    addresses(
        a_file(
            tmp_path / "a.csv",
            [
                ["street", "number", "lat", "lon"],
                ["Kolorowe", "5", "50.05", "19.95"],
                ["Nieznana", "6", "50.05", "19.96"],
            ],
        )
    )

    assert [house.street.label for house in AddressPoint.objects.order_by("number_order")] == [
        "os. Kolorowe",
        "Nieznana",
    ]


def test_a_street_stands_where_its_middle_house_does(tmp_path):
    rows = [["street", "number", "lat", "lon"]]
    rows += [["Długa", str(n), str(50.05 + n / 1000), "19.95"] for n in range(1, 6)]

    addresses(a_file(tmp_path / "a.csv", rows))

    assert Street.objects.get().lat == pytest.approx(50.053)


def test_a_table_without_a_known_column_says_which_one_is_missing(tmp_path):
    path = a_file(tmp_path / "a.csv", [["PA_NAZWA", "nr", "lat", "lon"], ["Długa", "1", "5", "6"]])

    with pytest.raises(CannotImport, match=r"street.*--columns"):
        addresses(path)


def test_characters_that_no_database_takes_are_left_out(tmp_path):
    strange = a_feature([square(19.9, 50, 20, 50.1)], code="1", name="Za\0chód", note=["\ud800x"])
    (tmp_path / "areas.geojson").write_text(a_collection(strange))
    (tmp_path / "names.txt").write_bytes("ul. Dłu\0ga\n".encode())

    commands.import_areas(tmp_path / "areas.geojson", kind="district", at=AT, by=PLATFORM)
    streets(tmp_path / "names.txt")

    area = Area.objects.get()
    assert (area.names, area.props) == ({"pl": "Zachód"}, {"note": ["x"]})
    assert street_labels() == ["ul. Długa"]


def test_columns_can_be_named_by_hand(tmp_path):
    rows = [["PA_NAZWA", "PA_NR", "N", "E"], ["Długa", "1", "50.05", "19.95"]]

    addresses(
        a_file(tmp_path / "a.csv", rows),
        columns={"street": "PA_NAZWA", "number": "PA_NR", "lat": "N", "lon": "E"},
    )

    assert AddressPoint.objects.get().street.name == "Długa"


def _points(count):
    for n in range(count):
        yield {
            "type": "Feature",
            "properties": {"addr:street": "Długa", "addr:housenumber": str(n + 1)},
            "geometry": {"type": "Point", "coordinates": [19.95, 50.05 + n / 1e5]},
        }


@pytest.mark.parametrize("shape", ["collection", "pretty", "lines", "records"])
def test_geojson_points_are_streamed_in_every_shape(tmp_path, shape):
    path, points = tmp_path / "a.geojson", list(_points(700))
    if shape in {"collection", "pretty"}:
        whole = {"type": "FeatureCollection", "name": "x" * 70_000, "features": points}
        path.write_text(json.dumps(whole, indent=1 if shape == "pretty" else None))
    else:
        mark = "\x1e" if shape == "records" else ""
        path.write_text("".join(f"{mark}{json.dumps(point)}\n" for point in points))

    report = addresses(path)

    assert (report.read, report.written, AddressPoint.objects.count()) == (700, 700, 700)


@pytest.mark.parametrize("cut", [0.5, 0.99])
def test_a_file_that_was_cut_off_changes_nothing(tmp_path, cut):
    path = tmp_path / "a.geojson"
    whole = json.dumps({"type": "FeatureCollection", "features": list(_points(50))})
    path.write_text(whole[: int(len(whole) * cut)])

    with pytest.raises(CannotImport):
        addresses(path)

    assert not AddressPoint.objects.exists()
    assert not Street.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_every_usual_encoding_is_read(tmp_path, encoding):
    path = tmp_path / "names.txt"
    path.write_text("ul. Żółta\nul. Łąkowa\n", encoding=encoding)

    streets(path)

    assert set(street_labels()) == {"ul. Żółta", "ul. Łąkowa"}


def test_gtfs_stops_are_imported_without_entrances(tmp_path):
    rows = [
        ["stop_id", "stop_name", "stop_lat", "stop_lon", "location_type"],
        ["1", "Dworzec", "50.06", "19.94", "0"],
        ["2", "Dworzec", "50.061", "19.941", ""],
        ["3", "Wejście", "50.061", "19.941", "2"],
        ["4", "", "50.061", "19.941", "0"],
    ]
    path = a_file(tmp_path / "stops.txt", rows)

    report = commands.import_stops(path, at=AT, by=PLATFORM)
    commands.import_stops(path, at=AT, by=PLATFORM)

    assert sorted(Stop.objects.values_list("code", flat=True)) == ["1", "2"]
    assert report.rejected == 1


def test_areas_are_imported_with_holes_and_what_is_no_polygon_is_refused(tmp_path):
    line = {
        "type": "Feature",
        "properties": {"code": "x", "name": "x"},
        "geometry": {"type": "LineString", "coordinates": [[19, 50], [20, 51]]},
    }
    bow = {
        "type": "Feature",
        "properties": {"code": "bow", "name": "bow"},
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[20, 50], [20.1, 50.1], [20.1, 50], [20, 50.1], [20, 50]]],
        },
    }
    nothing = {"type": "Feature", "properties": {"code": "n", "name": "n"}, "geometry": None}
    path = tmp_path / "areas.geojson"
    path.write_text(a_collection(PARK, line, bow, nothing))

    report = commands.import_areas(path, kind="owner", at=AT, by=PLATFORM)

    assert (report.written, report.rejected) == (2, 2)
    assert queries.locate(50.045, 19.945).owner == "green"
    assert queries.locate(50.05, 19.95).owner == ""
    assert len(Area.objects.get(code="park").geometry["coordinates"]) == 2


def test_a_register_in_metres_says_which_option_is_missing(tmp_path):
    metres = a_feature([square(565_000, 243_000, 568_000, 246_000)], code="1", name_pl="Miasto")
    path = tmp_path / "areas.geojson"
    path.write_text(a_collection(metres))

    refused = commands.import_areas(path, kind="district", at=AT, by=PLATFORM)
    taken = commands.import_areas(path, kind="district", at=AT, by=PLATFORM, crs="2180")

    assert refused.rejected == 1
    assert taken.written == 1
    assert queries.locate(50.06, 19.94).inside
    assert not queries.locate(51.06, 19.94).inside


def test_an_import_is_recorded_and_noticed_by_every_process(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("ul. Długa\n", encoding="utf-8")
    assert queries.suggest("dluga") == []

    streets(path)

    assert queries.suggest("dluga")[0].label == "ul. Długa"
    event = RecordedEvent.objects.filter(name="places.register_changed").latest("pk")
    assert event.payload == {"register": "streets", "rows": 1}
    assert RegisterVersion.objects.get(register="streets").changed_at == AT


def test_another_process_sees_a_change_when_it_looks_again(tmp_path, monkeypatch):
    assert queries.suggest("dluga") == []
    a_street("ul. Długa")
    # as another process would
    RegisterVersion.objects.filter(register="streets").update(token=uuid.uuid4())

    assert queries.suggest("dluga") == []
    monkeypatch.setattr(versions, "CHECK_EVERY_S", 0)
    assert queries.suggest("dluga")[0].label == "ul. Długa"


def test_a_stranger_may_not_import(tmp_path):
    with pytest.raises(Refused):
        commands.import_streets(tmp_path / "names.txt", at=AT, by=ANYBODY)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CannotImport, match=r"nowhere\.txt"):
        streets(tmp_path / "nowhere.txt")
