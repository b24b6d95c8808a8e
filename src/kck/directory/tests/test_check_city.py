"""Each mistake is named by file and line, with what to write instead."""

from pathlib import Path

import pytest

from kck.directory.commands import check_city
from kck.directory.loading import parts
from kck.directory.loading.problems import Problems
from kck.directory.tests.loaded import MODEL_CITY, MONDAY, change

pytestmark = pytest.mark.usefixtures("no_city")


def test_the_model_city_is_without_a_mistake() -> None:
    assert check_city(MODEL_CITY, at=MONDAY).problems == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "what", "instead"),
    [
        ("units.csv", ",desk,office", ",desc,office", 2, "„desc”", "„desk”"),
        ("units.csv", ",desk,office", ",desk,ofice", 2, "„ofice”", "„office”"),
        ("units.csv", ",no,desk", ",nie,desk", 2, "„nie”", "no"),
        ("units.csv", "Contact Centre", "", 2, "w języku en", "name_en"),
        ("units.csv", "2026-12-31,NATURE", "31.12.2026,NATURE", 5, "31.12.2026", "2026-01-31"),
        ("units.csv", "2026-12-31,NATURE", ",NATURE", 5, "ostatniego dnia", "valid_to"),
        ("units.csv", "2026-12-31,NATURE", "2026-12-31,NATURA", 5, "„NATURA”", "„NATURE”"),
        ("units.csv", "2027-01-01,,,", "2027-01-01,2028-01-01,GREEN,", 5, "koło", "Usuń"),
        ("units.csv", "ROADS,Zarząd Dróg", "GREEN,Zarząd Dróg", 5, "dwa razy", "valid_from"),
        ("units.csv", "code,name_pl", "kod,name_pl", 1, "„kod”", "code"),
        ("units.csv", "name_uk,kind", "kind", 1, "Brakuje kolumny „name_uk”", "Dodaj"),
        ("units.csv", ",992,", ",9,9,2,", 8, "19 pól, a kolumn jest 17", "cudzysłów"),
        ("categories.csv", "damage,ROADS,,,P2", "damage,ROAD,,,P2", 2, "„ROAD”", "„ROADS”"),
        ("categories.csv", "damage,ROADS,,,P2", "damage,,,,P2", 2, "nie ma jednostki", "units.csv"),
        ("categories.csv", "report,damage,ROADS", "report,,ROADS", 2, "public_group", "Wpisz"),
        ("categories.csv", "report,damage,ROADS", "report,damages,ROADS", 2, "„damages”", "damage"),
        ("categories.csv", "report,damage,ROADS", "raport,damage,ROADS", 2, "„raport”", "„report”"),
        ("categories.csv", "10-15..04-15", "15.10-15.04", 5, "okresem roku", "11-01..03-31"),
        ("categories.csv", "48,h,repaired", "48,,repaired", 2, "target_unit", "uzupełnij"),
        ("categories.csv", "48,h,repaired", "dwa,h,repaired", 2, "„dwa”", "0,25"),
        ("categories.csv", "48,h,repaired", "48,h,fixed", 2, "„fixed”", "repaired"),
        ("categories.csv", "10,wd,repaired", "1.5,wd,repaired", 3, "w całości", "Napisz 2"),
        ("categories.csv", "992|112", "992|113", 10, "„113”", "„112”"),
        ("categories.csv", "992|112", "", 10, "dokąd", "helplines.csv"),
        ("categories.csv", ",,CRISIS,P1", ",,OFFICE,P1", 4, "dyżuru", "dispatcher_24h"),
        ("categories.csv", ",P2,4", ",P9,4", 2, "„P9”", "P1"),
        ("words.csv", "pothole,uk", "potholes,uk", 5, "„roads-potholes”", "„roads-pothole”"),
        ("words.csv", "pothole,uk", "pothole,ua", 5, "„ua”", "uk"),
        ("questions.csv", "where,1,single", "wher,1,single", 3, "a ma 0", "question_values.csv"),
        ("questions.csv", "depth,2,number", "depth,2,numeric", 2, "„numeric”", "„number”"),
        ("question_values.csv", "where,edge", "were,edge", 3, "„were”", "„where”"),
        ("rules.toml", 'unit = "GREEN"', 'unit = "GREN"', 5, "„GREN”", "„GREEN”"),
        ("rules.toml", "owner =", "ower =", 10, "„ower”", "„owner”"),
        ("rules.toml", '["park"]', '["parc"]', 10, "„parc”", "„park”"),
        ("rules.toml", '["roads-ice"]', '["roads-ise"]', 15, "„roads-ise”", "„roads-ice”"),
        ("rules.toml", "22:00-05:00", "22-5:00", 22, "nie są godziny", "15:30-07:40"),
        ("rules.toml", "11-01..03-31", "listopad", 21, "„listopad”", "11-01..03-31"),
        ("rules.toml", ', "P3"]', ', "P33"]', 33, "„P33”", "P3"),
        ("rules.toml", ', uk = "тротуар у зеленій зоні"', "", 6, "w języku uk", "because.uk"),
        ("rules.toml", "order = 20", "ordr = 20", 14, "„ordr”", "„order”"),
        ("rules.toml", "order = 10", "order = ", 3, "nie da się odczytać", "cudzysłowy"),
        ("calendars.toml", "07:40-15:30", "07:40-25:30", 5, "godziny otwarcia", "07:40-15:30"),
        ("calendars.toml", 'sun = "', 'nie = "', 21, "„nie”", "sun"),
        ("calendars.toml", "2026-08-14", "14.08.2026", 6, "„14.08.2026”", "2026-01-31"),
        ("calendars.toml", '"PL"', '"POL"', 4, "„POL”", "PL"),
        ("city.toml", '"CENTRE"', '"CENTER"', 10, "„CENTER”", "„CENTRE”"),
        ("city.toml", "silence_days", "silence_day", 12, "„silence_day”", "„silence_days”"),
        ("city.toml", "[50.0, 20.0]", "[20.0, 50.0]", 8, "poza granicami", "zamienione"),
        ("city.toml", "Europe/Warsaw", "Europe/Warszawa", 6, "Warszawa", "„Europe/Warsaw”"),
        ("city.toml", '"other-unknown"', '"unknown"', 15, "„unknown”", "„other-unknown”"),
        ("city.toml", "complaint =", "complaints =", 17, "„complaints”", "„complaint”"),
        ("city.toml", '"office-complaint"', '"complaint"', 17, "„complaint”", "„office-complaint”"),
        ("helplines.csv", "Numer alarmowy", "", 2, "w języku pl", "name_pl"),
        ("stages.csv", "ROADS,web", "ROAD,web", 2, "„ROAD”", "„ROADS”"),
        ("danger.toml", '"992"', '"999"', 3, "„999”", "„992”"),
        ("danger.toml", '"CRISIS"', '"CRISYS"', 8, "„CRISYS”", "„CRISIS”"),
        ("texts/how.uk.md", "# Як", "Як", 1, "tytułu", "# Tytuł"),
        ("groups.csv", "public,damage", "publik,damage", 2, "„publik”", "„public”"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_remedy(
    folder: Path, name: str, old: str, new: str, line: int, what: str, instead: str
) -> None:
    change(folder, name, old, new)

    found = check_city(folder, at=MONDAY)

    texts = [
        str(problem) for problem in found.problems if (problem.file, problem.line) == (name, line)
    ]
    assert any(what in text and instead in text for text in texts), found.problems
    assert found.changes == ()


def test_numbers_are_written_with_a_comma_or_a_point(folder: Path) -> None:
    change(folder, "categories.csv", "48,h,repaired", '"0,25",h,repaired')

    assert not check_city(folder, at=MONDAY).problems


def test_a_file_that_must_be_there(folder: Path) -> None:
    (folder / "units.csv").unlink()
    (folder / "texts" / "how.uk.md").unlink()

    files = {problem.file: problem.what for problem in check_city(folder).problems}

    assert files["units.csv"] == "Brakuje pliku."
    assert files["texts/how.uk.md"] == "Brakuje tekstu w języku uk."


def test_a_file_in_another_encoding_is_refused(folder: Path) -> None:
    text = (folder / "groups.csv").read_text()
    (folder / "groups.csv").write_bytes(
        text.replace("Пошкодження", "x").encode("cp1250", "replace")
    )

    found = check_city(folder)

    assert ("groups.csv", "Plik nie jest w UTF-8.") in [(p.file, p.what) for p in found.problems]


def test_what_spreadsheets_do_is_forgiven(folder: Path) -> None:
    rows = (folder / "groups.csv").read_text().replace(",", ";").replace("\n", "\r\n")
    (folder / "groups.csv").write_bytes(b"\xef\xbb\xbf" + rows.encode() + b";;;;;\r\n")

    assert check_city(folder).problems == ()


def test_a_cell_over_several_lines_keeps_the_numbers_right(folder: Path) -> None:
    change(folder, "words.csv", "W jezdni jest dziura", '"W jezdni\njest\ndziura"')
    change(folder, "words.csv", "|Auto wpadło w dziurę", "")
    change(folder, "words.csv", "pothole,uk", "potholes,uk")

    (problem,) = check_city(folder).problems

    assert (problem.file, problem.line) == ("words.csv", 7)


def test_every_mistake_is_told_at_once(folder: Path) -> None:
    change(folder, "units.csv", ",no,desk", ",nie,desk")
    change(folder, "categories.csv", "48,h", "dwa,h")
    change(folder, "rules.toml", 'unit = "GREEN"', 'unit = "GREN"')

    assert [problem.file for problem in check_city(folder).problems] == [
        "categories.csv", "rules.toml", "units.csv",
    ]  # fmt: skip


def test_districts_of_rules_must_be_on_the_map(folder: Path) -> None:
    (folder / "districts.geojson").write_text(
        '{"features": [{"properties": {"code": "I"}}, {"properties": {"code": "III"}}]}'
    )

    district, gas = check_city(folder).problems

    assert (district.file, district.line) == ("rules.toml", 32)
    assert "„II”" in district.what
    assert "„GAS”" in gas.what


def test_another_module_adds_its_own_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(where: Path, problems: Problems) -> list[str]:
        problems.add("streets.csv", 3, "There is no such street.", "Write another.")
        return ["1 street"]

    monkeypatch.setattr(parts, "_parts", {})
    parts.register_part("streets", look, lambda folder: None)

    found = check_city(folder)

    assert [str(p) for p in found.problems] == [
        "streets.csv:3: There is no such street. Write another."
    ]
    assert found.others == ("1 street",)
