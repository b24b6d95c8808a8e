from pathlib import Path

import pytest
from django.conf import settings

from kck.directory.loading.problems import Problems
from kck.foundation import clock
from kck.foundation.actor import PLATFORM
from kck.replies import city
from kck.replies.commands import write_text
from kck.replies.models import ReadyTextEdition
from kck.replies.queries import in_force
from kck.replies.terms import LANGUAGES, Limits, Purpose

pytestmark = pytest.mark.django_db
ONE = """
[[text]]
code = "soon"
purposes = ["answer"]
groups = ["roads"]

[text.name]
pl = "Jedziemy"
en = "On our way"
uk = "Їдемо"

[text.body]
pl = "Jedziemy na {{place}}."
en = "We are coming to {{place}}."
uk = "Їдемо на {{place}}."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ReadyTextEdition.objects.all().delete()
    (tmp_path / "ready_texts.toml").write_text(ONE, encoding="utf-8")
    return tmp_path


def test_loading_twice_writes_once(folder):
    city.load(folder)
    city.load(folder)

    assert ReadyTextEdition.objects.count() == 1
    assert city.check(folder, Problems()) == []


def test_what_an_editor_wrote_stays_until_the_file_says_something_new(folder):
    city.load(folder)
    write_text(
        "soon", names={"pl": "X"}, bodies={"pl": "Słowa redaktora"},
        limits=Limits(purposes=["answer"]), valid_from=clock.today(), at=clock.now(), by=PLATFORM,
    )  # fmt: skip

    city.load(folder)
    kept = in_force(clock.today())[0].bodies["pl"]
    (folder / "ready_texts.toml").write_text(ONE.replace("Jedziemy na", "Jadą na"), "utf-8")
    city.load(folder)

    assert kept == "Słowa redaktora"
    assert in_force(clock.today())[0].bodies["pl"] == "Jadą na {{place}}."


def test_what_the_file_no_longer_has_ends(folder):
    city.load(folder)
    (folder / "ready_texts.toml").write_text("", encoding="utf-8")

    planned = city.check(folder, Problems())
    city.load(folder)

    assert planned == ["- ready text soon"]
    assert ReadyTextEdition.objects.order_by("-id")[0].valid_to == clock.today()


def test_a_folder_without_the_file_changes_nothing(tmp_path):
    before = ReadyTextEdition.objects.count()

    city.load(tmp_path)

    assert ReadyTextEdition.objects.count() == before


@pytest.mark.parametrize(
    ("was", "wrong", "words"),
    [
        ("{{place}}", "{{plac}}", "{{place}}"),
        ('["answer"]', '["odpowiedz"]', "odpowiedz"),
        ('uk = "Їдемо"', "", "uk"),
        ('code = "soon"', 'code = "so on"', "kod"),
    ],
)
def test_a_mistake_is_named_with_its_place(folder, was, wrong, words):
    (folder / "ready_texts.toml").write_text(ONE.replace(was, wrong), encoding="utf-8")
    problems = Problems()

    city.check(folder, problems)

    assert any(words in f"{one.what} {one.instead}" for one in problems.found)
    assert all(one.line for one in problems.found)


def test_the_citys_own_file_is_whole():
    problems = Problems()
    texts = city.read_ready_texts(Path(settings.KCK_CITY_DIR), problems)

    assert not problems.found
    assert len(texts) >= 30
    assert all(set(text.bodies) == set(LANGUAGES) for text in texts)
    assert {purpose for text in texts for purpose in text.limits.purposes} == set(Purpose)
