"""The configuration is changed on screens: from a day on, looked at first, taken back."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kck.backoffice.city import Part
from kck.backoffice.forms.things import digest
from kck.directory.commands import take_effect
from kck.directory.editing.tables import TABLES
from kck.directory.editing.writing import standing_values
from kck.directory.models import Category, CategoryWords, ChangeSet, Stage, Unit
from kck.directory.queries import forget_snapshot, snapshot
from kck.foundation import clock
from kck.foundation.actor import PLATFORM


def tomorrow() -> date:
    return clock.today() + timedelta(days=1)


def holder(day: date) -> str:
    found = snapshot(day).category("roads-pothole")
    return found.unit if found else ""


def typed(client: Client, address: str) -> dict[str, object]:
    """What the form of the page would send if nothing were changed."""
    form = client.get(address).context["form"]
    sent: dict[str, object] = {}
    for bound in form:
        value = bound.value()
        if value is True:
            sent[bound.html_name] = "on"
        elif value not in (None, False):
            sent[bound.html_name] = value
    page = client.get(address)
    sent["shown"] = page.context["shown"]
    sent["when"] = tomorrow().isoformat()
    for one in page.context["words"]:
        sent[f"words_{one['language']}"] = one["words"]
        sent[f"examples_{one['language']}"] = one["examples"]
    for _code, _title, fields in page.context["groups"]:
        for field in fields:
            for row in field.rows:
                sent[f"answer-{row.number}-key"] = row.key
                for language, _name, text in row.names:
                    sent[f"answer-{row.number}-{language}"] = text
    return sent


def save(client: Client, address: str, **changed: object):
    return client.post(address, {**typed(client, address), **changed})


@pytest.mark.parametrize("part", [*Part])
def test_every_thing_has_a_page_and_saving_it_unchanged_changes_nothing(
    editor: Client, part: Part
) -> None:
    table = TABLES[part.value]
    row = table.model._default_manager.order_by("pk").last()
    address = f"/backoffice/city/{part.value}/{table.identity(row)}/"

    answer = save(editor, address)

    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"/backoffice/city/{part.value}/"
    assert not ChangeSet.objects.filter(edits__isnull=False).exists()


def test_a_change_is_saved_looked_at_put_in_force_and_undone(editor: Client) -> None:
    answer = save(editor, "/backoffice/city/categories/roads-pothole/", unit="ZZM")
    changes = ChangeSet.objects.get()
    page = editor.get(answer["Location"]).content.decode()

    assert answer["Location"] == f"/backoffice/city/changes/{changes.pk}/"
    assert "1 kategoria przechodzi z ZDMK do ZZM" in page
    assert "Wprowadź w życie" in page
    assert Category.objects.filter(code="roads-pothole").count() == 1

    editor.post(f"/backoffice/city/changes/{changes.pk}/put")
    assert holder(tomorrow()) == "ZZM"
    assert holder(clock.today()) == "ZDMK"
    timeline = editor.get("/backoffice/city/categories/roads-pothole/").content.decode()
    assert "Barbara Sikora" in timeline
    assert "ZDMK → ZZM" in timeline

    editor.post(f"/backoffice/city/changes/{changes.pk}/undo")
    assert Category.objects.filter(code="roads-pothole").count() == 1
    history = editor.get(f"/backoffice/city/changes/{changes.pk}/").content.decode()
    assert "cofnięto" in history


def test_kind_and_basis_of_a_unit_are_said_in_words_and_kept_as_codes(editor: Client) -> None:
    address = "/backoffice/city/units/ZDMK/"
    page = editor.get(address).content.decode()
    assert '<option value="city-unit" selected>jednostka miejska</option>' in page
    assert 'value="ogłoszone publicznie"' in page

    answer = save(editor, address, kind="office", basis="Uchwała nr 7")

    (edit,) = ChangeSet.objects.get().edits.all()
    assert (edit.values["kind"], edit.values["basis"]) == ("office", "Uchwała nr 7")
    shown = editor.get(answer["Location"]).content.decode()
    assert "biuro urzędu" in shown
    assert "city-unit" not in shown
    save(editor, address, basis="do sprawdzenia")
    assert ChangeSet.objects.get().edits.get().values["basis"] == "to be verified"


def test_a_kind_that_only_a_file_knows_is_kept(editor: Client) -> None:
    Unit.objects.filter(code="ZDMK").update(kind="lodge")
    forget_snapshot()
    address = "/backoffice/city/units/ZDMK/"
    page = editor.get(address).content.decode()
    assert '<option value="lodge" selected>lodge</option>' in page

    save(editor, address, phone="12 345")

    (edit,) = ChangeSet.objects.get().edits.all()
    assert (edit.values["kind"], edit.values["phone"]) == ("lodge", "12 345")


def test_several_changes_gather_in_one_draft(editor: Client) -> None:
    save(editor, "/backoffice/city/units/ZZM/", phone="12 345")
    save(editor, "/backoffice/city/helplines/986/", hours="8-16")

    (changes,) = ChangeSet.objects.all()
    assert {edit.table for edit in changes.edits.all()} == {"units", "helplines"}
    assert "12 345" in editor.get("/backoffice/city/units/ZZM/").content.decode()
    assert Unit.objects.get(code="ZZM").phone != "12 345"

    editor.post(f"/backoffice/city/changes/{changes.pk}/choose", {"leave": "1"})
    save(editor, "/backoffice/city/units/ZZM/", phone="67 890")
    assert ChangeSet.objects.count() == 2


def test_words_of_a_category_are_edited_on_its_page(editor: Client) -> None:
    address = "/backoffice/city/categories/roads-pothole/"
    words = CategoryWords.objects.get(category="roads-pothole", language="pl").words

    save(editor, address, words_pl="\n".join([*words, "krater"]))

    (edit,) = ChangeSet.objects.get().edits.all()
    assert (edit.table, edit.values["words"][-1]) == ("words", "krater")


def test_a_new_thing_can_be_named_by_others_of_the_same_draft(editor: Client) -> None:
    names = {f"name_{one}": "Drogi Krakowa" for one in ("pl", "en", "uk")}
    answer = editor.post(
        "/backoffice/city/units/new",
        {"code": "DROGI", **names, "kind": "city-unit", "way_of_working": "desk",
         "calendar": "office", "when": tomorrow().isoformat()},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()

    save(editor, "/backoffice/city/categories/roads-pothole/", unit="DROGI")
    page = editor.get(answer["Location"]).content.decode()

    assert "pracuje nowa jednostka DROGI" in page
    assert "do DROGI" in page
    assert editor.get("/backoffice/city/units/DROGI/").status_code == 200


def test_a_unit_is_ended_with_a_successor_or_refused(editor: Client) -> None:
    address = "/backoffice/city/units/ZZM/"
    sent = {"end": "1", "shown": typed(editor, address)["shown"], "when": tomorrow().isoformat()}
    editor.post(address, sent)
    changes = ChangeSet.objects.get()
    refused = editor.get(f"/backoffice/city/changes/{changes.pk}/").content.decode()

    assert "traci jednostkę" in refused
    assert "Wprowadź w życie od" not in refused
    assert editor.post(f"/backoffice/city/changes/{changes.pk}/put").status_code == 409

    editor.post(address, {**sent, "shown": typed(editor, address)["shown"], "successor": "ZDMK"})
    told = editor.get(f"/backoffice/city/changes/{changes.pk}/").content.decode()
    assert "Następca: ZDMK" in told
    assert "traci jednostkę" not in told


def test_of_two_administrators_the_later_sees_both_versions(editor: Client) -> None:
    address = "/backoffice/city/units/ZZM/"
    editor.post("/backoffice/city/changes/", {"when": tomorrow().isoformat(), "title": "Razem"})
    mine = typed(editor, address)
    save(editor, address, phone="ktoś inny")

    answer = editor.post(address, {**mine, "phone": "mój"})

    words = answer.content.decode()
    assert answer.status_code == 409
    assert "Ktoś zmienił to w międzyczasie" in words
    assert "ktoś inny" in words
    assert "mój" in words
    again = editor.post(address, {**mine, "phone": "mój", "shown": answer.context["shown"]})
    assert again.status_code == 302
    assert ChangeSet.objects.get().edits.get().values["phone"] == "mój"


def test_what_is_planned_for_later_is_not_undone_by_who_did_not_see_it(editor: Client) -> None:
    address = "/backoffice/city/units/ZZM/"
    save(editor, address, phone="zaplanowany")
    changes = ChangeSet.objects.get()
    editor.post(f"/backoffice/city/changes/{changes.pk}/put")
    far = (tomorrow() + timedelta(days=30)).isoformat()

    answer = editor.post(
        address, {**typed(editor, address), "when": "other", "day": far, "kind": "office"}
    )

    assert answer.status_code == 409
    assert "zaplanowany" in answer.content.decode()


@pytest.mark.parametrize(
    ("part", "identity", "change", "said"),
    [
        ("units", "ZZM", {"name_uk": ""}, "Brakuje tekstu w języku uk"),
        ("categories", "roads-pothole", {"target_amount": "dużo"}, "nie jest liczbą"),
        ("categories", "roads-pothole", {"target_amount": "0"}, "termin zero"),
        ("categories", "roads-pothole", {"season": "zima"}, "nie jest okresem roku"),
        ("categories", "roads-pothole", {"unit": ""}, "nie ma jednostki"),
        ("calendars", "office", {"hours_mon": "rano"}, "to nie są godziny otwarcia"),
        ("calendars", "office", {"closed": "wigilia"}, "nie jest datą"),
        ("units", "ZZM", {"when": "other", "day": ""}, "Wybierz dzień"),
        ("units", "ZZM", {"when": "other", "day": "2020-01-01"}, "wstecz"),
        ("units", "ZZM", {"calendar": "no-such"}, ""),
    ],
)
def test_mistakes_are_sentences_and_nothing_is_saved(
    editor: Client, part: str, identity: str, change: dict[str, str], said: str
) -> None:
    answer = save(editor, f"/backoffice/city/{part}/{identity}/", **change)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ChangeSet.objects.exists()


def test_a_code_that_is_taken_is_not_made_again(editor: Client) -> None:
    names = {f"name_{one}": "Inne" for one in ("pl", "en", "uk")}
    answer = editor.post(
        "/backoffice/city/groups/new",
        {"kind": "group", "code": "roads", "order": "1", **names, "when": tomorrow().isoformat()},
    )

    assert answer.status_code == 422
    assert "Taki kod już jest" in answer.content.decode()


def test_a_question_with_answers_is_made(editor: Client) -> None:
    new = editor.get("/backoffice/city/questions/new?category=roads-pothole")
    assert new.context["form"].initial["category"] == "roads-pothole"
    texts = {f"text_{one}": "Czy ktoś wjechał?" for one in ("pl", "en", "uk")}
    answers = {
        f"answer-{number}-{field}": f"{field}{number}"
        for number in range(2)
        for field in ("key", "pl", "en", "uk")
    }
    blank = {f"answer-2-{field}": "" for field in ("key", "pl", "en", "uk")}

    answer = editor.post(
        "/backoffice/city/questions/new",
        {"category": "roads-pothole", "code": "hit", "order": "9", "datatype": "singlevaluelist",
         **texts, **answers, **blank, "when": tomorrow().isoformat()},
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    values = ChangeSet.objects.get().edits.get().values["values"]
    assert [one["key"] for one in values] == ["key0", "key1"]


def test_another_day_or_name_of_a_draft(editor: Client) -> None:
    save(editor, "/backoffice/city/units/ZZM/", phone="1")
    changes = ChangeSet.objects.get()
    address = f"/backoffice/city/changes/{changes.pk}/settings"

    wrong = editor.post(address, {"title": "x", "valid_from": "2020-01-01"})
    editor.post(address, {"title": "Reorganizacja", "valid_from": "2031-01-01"})

    assert "wstecz" in wrong.content.decode()
    changes.refresh_from_db()
    assert (changes.title, str(changes.valid_from)) == ("Reorganizacja", "2031-01-01")
    assert changes.moves_cases is False


def test_an_edit_is_dropped_and_a_draft_thrown_away(editor: Client) -> None:
    save(editor, "/backoffice/city/units/ZZM/", phone="1")
    changes = ChangeSet.objects.get()

    editor.post(f"/backoffice/city/changes/{changes.pk}/edits/{changes.edits.get().pk}/drop")
    assert not changes.edits.exists()
    editor.post(f"/backoffice/city/changes/{changes.pk}/discard")

    changes.refresh_from_db()
    assert changes.state == "discarded"
    assert editor.post(f"/backoffice/city/changes/{changes.pk}/put").status_code == 409


def test_what_is_not_there_is_not_found(editor: Client) -> None:
    for address in ("units/NO-SUCH/", "no-such/", "no-such/ZZM/", "changes/999999/"):
        assert editor.get(f"/backoffice/city/{address}").status_code == 404, address


@pytest.mark.parametrize(
    ("part", "identity", "change", "said"),
    [
        (
            "escalations",
            "promised-over",
            {"when_moment": "+2 wd"},
            "Otwartych spraw z tym terminem",
        ),
        ("routes", "heads", {"through": "KCK"}, "idą przez KCK"),
        ("retention", "petitions", {"contact_years": "3"}, "dopóki ktoś nie potwierdzi"),
        ("city", "krakow", {"phone": "12 999 99 99"}, "w stopce każdej wiadomości"),
        ("texts", "about:pl", {"title": "O tym"}, "Zmienią się tylko opisy"),
    ],
)
def test_what_no_unit_has_is_edited_previewed_put_in_force_and_undone(
    editor: Client, part: str, identity: str, change: dict[str, str], said: str
) -> None:
    table = TABLES[part]
    address = f"/backoffice/city/{part}/{identity}/"
    before = standing_values(table, identity, clock.today())

    answer = save(editor, address, when="other", day=clock.today().isoformat(), **change)
    changes = ChangeSet.objects.get()
    page = editor.get(answer["Location"]).content.decode()
    assert said in page
    editor.post(f"/backoffice/city/changes/{changes.pk}/put")
    now = standing_values(table, identity, clock.today())
    assert now == {**(before or {}), **change}
    assert changes.title in editor.get(address).content.decode()

    editor.post(f"/backoffice/city/changes/{changes.pk}/undo")
    back = ChangeSet.objects.exclude(pk=changes.pk).get()
    editor.post(f"/backoffice/city/changes/{back.pk}/put")
    back.refresh_from_db()
    tomorrow = clock.now() + timedelta(days=1)
    take_effect(back.pk, at=tomorrow, by=PLATFORM)
    assert standing_values(table, identity, tomorrow.date()) == before


def test_a_stage_says_which_categories_it_opens_and_until_when(editor: Client) -> None:
    first, last = tomorrow() + timedelta(days=1), tomorrow() + timedelta(days=30)
    answer = editor.post(
        "/backoffice/city/stages/new",
        {
            "unit": "ZDMK", "channel": "letter", "function": "reports", "shown": digest(None),
            "when": "other", "day": first.isoformat(), "until": last.isoformat(),
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()

    page = editor.get(answer["Location"]).content.decode()

    assert "przekazujemy pod dawny numer" in page  # of a channel that is listed, nobody else's
    assert "Kończy się samo" in page
    changes = ChangeSet.objects.get()
    assert (changes.valid_from, changes.valid_to) == (first, last)
    editor.post(f"/backoffice/city/changes/{changes.pk}/put")
    row = Stage.objects.get(channel="letter")
    assert (row.valid_from, row.valid_to) == (first, last)


def test_a_last_day_before_the_first_is_said(editor: Client) -> None:
    answer = save(
        editor, "/backoffice/city/units/ZDMK/", phone="1",
        until=(clock.today() - timedelta(days=1)).isoformat(),
    )  # fmt: skip

    assert answer.status_code == 422
    assert "wcześniej niż pierwszy" in answer.content.decode()
    assert not ChangeSet.objects.exists()


def test_the_city_itself_is_neither_added_nor_ended(editor: Client) -> None:
    page = editor.get("/backoffice/city/city/krakow/").content.decode()

    assert "Zakończ" not in page
    assert editor.get("/backoffice/city/city/new").status_code == 404
