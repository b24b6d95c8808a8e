from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kck.config.management.commands.city import city_folder, operator_language
from kck.directory.commands import edit_thing, put_in_force, start_changes
from kck.directory.editing.tables import TABLES
from kck.directory.editing.writing import standing_values
from kck.directory.models import ConfigVersion, Unit
from kck.directory.tests.loaded import MODEL_CITY, a_copy, change
from kck.foundation import clock
from kck.foundation.actor import PLATFORM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _polish_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "pl_PL.UTF-8")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("city", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_check_shows_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    run("load", str(MODEL_CITY))
    version = ConfigVersion.objects.get().version
    folder = a_copy(tmp_path)
    change(folder, "units.csv", "Roads Authority", "Highways Authority")

    said = run("check", str(folder))

    assert "~" in said
    assert "Highways Authority" in said
    assert "Nowych: 0, zmienionych: 1, zakończonych: 0." in said
    assert "Nic nie zapisano" in said
    assert not Unit.objects.filter(names__en="Highways Authority").exists()
    assert ConfigVersion.objects.get().version == version


def test_load_again_says_that_nothing_changed() -> None:
    run("load", str(MODEL_CITY))

    assert "Nowych: 0, zmienionych: 0, zakończonych: 0." in run("load", str(MODEL_CITY))


@pytest.mark.parametrize("what", ["check", "load"])
def test_a_mistake_ends_with_its_place_and_an_error(what: str, tmp_path: Path) -> None:
    folder = a_copy(tmp_path)
    change(folder, "categories.csv", "damage,ROADS,,,P2", "damage,ROAD,,,P2")
    out = StringIO()

    with pytest.raises(CommandError, match="Błędów: 1"):
        call_command("city", what, str(folder), stdout=out, stderr=out)

    assert "categories.csv:2: unit: nieznany kod „ROAD”. Napisz „ROADS”." in out.getvalue()


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="Nie ma katalogu"):
        run("check", "/nowhere/at/all")


def test_a_city_is_named_or_pointed_at(tmp_path: Path) -> None:
    shipped = Path(settings.BASE_DIR) / "cities" / "krakow"

    assert city_folder("krakow") == shipped
    assert city_folder(str(tmp_path)) == tmp_path


@pytest.mark.parametrize(
    ("lang", "spoken"),
    [("pl_PL.UTF-8", "pl"), ("uk_UA.UTF-8", "uk"), ("C.UTF-8", "en"), ("de_DE", "en"), ("", "en")],
)
def test_the_command_speaks_the_language_of_the_terminal(
    lang: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", lang)

    assert operator_language() == spoken


def test_an_export_is_loaded_again_and_does_not_overwrite_a_folder(tmp_path: Path) -> None:
    run("load", str(MODEL_CITY))
    out, packed = tmp_path / "out", tmp_path / "city.zip"

    assert "Zapisano plików" in run("export", str(out))
    assert "Nowych: 0, zmienionych: 0, zakończonych: 0." in run("load", str(out))
    run("export", str(packed))

    assert "\nROADS,Zarząd Dróg," in (out / "units.csv").read_text()
    assert packed.read_bytes()[:2] == b"PK"
    for there in (out, packed):
        with pytest.raises(CommandError, match="--replace"):
            run("export", str(there))
    with pytest.raises(CommandError, match="Podaj katalog"):
        run("export")


def test_what_was_edited_on_screens_is_told_and_only_replaced_when_asked(tmp_path: Path) -> None:
    run("load", str(MODEL_CITY))
    changes = start_changes(valid_from=clock.today(), at=clock.now(), by=PLATFORM)
    shown = standing_values(TABLES["units"], "ROADS", clock.today())
    values = {**(shown or {}), "phone": "z ekranu"}
    edit_thing(changes.pk, table="units", values=values, shown=shown, at=clock.now(), by=PLATFORM)
    put_in_force(changes.pk, at=clock.now(), by=PLATFORM)
    out = StringIO()

    with pytest.raises(CommandError, match="--replace"):
        call_command("city", "load", str(MODEL_CITY), stdout=out, stderr=out)

    assert "jednostka ROADS" in out.getvalue()
    assert "--replace" in run("check", str(MODEL_CITY))
    run("load", str(MODEL_CITY), "--replace")
    assert not Unit.objects.filter(phone="z ekranu").exists()
