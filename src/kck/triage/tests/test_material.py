"""The folder `triage/` of a city in the database."""

from pathlib import Path

import pytest

from kck.directory.loading.problems import Problems
from kck.triage.city import check, load
from kck.triage.models import Material

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Material.objects.all().delete()
    examples = tmp_path / "triage" / "examples"
    examples.mkdir(parents=True)
    (examples / "roads.csv").write_text("category,language,text\nroads,pl,Dziura\n")
    (tmp_path / "triage" / "tuning.csv").write_text("id,text\n1,Dziura\n")
    return tmp_path


def said(folder: Path) -> list[str]:
    return check(folder, Problems())


def test_files_are_kept_as_they_came(folder: Path):
    assert said(folder) == ["+ triage examples/roads.csv", "+ triage tuning.csv"]
    load(folder)

    kept = dict(Material.objects.values_list("name", "content"))
    assert kept["examples/roads.csv"] == "category,language,text\nroads,pl,Dziura\n"
    assert said(folder) == []


def test_what_changed_or_went_is_said_and_done(folder: Path):
    load(folder)
    (folder / "triage" / "tuning.csv").unlink()
    (folder / "triage" / "examples" / "roads.csv").write_text("category,language,text\n")

    assert said(folder) == ["~ triage examples/roads.csv", "- triage tuning.csv"]
    load(folder)
    assert list(Material.objects.values_list("name", flat=True)) == ["examples/roads.csv"]


def test_a_configuration_without_the_folder_leaves_them_alone(folder: Path, tmp_path: Path):
    load(folder)
    other = tmp_path / "other"
    other.mkdir()

    assert said(other) == []
    load(other)
    assert Material.objects.count() == 2
