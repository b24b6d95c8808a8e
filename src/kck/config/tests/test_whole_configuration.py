"""Everything the city has decided comes out as files, and is all there again out of them."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from kck.accounts import models as accounts
from kck.accounts.commands import appoint, install_roles, join, set_role
from kck.cases import clock_models as clocks
from kck.directory import models
from kck.directory.commands import (
    EditedOnScreens,
    check_city,
    edit_thing,
    load_city,
    put_in_force,
    start_changes,
)
from kck.directory.commands.changes import take_effect
from kck.directory.editing.export import exported
from kck.directory.editing.tables import TABLES
from kck.directory.editing.writing import standing_values
from kck.directory.loading.parts import write_files
from kck.directory.queries import forget_snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM, Actor
from kck.messaging import models as messaging
from kck.messaging.commands import edit_text
from kck.messaging.registry import message_texts
from kck.messaging.terms import Words
from kck.notices import models as notices
from kck.notices.commands import publish_notice
from kck.notices.terms import NoticeKind
from kck.privacy import models as privacy
from kck.privacy.commands import confirm_class
from kck.replies import models as replies
from kck.replies.commands import write_text
from kck.replies.terms import Limits

pytestmark = pytest.mark.django_db
SHIPPED = Path(__file__).parents[4] / "cities" / "krakow"
NAMES = {"pl": "Nazwa", "en": "Name", "uk": "Назва"}
TABLES_OF_CITY: tuple[Any, ...] = (
    models.ChangeSet, models.LoadedFile, models.City, models.Calendar, models.Unit,
    models.WayPeriod, models.Helpline, models.CategoryGroup, models.Category,
    models.CategoryWords, models.Question, models.RoutingRule, models.Stage, models.Danger,
    models.CityText, models.ConfigVersion, clocks.EscalationRule, clocks.ComplaintRoute,
    privacy.RetentionClass, replies.ReadyTextEdition, messaging.TextEdition, notices.Notice,
    accounts.Role,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_city() -> Any:
    empty()
    install_roles(by=PLATFORM)
    load_city(SHIPPED, by=PLATFORM, at=clock.now())
    yield
    forget_snapshot()


def empty() -> None:
    accounts.Post.objects.all().delete()
    for table in TABLES_OF_CITY:
        table._default_manager.all().delete()
    forget_snapshot()


def files_of(folder: Path) -> dict[str, str]:
    """Without the sentences triage learns from: they are read from the files, not edited."""
    found = (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "triage" not in path.relative_to(folder).parts
    )
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


def through_an_empty_database(files: dict[str, str], folder: Path) -> dict[str, str]:
    write_files(files, folder)
    empty()
    load_city(folder, by=PLATFORM, at=clock.now())
    return exported()


def changed(day: date, *edits: tuple[str, str, dict[str, Any]]) -> None:
    changes = start_changes(valid_from=day, at=clock.now(), by=PLATFORM)
    for table, identity, more in edits:
        shown = standing_values(TABLES[table], identity, day)
        values = {**(shown or TABLES[table].blank()), **more}
        edit_thing(changes.pk, table=table, values=values, shown=shown, at=clock.now(), by=PLATFORM)
    put_in_force(changes.pk, at=clock.now(), by=PLATFORM)


def edited_everywhere() -> None:
    tomorrow = clock.today() + timedelta(days=1)
    changed(
        tomorrow,
        ("units", "ZDMK", {"phone": "12 000 00 00"}),
        ("helplines", "992", {"hours": "7-19"}),
        ("stages", "*:web:public-page",
         {"unit": "*", "channel": "web", "function": "public-page"}),
        ("escalations", "promised-over", {"when_moment": "+1 wd", "to": ["unit-lead", "duty"]}),
        ("escalations", "mine",
         {"code": "mine", "clock": "legal", "when_moment": "+2 d", "to": ["duty"]}),
        ("routes", "heads", {"decides_pl": "Rada", "units": ["ZDMK"]}),
        ("routes", "roads", {
            "code": "roads", "order": "5", "of": ["unit"], "units": ["ZDMK"], "through": "KCK",
            "decides_pl": "a", "decides_en": "b", "decides_uk": "c",
        }),
    )  # fmt: skip
    changed(
        clock.today(),
        ("city", "krakow", {"phone": "12 111 11 11", "silence_days": "10", "kind_idea": ""}),
        ("texts", "about:pl", {"title": "O nas", "body": "Raz.\n\nDwa."}),
        ("retention", "petitions", {"contact_years": "2", "words_years": "10", "order": "9"}),
    )
    confirm_class("interventions", contact_years=2, words_years=3, at=clock.now(), by=PLATFORM)
    ready_texts_edited(tomorrow)
    for language, since in (("pl", None), ("en", clock.now() + timedelta(days=9))):
        text = message_texts()[0]
        shipped = text.default(language)
        words = Words(subject=shipped.subject, body=f"{shipped.body}\n!")
        edit_text(text.key, language, words, since=since, at=clock.now(), by=PLATFORM)
    publish_notice(kind=NoticeKind.INFO, titles=NAMES, at=clock.now(), by=PLATFORM)
    set_role("guest", names=NAMES, grants=["cases.view"], home="queue", by=PLATFORM)


def ready_texts_edited(day: date) -> None:
    for code, first in (("thanks-on-the-way", day), ("own", clock.today())):
        write_text(
            code, names=NAMES, bodies={"pl": "Jeden\n\ndwa 'trzy'", "en": "One", "uk": "Один"},
            limits=Limits(purposes=["answer"], units=["ZDMK"]), valid_from=first,
            at=clock.now(), by=PLATFORM,
        )  # fmt: skip


def test_the_shipped_city_comes_out_as_it_is_and_so_it_does_from_an_empty_database(
    tmp_path: Path,
) -> None:
    shipped = files_of(SHIPPED)

    assert exported() == shipped
    assert through_an_empty_database(exported(), tmp_path) == shipped


def test_what_was_edited_on_screens_comes_through_an_empty_database(tmp_path: Path) -> None:
    shipped = files_of(SHIPPED)
    edited_everywhere()
    first = exported()

    assert through_an_empty_database(first, tmp_path) == first

    differ = {name for name in first if first[name] != shipped.get(name)}
    assert differ == {
        "city.toml", "units.csv", "helplines.csv", "stages.csv", "escalations.toml", "formal.toml",
        "texts/about.pl.md", "retention.toml", "ready_texts.toml", "message_texts.toml",
        "notices.toml", "roles.toml",
    }  # fmt: skip
    assert privacy.RetentionClass.objects.get(code="interventions").confirmed_at is not None
    assert privacy.RetentionClass.objects.get(code="petitions").confirmed_at is None
    assert clocks.EscalationRule.objects.filter(code="promised-over").count() == 2
    assert accounts.Role.objects.get(code="guest").names == NAMES


def test_every_file_written_anew_says_the_same(tmp_path: Path) -> None:
    """Without the files as they were loaded."""
    models.LoadedFile.objects.filter(name__endswith="toml").delete()
    first = exported()
    assert first["ready_texts.toml"] != files_of(SHIPPED)["ready_texts.toml"]

    assert through_an_empty_database(first, tmp_path) == first


def test_whoever_may_not_give_grants_loads_no_roles(tmp_path: Path) -> None:
    set_role("guest", names=NAMES, grants=["cases.view"], by=PLATFORM)
    write_files({**exported()}, tmp_path)
    accounts.Role.objects.filter(code="guest").delete()
    editor = Actor(kind="staff", id=1, grants=frozenset({"directory.edit"}))

    with pytest.raises(ValueError, match="administrator"):
        load_city(tmp_path, by=editor, at=clock.now())

    assert not accounts.Role.objects.filter(code="guest").exists()


def test_loading_again_leaves_what_was_done_on_screens_until_the_file_says_otherwise(
    tmp_path: Path,
) -> None:
    write_files(exported(), tmp_path)
    ready_texts_edited(clock.today())
    confirm_class("interventions", contact_years=2, words_years=3, at=clock.now(), by=PLATFORM)

    load_city(tmp_path, by=PLATFORM, at=clock.now())

    row = privacy.RetentionClass.objects.get(code="interventions")
    assert (row.contact_years, row.confirmed_at is not None) == (2, True)
    assert "Jeden" in exported()["ready_texts.toml"]


def test_a_day_that_has_come_counts(tmp_path: Path) -> None:
    """A set whose day is today has taken effect when it was put in force."""
    changed(clock.today(), ("city", "krakow", {"phone": "12 222 22 22"}))
    changes = models.ChangeSet.objects.get()
    take_effect(changes.pk, at=clock.now(), by=PLATFORM)

    assert models.City.objects.get().facts["phone"] == "12 222 22 22"


def test_files_do_not_overwrite_deadlines_and_complaints_that_were_edited_on_screens(
    tmp_path: Path,
) -> None:
    write_files(files_of(SHIPPED), tmp_path)
    changed(
        clock.today() + timedelta(days=1),
        ("escalations", "promised-over", {"when_moment": "+3 wd"}),
        ("routes", "heads", {"through": "KCK"}),
    )

    with pytest.raises(EditedOnScreens) as refused:
        load_city(tmp_path, by=PLATFORM, at=clock.now())

    found = {(one.table, one.identity) for one in refused.value.conflicts}
    assert found == {("escalations", "promised-over"), ("routes", "heads")}
    load_city(tmp_path, by=PLATFORM, at=clock.now(), replace=True)
    assert clocks.EscalationRule.objects.get(code="promised-over", valid_to=None).moment == "+0"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("escalations.toml", 'code = "safe-over"', 'code = "promised-over"', "dwa razy naraz"),
        ("escalations.toml", 'when = "+0"', 'when = "soon"', "nie jest odstępem"),
        ("formal.toml", 'through = "OR"', 'through = "ORR"', "OR"),
        ("retention.toml", "contact_years = 1", "contact_years = 1000", "liczba lat"),
        ("roles.toml", "", '[x]\nnames = { pl = "X" }\ngrants = ["cases.vieww"]\n', "cases.view"),
        ("message_texts.toml", "", '[[text]]\nkey = "no.such"\nlanguage = "pl"\n', "no.such"),
    ],
)
def test_a_mistake_is_named_with_its_file(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    files = files_of(SHIPPED)
    assert old in files.get(name, "")
    write_files({**files, name: files.get(name, "").replace(old, new, 1) or new}, tmp_path)

    with translation.override("pl"):
        found = check_city(tmp_path, at=clock.now()).problems

    assert {one.file for one in found} == {name}
    assert any(said in f"{one.what} {one.instead}" for one in found)


def test_a_role_that_administers_is_not_taken_away_by_a_file(tmp_path: Path) -> None:
    staff = join(email="a@example.org", name="A", password=None, at=clock.now(), by=PLATFORM)
    appoint(staff, role="administrator", unit="KCK", by=PLATFORM)
    weak = '[administrator]\nnames = { pl = "Nikt" }\neverywhere = true\ngrants = ["cases.view"]\n'
    write_files({**exported(), "roles.toml": weak}, tmp_path)

    found = check_city(tmp_path, at=clock.now()).problems

    assert [one.file for one in found] == ["roles.toml"]
    role = accounts.Role.objects.get(code="administrator")
    assert "accounts.edit" in role.grants
