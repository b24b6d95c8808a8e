"""Nothing in the log is a code only: every event and every look is said in words."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from tests.builders import MONDAY, a_case, everywhere

import kck
from kck.backoffice import log_names, log_words
from kck.backoffice.log_words import (
    has_words,
    look_has_words,
    reason_words,
    said,
    subject_words,
)
from kck.cases.commands import add_note
from kck.foundation.audit import looked_at
from kck.foundation.numbers import display
from kck.foundation.outbox import Event

SOURCE = Path(kck.__file__).parent


def kinds(of: type[Event] = Event) -> Iterator[type[Event]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def recorded() -> set[str]:
    """The names of all events that the program can record."""
    for module in pkgutil.walk_packages(kck.__path__, "kck."):
        if module.name.rpartition(".")[2].endswith("events"):
            importlib.import_module(module.name)
    found = {kind.name for kind in kinds() if isinstance(kind.__dict__.get("name"), str)}
    return {name for name in found if not name.startswith("test.")}


def looks() -> set[str]:
    """What the program says that somebody looked at, read from its source."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in {"looked_at", "looked_at_all"}:
                what = node.args[1]
                assert isinstance(what, ast.Constant), f"{path}: not a plain word"
                found.add(str(what.value))
    return found


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def test_every_event_that_can_be_recorded_has_words():
    names = recorded()

    assert len(names) > 150
    assert {name for name in names if not has_words(name)} == set()
    assert not has_words("cases.case_eaten")


def test_every_look_has_words():
    known = looks()

    assert {"contact", "person", "export", "file-refused"} <= known
    assert {what for what in known if not look_has_words(what)} == set()


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_words_are_there_in_every_language(language):
    tables = (log_words.EVENTS, log_words.LOOKS, log_words._SUBJECTS, log_names._SHORT)
    for table in tables:
        for code, words in table.items():
            with translation.override("pl"):
                polish = str(words)
            with translation.override(language):
                assert str(words) != polish, code


@pytest.mark.django_db
def test_what_an_older_release_recorded_otherwise_is_no_error():
    assert said("cases.case_forwarded", {}, MONDAY) == ""
    assert said("cases.case_eaten", {"case_id": 1}, MONDAY) == ""
    assert said("accounts.post_given", {"unit_id": "none"}, MONDAY) == ""


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("person:7", "osoba 7"),
        ("privacy:3", "żądanie RODO 3"),
        ("whatever:9", "whatever:9"),
        ("", ""),
        ("person:", "person:"),
    ],
)
def test_what_it_is_about_is_said_too(subject, words):
    with translation.override("pl"):
        assert subject_words(subject) == words


@pytest.mark.django_db
def test_the_page_says_it(sign_in):
    case = a_case(at=MONDAY)
    add_note(case.pk, text="Sprawdzone.", at=MONDAY, by=everywhere())
    looked_at(everywhere(), "contact", f"case:{case.pk}", f"case:{case.number}")
    auditor = sign_in("audit.read", "cases.view", name="Adam Audytor")

    happened = auditor.get("/backoffice/audit/").content.decode()
    looked = auditor.get("/backoffice/audit/?show=looks").content.decode()

    for words in ("Zgłoszenie przyjęte", "Notatka", "Przyjęto rozmowę"):
        assert words in happened
    assert "Adam Audytor" in auditor.get("/backoffice/audit/?name=accounts.staff_joined").text
    received = auditor.get("/backoffice/audit/?name=intake.conversation_received")
    assert display(case.number) in received.text
    assert "Kontakt do osoby" in looked
    assert f"w sprawie {display(case.number)}" in looked


@pytest.mark.django_db
def test_whoever_looked_at_a_reporter_is_found_by_the_number_of_their_case(sign_in):
    case = a_case(at=MONDAY, name="Zenobiusz Kowalski", email="z@example.org")
    other = a_case(at=MONDAY, name="Ewa Inna", email="e@example.org")
    looked_at(everywhere(), "person", f"person:{case.person_id}", "telefon o zwrot książki")
    looked_at(everywhere(), "person", f"person:{other.person_id}", "zupełnie co innego")
    auditor = sign_in("audit.read", "cases.view", name="Adam Audytor")

    found = auditor.get(f"/backoffice/audit/?show=looks&subject={case.number}").content.decode()

    assert "telefon o zwrot książki" in found
    assert "zupełnie co innego" not in found


@pytest.mark.django_db
def test_the_list_names_every_event_without_speaking_of_one():
    with translation.override("pl"):
        groups = dict(log_names.event_choices()[1:])
    rows = [row for group in groups.values() for row in group]

    assert {code for code, _words in rows} == log_names.known_events()
    assert [code for code, words in rows if not words or "%" in words or "None" in words] == []
    assert ("cases.note_added", "Dodano notatkę") in groups["Sprawy"]
    assert "Inne" not in groups


@pytest.mark.django_db
def test_an_event_is_chosen_by_its_words_and_old_links_still_find(sign_in):
    case = a_case(at=MONDAY)
    add_note(case.pk, text="Sprawdzone.", at=MONDAY, by=everywhere())
    auditor = sign_in("audit.read", "cases.view", name="Adam Audytor")

    def found(query):
        page = auditor.get(f"/backoffice/audit/?{query}")
        return [line.row.name for line in page.context["lines"]], page.text

    chosen, page = found("name=cases.note_added")
    assert chosen == ["cases.note_added"]
    assert '<option value="cases.note_added" selected>Dodano notatkę</option>' in page
    assert '<optgroup label="Sprawy">' in page
    begins, page = found("name=cases.")
    assert set(begins) >= {"cases.note_added", "cases.case_opened"}
    assert '<option value="cases." selected>kod zaczyna się od: cases.</option>' in page
    assert set(found("name=%00cases.")[0]) > set(begins)  # what no link ever said narrows nothing


@pytest.mark.django_db
def test_a_look_whose_name_begins_another_is_found_alone(sign_in):
    for what in ("file", "file-refused"):
        looked_at(everywhere(), what, "file:1")
    auditor = sign_in("audit.read", name="Adam Audytor")

    page = auditor.get("/backoffice/audit/?show=looks&name=file")

    assert [line.row.name for line in page.context["lines"]] == ["file"]
    assert ">Plik ze sprawy</option>" in page.text


def test_another_reason_is_said_as_it_was_typed():
    assert reason_words("oddzwaniam") == "oddzwaniam"
    assert reason_words("case:12") == "case:12"
